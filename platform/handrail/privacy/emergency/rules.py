"""When emergency access may be decided, how long it lasts, and of what (CON-6). Pure."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from handrail.kit.codes import Compartment

LASTS: Final = timedelta(minutes=30)
"""How long an approved access opens its part."""
DECIDED_WITHIN: Final = timedelta(hours=1)
"""After this a request has lapsed: an emergency is now."""
SHORTEST_REASON: Final = 20  # signs
PARTS: Final = (
    Compartment.COORDINATION,
    Compartment.OWN,
    Compartment.MEDICAL,
    Compartment.PLAN,
    Compartment.PROVIDER,
    Compartment.UNION,
)
"""What can be named. One access opens one of them, whole."""


class State(StrEnum):
    """Where an access stands."""

    ASKED = "asked"
    REFUSED = "refused"
    LAPSED = "lapsed"
    """Nobody decided in time."""
    OPEN = "open"
    OVER = "over"
    """It was open, and waits to be reviewed."""
    REVIEWED = "reviewed"


def state_of(
    *,
    asked_at: datetime,
    decided_at: datetime | None,
    ends_at: datetime | None,
    reviewed_at: datetime | None,
    now: datetime,
) -> State:
    """Return where an access stands at an instant; `ends_at` None after a decision: it was refused."""
    if decided_at is None:
        return State.ASKED if now < asked_at + DECIDED_WITHIN else State.LAPSED
    if ends_at is None:
        return State.REFUSED
    if now < ends_at:
        return State.OPEN
    return State.OVER if reviewed_at is None else State.REVIEWED


def may_decide(asked_by: UUID, person_id: UUID, state: State) -> bool:
    """Say whether this person may approve or refuse: never whoever asked."""
    return state is State.ASKED and person_id != asked_by


def may_review(asked_by: UUID, decided_by: UUID | None, person_id: UUID, state: State) -> bool:
    """Say whether this person may review it: neither of the two who opened it."""
    return state is State.OVER and person_id not in {asked_by, decided_by}
