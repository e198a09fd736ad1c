"""What the supervisor learns, when, and what never goes along (S2-3, S2-4)."""

import pytest
from sqlalchemy import text
from tests.builders import (
    ALL_TICKS,
    World,
    build_employment,
    case_row,
    hold_first_contact,
    inform_supervisor,
    invite,
    open_case,
    open_informed_case,
    open_participating_case,
)

from handrail.cases import beyond, commands, queries
from handrail.cases.commands import Held
from handrail.cases.rules import Decision
from handrail.cases.rules.contacts import Channel
from handrail.consents import queries as consents
from handrail.consents.errors import ConsentMissing
from handrail.consents.rules import Answer, ConsentPurpose, GivenHow
from handrail.kit.codes import Role
from handrail.kit.errors import Conflict, NotFound


def told(world: World, role: Role) -> int:
    with world.engine() as session:
        statement = "select count(*) from outbox where name = 'notifications.tell' and payload->>'person_id' = :p"
        return int(session.scalar(text(statement), {"p": str(world.people[role])}) or 0)


@pytest.mark.rule("S2-4")
def test_the_supervisor_is_told_of_the_part_and_of_nothing_that_was_said(world: World) -> None:
    case_id = open_participating_case(world)
    with world.session(Role.COORDINATOR) as (session, actor):
        commands.record_follow_up(session, actor, case_id, held=Held(channel=Channel.VIDEO, notes="about zanzibar"))
    with world.session(Role.SUPERVISOR) as (session, _actor):
        assert queries.supervisor_notice_of(session, case_row(session, case_id)) is None
    assert told(world, Role.SUPERVISOR) == 0
    inform_supervisor(world, case_id)
    with world.session(Role.SUPERVISOR) as (session, _actor):
        notice = queries.supervisor_notice_of(session, case_row(session, case_id))
        assert notice is not None
        assert "Invented Worker" in notice.words
        assert "zanzibar" not in notice.words
        assert "{" not in notice.words
        assert notice.call_asked_on is None
        for table in ("contact", "case_process", "consent", "follow_up_agreement"):
            assert session.scalar(text(f"select count(*) from {table}")) == 0  # noqa: S608 - fixed names
    assert told(world, Role.SUPERVISOR) == 1


@pytest.mark.rule("S2-4")
def test_telling_the_supervisor_again_returns_the_first_notice(world: World) -> None:
    case_id = open_informed_case(world)
    with world.session(Role.COORDINATOR) as (session, actor):
        first = queries.supervisor_notice_of(session, case_row(session, case_id))
        assert first is not None
        assert commands.inform_supervisor(session, actor, case_id).id == first.id
    assert told(world, Role.SUPERVISOR) == 1


@pytest.mark.rule("S2-3")
@pytest.mark.rule("CON-7")
def test_only_a_workers_yes_has_the_supervisor_asked_to_call(world: World) -> None:
    case_id = open_informed_case(world, call_wished=False)
    with world.session(Role.SUPERVISOR) as (session, _actor):
        assert not beyond.call_is_wished(session, case_row(session, case_id))
    with world.session(Role.COORDINATOR) as (session, actor):
        commands.record_supervisor_contact_consent(session, actor, case_id, wanted=True, given_how=GivenHow.TELEPHONE)
    with world.session(Role.SUPERVISOR) as (session, _actor):
        notice = queries.supervisor_notice_of(session, case_row(session, case_id))
        assert notice is not None
        assert notice.call_asked_on is not None
        assert beyond.call_is_wished(session, case_row(session, case_id))
        assert session.scalar(text("select count(*) from consent")) == 0
    assert told(world, Role.SUPERVISOR) == 2


@pytest.mark.rule("S2-3")
def test_without_being_told_of_the_part_the_supervisor_is_not_asked_to_call_either(world: World) -> None:
    case_id = open_participating_case(world)
    with world.session(Role.COORDINATOR) as (session, actor):
        commands.record_supervisor_contact_consent(session, actor, case_id, wanted=True, given_how=GivenHow.TELEPHONE)
    assert told(world, Role.SUPERVISOR) == 0


@pytest.mark.rule("CON-7")
def test_a_consent_that_is_taken_back_is_a_no_from_the_next_request_on(world: World) -> None:
    case_id = open_informed_case(world, call_wished=True)
    with world.session(Role.WORKER) as (session, actor):
        standing = consents.live(session, case_row(session, case_id), ConsentPurpose.SUPERVISOR_CONTACT)
        assert standing is not None
        commands.withdraw_consent(session, actor, case_id, standing.id)
    with world.session(Role.SUPERVISOR) as (session, _actor):
        assert not beyond.call_is_wished(session, case_row(session, case_id))
    with world.session(Role.COORDINATOR) as (session, _actor), pytest.raises(ConsentMissing) as refused:
        consents.require_consent(session, case_row(session, case_id), ConsentPurpose.SUPERVISOR_CONTACT)
    assert refused.value.members["rule"] == "CON-7"


@pytest.mark.rule("S2-4")
def test_a_supervisor_who_is_not_on_record_can_not_be_told(world: World) -> None:
    alone = build_employment(world.tenant_id, world.employer_id, world.site_id, world.people[Role.HR], None)
    case_id = open_case(world, employment_id=alone)
    invite(world, case_id)
    hold_first_contact(world, case_id)
    with world.session(Role.COORDINATOR) as (session, actor), pytest.raises(Conflict):
        commands.inform_supervisor(session, actor, case_id)


@pytest.mark.rule("VOL-2")
def test_taking_part_again_after_leaving_needs_a_new_notice(world: World) -> None:
    case_id = open_informed_case(world)
    with world.session(Role.WORKER) as (session, actor):
        commands.withdraw(session, actor, case_id)
    with world.session(Role.COORDINATOR) as (session, actor), pytest.raises(Conflict):
        commands.inform_supervisor(session, actor, case_id)
    hold_first_contact_by_video(world, case_id)
    inform_supervisor(world, case_id)
    with world.session(Role.SUPERVISOR) as (session, _actor):
        assert session.scalar(text("select count(*) from supervisor_notice")) == 2


def hold_first_contact_by_video(world: World, case_id: object) -> None:
    first = commands.FirstContact(ticks=ALL_TICKS, decision=Decision.PARTICIPATING)
    with world.session(Role.COORDINATOR) as (session, actor):
        commands.record_first_contact(session, actor, case_id, held=Held(channel=Channel.VIDEO), first=first)  # type: ignore[arg-type]


@pytest.mark.rule("CON-7")
def test_the_text_of_a_consent_is_kept_as_it_was_shown_in_its_language(world: World) -> None:
    case_id = open_participating_case(world)
    with world.session(Role.WORKER) as (session, actor):
        given = commands.record_consent(
            session,
            actor,
            case_id,
            purpose=ConsentPurpose.INFORM_UNION,
            answer=Answer.GIVEN,
            given_how=GivenHow.IN_PERSON,
            locale="nl",
        )
        shown = consents.texts_of(session, world.tenant_id, {given.text_id})[given.text_id]
        assert shown.locale == "nl"
        assert "vakbond" in f"{shown.title} {shown.body}".lower()
        assert given.given_how is GivenHow.ONLINE
        assert given.given_by == world.people[Role.WORKER]


@pytest.mark.rule("CON-7")
@pytest.mark.parametrize("role", [Role.HR, Role.SUPERVISOR, Role.LEAD_COORDINATOR])
def test_nobody_else_records_or_reads_a_consent(world: World, role: Role) -> None:
    case_id = open_informed_case(world, call_wished=True)
    with world.session(role) as (session, actor), pytest.raises(NotFound):
        commands.record_consent(
            session,
            actor,
            case_id,
            purpose=ConsentPurpose.INFORM_UNION,
            answer=Answer.GIVEN,
            given_how=GivenHow.IN_PERSON,
        )
