"""When a case can be offered, and what becomes of an offer. Pure; NEU-1 is asked where the people are known.

Reasons are codes: nobody who may not know the case yet reads a word that was written about the worker.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID


class Reason(StrEnum):
    """Why a case changes hands."""

    CASELOAD = "caseload"
    AWAY = "away"
    LEAVING = "leaving"
    LANGUAGE = "language"
    NEARER = "nearer"
    WISH = "wish"
    """The worker asked for somebody else."""
    TOO_CLOSE = "too_close"
    """The coordinator knows somebody in the case too well to be neutral."""
    OTHER = "other"


class WhyNot(StrEnum):
    """Why somebody does not take a case."""

    CASELOAD = "caseload"
    AWAY = "away"
    TOO_CLOSE = "too_close"
    LANGUAGE = "language"
    OTHER = "other"


class OfferState(StrEnum):
    """Where an offer stands. An offer that is not open is over for good; another one can be made."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    REVOKED = "revoked"
    """Taken back by whoever made it."""
    LAPSED = "lapsed"
    """It became empty: the receiver left, or the case has another coordinator already."""


NEXT: Final = {
    OfferState.OPEN: frozenset({OfferState.ACCEPTED, OfferState.REFUSED, OfferState.REVOKED, OfferState.LAPSED}),
}
"""What an offer can become."""


def may_become(state: OfferState, wanted: OfferState) -> bool:
    """Say whether an offer can go from one state to the other."""
    return wanted in NEXT.get(state, frozenset())


class Verdict(StrEnum):
    """What becomes of one case of many that are handed to one coordinator."""

    MOVES = "moves"
    MOVED = "moved"
    THEIRS = "theirs"
    OWN_CASE = "own_case"
    LINE = "line"
    NOT_HERE = "not_here"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides about one case: where it is, who it is about, who leads them, and who coordinates."""

    employer_id: UUID
    worker_id: UUID
    supervisor_id: UUID | None
    coordinator_id: UUID | None


def verdict_on(case: Standing, to_id: UUID, coordinates_at: Collection[UUID]) -> Verdict:
    """Say whether a case can go to this person, who coordinates at these client organisations (NEU-1)."""
    if to_id == case.worker_id:
        return Verdict.OWN_CASE
    if to_id == case.supervisor_id:
        return Verdict.LINE
    if case.employer_id not in coordinates_at:
        return Verdict.NOT_HERE
    return Verdict.THEIRS if to_id == case.coordinator_id else Verdict.MOVES
