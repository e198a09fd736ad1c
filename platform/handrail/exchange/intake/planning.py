"""Rows and what is stored, to a plan: pure, so that the preview, the dry run and the import are the same code."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from handrail.exchange.intake.absence_row import AbsenceRow, NotAnAbsence, RejectedRow
from handrail.exchange.intake.overlaps import without_overlaps
from handrail.exchange.intake.plan import (
    Change,
    Create,
    Decision,
    End,
    FieldChange,
    ImportPlan,
    NewWorker,
    Snapshot,
    StoredAbsence,
    Unchanged,
)
from handrail.exchange.intake.problems import Problem
from handrail.exchange.intake.profiles import STATED
from handrail.exchange.intake.rows import Row
from handrail.exchange.intake.sieves import known_parties, once_each
from handrail.exchange.intake.spells import Spell

_ENDING: Final = frozenset({"first_day_fit", "hours", "expected_days", "percent"})


def plan(
    rows: Iterable[Row], snapshot: Snapshot, *, create_workers: bool = False, notices: Sequence[Problem] = ()
) -> ImportPlan:
    """Return what the rows would do to what is stored; the same rows again would do nothing.

    A row is judged alone, then against the rows of its key, then against the spells of its worker as they would be
    after the import. Where two rows can not both be true of one worker, the one that stands lower is rejected.
    """
    rows = [*rows]
    stated = [row for row in rows if isinstance(row, AbsenceRow)]
    known, unknown = known_parties(stated, snapshot, create_workers=create_workers)
    once, repeated = once_each(known)
    decisions, overlapping = _fitting(once, snapshot)
    rejected = [row for row in rows if isinstance(row, RejectedRow)] + unknown + repeated + overlapping
    return ImportPlan(
        creates=tuple(item for item in decisions if isinstance(item, Create)),
        changes=tuple(item for item in decisions if isinstance(item, Change)),
        ends=tuple(item for item in decisions if isinstance(item, End)),
        unchanged=tuple(item for item in decisions if isinstance(item, Unchanged)),
        rejected=tuple(sorted(rejected, key=lambda row: row.line)),
        no_absences=tuple(row for row in rows if isinstance(row, NotAnAbsence)),
        new_workers=tuple(_new_workers(decisions, snapshot)),
        notices=tuple(notices),
    )


def _fitting(rows: Iterable[AbsenceRow], snapshot: Snapshot) -> tuple[list[Decision], list[RejectedRow]]:
    """Decide on the rows that fit together; they come back in the order of the file."""
    decisions = {row.key: _decide(row, snapshot.absences.get(row.key)) for row in rows}
    moving = {key for key, decision in decisions.items() if not isinstance(decision, Unchanged)}
    stored = _stored_spells(snapshot)
    by_worker: dict[str, list[AbsenceRow]] = defaultdict(list)
    for decision in sorted(decisions.values(), key=_line):
        by_worker[decision.row.worker].append(decision.row)
    fitting: list[Decision] = []
    overlapping: list[RejectedRow] = []
    for worker, rows_of_worker in by_worker.items():
        fit, rejected = without_overlaps(rows_of_worker, stored.get(worker, {}), moving)
        fitting += [decisions[row.key] for row in fit]
        overlapping += rejected
    return sorted(fitting, key=_line), overlapping


def _line(decision: Decision) -> int:
    return decision.row.line


def _stored_spells(snapshot: Snapshot) -> dict[str, dict[str, Spell]]:
    found: dict[str, dict[str, Spell]] = defaultdict(dict)
    for absence in snapshot.absences.values():
        found[absence.worker][absence.key] = Spell(absence.first_day, absence.first_day_fit, absence.key)
    return found


def _decide(row: AbsenceRow, stored: StoredAbsence | None) -> Decision:
    if stored is None:
        return Create(row)
    fields = tuple(_differences(row, stored))
    if not fields:
        return Unchanged(row)
    names = {change.name for change in fields}
    ends = stored.first_day_fit is None and row.first_day_fit is not None and names <= _ENDING
    return End(row, stored, fields) if ends else Change(row, stored, fields)


def _differences(row: AbsenceRow, stored: StoredAbsence) -> Iterator[FieldChange]:
    for name in STATED:
        before, after = getattr(stored, name), getattr(row, name)
        if name in row.states and before != after:
            yield FieldChange(name, before, after)


def _new_workers(decisions: Iterable[Decision], snapshot: Snapshot) -> Iterator[NewWorker]:
    seen = set(snapshot.workers)
    for decision in decisions:
        row = decision.row
        if row.worker not in seen:
            seen.add(row.worker)
            yield NewWorker(row.worker, row.worker_name, row.line)
