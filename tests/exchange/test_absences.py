"""Absences as facts: recorded, corrected with their history, ended (S1-1, ACC-3)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy import table as table_clause
from sqlalchemy.orm import Session

from handrail.audit.models import TimelineEntry
from handrail.cases.absence_errors import AbsenceKeyTaken, AbsencesOverlap
from handrail.cases.absence_models import Absence, AbsenceCorrection
from handrail.cases.absence_rules import AbsenceFacts, problems_of
from handrail.cases.absence_writing import Origin, settle, write_absence
from handrail.cases.absences import correct_absence, end_absence, record_absence
from handrail.kit.codes import Role
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.errors import Invalid, NotFound
from handrail.kit.subjects import System
from handrail.obligations import facts as obligation_facts
from handrail.obligations.models import Obligation
from handrail.tenancy.models import Case, Employment

World = Any  # the fixture's own type lies in conftest, which tests do not import
SCREEN = Origin("screen")
MARCH = AbsenceFacts(date(2026, 3, 2), date(2026, 3, 7))


def record(world: World, facts: AbsenceFacts = MARCH, *, key: str = "a1", worker: str = "w1", **options: Any) -> UUID:
    actor = options.get("actor", world.hr)
    with tenant_session(actor.context()) as session:
        employment_id = world.employments[worker]
        absence = record_absence(
            session, actor, employment_id=employment_id, external_key=key, facts=facts, origin=SCREEN
        )
        return absence.id


def correct(world: World, absence_id: UUID, why: str = "", **changes: Any) -> None:
    with tenant_session(world.hr.context()) as session:
        correct_absence(session, world.hr, absence_id=absence_id, changes=changes, origin=Origin("screen", why))


def facts_in_force(world: World, worker: str = "w1") -> list[tuple[str, date, dict[str, Any]]]:
    with tenant_session(engine_context(world.tenant_id)) as session:
        found = obligation_facts.current(session, world.tenant_id, world.employments[worker])
        return [(fact.type, fact.on, fact.fields) for fact in found if fact.compartment == "administrative"]


def dues(world: World, worker: str = "w1") -> dict[str, date | None]:
    with tenant_session(engine_context(world.tenant_id)) as session:
        rows = session.scalars(
            select(Obligation).where(
                Obligation.employment_id == world.employments[worker], Obligation.closed_at.is_(None)
            )
        )
        return {row.rule: row.due_on for row in rows}


@pytest.mark.rule("S1-1")
def test_an_absence_is_recorded_with_administrative_facts_and_states_them_to_the_obligations(world: World) -> None:
    facts = AbsenceFacts(date(2026, 11, 2), None, Decimal("12.50"), 30, 50)
    absence_id = record(world, facts)
    with tenant_session(world.hr.context(read_only=True)) as session:
        absence = session.scalars(select(Absence).where(Absence.id == absence_id)).one()
        assert AbsenceFacts.of(absence) == facts
        assert (absence.compartment, absence.subject_id) == ("administrative", world.employments["w1"])
    assert facts_in_force(world) == [
        ("absence_started", date(2026, 11, 2), {"percent": 50}),
        ("prognosis", date(2026, 11, 2), {"expected_days": 30}),
    ]


@pytest.mark.rule("CON-4")
def test_no_column_of_an_absence_can_hold_a_reason(world: World) -> None:
    del world
    columns = {column.name for column in Absence.__table__.columns}
    assert columns == {
        "tenant_id", "id", "employer_id", "subject_id", "compartment", "external_key", "first_day", "first_day_fit",
        "hours", "expected_days", "percent", "source", "recorded_at", "started_fact_id", "recovered_fact_id",
        "prognosis_fact_id",
    }  # fmt: skip


def test_recording_the_same_absence_again_returns_the_first(world: World) -> None:
    assert record(world) == record(world)
    assert len(facts_in_force(world)) == 2


def test_a_key_that_says_something_else_is_refused(world: World) -> None:
    record(world)
    with pytest.raises(AbsenceKeyTaken):
        record(world, replace(MARCH, percent=50))
    with pytest.raises(AbsenceKeyTaken):
        record(world, worker="w2")


@pytest.mark.parametrize(
    "facts",
    [
        AbsenceFacts(date(2026, 3, 6), date(2026, 3, 9)),
        AbsenceFacts(date(2026, 2, 1), date(2026, 3, 3)),
        AbsenceFacts(date(2026, 2, 1)),
        AbsenceFacts(date(2026, 3, 4), date(2026, 3, 5)),
    ],
)
def test_no_day_lies_in_two_absences_of_a_worker(world: World, facts: AbsenceFacts) -> None:
    record(world)
    with pytest.raises(AbsencesOverlap):
        record(world, facts, key="a2")
    record(world, facts, key="a2", worker="w2")


def test_an_absence_can_start_on_the_first_day_fit_of_another(world: World) -> None:
    record(world)
    record(world, AbsenceFacts(date(2026, 3, 7)), key="a2")
    with tenant_session(engine_context(world.tenant_id)) as session:
        assert session.scalars(select(Absence.first_day).order_by(Absence.first_day)).all()[-1] == date(2026, 3, 7)


def test_two_at_once_are_told_apart_by_the_table_itself(world: World) -> None:
    record(world)
    actor = System(world.tenant_id)
    with tenant_session(engine_context(world.tenant_id)) as session:
        employment = load(session, world)
        with pytest.raises(AbsencesOverlap):
            write_absence(session, actor, employment, external_key="a2", facts=MARCH, origin=SCREEN)
        session.rollback()


def load(session: Session, world: World) -> Employment:
    return session.scalars(select(Employment).where(Employment.id == world.employments["w1"])).one()


@pytest.mark.parametrize(
    ("facts", "pointer"),
    [
        (AbsenceFacts(date(2026, 3, 2), date(2026, 3, 2)), "/first_day_fit"),
        (AbsenceFacts(date(1026, 3, 2)), "/first_day"),
        (AbsenceFacts(date(2026, 3, 2), date(2206, 3, 2)), "/first_day_fit"),
        (replace(MARCH, hours=Decimal(0)), "/hours"),
        (replace(MARCH, expected_days=0), "/expected_days"),
        (replace(MARCH, percent=101), "/percent"),
    ],
)
def test_what_cannot_be_true_is_told_beside_the_field(world: World, facts: AbsenceFacts, pointer: str) -> None:
    with pytest.raises(Invalid) as refused:
        record(world, facts)
    assert [problem.pointer for problem in refused.value.problems] == [pointer]
    assert facts_in_force(world) == []


@pytest.mark.rule("ACC-3")
def test_a_correction_keeps_what_was_believed_before_and_moves_what_is_due(world: World) -> None:
    absence_id = record(world, AbsenceFacts(date(2026, 11, 9)))
    before = dues(world)
    correct(world, absence_id, "The first day was a Monday.", first_day=date(2026, 11, 2))
    assert facts_in_force(world) == [("absence_started", date(2026, 11, 2), {})]
    after = dues(world)
    assert after["nl.problem_analysis"] is not None
    assert before["nl.problem_analysis"] is not None
    assert (before["nl.problem_analysis"] - after["nl.problem_analysis"]).days == 7
    with tenant_session(world.hr.context(read_only=True)) as session:
        (kept,) = session.scalars(select(AbsenceCorrection).where(AbsenceCorrection.absence_id == absence_id)).all()
        assert (kept.before, kept.after) == ({"first_day": "2026-11-09"}, {"first_day": "2026-11-02"})
        assert (kept.person_id, kept.why, kept.source) == (world.people["hr"], "The first day was a Monday.", "screen")


@pytest.mark.rule("ACC-3")
def test_a_recovery_ends_the_absence_and_can_be_backdated_and_taken_back(world: World) -> None:
    absence_id = record(world, AbsenceFacts(date(2026, 11, 2)))
    with tenant_session(world.hr.context()) as session:
        end_absence(session, world.hr, absence_id=absence_id, first_day_fit=date(2026, 11, 16), origin=SCREEN)
    assert ("recovered", date(2026, 11, 16), {}) in facts_in_force(world)
    assert "nl.problem_analysis" not in dues(world)
    correct(world, absence_id, first_day_fit=date(2026, 11, 9))
    assert facts_in_force(world)[-1] == ("recovered", date(2026, 11, 9), {})
    correct(world, absence_id, first_day_fit=None)
    assert facts_in_force(world) == [("absence_started", date(2026, 11, 2), {})]
    assert "nl.problem_analysis" in dues(world)
    with tenant_session(engine_context(world.tenant_id)) as session:
        verbs = session.scalars(
            select(TimelineEntry.verb)
            .where(TimelineEntry.subject_id == world.employments["w1"], TimelineEntry.object_id == absence_id)
            .order_by(TimelineEntry.seq)
        ).all()
    assert verbs == ["absence.recorded", "absence.ended", "absence.corrected", "absence.corrected"]


def test_an_expectation_moves_with_the_first_day_and_can_be_taken_back(world: World) -> None:
    absence_id = record(world, AbsenceFacts(date(2026, 11, 9), expected_days=20))
    correct(world, absence_id, first_day=date(2026, 11, 2))
    assert ("prognosis", date(2026, 11, 2), {"expected_days": 20}) in facts_in_force(world)
    correct(world, absence_id, expected_days=None)
    assert [kind for kind, _on, _fields in facts_in_force(world)] == ["absence_started"]


def test_a_correction_that_changes_nothing_leaves_no_trace(world: World) -> None:
    absence_id = record(world)
    correct(world, absence_id, first_day=MARCH.first_day)
    with tenant_session(world.hr.context(read_only=True)) as session:
        assert session.scalar(select(AbsenceCorrection.id)) is None


def test_a_correction_that_overlaps_another_absence_is_refused_and_changes_nothing(world: World) -> None:
    record(world)
    later = record(world, AbsenceFacts(date(2026, 4, 1), date(2026, 4, 5)), key="a2")
    with pytest.raises(AbsencesOverlap):
        correct(world, later, first_day=date(2026, 3, 5))
    assert ("absence_started", date(2026, 4, 1), {}) in facts_in_force(world)


@pytest.mark.parametrize(
    ("person", "role", "employer"),
    [
        ("hr", Role.HR, "bakery"),
        ("boss", Role.SUPERVISOR, "harbour"),
        ("coordinator", Role.COORDINATOR, "harbour"),
        ("w1", Role.WORKER, "harbour"),
    ],
)
def test_whoever_may_not_record_absences_finds_nothing(world: World, person: str, role: Role, employer: str) -> None:
    absence_id = record(world)
    actor = world.actor(person, role, employer)
    with pytest.raises(NotFound):
        record(world, key="a2", actor=actor)
    with pytest.raises(NotFound), tenant_session(actor.context()) as session:
        correct_absence(session, actor, absence_id=absence_id, changes={"percent": 50}, origin=SCREEN)


def test_an_unknown_absence_is_answered_like_a_foreign_one(world: World) -> None:
    with pytest.raises(NotFound), tenant_session(world.hr.context()) as session:
        end_absence(session, world.hr, absence_id=uuid4(), first_day_fit=date(2026, 3, 9), origin=SCREEN)


@pytest.mark.parametrize("table", ["absence", "absence_correction", "import_run"])
def test_another_tenant_and_another_employer_see_no_row(world: World, table: str) -> None:
    count = select(func.count()).select_from(table_clause(table))
    absence_id = record(world)
    correct(world, absence_id, percent=50)
    with tenant_session(engine_context(world.tenant_id)) as session:
        assert session.scalar(count) == (0 if table == "import_run" else 1)
    foreign = world.actor("b1", Role.HR, "bakery")
    for context in (engine_context(uuid4()), foreign.context(), world.actor("hr", Role.HR).context()):
        with tenant_session(context) as session:
            assert session.scalar(count) == 0


def case_of(world: World, worker: str = "w1") -> Case | None:
    with tenant_session(engine_context(world.tenant_id)) as session:
        return session.scalars(select(Case).where(Case.employment_id == world.employments[worker])).one_or_none()


@pytest.mark.rule("S1-1")
@pytest.mark.parametrize(
    ("facts", "opens"),
    [
        (AbsenceFacts(date(2026, 11, 7)), True),
        (AbsenceFacts(date(2026, 11, 8)), False),
        (AbsenceFacts(date(2026, 11, 19), expected_days=14), True),
        (AbsenceFacts(date(2026, 11, 19), expected_days=13), False),
        (AbsenceFacts(date(2026, 1, 5), date(2026, 3, 2)), False),
    ],
)
def test_a_case_opens_when_fourteen_days_are_reached_or_expected_and_never_for_an_absence_that_is_over(
    world: World,
    facts: AbsenceFacts,
    opens: bool,  # noqa: FBT001 - the table's column
) -> None:
    record(world, facts)
    assert (case_of(world) is not None) == opens


@pytest.mark.rule("S1-1")
def test_a_case_opens_when_a_correction_reaches_the_threshold(world: World) -> None:
    absence_id = record(world, AbsenceFacts(date(2026, 11, 16)))
    assert case_of(world) is None
    correct(world, absence_id, first_day=date(2026, 11, 2))
    case = case_of(world)
    assert case is not None
    assert case.opened_on == date(2026, 11, 20)


@given(
    first=st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    length=st.one_of(st.none(), st.integers(-5, 400)),
    percent=st.one_of(st.none(), st.integers(-1, 120)),
)
def test_every_problem_of_an_absence_points_at_one_of_its_facts(
    first: date, length: int | None, percent: int | None
) -> None:
    fit = None if length is None else date.fromordinal(first.toordinal() + length)
    problems = list(problems_of(AbsenceFacts(first, fit, percent=percent), date(2026, 11, 20)))
    right = (
        date(1970, 1, 1) <= first <= date(2027, 11, 21)
        and (fit is None or first < fit <= date(2027, 11, 21))
        and percent in {None, *range(1, 101)}
    )
    assert right == (not problems)
    assert {problem.pointer for problem in problems} <= {"/first_day", "/first_day_fit", "/percent"}


def test_settling_reconciles_each_worker_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[UUID] = []
    monkeypatch.setattr(
        "handrail.cases.absence_writing.reconcile_all",
        lambda _s, _a, employment_ids, _corrections: seen.extend(employment_ids),
    )
    with tenant_session(engine_context(world.tenant_id)) as session:
        employment, actor = load(session, world), System(world.tenant_id)
        written = [
            write_absence(
                session,
                actor,
                employment,
                external_key=f"a{n}",
                facts=AbsenceFacts(date(2026, n, 1), date(2026, n, 5)),
                origin=SCREEN,
            )
            for n in (1, 2, 3)
        ]
        settle(session, actor, [(employment, absence) for absence in written])
    assert seen == [world.employments["w1"]]


@pytest.mark.rule("ACC-3")
def test_an_end_corrected_to_the_first_day_of_the_next_absence_leaves_two_spells(world: World) -> None:
    first = record(world, AbsenceFacts(date(2026, 10, 1), date(2026, 10, 12)))
    record(world, AbsenceFacts(date(2026, 10, 20)), key="a2")
    before = dues(world)
    correct(world, first, first_day_fit=date(2026, 10, 20))
    after = dues(world)
    assert set(before) <= set(after)
    assert after["nl.problem_analysis"] is not None
