"""An import as it would be: what a feed would create, change, end or leave, and what it can not bring in."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from handrail.exchange.intake.absence_row import AbsenceRow, NotAnAbsence, RejectedRow
from handrail.exchange.intake.problems import Problem

Fact = date | Decimal | int | None


@dataclass(frozen=True, slots=True)
class StoredAbsence:
    """An absence as it is stored now."""

    key: str
    worker: str
    first_day: date
    first_day_fit: date | None = None
    hours: Decimal | None = None
    expected_days: int | None = None
    percent: int | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What one employer's records say before the import.

    `workers` are the keys of employments, `supervisors` the keys of people who can supervise there. `absences` holds
    every absence of the workers that the feed names and every absence whose key it names.
    """

    employer: str
    workers: frozenset[str]
    supervisors: frozenset[str] = frozenset()
    absences: Mapping[str, StoredAbsence] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One fact, before and after; a date, a number or None."""

    name: str
    before: Fact
    after: Fact


@dataclass(frozen=True, slots=True)
class Create:
    """An absence that is not stored yet."""

    row: AbsenceRow


@dataclass(frozen=True, slots=True)
class Change:
    """A stored absence that the feed corrects, field by field (ACC-3)."""

    row: AbsenceRow
    stored: StoredAbsence
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class End:
    """A stored open absence whose first day fit is now known; nothing before its end is corrected."""

    row: AbsenceRow
    stored: StoredAbsence
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A row that says what is stored."""

    row: AbsenceRow


Decision = Create | Change | End | Unchanged


@dataclass(frozen=True, slots=True)
class NewWorker:
    """A worker whom the feed names first; `name` where the feed gives one."""

    key: str
    name: str | None
    line: int


COUNTED: Final = ("creates", "changes", "ends", "unchanged", "rejected", "no_absences")


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """Every row of a feed in exactly one list, each in the order of the file."""

    creates: tuple[Create, ...] = ()
    changes: tuple[Change, ...] = ()
    ends: tuple[End, ...] = ()
    unchanged: tuple[Unchanged, ...] = ()
    rejected: tuple[RejectedRow, ...] = ()
    no_absences: tuple[NotAnAbsence, ...] = ()
    new_workers: tuple[NewWorker, ...] = ()
    notices: tuple[Problem, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many rows are in each list; together, all rows of the feed."""
        return {name: len(getattr(self, name)) for name in COUNTED}

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """The rows that were taken in, in the order of the file."""
        return tuple(sorted((*self.creates, *self.changes, *self.ends, *self.unchanged), key=_line))

    @property
    def rows(self) -> int:
        """How many rows the feed has."""
        return sum(self.counts.values())

    @property
    def changes_nothing(self) -> bool:
        """Whether applying it would leave everything as it is."""
        return not (self.creates or self.changes or self.ends or self.new_workers)

    @property
    def digest(self) -> str:
        """64 hexadecimal digits that are the same exactly when applying would do the same and refuse the same."""
        text = json.dumps(list(self._canonical()), ensure_ascii=False, default=str, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def _canonical(self) -> Iterator[Any]:
        for worker in self.new_workers:
            yield ("worker", worker.key, worker.name)
        for create in self.creates:
            yield ("create", *_row(create.row))
        for kind, items in (("change", self.changes), ("end", self.ends)):
            for item in items:
                fields = [(change.name, change.before, change.after) for change in item.fields]
                yield (kind, item.row.line, item.row.key, fields)
        for row in self.unchanged:
            yield ("unchanged", row.row.line, row.row.key)
        for rejected in self.rejected:
            yield ("rejected", rejected.line, [problem.code for problem in rejected.problems])
        for none in self.no_absences:
            yield ("none", none.line, none.reason.code)


def _line(decision: Decision) -> int:
    return decision.row.line


def _row(row: AbsenceRow) -> tuple[Fact | str, ...]:
    return (
        row.line,
        row.key,
        row.worker,
        row.first_day,
        row.first_day_fit,
        row.hours,
        row.expected_days,
        row.percent,
        row.supervisor,
    )
