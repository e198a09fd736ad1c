"""The person who acts, in one role."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from handrail.identity import proofs
from handrail.identity.policies import Asking
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.db import Context


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does an act, taken from a verified session or token. `employers` "*": held in the whole consultancy."""

    tenant_id: UUID
    person_id: UUID
    role: Role
    employers: tuple[UUID, ...] | Literal["*"]
    name: str = ""
    locale: str = "en"
    time_zone: str = "UTC"
    sign_in_id: UUID | None = None
    roles: tuple[Role, ...] = ()
    tenant_name: str = ""
    demo: bool = False
    method: proofs.Method | None = None
    proven_at: datetime | None = None
    within_employer_id: UUID | None = None
    """The client organisation whose own provider vouched for them; None: they came in by a way of their own."""
    support_id: UUID | None = None
    """The support access under which they look in a role that is not theirs, and change nothing."""
    scopes: frozenset[str] | None = None
    """What the token with which they ask is good for; None: all that they may do."""
    works_in: str | None = None
    """The jurisdiction of the place where they work themselves; None for whoever is employed by no client."""

    def context(self, *, read_only: bool = False) -> Context:
        """Return the context to open a session with."""
        return Context(self.tenant_id, self.person_id, self.role, self.employers, read_only=read_only)

    def asking(self) -> Asking:
        """Return what the policy needs to know of this actor."""
        employers = None if self.employers == "*" else frozenset(self.employers)
        return Asking(
            self.tenant_id,
            self.person_id,
            self.role,
            employers,
            fresh=self.is_fresh(),
            only_looks=self.only_looks,
            vouched_for=self.is_vouched_for,
            scopes=self.scopes,
        )

    @property
    def is_vouched_for(self) -> bool:
        """Whether nobody but a client organisation's provider says who they are."""
        return self.within_employer_id is not None and self.method is proofs.Method.PROVIDER

    @property
    def only_looks(self) -> bool:
        """Whether they look with somebody's leave."""
        return self.support_id is not None

    def is_fresh(self) -> bool:
        """Whether they showed a strong proof of who they are a short while ago."""
        return proofs.is_fresh(self.method, self.proven_at, clock.now())
