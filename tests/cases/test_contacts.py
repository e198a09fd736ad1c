"""Meetings, follow-ups and their agreements; what lies in them and who reads it."""

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from tests.builders import World, build_world, case_row, open_case, open_participating_case

from handrail.cases import commands, queries
from handrail.cases.commands import AgreedAction, Held
from handrail.cases.rules.contacts import Channel, ContactKind, Place
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.errors import Invalid, NotFound, RuleBroken
from handrail.obligations.models import Obligation


def meeting(**changes: object) -> Held:
    values: dict[str, object] = {
        "channel": Channel.IN_PERSON,
        "place": Place.NEUTRAL,
        "answers": {"present_job": "Archivist for nine years", "hinders": "the noise"},
        "put_off": ("leave",),
        "notes": "A library café.",
        "agreed": (AgreedAction(what="Ask the doctor", who="worker", evaluated="next talk"),),
    }
    return Held(**(values | changes))  # type: ignore[arg-type]


@pytest.mark.rule("S3-1")
@pytest.mark.rule("INT-1")
def test_a_first_meeting_may_be_spread_over_several_and_put_topics_off(world: World) -> None:
    with clock.frozen(clock.now() - timedelta(days=2)):
        case_id = open_participating_case(world)
    today = clock.today("Europe/Amsterdam")
    with world.session(Role.COORDINATOR) as (session, actor):
        first = commands.record_first_meeting(session, actor, case_id, held=meeting(on=today - timedelta(days=1)))
        again = commands.record_first_meeting(session, actor, case_id, held=meeting(on=today - timedelta(days=1)))
        second = commands.record_first_meeting(
            session, actor, case_id, held=meeting(put_off=(), next_on=today + timedelta(days=7))
        )
        assert again.id == first.id != second.id
    with world.session(Role.WORKER) as (session, _actor):
        newest, older, _call = queries.contacts_of(session, case_row(session, case_id))
        assert (newest.kind, older.put_off) == (ContactKind.FIRST_MEETING, ["leave"])
        assert json.loads(older.answers)["hinders"] == "the noise"
        assert json.loads(older.agreed)[0]["who"] == "worker"
        assert newest.next_on == today + timedelta(days=7)
        assert older.guide_key == "first_meeting"


@pytest.mark.rule("CON-1")
@pytest.mark.parametrize("role", [Role.HR, Role.ABSENCE_ADMIN, Role.SUPERVISOR])
def test_nobody_of_the_employers_side_can_select_a_contact(world: World, role: Role) -> None:
    case_id = open_participating_case(world)
    with world.session(Role.COORDINATOR) as (session, actor):
        commands.record_first_meeting(session, actor, case_id, held=meeting())
    with world.session(role) as (session, _actor):
        assert session.scalar(text("select count(*) from contact")) == 0


@pytest.mark.rule("CON-2")
def test_what_was_told_is_sealed_in_the_database(world: World) -> None:
    case_id = open_participating_case(world)
    with world.session(Role.COORDINATOR) as (session, actor):
        commands.record_first_meeting(session, actor, case_id, held=meeting(notes="zanzibar"))
    with world.engine() as session:
        stored = session.execute(text("select c::text from contact c where subject_id = :c"), {"c": case_id}).scalars()
        assert not any(b"zanzibar".hex() in row or "zanzibar" in row for row in stored)


@pytest.mark.rule("INT-1")
def test_a_contact_that_was_recorded_can_not_be_changed(world: World) -> None:
    case_id = open_participating_case(world)
    with world.session(Role.COORDINATOR) as (session, _actor), pytest.raises(ProgrammingError):
        session.execute(text("update contact set next_on = null where subject_id = :c"), {"c": case_id})


@pytest.mark.rule("CON-2")
def test_the_guide_refuses_what_it_does_not_ask_and_what_is_the_workers_own(world: World) -> None:
    case_id = open_participating_case(world)
    for answers in ({"diagnosis": "none of ours"}, {"health_for_yourself": "mine"}):
        with world.session(Role.COORDINATOR) as (session, actor), pytest.raises(Invalid) as refused:
            commands.record_first_meeting(session, actor, case_id, held=meeting(answers=answers))
        assert refused.value.problems[0].pointer == f"/answers/{next(iter(answers))}"


@pytest.mark.rule("S3-3")
@pytest.mark.rule("VOL-3")
def test_follow_ups_fall_due_at_the_agreed_interval_and_a_new_one_is_a_new_agreement(world: World) -> None:
    case_id = open_participating_case(world)
    today = clock.today("Europe/Amsterdam")
    with world.session(Role.COORDINATOR) as (session, actor):
        first = commands.agree_follow_up(session, actor, case_id, interval_days=14, channel=Channel.TELEPHONE)
        same = commands.agree_follow_up(session, actor, case_id, interval_days=14, channel=Channel.TELEPHONE)
        assert same.id == first.id
        assert _follow_up_due(session) == today + timedelta(days=14)
        second = commands.agree_follow_up(session, actor, case_id, interval_days=21, channel=Channel.IN_PERSON)
        case = case_row(session, case_id)
        assert [each.id for each in queries.follow_up_agreements_of(session, case)] == [second.id, first.id]
        assert second.agreed_by_worker_id == world.people[Role.WORKER]
        assert second.agreed_by_coordinator_id == actor.person_id
        assert _follow_up_due(session) == today + timedelta(days=21)
        commands.record_follow_up(session, actor, case_id, held=Held(channel=Channel.TELEPHONE))


def _follow_up_due(session: object) -> date | None:
    query = session.query(Obligation)  # type: ignore[attr-defined]
    found = query.filter(Obligation.rule == "support.follow_up", Obligation.closed_at.is_(None)).all()
    assert len(found) == 1
    due: date | None = found[0].due_on
    return due


@pytest.mark.rule("VOL-3")
@pytest.mark.parametrize("days", [0, -1, 366])
def test_an_interval_that_makes_no_sense_is_refused_beside_the_field(world: World, days: int) -> None:
    case_id = open_participating_case(world)
    with world.session(Role.COORDINATOR) as (session, actor), pytest.raises(Invalid) as refused:
        commands.agree_follow_up(session, actor, case_id, interval_days=days, channel=Channel.TELEPHONE)
    assert refused.value.problems[0].pointer == "/interval_days"


@pytest.mark.rule("VOL-3")
def test_an_interval_is_never_set_by_one_of_the_two_alone(world: World) -> None:
    case_id = open_participating_case(world)
    with world.session(Role.WORKER) as (session, actor), pytest.raises(RuleBroken) as refused:
        commands.agree_follow_up(session, actor, case_id, interval_days=7, channel=Channel.TELEPHONE)
    assert refused.value.rule == "VOL-3"
    with world.session(Role.COORDINATOR) as (session, _actor), pytest.raises(ProgrammingError):
        session.execute(text("update follow_up_agreement set interval_days = 3"))


def test_a_contact_lies_in_the_past_and_the_next_one_ahead(world: World) -> None:
    case_id = open_participating_case(world)
    today = clock.today("Europe/Amsterdam")
    for pointer, held in (
        ("/on", meeting(answers={}, put_off=(), on=today + timedelta(days=1))),
        ("/next_on", meeting(answers={}, put_off=(), next_on=today - timedelta(days=1))),
    ):
        with world.session(Role.COORDINATOR) as (session, actor), pytest.raises(Invalid) as refused:
            commands.record_follow_up(session, actor, case_id, held=held)
        assert refused.value.problems[0].pointer == pointer


def test_a_contact_of_another_kind_can_be_recorded_before_the_worker_decides(world: World) -> None:
    case_id = open_case(world)
    with world.session(Role.COORDINATOR) as (session, actor):
        held = Held(channel=Channel.TELEPHONE, notes="Called to say the letter came.")
        assert commands.record_contact(session, actor, case_id, kind=ContactKind.OTHER, held=held).guide_key is None
        with pytest.raises(Invalid):
            commands.record_contact(session, actor, case_id, kind=ContactKind.FIRST_CALL, held=held)


def test_a_coordinator_of_another_case_finds_nothing(world: World) -> None:
    case_id = open_participating_case(world)
    other = build_world()
    with other.session(Role.COORDINATOR) as (session, actor), pytest.raises(NotFound):
        commands.record_follow_up(session, actor, case_id, held=Held(channel=Channel.TELEPHONE))


@pytest.mark.rule("S1-2")
def test_nothing_of_the_support_process_happens_before_the_file_reached_the_coordinator(world: World) -> None:
    case_id = open_case(world)
    yesterday = clock.today("Europe/Amsterdam") - timedelta(days=1)
    with pytest.raises(Invalid) as refused, world.session(Role.COORDINATOR) as (session, actor):
        commands.send_invitation(session, actor, case_id, on=yesterday)
    assert [problem.pointer for problem in refused.value.problems] == ["/on"]
    with world.session(Role.COORDINATOR) as (session, actor):
        process = commands.send_invitation(session, actor, case_id).process
    assert process.invited_on == clock.today("Europe/Amsterdam")
