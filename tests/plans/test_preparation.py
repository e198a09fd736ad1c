"""Preparing the meeting, and its gates (S4)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import LargeBinary, Text, insert, select, text
from sqlalchemy.exc import IntegrityError
from tests.builders import case_row
from tests.plans.steps import (
    EVERYBODY,
    Journey,
    in_an_hour,
    meeting_held,
    meeting_planned,
    participating,
    ready,
    summarised,
    topics_written,
)

from handrail.cases.queries import milestones_of
from handrail.cases.rules.steps import Milestone
from handrail.identity import parts
from handrail.identity.queries import current_assignment
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.kit.errors import Invalid, NotFound, RuleBroken
from handrail.obligations.models import Fact
from handrail.plans import commands
from handrail.plans.errors import DraftMoved, NoMeeting, SummaryMoved
from handrail.plans.models import Meeting, TentativePlan
from handrail.plans.queries.preparation import meetings_of, summaries_of
from handrail.plans.rules import gates
from handrail.plans.rules.codes import MeetingState, Physician, Topic
from handrail.plans.rules.gates import Preparation

pytestmark = pytest.mark.usefixtures("database")


def schedule(journey: Journey) -> Meeting:
    with journey.world.session(Role.COORDINATOR) as (session, actor):
        return commands.schedule_meeting(
            session, actor, journey.case_id, starts_at=in_an_hour(), minutes=60, place="Library"
        )


STEPS: dict[str, Callable[[Journey], object]] = {"S4-1": ready, "S4-4": summarised, "S4-5": topics_written}


@pytest.mark.rule("S4-1")
@pytest.mark.rule("S4-4")
@pytest.mark.rule("S4-5")
@pytest.mark.rule("S4-6")
@pytest.mark.parametrize("rule", STEPS)
def test_the_meeting_waits_for_every_gate(rule: str) -> None:
    journey = participating()
    for name, step in STEPS.items():
        if name != rule:
            step(journey)
    with pytest.raises(RuleBroken) as refused:
        schedule(journey)
    assert refused.value.rule == rule
    STEPS[rule](journey)
    assert schedule(journey).state is MeetingState.SCHEDULED


@pytest.mark.rule("S4-6")
def test_the_meeting_waits_for_the_supervisor_to_be_informed() -> None:
    journey = participating()
    with journey.world.session(Role.COORDINATOR) as (session, actor):
        case = case_row(session, journey.case_id)
        part = current_assignment(session, case, Role.SUPERVISOR)
        assert part is not None
        parts.end_assignment(session, actor, case, part, clock.today())
    for step in STEPS.values():
        step(journey)
    with pytest.raises(RuleBroken) as refused:
        schedule(journey)
    assert refused.value.rule == "S4-6"


@given(
    ready_on=st.none() | st.dates(),
    physician=st.none() | st.sampled_from(list(Physician)),
    capacity=st.none() | st.dates(),
    return_on=st.none() | st.dates(),
    number=st.none() | st.integers(1, 9),
    validated=st.none() | st.datetimes(),
    agreed=st.booleans(),
    topics=st.lists(st.sampled_from(list(Topic)), max_size=2),
    informed=st.booleans(),
)
def test_a_meeting_can_be_planned_exactly_when_no_gate_is_closed(**given_: Any) -> None:
    preparation = Preparation(
        worker_ready_on=given_["ready_on"],
        physician=given_["physician"],
        capacity_from_on=given_["capacity"],
        return_on=given_["return_on"],
        summary_number=given_["number"],
        summary_validated_at=given_["validated"],
        agreed_to_discuss=given_["agreed"],
        topics=given_["topics"],
        supervisor_informed=given_["informed"],
    )
    complete = (
        None not in (given_["ready_on"], given_["physician"], given_["number"], given_["validated"])
        and (given_["capacity"] is not None or given_["return_on"] is not None)
        and given_["agreed"]
        and bool(given_["topics"])
        and given_["informed"]
    )
    assert (gates.open_gates(preparation) == []) == complete
    if not complete:
        with pytest.raises(RuleBroken):
            gates.require_meeting_can_be_planned(preparation)


@pytest.mark.rule("S4-1")
def test_a_date_names_the_physician_who_set_it() -> None:
    journey = participating()
    with journey.world.session(Role.COORDINATOR) as (session, actor), pytest.raises(Invalid) as refused:
        commands.record_readiness(
            session, actor, journey.case_id, worker_ready_on=journey.today, return_on=journey.today + timedelta(days=9)
        )
    assert refused.value.problems[0].pointer == "/physician"


@pytest.mark.rule("S4-4")
def test_only_the_worker_validates_and_only_the_newest_summary() -> None:
    journey = participating()
    first = summarised(journey, "First", validated=False)
    second = summarised(journey, "Second", validated=False)
    with journey.world.session(Role.COORDINATOR) as (session, actor), pytest.raises(NotFound):
        commands.validate_summary(session, actor, journey.case_id, number=second)
    with journey.world.session(Role.WORKER) as (session, actor):
        with pytest.raises(SummaryMoved):
            commands.validate_summary(session, actor, journey.case_id, number=first)
        row = commands.validate_summary(session, actor, journey.case_id, number=second)
        again = commands.validate_summary(session, actor, journey.case_id, number=second)
        assert again.validated_at == row.validated_at
        assert row.agreed_to_discuss


@pytest.mark.rule("S4-4")
def test_a_changed_summary_is_validated_anew() -> None:
    journey = participating()
    ready(journey)
    topics_written(journey)
    summarised(journey, "First")
    summarised(journey, "Second", validated=False)
    with pytest.raises(RuleBroken) as refused:
        schedule(journey)
    assert refused.value.rule == "S4-4"
    with journey.world.engine() as session:
        texts = [row.text for row in summaries_of(session, case_row(session, journey.case_id))]
    assert texts == ["Second", "First"]


def test_a_summary_written_over_one_that_was_not_seen_is_refused() -> None:
    journey = participating()
    summarised(journey, "First", validated=False)
    with journey.world.session(Role.COORDINATOR) as (session, actor), pytest.raises(SummaryMoved) as refused:
        commands.write_summary(session, actor, journey.case_id, text="Mine", number=0)
    assert (refused.value.members["meant"], refused.value.members["newest"]) == (0, 1)


@pytest.mark.rule("S4-5")
def test_the_tentative_plan_has_no_column_that_could_hold_a_course_of_action() -> None:
    free = {
        column.name
        for column in TentativePlan.__table__.columns
        if isinstance(column.type, (Text, LargeBinary)) or str(column.type) in ("TEXT", "JSONB")
    }
    assert free == set()


@pytest.mark.rule("S4-5")
@pytest.mark.parametrize("topics", [["Move her to another team"], ["workload", "do this"], []])
def test_the_database_takes_topics_and_nothing_else(topics: list[str]) -> None:
    journey = participating()
    row = {
        "tenant_id": journey.world.tenant_id,
        "employer_id": journey.world.employer_id,
        "subject_id": journey.case_id,
        "compartment": Compartment.COORDINATION,
        "topics": topics,
        "revision": 1,
        "changed_at": clock.now(),
    }
    with pytest.raises(IntegrityError), journey.world.engine() as session:
        session.execute(insert(TentativePlan).values(row))


def test_topics_that_somebody_else_changed_are_refused() -> None:
    journey = participating()
    topics_written(journey)
    with journey.world.session(Role.COORDINATOR) as (session, actor), pytest.raises(DraftMoved):
        commands.write_tentative_plan(session, actor, journey.case_id, topics=[Topic.OTHERS], revision=0)


@pytest.mark.rule("S4-6")
def test_planning_the_same_meeting_again_changes_nothing_and_another_time_moves_it() -> None:
    journey = participating()
    for step in STEPS.values():
        step(journey)
    starts_at = in_an_hour()
    with journey.world.session(Role.COORDINATOR) as (session, actor):
        for at in (starts_at, starts_at, starts_at + timedelta(hours=1)):
            commands.schedule_meeting(session, actor, journey.case_id, starts_at=at, minutes=60, place="Library")
    with journey.world.session(Role.SUPERVISOR) as (session, _actor):
        rows = meetings_of(session, case_row(session, journey.case_id))
        assert [(row.starts_at, row.place) for row in rows] == [(starts_at + timedelta(hours=1), "Library")]
        verbs = text("select verb from timeline_entry where object_table = 'planning_meeting' order by seq")
        found = [verb for (verb,) in session.execute(verbs)]
        assert found[-2:] == ["meeting.scheduled", "meeting.moved"]


@pytest.mark.rule("S4-6")
def test_the_briefing_has_no_words_of_its_own() -> None:
    journey = participating()
    meeting_planned(journey)
    with journey.world.session(Role.COORDINATOR) as (session, actor):
        row = commands.brief_supervisor(session, actor, journey.case_id, on=journey.today)
        assert row.briefed_on == journey.today
    words = {name for name in Meeting.__table__.columns.keys() if "brief" in name}  # noqa: SIM118 - a column collection
    assert words == {"briefed_on", "briefed_by"}


@pytest.mark.rule("S5-1")
def test_the_plan_is_made_by_all_three_at_one_table() -> None:
    journey = participating()
    meeting_planned(journey)
    for missing in EVERYBODY:
        with journey.world.session(Role.COORDINATOR) as (session, actor), pytest.raises(Invalid) as refused:
            commands.record_meeting(
                session,
                actor,
                journey.case_id,
                held_on=journey.today,
                present=EVERYBODY - {missing},
                objectives="x",
                worker_spoke_first=True,
            )
        assert refused.value.problems[0].pointer == "/present"
    meeting_held(journey)
    with journey.world.session(Role.SUPERVISOR) as (session, _actor):
        row = meetings_of(session, case_row(session, journey.case_id))[0]
        assert (row.objectives, row.worker_spoke_first) == ("A return that can be kept.", True)
        assert set(row.present) == {role.value for role in EVERYBODY}


def test_a_held_meeting_is_a_contact_and_a_milestone() -> None:
    journey = participating()
    meeting_planned(journey)
    meeting_held(journey)
    with journey.world.engine() as session:
        case = case_row(session, journey.case_id)
        fact = session.scalars(select(Fact).where(Fact.case_id == case.id, Fact.type == "contact_held")).one()
        assert (fact.on, fact.compartment) == (journey.today, Compartment.COORDINATION)
        reached = milestones_of(session, case)
    assert {
        Milestone.READY,
        Milestone.SUMMARY_VALIDATED,
        Milestone.MEETING_SCHEDULED,
        Milestone.MEETING_HELD,
    } <= reached.keys()


def test_there_is_nothing_to_record_without_a_meeting_and_one_called_off_can_be_planned_again() -> None:
    journey = participating()
    with pytest.raises(NoMeeting):
        meeting_held(journey)
    meeting_planned(journey)
    with journey.world.session(Role.COORDINATOR) as (session, actor):
        commands.cancel_meeting(session, actor, journey.case_id)
    with pytest.raises(NoMeeting):
        meeting_held(journey)
    schedule(journey)
    meeting_held(journey)


def test_recording_a_meeting_or_calling_it_off_again_changes_nothing() -> None:
    journey = participating()
    meeting_planned(journey)
    for _turn in range(2):
        with journey.world.session(Role.COORDINATOR) as (session, actor):
            assert commands.cancel_meeting(session, actor, journey.case_id).state is MeetingState.CANCELLED
    schedule(journey)
    meeting_held(journey)
    meeting_held(journey)
    with journey.world.engine() as session:
        states = [row.state for row in meetings_of(session, case_row(session, journey.case_id))]
        assert sorted(states) == [MeetingState.CANCELLED, MeetingState.HELD]
        held = select(Fact).where(Fact.case_id == journey.case_id, Fact.type == "contact_held")
        assert len(session.scalars(held).all()) == 1
