"""The codes of reports: which there are, where a run stands, how often one is made."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from handrail.kit.codes import Role


class Kind(StrEnum):
    """What a report is about."""

    OVERVIEW = "overview"
    CASELOAD = "caseload"
    OBLIGATIONS = "obligations"
    RETURNS = "returns"


class Measure(StrEnum):
    """One thing that is counted, for each client organisation by itself."""

    CASELOAD = "caseload"
    AGEING = "ageing"
    WORKLOAD = "workload"
    DUTIES = "duties"
    ABSENCES = "absences"
    RETURNS = "returns"


class Side(StrEnum):
    """Whose report it is: the consultancy's, or that of one client organisation."""

    CONSULTANCY = "consultancy"
    EMPLOYER = "employer"


class RunState(StrEnum):
    """Where a run stands. That its job was parked is the outbox's to say."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"


class Rhythm(StrEnum):
    """How often a report is made by itself, each time for the period that has just ended."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


class Why(StrEnum):
    """Why a run was cancelled."""

    ASKED = "asked"
    NOT_ALLOWED = "not_allowed"
    """Whoever asked could not ask any more when it was its turn."""


_EVERYWHERE: Final = (Measure.DUTIES, Measure.ABSENCES, Measure.RETURNS)

MEASURES: Final[Mapping[Kind, tuple[Measure, ...]]] = {
    Kind.OVERVIEW: tuple(Measure),
    Kind.CASELOAD: (Measure.CASELOAD, Measure.AGEING, Measure.WORKLOAD),
    Kind.OBLIGATIONS: (Measure.DUTIES,),
    Kind.RETURNS: (Measure.ABSENCES, Measure.RETURNS),
}

SIDES: Final[Mapping[Role, Side]] = {
    Role.CONSULTANCY_MANAGER: Side.CONSULTANCY,
    Role.LEAD_COORDINATOR: Side.CONSULTANCY,
    Role.HR: Side.EMPLOYER,
    Role.SENIOR_MANAGEMENT: Side.EMPLOYER,
}
"""Who asks for reports, and on which side they stand (REP-1)."""

OPEN: Final = frozenset({RunState.WAITING, RunState.RUNNING})


def measures_of(kind: Kind, side: Side) -> tuple[Measure, ...]:
    """Return what a report counts: of the employer's side absences, returns and statutory obligations alone (REP-1)."""
    return tuple(each for each in MEASURES[kind] if side is Side.CONSULTANCY or each in _EVERYWHERE)


def kinds_of(side: Side) -> tuple[Kind, ...]:
    """Return the kinds of report that have anything to say to a side."""
    return tuple(kind for kind in Kind if measures_of(kind, side))
