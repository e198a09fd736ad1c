"""Story 8: the coordinator falls ill, a colleague covers for two weeks, and then it is as before."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from tests.builders import World, actor_for, build_person, build_world, give_role, open_participating_case, sign_in

from handrail.cases import commands as cases
from handrail.cases.queries import contacts_of
from handrail.cases.rules.contacts import Channel, ContactKind
from handrail.entrypoints.app import create_app
from handrail.identity import calendars
from handrail.identity.access import load_case, require
from handrail.identity.granting import covering
from handrail.identity.granting.rules import Period
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.kit.db import tenant_session
from handrail.kit.outbox import Outbox
from handrail.notifications import queries as told
from handrail.notifications.codes import MessageKind
from handrail.notifications.commands import About, notify
from handrail.tenancy.models import Case

BEGUN = datetime(2026, 11, 23, 9, tzinfo=UTC)
ILL_FROM = date(2026, 11, 25)
BACK_ON = date(2026, 12, 9)


def morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def browser(world: World, role: Role, person_id: UUID | None = None) -> FlaskClient:
    client = create_app().test_client()
    sign_in(client, world, role, person_id)
    return client


@pytest.mark.slow
def test_a_colleague_covers_for_two_weeks_and_then_finds_nothing_any_more(database: object) -> None:
    del database
    with clock.frozen(BEGUN):
        world = build_world()
        case_id = open_participating_case(world)
        ill = world.people[Role.COORDINATOR]
        stand_in = build_person(world.tenant_id, "Invented Stand-in")
        give_role(world.tenant_id, stand_in, Role.COORDINATOR, world.employer_id)
        with world.session(Role.COORDINATOR) as (session, actor):
            cases.agree_follow_up(session, actor, case_id, interval_days=7, channel=Channel.TELEPHONE)
        theirs = actor_for(world.tenant_id, stand_in, Role.COORDINATOR)
        with tenant_session(theirs.context()) as session:
            _row, feed = calendars.make(session, theirs)
        with world.session(Role.LEAD_COORDINATOR) as (session, lead):
            covering.arrange_cover(
                session, lead, person_id=ill, by_id=stand_in, employer_id=world.employer_id,
                period=Period(ILL_FROM, BACK_ON - timedelta(days=1)),
            )  # fmt: skip
        assert [reached(world, stand_in, case_id, feed), reached(world, ill, case_id)] == [NOTHING, (True, True, True)]
        due_from = worker_is_told(world, case_id)
    assert due_from == datetime(ILL_FROM.year, ILL_FROM.month, ILL_FROM.day, tzinfo=UTC)

    with clock.frozen(morning(ILL_FROM)):
        assert reached(world, stand_in, case_id, feed) == (True, True, True)
        page = browser(world, Role.WORKER).get("/my-return/people").text
        assert page.index("Invented Stand-in") < page.index("Invented Coordinator")
        assert "stands in for Invented Coordinator" in page
        with tenant_session(actor_for(world.tenant_id, stand_in, Role.COORDINATOR).context()) as session:
            actor = actor_for(world.tenant_id, stand_in, Role.COORDINATOR)
            held = cases.Held(channel=Channel.TELEPHONE, notes="Sleeps better since Monday.")
            cases.record_contact(session, actor, case_id, kind=ContactKind.OTHER, held=held)
        message_id = queued(world, case_id, stand_in)
        assert still_theirs(world, message_id)

    with clock.frozen(morning(BACK_ON - timedelta(days=1))):
        assert reached(world, stand_in, case_id, feed) == (True, True, True)
    with clock.frozen(morning(BACK_ON)):
        assert reached(world, stand_in, case_id, feed) == NOTHING
        assert not still_theirs(world, message_id)
        assert "Invented Stand-in" not in browser(world, Role.WORKER).get("/my-return/people").text
        with world.session(Role.COORDINATOR) as (session, actor):
            case = load_case(session, case_id, require(actor, "contact.read"))
            assert "Sleeps better since Monday." in {each.notes for each in contacts_of(session, case)}


@pytest.mark.slow
def test_whoever_is_back_early_has_the_case_alone_with_the_next_request(database: object) -> None:
    del database
    with clock.frozen(morning(ILL_FROM)):
        world = build_world()
        case_id = open_participating_case(world)
        stand_in = build_person(world.tenant_id, "Invented Stand-in")
        give_role(world.tenant_id, stand_in, Role.COORDINATOR, world.employer_id)
        with world.session(Role.COORDINATOR) as (session, actor):
            cover_id = covering.arrange_cover(
                session, actor, person_id=actor.person_id, by_id=stand_in, employer_id=world.employer_id,
                period=Period(ILL_FROM, BACK_ON),
            ).id  # fmt: skip
        client = browser(world, Role.COORDINATOR, stand_in)
        assert client.get(f"/cases/{case_id}").status_code == 200
        with world.session(Role.COORDINATOR) as (session, actor):
            covering.end_cover(session, actor, cover_id)
        assert client.get(f"/cases/{case_id}").status_code == 404
        with world.engine() as session:
            over = session.scalars(select(Outbox.idem_key).where(Outbox.idem_key.contains(f"cover:{cover_id}"))).all()
        assert sum(key.endswith(":over") for key in over) == sum(not key.endswith(":over") for key in over) == 2


NOTHING = (False, False, False)


def reached(world: World, person_id: UUID, case_id: UUID, feed: str | None = None) -> tuple[bool, bool, bool]:
    """Say whether somebody finds the case in their list, can open it, and has its dates in their calendar."""
    client = browser(world, Role.COORDINATOR, person_id)
    listed = "Invented Worker" in client.get("/cases?sort=name").text
    opened = client.get(f"/cases/{case_id}").status_code == 200
    if feed is None:
        return listed, opened, "Invented Worker" in client.get("/obligations").text
    answer = create_app().test_client().get(f"/calendar/{feed}.ics")
    return listed, opened, answer.status_code == 200 and "BEGIN:VEVENT" in answer.text


def queued(world: World, case_id: UUID, person_id: UUID) -> UUID:
    with world.engine() as session:
        subject = session.scalars(select(Case).where(Case.id == case_id)).one().subject()
        about = About(subject, Compartment.COORDINATION)
        return notify(session, world.tenant_id, person_id, MessageKind.NEWS, key="story", about=about).id


def still_theirs(world: World, message_id: UUID) -> bool:
    with world.engine() as session:
        message = told.locked_message(session, world.tenant_id, message_id)
        assert message is not None
        return told.is_still_theirs(session, message)


def worker_is_told(world: World, case_id: UUID) -> datetime:
    """Return from when on the worker is told that somebody stands in, without a word of the case."""
    with world.engine() as session:
        row = session.scalars(
            select(Outbox).where(
                Outbox.idem_key.contains(f":{case_id}"),
                Outbox.name == "notifications.tell",
                Outbox.idem_key.contains("cover:"),
            )
        ).one()
        assert row.payload["kind"] == "news"
        assert row.payload["person_id"] == str(world.people[Role.WORKER])
        return row.not_before
