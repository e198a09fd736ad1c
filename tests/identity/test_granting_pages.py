"""Access for a time on its pages and over the API."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from tests.builders import World, bearer, build_person, build_world, give_role, open_case, sign_in

from handrail.identity.granting.models import SupportLook
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.tenancy.models import ClientOrganisation, Person

SAME = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def world(database: object) -> World:
    del database
    made = build_world()
    for role, name in ((Role.SUPPORT, "Agent"), (Role.CONSULTANCY_ADMIN, "Admin"), (Role.PRIVACY_OFFICER, "Officer")):
        made.people[role] = build_person(made.tenant_id, f"Invented {name}")
        give_role(made.tenant_id, made.people[role], role, None)
    return made


def key_of(world: World, role: Role) -> str:
    with world.engine() as session:
        return session.scalars(select(Person.key).where(Person.id == world.people[role])).one()


def employer_key(world: World) -> str:
    with world.engine() as session:
        return session.scalars(select(ClientOrganisation.key).where(ClientOrganisation.id == world.employer_id)).one()


def visitor(app: Flask, world: World, role: Role) -> FlaskClient:
    client = app.test_client()
    sign_in(client, world, role)
    return client


def send(client: FlaskClient, path: str, **values: Any) -> Any:
    """Send a form as the page of this path has it: with its token."""
    page = client.get(path).get_data(as_text=True)
    token = page.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]
    kept = {"csrf_token": token, "idempotency_key": str(uuid4())}
    return client.post(path, data=values | kept, headers=SAME)


def press(client: FlaskClient, page: str, path: str) -> Any:
    """Press a button that stands on a page."""
    text = client.get(page).get_data(as_text=True)
    token = text.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]
    assert path in text
    return client.post(path, data={"csrf_token": token}, headers=SAME)


@pytest.mark.rule("PRI-4")
def test_support_is_let_in_looks_is_written_down_and_is_out_again(app: Flask, world: World) -> None:
    case_id = open_case(world)
    admin, agent = visitor(app, world, Role.CONSULTANCY_ADMIN), visitor(app, world, Role.SUPPORT)
    assert agent.get("/cases").status_code == 404
    sent = send(
        admin,
        "/administration/support",
        agent=key_of(world, Role.SUPPORT),
        employer=employer_key(world),
        lens="lead_coordinator",
        hours="2",
        reason="Why a case is missing in the list",
    )
    assert sent.status_code == 303, sent.get_data(as_text=True)
    place = agent.get("/support").get_data(as_text=True).split("/support/", 1)
    enter = "/support/" + next(part.split('"', 1)[0] for part in place[1:] if "enter" in part[:60])
    assert press(agent, "/support", enter).status_code == 303
    seen = agent.get(f"/cases/{case_id}")
    assert seen.status_code == 200
    assert "You look as support." in seen.get_data(as_text=True)
    assert agent.get("/cover").status_code == 404
    with world.engine() as session:
        looks = session.scalars(select(SupportLook).order_by(SupportLook.at)).all()
        assert (looks[0].endpoint, looks[0].subject_id) == ("cases.show", case_id)
        access_id = looks[0].access_id
    officer = visitor(app, world, Role.PRIVACY_OFFICER)
    told = officer.get(f"/administration/support/{access_id}").get_data(as_text=True)
    assert str(case_id) in told
    assert press(agent, "/support/looking", "/support/looking").status_code == 303
    assert agent.get("/cases").status_code == 404
    assert press(admin, "/administration/support", f"/administration/support/{access_id}/end").status_code == 303
    assert "Open now" not in admin.get("/administration/support").get_data(as_text=True)


def test_a_cover_is_arranged_by_a_form_and_what_was_typed_stays_where_it_can_not_be(app: Flask, world: World) -> None:
    person = build_person(world.tenant_id, "Invented Colleague")
    give_role(world.tenant_id, person, Role.COORDINATOR, world.employer_id)
    lead = visitor(app, world, Role.LEAD_COORDINATOR)
    with world.engine() as session:
        by = session.scalars(select(Person.key).where(Person.id == person)).one()
    first = clock.today()
    given = {"employer": employer_key(world), "away": key_of(world, Role.COORDINATOR), "by": by}
    wrong = send(lead, "/cover", **given, first_day=first.isoformat(), last_day=(first - timedelta(days=1)).isoformat())
    assert wrong.status_code == 422
    assert first.isoformat() in wrong.get_data(as_text=True)
    days = {"first_day": first.isoformat(), "last_day": (first + timedelta(days=6)).isoformat()}
    sent = send(lead, "/cover", **given, **days)
    assert sent.status_code == 303, sent.get_data(as_text=True)
    assert "Invented Colleague for" in lead.get("/cover").get_data(as_text=True)
    assert send(lead, "/cover", **given, **days).status_code == 409


def test_a_program_arranges_lists_and_ends(app: Flask, world: World) -> None:
    person = build_person(world.tenant_id, "Invented Stand-in")
    give_role(world.tenant_id, person, Role.EMPLOYER_ADMIN, world.employer_id)
    with world.engine() as session:
        key = session.scalars(select(Person.key).where(Person.id == person)).one()
    client, headers = app.test_client(), bearer(world, Role.HR)
    today = clock.today()
    body = {
        "employer": employer_key(world),
        "person": key,
        "first_day": today.isoformat(),
        "last_day": today.isoformat(),
        "reason": "Away for a day",
    }
    made = client.post("/api/v1/account/lent-roles", json=body, headers=headers)
    assert made.status_code == 201, made.json
    assert [one["id"] for one in client.get("/api/v1/account/lent-roles", headers=headers).json["items"]] == [
        made.json["id"]
    ]
    assert client.delete(f"/api/v1/account/lent-roles/{made.json['id']}", headers=headers).status_code == 204
    assert client.get("/api/v1/account/lent-roles", headers=headers).json["items"] == []
    wrong = client.post("/api/v1/account/lent-roles", json=body | {"person": "nobody"}, headers=headers)
    assert (wrong.status_code, wrong.json["errors"][0]["pointer"]) == (422, "/person")


def test_pages_of_others_are_not_found(app: Flask, world: World) -> None:
    hr = visitor(app, world, Role.HR)
    for path in ("/administration/support", "/support", "/cover", "/support/looking"):
        assert hr.get(path).status_code == 404, path
    assert hr.get("/account/lent").status_code == 200
