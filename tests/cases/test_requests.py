"""Contacts of others go through the coordinator (NEU-2); worker and supervisor may call at any time (S7-4)."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from tests.builders import (
    World,
    absence_fact,
    build_person,
    build_world,
    case_row,
    employment_row,
    give_role,
    open_case,
    open_informed_case,
    open_participating_case,
)

from handrail.cases import commands, queries
from handrail.cases.errors import NothingToRequest, NotNeutral
from handrail.cases.rules.contacts import Channel
from handrail.cases.rules.neutrality import RequestState, Why
from handrail.identity import queries as identity
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.kit.errors import Conflict, Invalid, NotFound
from handrail.obligations.models import Obligation


def ask(world: World, role: Role, why: Why = Why.EQUIPMENT, **more: Any) -> UUID:
    with world.session(role) as (session, actor):
        request = commands.request_contact(
            session,
            actor,
            world.employment_id,
            why=why,
            channel=Channel.EMAIL,
            **more,
        )
        return request.id


@pytest.mark.rule("NEU-2")
def test_before_the_file_and_after_the_return_nobody_needs_to_ask(world: World) -> None:
    with pytest.raises(NothingToRequest):
        ask(world, Role.HR)
    open_case(world)
    ask(world, Role.HR)
    absence_fact(world, "recovered", clock.today("Europe/Amsterdam"))
    with pytest.raises(NothingToRequest):
        ask(world, Role.HR, Why.GREETING)


@pytest.mark.rule("NEU-2")
@pytest.mark.parametrize("role", [Role.HR, Role.ABSENCE_ADMIN, Role.SUPERVISOR])
def test_a_contact_is_asked_for_waits_and_is_allowed_or_refused(world: World, role: Role) -> None:
    case_id = open_case(world)
    asked = {ask(world, role) for _again in range(2)}
    assert len(asked) == 1
    (request_id,) = asked
    with world.session(role) as (session, _actor):
        (row,) = queries.contact_requests_about(session, employment_row(session, world))
        assert (row.state, row.compartment) == (RequestState.WAITING, Compartment.ADMINISTRATIVE)
    with world.session(Role.COORDINATOR) as (session, actor):
        for _again in range(2):
            commands.decide_contact_request(
                session,
                actor,
                case_id,
                request_id,
                decision=RequestState.HELD,
                reason="asked for quiet",
            )
        commands.decide_contact_request(
            session,
            actor,
            case_id,
            request_id,
            decision=RequestState.REFUSED,
            reason="she wants quiet",
        )
        with pytest.raises(Conflict):
            commands.decide_contact_request(session, actor, case_id, request_id, decision=RequestState.ALLOWED)
        decisions = queries.contact_decisions_of(session, case_row(session, case_id))[request_id]
        assert [each.reason for each in decisions] == ["asked for quiet", "she wants quiet"]
    with world.session(role) as (session, _actor):
        (row,) = queries.contact_requests_about(session, employment_row(session, world))
        assert row.state is RequestState.REFUSED
        assert session.scalar(text("select count(*) from contact_decision")) == 0


@pytest.mark.rule("NEU-2")
def test_a_statutory_contact_is_never_held_and_the_coordinator_is_told_at_once(world: World) -> None:
    open_case(world)
    with world.engine() as session:
        due = session.query(Obligation).filter(Obligation.compartment == Compartment.ADMINISTRATIVE).first()
        key = due.key if due else None
    if key is None:
        pytest.fail("the jurisdiction asks nothing of this absence")
    ask(world, Role.HR, Why.STATUTORY, obligation_key=key)
    with world.session(Role.COORDINATOR) as (session, actor):
        (row,) = queries.contact_requests_about(session, employment_row(session, world))
        assert row.state is RequestState.ALLOWED
        told = text(
            "select count(*) from outbox where idem_key like '%contact_request.made%' and payload->>'person_id' = :p"
        )
        assert session.scalar(told, {"p": str(actor.person_id)}) == 1


@pytest.mark.rule("NEU-2")
@pytest.mark.parametrize("key", [None, "", "support.invitation", "made-up"])
def test_a_statutory_contact_names_its_obligation(world: World, key: str | None) -> None:
    open_case(world)
    with pytest.raises(Invalid) as refused:
        ask(world, Role.HR, Why.STATUTORY, obligation_key=key)
    assert refused.value.problems[0].pointer == "/obligation_key"


@pytest.mark.rule("NEU-2")
def test_requests_go_on_unchanged_after_the_worker_left(world: World) -> None:
    case_id = open_participating_case(world)
    with world.session(Role.WORKER) as (session, actor):
        commands.withdraw(session, actor, case_id)
    request_id = ask(world, Role.HR)
    with world.session(Role.COORDINATOR) as (session, actor):
        done = commands.decide_contact_request(session, actor, case_id, request_id, decision=RequestState.ALLOWED)
        assert done.state is RequestState.ALLOWED


def test_a_supervisor_does_not_read_what_human_resources_asked(world: World) -> None:
    open_case(world)
    ask(world, Role.HR)
    with world.session(Role.SUPERVISOR) as (session, _actor):
        assert queries.contact_requests_about(session, employment_row(session, world)) == []
    ask(world, Role.SUPERVISOR, Why.GREETING)
    with world.session(Role.SUPERVISOR) as (session, _actor):
        assert len(queries.contact_requests_about(session, employment_row(session, world))) == 1


def test_a_request_of_another_case_and_an_unknown_one_answer_the_same(world: World) -> None:
    case_id = open_case(world)
    other = build_world()
    open_case(other)
    foreign = ask(other, Role.HR)
    for wanted in (foreign, uuid4()):
        with world.session(Role.COORDINATOR) as (session, actor), pytest.raises(NotFound):
            commands.decide_contact_request(session, actor, case_id, wanted, decision=RequestState.ALLOWED)
    with world.session(Role.HR) as (session, actor), pytest.raises(NotFound):
        commands.request_contact(session, actor, other.employment_id, why=Why.GREETING, channel=Channel.EMAIL)


@pytest.mark.rule("S7-4")
def test_worker_and_supervisor_call_and_neither_reads_the_others(world: World) -> None:
    case_id = open_informed_case(world)
    calls: dict[Role, set[UUID]] = {}
    for role in (Role.WORKER, Role.SUPERVISOR):
        for _again in range(2):
            with world.session(role) as (session, actor):
                call = commands.request_call(session, actor, case_id, channel=Channel.TELEPHONE, about=f"by {role}")
                calls.setdefault(role, set()).add(call.id)
    assert all(len(ids) == 1 for ids in calls.values())
    for role in (Role.WORKER, Role.SUPERVISOR):
        with world.session(role) as (session, _actor):
            assert {each.id for each in queries.calls_of(session, case_row(session, case_id))} == calls[role]
    with world.session(Role.COORDINATOR) as (session, actor):
        due = session.query(Obligation).filter(
            Obligation.rule == "support.call_acknowledgement", Obligation.closed_at.is_(None)
        )
        assert due.count() == 2
        for call in queries.calls_of(session, case_row(session, case_id), open_only=True):
            commands.acknowledge_call(session, actor, case_id, call.id, answer="I call you at four.")
        assert due.count() == 0
        assert queries.calls_of(session, case_row(session, case_id), open_only=True) == []
    with world.session(Role.SUPERVISOR) as (session, _actor):
        (call,) = queries.calls_of(session, case_row(session, case_id))
        assert call.answer == "I call you at four."


@pytest.mark.rule("S7-4")
def test_a_supervisor_without_a_part_can_not_call(world: World) -> None:
    case_id = open_participating_case(world)
    with world.session(Role.SUPERVISOR) as (session, actor), pytest.raises(NotFound):
        commands.request_call(session, actor, case_id, channel=Channel.TELEPHONE)


@pytest.mark.rule("S7-4")
def test_an_unknown_call_can_not_be_acknowledged(world: World) -> None:
    case_id = open_case(world)
    with world.session(Role.COORDINATOR) as (session, actor), pytest.raises(NotFound):
        commands.acknowledge_call(session, actor, case_id, uuid4())


@pytest.mark.rule("NEU-1")
@pytest.mark.rule("S3-4")
def test_reassigning_closes_the_case_to_the_old_coordinator_at_once(world: World) -> None:
    case_id = open_participating_case(world)
    second = build_person(world.tenant_id, "Second Coordinator")
    give_role(world.tenant_id, second, Role.COORDINATOR, world.employer_id)
    with world.session(Role.LEAD_COORDINATOR) as (session, actor):
        for _again in range(2):
            commands.reassign_coordinator(session, actor, case_id, coordinator_id=second)
    with world.session(Role.COORDINATOR) as (session, actor):
        assert session.scalar(text("select count(*) from case_process")) == 0
        with pytest.raises(NotFound):
            commands.withdraw(session, actor, case_id)
    with world.engine() as session:
        found = identity.current_assignment(session, case_row(session, case_id), Role.COORDINATOR)
        assert found is not None
        assert found.person_id == second


@pytest.mark.rule("NEU-1")
@pytest.mark.parametrize("role", [Role.HR, Role.SUPERVISOR, Role.WORKER])
def test_a_case_is_given_to_nobody_who_is_not_neutral(world: World, role: Role) -> None:
    case_id = open_case(world)
    with world.session(Role.LEAD_COORDINATOR) as (session, actor), pytest.raises(NotNeutral):
        commands.reassign_coordinator(session, actor, case_id, coordinator_id=world.people[role])


def test_wanting_to_be_in_touch_in_the_past_makes_no_sense(world: World) -> None:
    open_case(world)
    with pytest.raises(Invalid) as refused:
        ask(world, Role.HR, wanted_on=clock.today("Europe/Amsterdam") - timedelta(days=1))
    assert refused.value.problems[0].pointer == "/wanted_on"
