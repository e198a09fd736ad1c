"""Carrying the plan out: what is in place, the return, the weeks after it (S6, S7-3)."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select, text
from tests.builders import case_row
from tests.plans.steps import (
    Journey,
    a_plan,
    accepted,
    agreed,
    at_the_table,
    confirmed,
    meeting_held,
    meeting_planned,
    participating,
    proposed,
    set_participation,
)

from handrail.cases.rules.participation import Participation
from handrail.kit.codes import Compartment, Role
from handrail.kit.errors import Invalid, NotFound, RuleBroken
from handrail.obligations.models import Fact, Obligation
from handrail.plans import commands
from handrail.plans.errors import NoContract
from handrail.plans.queries.versions import versions_of
from handrail.plans.queries.view import plan_view
from handrail.plans.rules.codes import Skipped

pytestmark = pytest.mark.usefixtures("database")


def returned(journey: Journey, days_ago: int = 0, role: Role = Role.COORDINATOR) -> list[str]:
    with journey.world.session(role) as (session, actor):
        day = journey.today - timedelta(days=days_ago)
        return list(commands.record_return(session, actor, journey.case_id, first_day_on=day).skipped)


def due(journey: Journey, rule: str) -> list[tuple[object, str]]:
    with journey.world.engine() as session:
        statement = select(Obligation).where(Obligation.case_id == journey.case_id, Obligation.rule == rule)
        return [(row.due_on, row.status) for row in session.scalars(statement.order_by(Obligation.due_on))]


@pytest.mark.rule("S6-1")
def test_the_supervisor_says_action_by_action_what_is_in_place() -> None:
    journey = agreed()
    assert [status for _day, status in due(journey, "support.plan_promise")] == ["pending", "pending"]
    confirmed(journey, "a1")
    confirmed(journey, "a1")
    assert [status for _day, status in due(journey, "support.plan_promise")] == ["met", "pending"]
    confirmed(journey, "a1", in_place=False)
    assert [status for _day, status in due(journey, "support.plan_promise")] == ["pending", "pending"]
    with journey.world.session(Role.WORKER) as (session, actor):
        view = plan_view(session, actor, journey.case_id)
        assert [action.key for action in view.missing] == ["a1"]
        assert not view.said["a1"].in_place


@pytest.mark.rule("S6-1")
def test_nothing_is_confirmed_of_a_plan_that_is_no_contract_or_has_no_such_action() -> None:
    journey = at_the_table()
    proposed(journey)
    with pytest.raises(NoContract):
        confirmed(journey, "a1")
    accepted(journey, 1)
    with pytest.raises(NotFound):
        confirmed(journey, "a9")
    tomorrow = journey.today + timedelta(days=1)
    with journey.world.session(Role.SUPERVISOR) as (session, actor), pytest.raises(Invalid):
        commands.confirm_promise(session, actor, journey.case_id, key="a1", in_place=True, on=tomorrow)


@pytest.mark.rule("S6-1")
def test_a_return_is_marked_as_prepared_only_when_all_stands() -> None:
    journey = agreed()
    with journey.world.session(Role.COORDINATOR) as (session, actor), pytest.raises(RuleBroken) as refused:
        commands.prepare_return(session, actor, journey.case_id)
    assert refused.value.rule == "S6-1"
    assert refused.value.members["missing"] == ["No late orders after 15:00"]
    confirmed(journey, "a1")
    with journey.world.session(Role.SUPERVISOR) as (session, actor):
        assert commands.prepare_return(session, actor, journey.case_id).prepared_version == 1
    assert returned(journey) == []


@pytest.mark.rule("S6-1")
def test_a_return_can_always_be_recorded_and_says_what_it_went_past() -> None:
    assert returned(participating()) == [
        Skipped.NO_MEETING.value,
        Skipped.NO_CONTRACT.value,
        Skipped.NOT_MARKED_AS_PREPARED.value,
    ]
    journey = at_the_table()
    proposed(journey)
    assert returned(journey) == [Skipped.NO_CONTRACT.value, Skipped.NOT_MARKED_AS_PREPARED.value]
    journey = agreed()
    assert returned(journey, role=Role.SUPERVISOR) == [
        Skipped.BEFORE_RETURN_NOT_IN_PLACE.value,
        Skipped.NOT_MARKED_AS_PREPARED.value,
    ]


@pytest.mark.rule("S2-2")
def test_a_return_is_a_fact_whatever_the_worker_chose() -> None:
    for state in Participation:
        journey = participating()
        set_participation(journey, state)
        returned(journey)
        with journey.world.engine() as session:
            backs = select(Fact).where(Fact.employment_id == journey.world.employment_id, Fact.type == "first_day_back")
            assert len(session.scalars(backs).all()) == 1, state


@pytest.mark.rule("VOL-2")
def test_the_first_day_back_is_a_fact_of_the_process_that_hr_never_sees() -> None:
    journey = agreed()
    returned(journey)
    with journey.world.engine() as session:
        fact = session.scalars(select(Fact).where(Fact.case_id == journey.case_id, Fact.type == "first_day_back")).one()
        assert fact.compartment is Compartment.PLAN
    for role in (Role.HR, Role.ABSENCE_ADMIN):
        with journey.world.session(role) as (session, actor):
            assert session.scalars(select(Fact).where(Fact.type == "first_day_back")).all() == []
            with pytest.raises(NotFound):
                plan_view(session, actor, journey.case_id)


@pytest.mark.rule("S7-1")
def test_the_return_makes_the_follow_up_of_both_due() -> None:
    journey = agreed()
    returned(journey)
    for rule in ("support.follow_up_worker", "support.follow_up_supervisor"):
        ((day, status),) = due(journey, rule)
        assert status == "pending"
        assert journey.today + timedelta(days=7) <= day <= journey.today + timedelta(days=21)  # type: ignore[operator]


@pytest.mark.rule("ACC-3")
def test_a_corrected_first_day_moves_what_depends_on_it_and_keeps_what_was_said() -> None:
    journey = agreed()
    returned(journey)
    before = due(journey, "support.follow_up_worker")
    returned(journey, days_ago=2)
    after = due(journey, "support.follow_up_worker")
    assert after[0][0] == before[0][0] - timedelta(days=2)  # type: ignore[operator]
    with journey.world.engine() as session:
        rows = session.scalars(
            select(Fact)
            .where(Fact.case_id == journey.case_id, Fact.type == "first_day_back")
            .order_by(Fact.recorded_at)
        ).all()
        assert [row.on for row in rows] == [journey.today, journey.today - timedelta(days=2)]
        assert rows[0].replaced_by == rows[1].id
        returned(journey, days_ago=2)
        count = text("select count(*) from timeline_entry where subject_id = :case and verb = 'return.recorded'")
        assert session.execute(count, {"case": journey.case_id}).scalar() == 2


@pytest.mark.rule("S6-2")
def test_the_welcome_is_recorded_as_it_was() -> None:
    journey = agreed()
    with journey.world.session(Role.COORDINATOR) as (session, actor):
        row = commands.record_return(
            session,
            actor,
            journey.case_id,
            first_day_on=journey.today,
            supervisor_greeted=True,
            welcome_as_wished=True,
            coordinator_came_along=False,
        )
        assert (row.supervisor_greeted, row.welcome_as_wished, row.coordinator_came_along) == (True, True, False)


def test_a_return_to_come_is_no_fact_yet() -> None:
    journey = agreed()
    with pytest.raises(Invalid):
        returned(journey, days_ago=-1)


@pytest.mark.rule("S6-3")
def test_hours_and_tasks_of_a_week_stand_beside_the_plan() -> None:
    journey = agreed()
    returned(journey)
    monday = journey.today - timedelta(days=journey.today.weekday())
    for hours in (Decimal(6), Decimal("6.5"), Decimal("6.5")):
        with journey.world.session(Role.WORKER) as (session, actor):
            commands.record_week(session, actor, journey.case_id, monday=monday, hours=hours, tasks="Order check")
    with journey.world.session(Role.SUPERVISOR) as (session, actor):
        view = plan_view(session, actor, journey.case_id)
        worked = [each.worked for each in view.weeks if each.worked]
        assert [(week.monday, week.hours, week.tasks) for week in worked] == [(monday, Decimal("6.50"), "Order check")]
    with journey.world.session(Role.WORKER) as (session, actor), pytest.raises(Invalid):
        commands.record_week(
            session, actor, journey.case_id, monday=monday + timedelta(days=1), hours=Decimal(1), tasks=""
        )


@pytest.mark.rule("S7-3")
def test_a_measure_that_is_not_possible_leads_to_a_revised_plan_that_both_accept() -> None:
    journey = agreed()
    confirmed(journey, "a1")
    returned(journey)
    with journey.world.engine() as session:
        contract = versions_of(session, case_row(session, journey.case_id)).contract
        assert contract is not None
    revised = replace(contract.content, actions=contract.content.actions[:1])
    number = proposed(journey, revised)
    assert [status for _day, status in due(journey, "support.plan_promise")] == ["met", "pending"]
    accepted(journey, number)
    with journey.world.engine() as session:
        statement = select(Obligation).where(
            Obligation.case_id == journey.case_id,
            Obligation.rule == "support.plan_promise",
            Obligation.status != "dropped",
        )
        assert [row.status for row in session.scalars(statement)] == ["met"]


def test_a_plan_without_any_concern_can_be_agreed_too() -> None:
    journey = participating()

    meeting_planned(journey)
    meeting_held(journey)
    accepted(journey, proposed(journey, a_plan(journey)))
    with journey.world.session(Role.SUPERVISOR) as (session, actor):
        assert plan_view(session, actor, journey.case_id).is_contract
