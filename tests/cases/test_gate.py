"""Letters, the insurer and what the law requires, at the gate before the worker (NEU-2, VOL-2)."""

import re
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from tests.builders import (
    World,
    absence_fact,
    bearer,
    build_world,
    employment_row,
    hold_first_contact,
    invite,
    open_case,
    sign_in,
    start_absence,
)

from handrail.cases import commands, queries
from handrail.cases.commands import LetterText
from handrail.cases.letter_models import EmployerLetter
from handrail.cases.rules.contacts import Channel
from handrail.cases.rules.neutrality import AskedFor, RequestState, Why
from handrail.cases.rules.participation import Decision
from handrail.entrypoints.app import create_app
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.errors import Invalid
from handrail.kit.settings import Settings
from handrail.obligations.models import Obligation

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


def write(world: World, role: Role = Role.HR, why: Why = Why.PAY_OR_BENEFITS, **more: Any) -> UUID:
    with world.session(role) as (session, actor):
        text_of_it = LetterText("Your pay slip", "The invented pay slip of November.", uuid4())
        return commands.write_letter(session, actor, world.employment_id, text=text_of_it, why=why, **more).id


def letters(world: World, role: Role) -> list[UUID]:
    with world.session(role) as (session, _actor):
        return list(session.scalars(select(EmployerLetter.id)))


def decide(world: World, case_id: UUID, decision: RequestState) -> None:
    with world.session(Role.COORDINATOR) as (session, actor):
        for request in queries.contact_requests_of(
            session, queries.cases_of(session, employment_row(session, world))[0]
        ):
            commands.decide_contact_request(
                session, actor, case_id, request.id, decision=decision, reason="Not this week."
            )


def mailed(world: World) -> list[UUID]:
    """Return who is told of a letter that was released."""
    with world.engine() as session:
        rows = session.execute(text("select payload from outbox where idem_key like '%employer_letter.released:%'"))
        return [UUID(payload["person_id"]) for (payload,) in rows]


@pytest.mark.rule("NEU-2")
def test_a_letter_is_held_until_it_is_allowed_and_the_worker_knows_nothing_of_it(world: World) -> None:
    case_id = open_case(world)
    letter = write(world)
    assert letters(world, Role.WORKER) == []
    assert letters(world, Role.COORDINATOR) == [letter]
    assert mailed(world) == []
    decide(world, case_id, RequestState.HELD)
    assert letters(world, Role.WORKER) == []
    decide(world, case_id, RequestState.ALLOWED)
    assert letters(world, Role.WORKER) == [letter]
    assert mailed(world) == [world.people[Role.WORKER]]


@pytest.mark.rule("NEU-2")
def test_a_letter_that_is_not_allowed_never_comes(world: World) -> None:
    case_id = open_case(world)
    write(world)
    decide(world, case_id, RequestState.REFUSED)
    assert letters(world, Role.WORKER) == []
    assert mailed(world) == []


@pytest.mark.rule("NEU-2")
def test_a_letter_that_the_law_requires_goes_at_once_and_the_coordinator_is_told(world: World) -> None:
    open_case(world)
    with world.engine() as session:
        key = session.scalars(select(Obligation.key).where(Obligation.rule == "nl.plan_of_action")).one()
    with pytest.raises(Invalid):
        write(world, why=Why.STATUTORY)
    letter = write(world, why=Why.STATUTORY, obligation_key=key)
    assert letters(world, Role.WORKER) == [letter]
    with world.engine() as session:
        told = session.execute(text("select payload from outbox where idem_key like '%contact_request.made:%'")).all()
    assert {payload["person_id"] for (payload,) in told} == {str(world.people[Role.COORDINATOR])}


@pytest.mark.rule("NEU-2")
def test_where_nobody_need_be_asked_a_letter_goes_at_once(world: World) -> None:
    start_absence(world, days_ago=2)
    first = write(world)
    assert letters(world, Role.WORKER) == [first]
    open_case(world, absent=False)
    held = write(world)
    assert letters(world, Role.WORKER) == [first]
    absence_fact(world, "recovered", clock.today("Europe/Amsterdam"))
    second = write(world)
    assert sorted(letters(world, Role.WORKER)) == sorted([first, second])
    assert held not in letters(world, Role.WORKER)


@pytest.mark.rule("NEU-2")
def test_a_supervisor_reads_only_the_letters_they_wrote(world: World) -> None:
    open_case(world)
    theirs, mine = write(world), write(world, Role.SUPERVISOR, Why.GREETING)
    assert letters(world, Role.SUPERVISOR) == [mine]
    assert sorted(letters(world, Role.HR)) == sorted([theirs, mine])


@pytest.mark.rule("NEU-2")
def test_the_insurer_is_asked_for_by_the_administration_and_by_nobody_else(world: World) -> None:
    open_case(world)
    asked: dict[str, Any] = {"why": Why.PAY_OR_BENEFITS, "channel": Channel.TELEPHONE, "asked_for": AskedFor.INSURER}
    with world.session(Role.ABSENCE_ADMIN) as (session, actor):
        request = commands.request_contact(session, actor, world.employment_id, **asked)
        own = commands.request_contact(
            session, actor, world.employment_id, **(asked | {"asked_for": AskedFor.THEMSELVES})
        )
        assert request.id != own.id
        assert request.state is RequestState.WAITING
    with world.session(Role.SUPERVISOR) as (session, actor), pytest.raises(Invalid):
        commands.request_contact(session, actor, world.employment_id, **asked)


# --- Pages and programs -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def app(database: Settings) -> Flask:
    del database
    return create_app()


def browser(app: Flask, world: World, role: Role) -> FlaskClient:
    client = app.test_client()
    sign_in(client, world, role)
    return client


def send(client: FlaskClient, path: str, **values: str) -> Any:
    inputs = re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", client.get(path).text.partition("<main")[2])
    pairs = [(re.search(r'name="([^"]*)"', one), re.search(r'value="([^"]*)"', one)) for one in inputs]
    hidden = {name[1]: value[1] for name, value in pairs if name and value}
    return client.post(path, data=hidden | values, headers=SAME_ORIGIN)


@pytest.mark.rule("NEU-2")
def test_hr_writes_the_coordinator_allows_and_the_worker_reads(app: Flask) -> None:
    world = build_world()
    case_id = open_case(world)
    hr, coordinator, worker = (browser(app, world, role) for role in (Role.HR, Role.COORDINATOR, Role.WORKER))
    path = f"/employments/{world.employment_id}/letter"
    done = send(hr, path, why="equipment", title="Your keys", body="Invented words about keys.")
    assert done.status_code == 303
    assert "Waiting" in hr.get("/contact-requests").text
    assert "Your keys" not in worker.get("/my-return/letters").text
    log = coordinator.get(f"/cases/{case_id}/contact-requests").text
    assert "Invented words about keys." in log
    assert "does not know of it yet" in log
    found = re.search(rf"/cases/{case_id}/contact-requests/[0-9a-f-]+", log)
    assert found is not None
    answered = send(coordinator, found[0], decision="allowed", reason="A calm letter.")
    assert answered.status_code == 303
    assert "A calm letter." in coordinator.get(f"/cases/{case_id}/contact-requests").text
    mine = hr.get("/contact-requests").text
    assert "Allowed" in mine
    assert "A calm letter." not in mine
    assert "Invented words about keys." in worker.get("/my-return/letters").text


CHOICES = {
    "never invited": None,
    "invited": "invited",
    "undecided": Decision.UNDECIDED,
    "declined": Decision.DECLINED,
    "taking part": Decision.PARTICIPATING,
    "left": "left",
}


@pytest.mark.rule("NEU-2")
@pytest.mark.rule("VOL-2")
def test_what_the_employers_side_reads_of_its_requests_is_the_same_whatever_the_worker_chose(app: Flask) -> None:
    found: dict[str, list[Any]] = {}
    for name, choice in CHOICES.items():
        world = build_world()
        case_id = open_case(world)
        if choice is not None:
            invite(world, case_id)
        if isinstance(choice, Decision):
            on = clock.today() if choice is Decision.UNDECIDED else None
            hold_first_contact(world, case_id, choice, next_on=on)
        if choice == "left":
            hold_first_contact(world, case_id)
            with world.session(Role.COORDINATOR) as (session, actor):
                commands.withdraw(session, actor, case_id)
        api, program = app.test_client(), bearer(world, Role.HR)
        letter = {"why": "equipment", "title": "Keys", "body": "Invented."}
        path = f"/api/v1/employments/{world.employment_id}"
        written = api.post(f"{path}/letters", json=letter, headers=program | {"Idempotency-Key": "l"}).get_json()
        decide(world, case_id, RequestState.REFUSED)
        listed = api.get(f"{path}/contact-requests", headers=program).get_json()["items"]
        page = browser(app, world, Role.HR).get("/contact-requests").text
        found[name] = [
            written["handed_over_at"],
            [(each["state"], each["why"], each["asked_for"], each["decided_at"] is None) for each in listed],
            page.partition("<main")[2].partition("</main>")[0],
        ]
    assert [name for name in CHOICES if found[name] != found["never invited"]] == []
