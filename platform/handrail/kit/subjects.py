"""What a record is about, as plain ids."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from handrail.kit.codes import Role


@dataclass(frozen=True, slots=True)
class SubjectRef:
    """The employment (administrative records) or the case (every other compartment) that grants and keys hang on."""

    tenant_id: UUID
    employer_id: UUID
    subject_id: UUID


class Acting(Protocol):
    """Whoever acts: a person in a role, or nobody, when Handrail itself acts."""

    @property
    def tenant_id(self) -> UUID:
        """The consultancy."""
        ...

    @property
    def person_id(self) -> UUID | None:
        """Who, or None for Handrail itself."""
        ...

    @property
    def role(self) -> Role | None:
        """In which role."""
        ...


@dataclass(frozen=True, slots=True)
class System:
    """Handrail itself: jobs, the engine, provisioning."""

    tenant_id: UUID
    person_id: None = None
    role: None = None
