from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from handrail.exchange.intake.feed import Feed
from handrail.exchange.intake.plan import FieldChange, ImportPlan, Snapshot, StoredAbsence
from handrail.exchange.intake.planning import plan

Read = Callable[..., Feed]
WORKERS = frozenset({"w1", "w2"})
OPEN = StoredAbsence("a1", "w1", date(2026, 3, 2))
CLOSED = StoredAbsence("a1", "w1", date(2026, 3, 2), date(2026, 3, 7))


def stored(*absences: StoredAbsence) -> Snapshot:
    return Snapshot("harbour", WORKERS, frozenset({"boss"}), {absence.key: absence for absence in absences})


def codes(found: ImportPlan) -> list[tuple[int, str]]:
    return [(row.line, problem.code) for row in found.rejected for problem in row.problems]


@pytest.fixture(scope="session")
def plan_of(read: Read) -> Callable[..., ImportPlan]:
    def _plan(rows: list[str], snapshot: Snapshot, **options: Any) -> ImportPlan:
        return plan(read(rows).rows, snapshot, **options)

    return _plan


PlanOf = Callable[..., ImportPlan]


@pytest.mark.rule("S1-1")
def test_a_row_for_a_known_worker_creates_an_absence(plan_of: PlanOf) -> None:
    found = plan_of(["a1,w1,2026-03-02,2026-03-06,5,50"], stored())
    (create,) = found.creates
    assert (create.row.first_day, create.row.first_day_fit) == (date(2026, 3, 2), date(2026, 3, 7))
    assert (create.row.expected_days, create.row.percent) == (5, 50)
    assert found.counts == {
        "creates": 1,
        "changes": 0,
        "ends": 0,
        "unchanged": 0,
        "rejected": 0,
        "no_absences": 0,
    }


def test_a_row_that_says_what_is_stored_changes_nothing(plan_of: PlanOf) -> None:
    found = plan_of(["a1,w1,2026-03-02,2026-03-06,,"], stored(CLOSED))
    assert found.changes_nothing
    assert len(found.unchanged) == 1


@pytest.mark.rule("ACC-3")
def test_a_corrected_row_corrects_the_absence_field_by_field(plan_of: PlanOf) -> None:
    (change,) = plan_of(["a1,w1,2026-03-03,2026-03-06,,80"], stored(CLOSED)).changes
    assert change.fields == (
        FieldChange("first_day", date(2026, 3, 2), date(2026, 3, 3)),
        FieldChange("percent", None, 80),
    )


@pytest.mark.rule("ACC-3")
def test_a_backdated_recovery_is_a_correction_and_a_first_one_is_an_end(plan_of: PlanOf) -> None:
    row = "a1,w1,2026-03-02,2026-03-04,,"
    (end,) = plan_of([row], stored(OPEN)).ends
    assert end.fields == (FieldChange("first_day_fit", None, date(2026, 3, 5)),)
    (change,) = plan_of([row], stored(CLOSED)).changes
    assert change.fields == (FieldChange("first_day_fit", date(2026, 3, 7), date(2026, 3, 5)),)


@pytest.mark.rule("ACC-3")
def test_a_recovery_that_was_none_opens_the_absence_again(plan_of: PlanOf) -> None:
    (change,) = plan_of(["a1,w1,2026-03-02,,,"], stored(CLOSED)).changes
    assert change.fields == (FieldChange("first_day_fit", date(2026, 3, 7), None),)


def test_an_end_that_also_moves_the_first_day_is_a_correction(plan_of: PlanOf) -> None:
    found = plan_of(["a1,w1,2026-03-01,2026-03-04,,"], stored(OPEN))
    assert (len(found.changes), len(found.ends)) == (1, 0)


def test_a_fact_that_the_file_has_no_column_for_is_left_as_it_is(plan_of: PlanOf) -> None:
    with_hours = StoredAbsence("a1", "w1", date(2026, 3, 2), date(2026, 3, 7), hours=Decimal(40))
    assert plan_of(["a1,w1,2026-03-02,2026-03-06,,"], stored(with_hours)).changes_nothing


def test_hours_stated_in_an_optional_column_are_compared_as_numbers(read: Read) -> None:
    with_hours = StoredAbsence("a1", "w1", date(2026, 3, 2), date(2026, 3, 7), hours=Decimal("40.00"))
    header = "absence_id,worker_id,first_day,last_day,expected_days,percent,hours\n"
    same = read(f"{header}a1,w1,2026-03-02,2026-03-06,,,40\n")
    assert plan(same.rows, stored(with_hours)).changes_nothing
    (change,) = plan(read(f"{header}a1,w1,2026-03-02,2026-03-06,,,32.5\n").rows, stored(with_hours)).changes
    assert change.fields == (FieldChange("hours", Decimal(40), Decimal("32.5")),)


def test_a_worker_whom_nobody_knows_is_rejected_unless_the_profile_adds_workers(plan_of: PlanOf) -> None:
    rows = ["a8,w8,2026-03-02,2026-03-06,,", "a9,w8,2026-04-02,2026-04-06,,"]
    assert codes(plan_of(rows, stored())) == [(2, "unknown-worker"), (3, "unknown-worker")]
    found = plan_of(rows, stored(), create_workers=True)
    assert [(worker.key, worker.line) for worker in found.new_workers] == [("w8", 2)]
    assert len(found.creates) == 2


def test_a_worker_of_whom_every_row_is_rejected_is_not_added(plan_of: PlanOf) -> None:
    rows = ["a8,w8,2026-03-02,,,", "a8,w8,2026-03-03,,,"]
    assert plan_of(rows, stored(), create_workers=True).new_workers == ()


def test_a_row_of_another_employer_or_with_an_unknown_supervisor_is_rejected(read: Read) -> None:
    header = "absence_id,worker_id,first_day,last_day,expected_days,percent,employer_id,supervisor_id\n"
    rows = (
        "a1,w1,2026-03-02,,,,harbour,boss\n"
        "a2,w2,2026-03-02,,,,bakery,boss\n"
        "a3,w2,2026-03-02,,,,harbour,nobody\n"
        "a4,w9,2026-03-02,,,,bakery,nobody\n"
    )
    found = plan(read(header + rows).rows, stored())
    assert len(found.creates) == 1
    assert codes(found) == [
        (3, "other-employer"),
        (4, "unknown-supervisor"),
        (5, "other-employer"),
        (5, "unknown-worker"),
        (5, "unknown-supervisor"),
    ]


def test_an_absence_keeps_its_worker(plan_of: PlanOf) -> None:
    assert codes(plan_of(["a1,w2,2026-03-02,2026-03-06,,"], stored(CLOSED))) == [(2, "other-worker")]


def test_the_same_row_twice_is_taken_once(plan_of: PlanOf) -> None:
    found = plan_of(["a1,w1,2026-03-02,,,", "a1,w1,2026-03-02,,,"], stored())
    assert (len(found.creates), codes(found)) == (1, [(3, "repeated")])


def test_of_rows_that_contradict_each_other_none_is_taken(plan_of: PlanOf) -> None:
    found = plan_of(["a1,w1,2026-03-02,,,", "a1,w1,2026-03-03,,,", "a1,w1,2026-03-02,,,"], stored())
    assert codes(found) == [(2, "contradicted"), (3, "contradicted"), (4, "contradicted")]
    assert [str(row.problems[0])[:5] for row in found.rejected] == ["Row 3", "Row 2", "Row 3"]


def test_of_two_rows_that_overlap_the_lower_one_is_rejected(plan_of: PlanOf) -> None:
    found = plan_of(["a1,w1,2026-03-02,2026-03-06,,", "a2,w1,2026-03-06,2026-03-09,,", "a3,w2,2026-03-06,,,"], stored())
    assert [create.row.key for create in found.creates] == ["a1", "a3"]
    assert codes(found) == [(3, "overlap")]
    assert "row 2" in str(found.rejected[0].problems[0])


def test_a_spell_that_starts_on_the_first_day_fit_of_another_does_not_overlap(plan_of: PlanOf) -> None:
    assert len(plan_of(["a1,w1,2026-03-02,2026-03-06,,", "a2,w1,2026-03-07,,,"], stored()).creates) == 2


def test_a_row_that_overlaps_a_stored_absence_is_rejected_by_its_name(plan_of: PlanOf) -> None:
    found = plan_of(["a2,w1,2026-03-05,2026-03-09,,"], stored(CLOSED))
    assert codes(found) == [(2, "overlap")]
    assert "a1" in str(found.rejected[0].problems[0])


def test_a_new_absence_while_another_is_open_asks_for_its_last_day(plan_of: PlanOf) -> None:
    found = plan_of(["a2,w1,2026-05-05,,,"], stored(OPEN))
    assert "is open" in str(found.rejected[0].problems[0])


def test_an_end_lower_in_the_file_makes_room_for_a_row_above_it(plan_of: PlanOf) -> None:
    found = plan_of(["a2,w1,2026-05-05,,,", "a1,w1,2026-03-02,2026-03-06,,"], stored(OPEN))
    assert (len(found.creates), len(found.ends), found.rejected) == (1, 1, ())


def test_two_absences_can_change_places(plan_of: PlanOf) -> None:
    other = StoredAbsence("a2", "w1", date(2026, 4, 2), date(2026, 4, 7))
    found = plan_of(["a1,w1,2026-04-02,2026-04-06,,", "a2,w1,2026-03-02,2026-03-06,,"], stored(CLOSED, other))
    assert (len(found.changes), found.rejected) == (2, ())


def test_a_rejected_correction_leaves_its_absence_in_the_way_of_others(plan_of: PlanOf) -> None:
    blocker = StoredAbsence("a9", "w1", date(2026, 6, 1), date(2026, 6, 30))
    rows = ["a2,w1,2026-03-03,2026-03-04,,", "a1,w1,2026-06-02,2026-06-05,,"]
    assert codes(plan_of(rows, stored(CLOSED, blocker))) == [(2, "overlap"), (3, "overlap")]


def test_the_digest_tells_when_the_same_file_would_do_something_else(plan_of: PlanOf) -> None:
    rows = ["a1,w1,2026-03-02,2026-03-06,,"]
    digests = [plan_of(rows, snapshot).digest for snapshot in (stored(), stored(), stored(OPEN), stored(CLOSED))]
    assert digests[0] == digests[1]
    assert len(set(digests)) == 3
