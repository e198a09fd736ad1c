"""A calendar under a secret address: what its owner may read in one role, and nobody by name."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import delete, func, select, text, update
from tests.builders import (
    World,
    absence_fact,
    bearer,
    build_world,
    employment_row,
    inform_supervisor,
    open_participating_case,
    sign_in,
)
from tests.isolation.crawling import neutral, statements, without_next

from handrail.cases import commands as cases
from handrail.cases.rules.contacts import Channel
from handrail.identity.models import CalendarFeed, Membership
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.obligations import facts, projection
from handrail.obligations.listing import Wanted, page_of_obligations
from handrail.obligations.models import Obligation
from handrail.obligations.presenting import title_of
from handrail.tenancy.models import Person

FIRST = date(2026, 11, 9)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
EMPLOYER_SIDE = (Role.HR, Role.ABSENCE_ADMIN, Role.SUPERVISOR)
FOLLOWERS = (*EMPLOYER_SIDE, Role.WORKER, Role.COORDINATOR, Role.LEAD_COORDINATOR)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(autouse=True)
def at_nine() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


def made(client: FlaskClient, world: World, role: Role) -> str:
    """Return the path of a new calendar address."""
    answer = client.post("/api/v1/account/calendar", headers=bearer(world, role))
    assert answer.status_code == 201, answer.json
    address: str = answer.json["address"]
    return address.removeprefix("http://localhost")


def entries(client: FlaskClient, path: str) -> dict[str, Any]:
    """Return the entries of a calendar by their lasting name."""
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    calendar = Calendar.from_ical(answer.data)
    return {str(entry["uid"]): entry for entry in calendar.events}


def supported(world: World) -> UUID:
    case_id = open_participating_case(world)
    with world.session(Role.COORDINATOR) as (session, actor):
        cases.agree_follow_up(session, actor, case_id, interval_days=21, channel=Channel.EMAIL)
    inform_supervisor(world, case_id)
    return case_id


@pytest.mark.rule("CON-1")
@pytest.mark.rule("VOL-2")
@pytest.mark.parametrize("role", FOLLOWERS)
def test_a_calendar_holds_what_the_persons_own_list_holds(client: FlaskClient, world: World, role: Role) -> None:
    supported(world)
    found = entries(client, made(client, world, role))
    actor = world.actor(role)
    wanted = Wanted(start=NOW.date() - timedelta(days=30), end=NOW.date() + timedelta(days=400))
    with world.session(role) as (session, _actor):
        rows, _further = page_of_obligations(session, actor, wanted, NOW.date(), limit=200)
    listed = {f"{row.obligation.id}@handrail": row.obligation.due_on for row in rows}
    assert {uid: entry["dtstart"].dt for uid, entry in found.items()} == listed
    support = [entry for entry in found.values() if title_of("support.follow_up") in entry["summary"]]
    assert bool(support) is (role not in EMPLOYER_SIDE)
    assert bool(found) is (role is not Role.SUPERVISOR)


@pytest.mark.rule("CON-2")
@pytest.mark.rule("CON-3")
@pytest.mark.parametrize("role", FOLLOWERS)
def test_a_calendar_names_nobody_and_nothing_of_an_illness(client: FlaskClient, world: World, role: Role) -> None:
    case_id = supported(world)
    absence_fact(world, "due_date_of_birth", date(2027, 3, 1))
    with world.engine() as session:
        names = [name for (name,) in session.execute(text("select name from person"))]
        number = session.scalar(text("select number from cases where id = :id"), {"id": case_id})
    answer = client.get(made(client, world, role))
    body = answer.data.decode().replace("\r\n ", "")
    assert not [name for name in names if name in body]
    assert not [word for word in ("early IVA", "leave", "birth", "Invented") if word in body]
    assert (str(number) in body) is (role in {Role.COORDINATOR, Role.LEAD_COORDINATOR})
    if role is Role.HR:
        assert body.count("A date in Handrail") >= 2, "the leave is a date without a name"


def test_entries_are_days_that_a_program_can_read(client: FlaskClient, world: World) -> None:
    absence_fact(world, "absence_started", FIRST)
    path = made(client, world, Role.HR)
    calendar = Calendar.from_ical(client.get(path).data)
    assert (calendar["version"], calendar["method"]) == ("2.0", "PUBLISH")
    assert calendar.errors == []
    (entry,) = [each for each in calendar.events if "Problem analysis" in each["summary"]]
    assert entry["dtstart"].dt == FIRST + timedelta(days=42)
    assert entry["dtend"].dt == FIRST + timedelta(days=43)
    assert entry["dtstart"].params["VALUE"] == "DATE"
    assert (entry["class"], entry["transp"], int(entry["sequence"])) == ("PRIVATE", "TRANSPARENT", 0)
    assert entry["dtstamp"].dt.tzinfo is not None
    assert str(entry["url"]).startswith("http://localhost/obligations/")


@pytest.mark.rule("ACC-3")
def test_a_moved_date_is_the_same_entry_with_a_higher_number(client: FlaskClient, world: World) -> None:
    absence_fact(world, "absence_started", FIRST)
    path = made(client, world, Role.HR)
    before = {uid: entry for uid, entry in entries(client, path).items() if "Problem" in entry["summary"]}
    with world.engine() as session:
        was = facts.latest(session, world.tenant_id, world.employment_id, "absence_started")
        worker = employment_row(session, world)
        on = FIRST - timedelta(days=3)
        facts.append(session, world.system(), worker, type="absence_started", on=on, replaces=was)
        projection.reconcile(session, world.system(), world.employment_id)
    after = {uid: entry for uid, entry in entries(client, path).items() if "Problem" in entry["summary"]}
    assert before.keys() == after.keys()
    (uid,) = before
    assert after[uid]["dtstart"].dt == before[uid]["dtstart"].dt - timedelta(days=3)
    assert (int(before[uid]["sequence"]), int(after[uid]["sequence"])) == (0, 1)


@pytest.mark.rule("ACC-4")
def test_a_calendar_speaks_its_owners_language(client: FlaskClient, world: World) -> None:
    absence_fact(world, "absence_started", FIRST)
    path = made(client, world, Role.HR)
    with world.engine() as session:
        session.execute(update(Person).where(Person.id == world.people[Role.HR]).values(locale="nl"))
    summaries = {str(entry["summary"]) for entry in entries(client, path).values()}
    assert "Probleemanalyse" in summaries


def test_what_did_not_change_is_not_sent_again(client: FlaskClient, world: World) -> None:
    supported(world)
    path = made(client, world, Role.COORDINATOR)
    first = client.get(path)
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    with clock.frozen(NOW + timedelta(hours=5)):
        assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    absence_fact(world, "recovered", FIRST + timedelta(days=30))
    assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


@pytest.mark.rule("CON-5")
def test_what_a_program_is_given_of_support_is_noted_and_what_it_is_not_given_is_not(
    client: FlaskClient, world: World
) -> None:
    case_id = supported(world)
    path = made(client, world, Role.COORDINATOR)
    etag = client.get(path).headers["ETag"]
    client.get(path, headers={"If-None-Match": etag})
    for role in EMPLOYER_SIDE:
        client.get(made(client, world, role))
    with world.engine() as session:
        noted = session.execute(text("select person_id, subject_id, compartments, purpose from read_log")).all()
    assert [tuple(row) for row in noted] == [
        (world.people[Role.COORDINATOR], case_id, ["coordination"], "calendar.feed")
    ]


def test_a_calendar_is_few_statements(client: FlaskClient, world: World) -> None:
    supported(world)
    path = made(client, world, Role.COORDINATOR)
    with statements() as noted:
        client.get(path)
    assert len(noted) <= 8, noted


# --- The address ----------------------------------------------------------------------------------------------------


@pytest.mark.rule("CON-1")
def test_an_address_that_opens_nothing_is_answered_alike_whatever_the_reason(client: FlaskClient, world: World) -> None:
    absence_fact(world, "absence_started", FIRST)
    unknown = client.get("/calendar/never-made.ics")
    roles = (Role.HR, Role.COORDINATOR, Role.ABSENCE_ADMIN, Role.WORKER)
    revoked, replaced, lost, gone = (made(client, world, role) for role in roles)
    client.delete("/api/v1/account/calendar", headers=bearer(world, Role.HR))
    assert entries(client, made(client, world, Role.COORDINATOR)) is not None
    with world.engine() as session:
        session.execute(delete(Membership).where(Membership.person_id == world.people[Role.ABSENCE_ADMIN]))
        session.execute(update(Person).where(Person.id == world.people[Role.WORKER]).values(active=False))
    for path in (revoked, replaced, lost, gone):
        answer = client.get(path)
        assert answer.status_code == unknown.status_code == 404
        assert answer.headers.get("ETag") is None
        assert plain(answer.text) == plain(unknown.text)


def plain(page: str) -> str:
    return without_next(neutral(page))


@pytest.mark.rule("CON-1")
def test_an_address_opens_its_own_consultancy_and_role_and_no_other(client: FlaskClient, world: World) -> None:
    other = build_world()
    for each in (world, other):
        supported(each)
    supervisor, coordinator = (made(client, world, role) for role in (Role.SUPERVISOR, Role.COORDINATOR))
    assert entries(client, supervisor) == {}
    with other.engine() as session:
        theirs = {f"{row}@handrail" for row in session.scalars(text("select id from obligation"))}
    assert theirs
    assert not theirs & entries(client, coordinator).keys()


def test_the_secret_is_kept_nowhere(client: FlaskClient, world: World) -> None:
    path = made(client, world, Role.HR)
    secret = path.removeprefix("/calendar/").removesuffix(".ics")
    assert len(secret) >= 43, "256 random bits"
    with world.engine() as session:
        kept = session.scalars(text("select t::text from calendar_feed t")).all()
        answers = session.scalars(text("select t::text from answered_request t")).all()
        chain = session.scalars(text("select t::text from timeline_entry t")).all()
    assert not [row for row in (*kept, *answers, *chain) if secret in row]
    assert len(kept) == 1


def test_a_new_address_takes_the_place_of_the_old_one_in_the_same_role_alone(client: FlaskClient, world: World) -> None:
    old, other = made(client, world, Role.HR), made(client, world, Role.ABSENCE_ADMIN)
    new = made(client, world, Role.HR)
    assert [client.get(path).status_code for path in (old, new, other)] == [404, 200, 200]
    with world.engine() as session:
        living = session.scalar(select(func.count()).where(CalendarFeed.revoked_at.is_(None)))
    assert living == 2


def test_the_account_page_shows_the_address_once_and_revokes_it(app: Flask, world: World) -> None:
    browser = app.test_client()
    sign_in(browser, world, Role.WORKER)
    page = browser.get("/account").text
    assert "Make an address" in page
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    headers = {"Sec-Fetch-Site": "same-origin"}
    shown = browser.post("/account/calendar", data={"csrf_token": token}, headers=headers).text
    path = "/calendar/" + shown.split("/calendar/")[1].split("<")[0]
    assert browser.get(path).status_code == 200
    later = browser.get("/account").text
    assert path not in later
    assert "Revoke the address" in later
    browser.post("/account/calendar/revoke", data={"csrf_token": token}, headers=headers)
    assert browser.get(path).status_code == 404


def test_a_role_without_dates_has_no_calendar(client: FlaskClient, world: World) -> None:
    admin = bearer(world, Role.CONSULTANCY_ADMIN)
    assert client.post("/api/v1/account/calendar", headers=admin).status_code == 404
    assert client.get("/api/v1/account/calendar", headers=admin).status_code == 404
    asked = client.get("/api/v1/account/calendar", headers=bearer(world, Role.HR))
    assert asked.json == {"made_at": None}


def test_only_the_next_months_and_what_is_just_late_are_in_a_calendar(client: FlaskClient, world: World) -> None:
    absence_fact(world, "absence_started", FIRST)
    days = [entry["dtstart"].dt for entry in entries(client, made(client, world, Role.HR)).values()]
    with world.engine() as session:
        far = session.scalar(select(func.count()).where(Obligation.due_on > NOW.date() + timedelta(days=400)))
    assert far
    assert max(days) <= NOW.date() + timedelta(days=400)
    assert min(days) >= NOW.date() - timedelta(days=30)
