from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.exchange.intake.absence_row import AbsenceRow
from handrail.exchange.intake.plan import Change, End, ImportPlan, Snapshot, StoredAbsence
from handrail.exchange.intake.planning import plan
from handrail.exchange.intake.spells import Spell

START = date(2026, 1, 1)
STATES = frozenset({"first_day", "first_day_fit", "percent"})
SPANS = st.tuples(st.integers(0, 40), st.one_of(st.none(), st.integers(1, 15)))
KEYS = st.integers(0, 9).map(lambda n: f"a{n}")
WORKERS = st.sampled_from(["w1", "w2", "w3"])


def span(offset: int, length: int | None) -> tuple[date, date | None]:
    first_day = START + timedelta(days=offset)
    return first_day, None if length is None else first_day + timedelta(days=length)


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    """Stored absences that do not overlap, as the database keeps them."""
    absences: dict[str, StoredAbsence] = {}
    for key, worker, where in draw(st.lists(st.tuples(KEYS, WORKERS, SPANS), max_size=8)):
        new = StoredAbsence(key, worker, *span(*where), percent=draw(st.sampled_from([None, 50])))
        if key not in absences and not any(overlap(new, old) for old in absences.values()):
            absences[key] = new
    return Snapshot("harbour", frozenset({"w1", "w2"}), absences=absences)


def overlap(one: StoredAbsence, other: StoredAbsence) -> bool:
    spells = [Spell(each.first_day, each.first_day_fit, each.key) for each in (one, other)]
    return one.worker == other.worker and spells[0].overlaps(spells[1])


@st.composite
def row_lists(draw: st.DrawFn) -> list[AbsenceRow]:
    drawn = draw(st.lists(st.tuples(KEYS, WORKERS, SPANS, st.sampled_from([None, 50, 100])), max_size=12))
    return [
        AbsenceRow(line, key, worker, *span(*where), states=STATES, percent=percent)
        for line, (key, worker, where, percent) in enumerate(drawn, start=2)
    ]


def applied(found: ImportPlan, snapshot: Snapshot) -> Snapshot:
    """What is stored after the import, in the plainest way."""
    absences = dict(snapshot.absences)
    for create in found.creates:
        row = create.row
        absences[row.key] = StoredAbsence(row.key, row.worker, row.first_day, row.first_day_fit, percent=row.percent)
    for item in found.decisions:
        if not isinstance(item, Change | End):
            continue
        changed: dict[str, Any] = {change.name: change.after for change in item.fields}
        absences[item.row.key] = replace(item.stored, **changed)
    workers = snapshot.workers | {worker.key for worker in found.new_workers}
    return replace(snapshot, absences=absences, workers=workers)


@pytest.mark.rule("ACC-3")
@given(rows=row_lists(), snapshot=snapshots(), create_workers=st.booleans())
def test_importing_a_file_again_is_a_no_op(
    rows: list[AbsenceRow],
    snapshot: Snapshot,
    create_workers: bool,  # noqa: FBT001 - drawn by the property
) -> None:
    first = plan(rows, snapshot, create_workers=create_workers)
    again = plan(rows, applied(first, snapshot), create_workers=create_workers)
    assert again.changes_nothing
    assert [row.line for row in again.rejected] == [row.line for row in first.rejected]


@given(rows=row_lists(), snapshot=snapshots(), create_workers=st.booleans())
def test_no_two_absences_of_a_worker_overlap_after_an_import(
    rows: list[AbsenceRow],
    snapshot: Snapshot,
    create_workers: bool,  # noqa: FBT001 - drawn by the property
) -> None:
    absences = [*applied(plan(rows, snapshot, create_workers=create_workers), snapshot).absences.values()]
    assert not any(overlap(one, other) for n, one in enumerate(absences) for other in absences[n + 1 :])


@given(rows=row_lists(), snapshot=snapshots())
def test_every_row_stands_in_one_list(rows: list[AbsenceRow], snapshot: Snapshot) -> None:
    found = plan(rows, snapshot, create_workers=True)
    lines = [item.row.line for item in found.decisions]
    assert sorted([*lines, *(row.line for row in found.rejected)]) == [row.line for row in rows]


@given(rows=row_lists(), snapshot=snapshots())
def test_an_absence_that_the_file_does_not_name_stays_as_it_is(rows: list[AbsenceRow], snapshot: Snapshot) -> None:
    after = applied(plan(rows, snapshot, create_workers=True), snapshot).absences
    named = {row.key for row in rows}
    assert {key: after[key] for key in snapshot.absences if key not in named} == {
        key: absence for key, absence in snapshot.absences.items() if key not in named
    }
