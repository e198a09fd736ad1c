"""A letter that the framework has read first goes nowhere before somebody else released it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from tests.builders import (
    World,
    build_world,
    case_row,
    give_role,
    hold_first_contact,
    open_case,
)

from handrail.cases import commands as cases
from handrail.cases import queries
from handrail.cases.review import commands
from handrail.cases.review.codes import ReviewState, Verdict
from handrail.cases.review.models import HeldLetter
from handrail.cases.review.queries import held_letters, shown
from handrail.cases.rules.participation import Participation
from handrail.frameworks import queries as frameworks
from handrail.frameworks.folder import base_layers
from handrail.frameworks.queries import InForce
from handrail.frameworks.rules import Layer, LayerDocument, resolve
from handrail.kit.codes import Role
from handrail.kit.errors import Conflict, Invalid, NotFound, RuleBroken


@pytest.fixture(autouse=True)
def letters_are_read_first(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have the base framework ask for what an employer's own would."""
    asked = {key: {"review": True} for key in ("invitation_letter", "supervisor_notice")}
    layers = [*base_layers("nl"), LayerDocument(Layer.CONSULTANCY, "c", {"templates": asked})]
    found = InForce(resolve(layers))
    with monkeypatch.context() as patch:
        patch.setattr(frameworks, "_base", lambda _jurisdiction: found)
        yield


@pytest.fixture
def world(database: object) -> World:
    del database
    return build_world()


def hold(world: World, case_id: UUID) -> UUID:
    with world.session(Role.COORDINATOR) as (session, actor):
        held = cases.send_invitation(session, actor, case_id).held
        assert held is not None
        return held.id


def answer(world: World, case_id: UUID, held_id: UUID, verdict: Verdict, reason: str = "") -> HeldLetter:
    with world.session(Role.LEAD_COORDINATOR) as (session, actor):
        return commands.answer_letter(session, actor, case_id, held_id, verdict=verdict, reason=reason)


def told(world: World, person: UUID) -> int:
    with world.engine() as session:
        statement = (
            "select count(*) from outbox where payload ->> 'person_id' = :person and name = 'notifications.tell'"
        )
        return int(session.scalar(text(statement), {"person": str(person)}) or 0)


@pytest.mark.rule("FRW-1")
@pytest.mark.rule("S1-4")
def test_the_worker_gets_nothing_and_learns_nothing_before_the_release(world: World) -> None:
    case_id = open_case(world)
    held_id = hold(world, case_id)
    assert hold(world, case_id) == held_id
    worker = world.people[Role.WORKER]
    before = told(world, worker)
    with world.session(Role.WORKER) as (session, _actor):
        assert session.scalar(text("select count(*) from held_letter")) == 0
        assert session.scalar(text("select count(*) from document")) == 0
    with world.session(Role.COORDINATOR) as (session, _actor):
        process = queries.required_process(session, case_row(session, case_id))
        assert (process.participation, process.invited_on) == (Participation.NOT_INVITED, None)
    answer(world, case_id, held_id, Verdict.RELEASE)
    answer(world, case_id, held_id, Verdict.RELEASE)
    assert told(world, worker) == before + 1
    with world.session(Role.WORKER) as (session, _actor):
        assert session.scalar(text("select template_version from document")).startswith("delivered/en/1")
    with world.session(Role.COORDINATOR) as (session, _actor):
        process = queries.required_process(session, case_row(session, case_id))
        assert process.participation is Participation.INVITED


@pytest.mark.rule("VOL-2")
def test_the_employers_side_never_learns_of_a_letter_that_waits(world: World) -> None:
    hold(world, open_case(world))
    for role in (Role.SUPERVISOR, Role.HR, Role.ABSENCE_ADMIN):
        with world.session(role) as (session, actor):
            assert session.scalar(text("select count(*) from held_letter")) == 0
            assert held_letters(session, actor, also_sent_back=True) == []


def test_a_letter_comes_back_with_a_reason_and_goes_out_when_it_is_sent_again(world: World) -> None:
    case_id = open_case(world)
    held_id = hold(world, case_id)
    with pytest.raises(Invalid):
        answer(world, case_id, held_id, Verdict.SEND_BACK)
    answer(world, case_id, held_id, Verdict.SEND_BACK, "The day is a holiday.")
    with world.session(Role.COORDINATOR) as (session, actor):
        (came_back,) = held_letters(session, actor, also_sent_back=True)
        assert (came_back.letter.state, came_back.letter.reason) == (ReviewState.SENT_BACK, "The day is a holiday.")
    with pytest.raises(Conflict):
        answer(world, case_id, held_id, Verdict.RELEASE)
    again = hold(world, case_id)
    assert again != held_id
    with world.session(Role.COORDINATOR) as (session, actor):
        assert [each.letter.id for each in held_letters(session, actor, also_sent_back=True)] == [again]


def test_nobody_releases_what_they_wrote_themselves(world: World) -> None:
    give_role(world.tenant_id, world.people[Role.COORDINATOR], Role.LEAD_COORDINATOR, world.employer_id)
    case_id = open_case(world)
    held_id = hold(world, case_id)
    both = replace(world, people=world.people | {Role.LEAD_COORDINATOR: world.people[Role.COORDINATOR]})
    with pytest.raises(Conflict, match="somebody else"):
        answer(both, case_id, held_id, Verdict.RELEASE)
    with world.session(Role.COORDINATOR) as (session, actor), pytest.raises(NotFound):
        commands.answer_letter(session, actor, case_id, held_id, verdict=Verdict.RELEASE)


def take_part(world: World) -> UUID:
    case_id = open_case(world)
    answer(world, case_id, hold(world, case_id), Verdict.RELEASE)
    hold_first_contact(world, case_id)
    return case_id


def hold_notice(world: World, case_id: UUID) -> UUID:
    with world.session(Role.COORDINATOR) as (session, actor):
        held = cases.inform_supervisor(session, actor, case_id)
        assert isinstance(held, HeldLetter)
        assert "Invented Worker" in shown(session, case_row(session, case_id), held).text
        return held.id


@pytest.mark.rule("S2-4")
def test_the_supervisor_is_told_only_when_the_notice_is_released(world: World) -> None:
    case_id = take_part(world)
    held_id = hold_notice(world, case_id)
    assert _notices(world) == 0
    answer(world, case_id, held_id, Verdict.RELEASE)
    assert _notices(world) == 1


@pytest.mark.rule("VOL-2")
def test_a_notice_that_waits_is_never_sent_after_the_worker_left(world: World) -> None:
    case_id = take_part(world)
    held_id = hold_notice(world, case_id)
    with world.session(Role.COORDINATOR) as (session, actor):
        cases.withdraw(session, actor, case_id)
    with pytest.raises(RuleBroken):
        answer(world, case_id, held_id, Verdict.RELEASE)
    assert _notices(world) == 0
    with world.session(Role.COORDINATOR) as (session, actor):
        assert commands.take_back(session, actor, case_id, held_id).state is ReviewState.TAKEN_BACK


def _notices(world: World) -> Any:
    with world.session(Role.SUPERVISOR) as (session, _actor):
        return session.scalar(text("select count(*) from supervisor_notice"))
