"""What one row of a feed turns out to be."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from handrail.exchange.intake.problems import Problem


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """One absence as a row states it: administrative facts only, no reason and no free text (CON-4).

    `first_day_fit` is the day after the last sick day, None while the worker is still absent. `percent` is how far
    the worker can not work, 1 to 100. `states` names the facts that this feed states; the others are None here and
    say nothing about the absence.
    """

    line: int
    key: str
    worker: str
    first_day: date
    first_day_fit: date | None
    states: frozenset[str]
    hours: Decimal | None = None
    expected_days: int | None = None
    percent: int | None = None
    employer: str | None = None
    supervisor: str | None = None
    worker_name: str | None = None


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that can not be taken in; `key` and `worker` are given where they could be read."""

    line: int
    problems: tuple[Problem, ...]
    key: str | None = None
    worker: str | None = None


@dataclass(frozen=True, slots=True)
class NotAnAbsence:
    """A row that is right and tells of no sickness absence, so there is nothing to do."""

    line: int
    reason: Problem
    key: str | None = None
    worker: str | None = None
