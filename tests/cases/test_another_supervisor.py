"""A worker goes to another team: the former supervisor keeps nothing, the new one begins anew (S3-4)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select, text
from tests.builders import (
    World,
    actor_for,
    bearer,
    build_person,
    case_row,
    give_role,
    hold_first_contact,
    inform_supervisor,
    invite,
    open_case,
    open_informed_case,
    sign_in,
)

from handrail.cases import beyond, commands
from handrail.cases.absence_rules import AbsenceFacts
from handrail.cases.absence_writing import Origin
from handrail.cases.absences import record_absence
from handrail.cases.commands.supervisor import change_supervisor
from handrail.cases.models import SupervisorNotice
from handrail.cases.rules.contacts import Channel
from handrail.consents.rules import GivenHow
from handrail.identity.models import CaseGrant
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session
from handrail.kit.errors import Invalid, NotFound
from handrail.notifications.models import Message
from handrail.notifications.queries import is_still_theirs


def next_supervisor(world: World) -> UUID:
    new_id = build_person(world.tenant_id, "Invented Next Supervisor")
    give_role(world.tenant_id, new_id, Role.SUPERVISOR, world.employer_id)
    return new_id


def reassign(world: World, new_id: UUID, role: Role = Role.HR) -> None:
    with world.session(role) as (session, actor):
        row = change_supervisor(session, actor, world.employment_id, supervisor_id=new_id)
        assert row.supervisor_id == new_id


@pytest.mark.rule("S3-4")
def test_the_former_supervisor_keeps_nothing_in_lists_calendar_subscription_or_queued_mail(
    world: World, app: Flask
) -> None:
    with world.session(Role.HR) as (session, actor):
        facts = AbsenceFacts(first_day=clock.today() - timedelta(days=10))
        told = {"external_key": "a", "facts": facts, "origin": Origin("screen")}
        record_absence(session, actor, employment_id=world.employment_id, **told)
    case_id = open_case(world, absent=False)
    invite(world, case_id)
    hold_first_contact(world, case_id)
    inform_supervisor(world, case_id, call_wished=True)
    former = app.test_client()
    sign_in(former, world, Role.SUPERVISOR)
    program = bearer(world, Role.SUPERVISOR)
    address = (
        app.test_client()
        .post("/api/v1/account/calendar", headers=program)
        .json["address"]
        .removeprefix("http://localhost")
    )
    before = pages(app, former, program, address, world, case_id)
    assert before["team"]
    assert before["member"] == before["plan"] == 200
    with world.engine() as session:
        queued = session.scalars(select(Message).where(Message.person_id == world.people[Role.SUPERVISOR])).all()
        assert all(is_still_theirs(session, each) for each in queued)
    new_id = next_supervisor(world)
    reassign(world, new_id)
    after = pages(app, former, program, address, world, case_id)
    assert after == {"team": False, "member": 404, "plan": 404, "api": 404, "due": False, "calendar": 0}
    with world.engine() as session:
        queued = session.scalars(select(Message).where(Message.person_id == world.people[Role.SUPERVISOR])).all()
        assert not [each for each in queued if each.subject_id and is_still_theirs(session, each)]
        grants = select(CaseGrant).where(CaseGrant.person_id == world.people[Role.SUPERVISOR])
        assert [row for row in session.scalars(grants) if clock.today() in row.during] == []
    with world.session(Role.SUPERVISOR) as (session, _actor):
        for table in ("absence", "obligation", "supervisor_notice", "plan_version", "contact_request", "call_request"):
            assert session.scalar(text(f"select count(*) from {table}")) == 0, table  # noqa: S608 - our own names


def pages(  # noqa: PLR0917 - what one person has in hand
    app: Flask, browser: Any, program: dict[str, str], address: str, world: World, case_id: UUID
) -> dict[str, Any]:
    """What somebody who was signed in all along, their program and their calendar find."""
    client, name = app.test_client(), str(world.employment_id)
    calendar = client.get(address, base_url="http://localhost")
    get = lambda path: browser.get(path, base_url="http://localhost")  # noqa: E731 - one word for one thing
    return {
        "team": name in get("/team").text,
        "member": get(f"/team/{world.employment_id}").status_code,
        "plan": get(f"/cases/{case_id}/plan").status_code,
        "api": client.get(f"/api/v1/cases/{case_id}/plan", headers=program).status_code,
        "due": name in get("/obligations").text,
        "calendar": len(Calendar.from_ical(calendar.data).events) if calendar.status_code == 200 else 0,
    }


@pytest.mark.rule("S3-4")
@pytest.mark.rule("CON-7")
def test_the_wish_for_a_call_was_for_the_former_one_and_is_asked_anew(world: World) -> None:
    case_id = open_informed_case(world, call_wished=True)
    new_id = next_supervisor(world)
    reassign(world, new_id)
    with world.session(Role.COORDINATOR) as (session, actor):
        assert not beyond.call_is_wished(session, case_row(session, case_id))
        notice = commands.inform_supervisor(session, actor, case_id)
        assert (notice.supervisor_id, notice.call_asked_on) == (new_id, None)
        commands.record_supervisor_contact_consent(session, actor, case_id, wanted=True, given_how=GivenHow.TELEPHONE)
        assert beyond.call_is_wished(session, case_row(session, case_id))
    actor = actor_for(world.tenant_id, new_id, Role.SUPERVISOR)
    with tenant_session(actor.context()) as session:
        (told,) = session.scalars(select(SupervisorNotice).where(SupervisorNotice.supervisor_id == new_id))
        assert told.call_asked_on is not None
        commands.request_call(session, actor, case_id, channel=Channel.TELEPHONE)


@pytest.mark.rule("S3-4")
@pytest.mark.rule("VOL-2")
def test_the_new_supervisor_learns_of_support_only_when_they_are_told(world: World) -> None:
    case_id = open_informed_case(world)
    new_id = next_supervisor(world)
    reassign(world, new_id)
    actor = actor_for(world.tenant_id, new_id, Role.SUPERVISOR)
    with tenant_session(actor.context()) as session:
        assert session.scalar(text("select count(*) from supervisor_notice")) == 0
        assert session.scalar(text("select count(*) from absence")) >= 0
        with pytest.raises(NotFound):
            commands.request_call(session, actor, case_id, channel=Channel.TELEPHONE)


@pytest.mark.rule("NEU-1")
def test_nobody_becomes_supervisor_who_can_not_be_one(world: World) -> None:
    open_informed_case(world)
    for role in (Role.COORDINATOR, Role.WORKER, Role.HR):
        with world.session(Role.HR) as (session, actor), pytest.raises(Invalid):
            change_supervisor(session, actor, world.employment_id, supervisor_id=world.people[role])
    for role in (Role.SUPERVISOR, Role.COORDINATOR, Role.WORKER):
        with world.session(role) as (session, actor), pytest.raises(NotFound):
            change_supervisor(session, actor, world.employment_id, supervisor_id=world.people[Role.SUPERVISOR])


@pytest.mark.rule("S3-4")
def test_the_supervisor_is_changed_on_a_page_and_over_the_api(world: World, app: Flask) -> None:
    first, second = next_supervisor(world), next_supervisor(world)
    path = f"/employments/{world.employment_id}/supervisor"
    client = app.test_client()
    sign_in(client, world, Role.HR)
    assert "Invented Next Supervisor" in client.get(path, base_url="http://localhost").text
    headers = bearer(world, Role.HR) | {"Idempotency-Key": "once"}
    for _again in range(2):
        answer = app.test_client().put(f"/api/v1{path}", json={"supervisor_id": str(first)}, headers=headers)
        assert answer.json == {"supervisor_id": str(first)}
    reassign(world, second, Role.ABSENCE_ADMIN)
