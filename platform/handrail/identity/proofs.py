"""How somebody proved who they are, how much that is worth, and how long it counts for acts that weigh more."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

FRESH: Final = timedelta(minutes=10)
"""How long a strong proof opens acts that ask for one."""


class Method(StrEnum):
    """How somebody came in."""

    LINK = "link"
    """A link by mail alone: half a way in."""
    LINK_AND_CODE = "link_and_code"
    """A link, and a code from a telephone call, a letter, an authenticator or the list of recovery codes."""
    PASSKEY = "passkey"
    PROVIDER = "provider"
    """The identity provider of the consultancy or the client organisation."""
    DEVELOPMENT = "development"
    """A link printed by `handrail up` on loopback."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What somebody showed. `is_strong`: two factors, as acts ask for that weigh more.

    `within_employer_id`: it was a client organisation's own provider who said so, and so it counts for what they do
    for that organisation; never for what they hold elsewhere, nor for what they confide as a worker.
    """

    method: Method
    factors: int
    is_strong: bool
    connection_id: UUID | None = None
    external_subject: str | None = None
    external_session: str | None = None
    within_employer_id: UUID | None = None

    @property
    def is_whole(self) -> bool:
        """Whether it opens anything but the page that asks for the second factor."""
        return self.factors > 1


LINK: Final = Proof(Method.LINK, 1, is_strong=False)
LINK_AND_CODE: Final = Proof(Method.LINK_AND_CODE, 2, is_strong=True)
PASSKEY: Final = Proof(Method.PASSKEY, 2, is_strong=True)
DEVELOPMENT: Final = Proof(Method.DEVELOPMENT, 2, is_strong=True)


def is_fresh(method: Method | None, proven_at: datetime | None, now: datetime) -> bool:
    """Whether a strong proof of this time still opens acts that ask for one; what is made for development stays."""
    if method is Method.DEVELOPMENT:
        return True
    return proven_at is not None and now - FRESH < proven_at <= now
