"""After the return both are asked, apart; then the case closes (S7)."""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text
from tests.builders import (
    World,
    build_world,
    case_row,
    inform_supervisor,
    open_case,
    open_informed_case,
    open_participating_case,
    return_to_work,
)

from handrail.cases import beyond, commands, queries
from handrail.cases.commands import Held, Judged
from handrail.cases.rules import Participation
from handrail.cases.rules.contacts import Channel, Party, View
from handrail.cases.rules.outcomes import Outcome
from handrail.identity import queries as identity
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.errors import Conflict, Invalid, NotFound, RuleBroken
from handrail.obligations.models import Obligation

WORKERS = {"carried_out": "yes", "kept_up": "partly", "fosters": "Quiet mornings do", "meaning": "Yes, again"}
SUPERVISORS = {"carried_out": "yes", "kept_up": "yes", "fosters": "The second desk zanzibar"}
OPENED = datetime(2026, 3, 2, 10, tzinfo=UTC)
LATER = OPENED + timedelta(days=70)
BACK = (LATER - timedelta(days=10)).date()


@pytest.fixture
def back(database: object) -> tuple[World, UUID]:
    """A case whose worker came back ten days before LATER; tests act at LATER."""
    del database
    with clock.frozen(OPENED):
        world = build_world()
        case_id = open_participating_case(world)
        inform_supervisor(world, case_id)
    with clock.frozen(LATER):
        return_to_work(world, case_id, days_ago=10)
    return world, case_id


def talk(world: World, case_id: UUID, party: Party, answers: dict[str, str]) -> UUID:
    with world.session(Role.COORDINATOR) as (session, actor):
        held = Held(channel=Channel.TELEPHONE, answers=answers)
        return commands.record_follow_up_after_return(session, actor, case_id, party=party, held=held).id


@pytest.mark.rule("S7-1")
def test_both_are_asked_between_one_and_three_weeks_after_the_return_each_apart(back: tuple[World, UUID]) -> None:
    world, case_id = back
    with clock.frozen(LATER):
        rules = "support.follow_up_worker", "support.follow_up_supervisor"
        with world.session(Role.COORDINATOR) as (session, _actor):
            due = session.query(Obligation).filter(Obligation.rule.in_(rules)).all()
            assert sorted(each.rule for each in due) == sorted(rules)
            assert all(each.due_on and 7 <= (each.due_on - BACK).days <= 21 for each in due)
        first = talk(world, case_id, Party.WORKER, WORKERS)
        assert talk(world, case_id, Party.WORKER, WORKERS) == first
        talk(world, case_id, Party.SUPERVISOR, SUPERVISORS)
        with world.session(Role.COORDINATOR) as (session, _actor):
            met = session.query(Obligation).filter(Obligation.rule.in_(rules)).all()
            assert {each.status for each in met} == {"met"}


@pytest.mark.rule("S7-2")
def test_each_reads_only_their_own_answers_and_the_coordinator_both(back: tuple[World, UUID]) -> None:
    world, case_id = back
    with clock.frozen(LATER):
        talk(world, case_id, Party.WORKER, WORKERS)
        talk(world, case_id, Party.SUPERVISOR, SUPERVISORS)
        with world.session(Role.COORDINATOR) as (session, _actor):
            case = case_row(session, case_id)
            answers = [json.loads(each.answers) for each in queries.contacts_of(session, case)]
            assert WORKERS in answers
            assert SUPERVISORS in answers
        with world.session(Role.WORKER) as (session, _actor):
            case = case_row(session, case_id)
            answers = [json.loads(each.answers) for each in queries.contacts_of(session, case)]
            assert WORKERS in answers
            assert SUPERVISORS not in answers
            assert session.scalar(text("select count(*) from contact where withheld_from_worker")) == 0
        with world.session(Role.SUPERVISOR) as (session, actor):
            (own,) = beyond.own_answers_of_supervisor(session, actor, case_id)
            assert json.loads(own.answers) == SUPERVISORS
            assert session.scalar(text("select count(*) from contact")) == 0


@pytest.mark.rule("S7-2")
def test_an_answer_that_must_be_asked_can_not_be_left_out(back: tuple[World, UUID]) -> None:
    world, case_id = back
    with clock.frozen(LATER), pytest.raises(Invalid) as refused:
        talk(world, case_id, Party.WORKER, {"carried_out": "yes"})
    assert {each.pointer for each in refused.value.problems} == {
        "/answers/kept_up",
        "/answers/fosters",
        "/answers/meaning",
    }


@pytest.mark.rule("S7-1")
def test_before_the_first_day_back_there_is_nothing_to_follow_up(world: World) -> None:
    case_id = open_informed_case(world)
    with pytest.raises(RuleBroken) as refused:
        talk(world, case_id, Party.WORKER, WORKERS)
    assert refused.value.rule == "S7-1"


@pytest.mark.rule("S7-5")
def test_a_case_closes_with_an_outcome_that_lies_in_coordination(back: tuple[World, UUID]) -> None:
    world, case_id = back
    views = [Judged(measure="Second desk", helped=View.YES)]
    with clock.frozen(LATER):
        for _again in range(2):
            with world.session(Role.COORDINATOR) as (session, actor):
                process = commands.close_case(
                    session,
                    actor,
                    case_id,
                    outcome=Outcome.SUSTAINED_OWN_JOB,
                    worker_views=views,
                    supervisor_views=[Judged(measure="Second desk", helped=View.PARTLY)],
                )
                assert process.closed_on is not None
        with world.session(Role.WORKER) as (session, _actor):
            case = case_row(session, case_id)
            assert [(each.measure, each.helped) for each in queries.measure_views_of(session, case)] == [
                ("Second desk", View.YES)
            ]
            stairs = queries.stairs_of(session, case, queries.required_process(session, case))
            assert stairs.closed_on is not None
        with world.session(Role.HR) as (session, _actor):
            assert session.scalar(text("select count(*) from case_process")) == 0
        with world.session(Role.SUPERVISOR) as (session, actor):
            assert queries.supervisor_notice_of(session, case_row(session, case_id)) is None
            with pytest.raises(NotFound):
                beyond.own_answers_of_supervisor(session, actor, case_id)
        with world.engine() as session:
            case = case_row(session, case_id)
            assert identity.current_assignment(session, case, Role.COORDINATOR) is not None
            assert identity.current_assignment(session, case, Role.SUPERVISOR) is None


@pytest.mark.rule("S7-5")
def test_a_closed_case_takes_no_more_acts_and_no_other_outcome(world: World) -> None:
    case_id = open_case(world)
    with world.session(Role.COORDINATOR) as (session, actor):
        commands.close_case(session, actor, case_id, outcome=Outcome.NOT_TAKEN_UP)
    with world.session(Role.COORDINATOR) as (session, actor):
        with pytest.raises(Conflict):
            commands.close_case(session, actor, case_id, outcome=Outcome.DIED)
        for act in (
            lambda: commands.send_invitation(session, actor, case_id),
            lambda: commands.record_follow_up(session, actor, case_id, held=Held(channel=Channel.EMAIL)),
        ):
            with pytest.raises(RuleBroken) as refused:
                act()
            assert refused.value.rule == "S7-5"
    with world.session(Role.WORKER) as (session, actor):
        assert commands.withdraw(session, actor, case_id).participation is Participation.NOT_INVITED


@pytest.mark.rule("S7-5")
def test_an_outcome_that_the_record_contradicts_is_refused(world: World) -> None:
    case_id = open_participating_case(world)
    with world.session(Role.COORDINATOR) as (session, actor), pytest.raises(RuleBroken):
        commands.close_case(session, actor, case_id, outcome=Outcome.WITHDRAWN)
    with world.session(Role.COORDINATOR) as (session, actor), pytest.raises(Invalid):
        commands.close_case(
            session,
            actor,
            case_id,
            outcome=Outcome.PARTIAL_RETURN,
            supervisor_views=[Judged(measure="x", helped=View.NO)],
        )
