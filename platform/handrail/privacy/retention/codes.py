"""The codes that rules, tables, pages and files of retention share."""

from enum import StrEnum


class Kind(StrEnum):
    """What is kept and ends as one: the records of one compartment, or who a former worker was."""

    ADMINISTRATIVE = "administrative"
    COORDINATION = "coordination"
    OWN = "own"
    PLAN = "plan"
    MEDICAL = "medical"
    PROVIDER = "provider"
    UNION = "union"
    PREVENTION = "prevention"
    PERSON = "person"


class CountsFrom(StrEnum):
    """The day from which a period counts."""

    CASE_CLOSED = "case_closed"
    """The day on which the case was closed."""
    LAST_ENDED = "last_ended"
    """The last day on which an absence of the employment ended or a case of it was closed."""
    EMPLOYMENT_ENDED = "employment_ended"
    """The end of the last employment, or of the last absence where that came later."""


class RunState(StrEnum):
    """How far a run is. Up to `approved` it can be reversed; from `erasing` on it goes to its end."""

    PROPOSED = "proposed"
    ASKED = "asked"
    APPROVED = "approved"
    REVERSED = "reversed"
    ERASING = "erasing"
    DONE = "done"


class ItemState(StrEnum):
    """What became of one thing that was due."""

    WAITING = "waiting"
    HELD = "held"
    NOT_DUE = "not_due"
    ERASED = "erased"


OPEN: frozenset[RunState] = frozenset({RunState.ASKED, RunState.APPROVED, RunState.ERASING})
"""What it is about is in no other run."""
