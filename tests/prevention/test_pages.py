"""The committee's pages and the API: themes are read, worded and acted on by whoever may, and by nobody else."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from tests.builders import World, bearer, sign_in
from tests.prevention.worlds import SPRING, Place, telling

from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.settings import Settings
from handrail.prevention.models import Forum, ForumSession, PreventionAction, Theme


@pytest.fixture(scope="module")
def place(database: Settings) -> Place:
    del database
    made = telling(Place.found())
    made.release(SPRING)
    return made


@pytest.fixture(scope="module")
def world(place: Place) -> World:
    return World(
        place.tenant_id, place.firm.employer_id, place.firm.site_id, place.firm.employments[0]["id"], place.people
    )


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    with app.test_client() as made:
        yield made


def theme_of(place: Place) -> Theme:
    with tenant_session(engine_context(place.tenant_id)) as session:
        return session.scalars(select(Theme)).one()


def soon() -> date:
    return clock.today() + timedelta(days=60)


def action() -> dict[str, str]:
    return {
        "title": "Rosters are known four weeks ahead", "owner": "The planning desk", "theme": "",
        "aimed_for": soon().isoformat(), "measure": "Fewer shifts changed within a week",
    }  # fmt: skip


def posted(client: FlaskClient, path: str, fields: dict[str, str]) -> int:
    token = client.get(path).text.split('name="csrf_token" value="')[1].split('"')[0]
    data = {"csrf_token": token, "idempotency_key": str(uuid4()), **fields}
    return client.post(path, data=data, headers={"Sec-Fetch-Site": "same-origin"}).status_code


def posted_alone(client: FlaskClient, page: str, path: str) -> int:
    token = client.get(page).text.split('name="csrf_token" value="')[1].split('"')[0]
    return client.post(path, data={"csrf_token": token}, headers={"Sec-Fetch-Site": "same-origin"}).status_code


@pytest.mark.rule("OAP-2")
def test_the_committee_reads_the_theme_and_how_many_at_least_told_of_it(
    client: FlaskClient, world: World, place: Place
) -> None:
    sign_in(client, world, Role.COMMITTEE)
    answer = client.get("/prevention")
    assert answer.location == f"/prevention/{place.key}"
    page = client.get(answer.location).text
    assert "At least 5 workers" in page
    assert "a canary" not in page
    assert "Word it" not in page


@pytest.mark.rule("OAP-3")
def test_an_action_is_planned_for_a_theme_and_carried_to_its_end(
    client: FlaskClient, world: World, place: Place
) -> None:
    sign_in(client, world, Role.COMMITTEE)
    path = f"/prevention/{place.key}/plan"
    late = action() | {"aimed_for": "2026-01-05"}
    assert posted(client, path, late) == 422
    assert posted(client, path, action() | {"theme": str(theme_of(place).id)}) == 303
    with tenant_session(engine_context(place.tenant_id)) as session:
        made = session.scalars(select(PreventionAction).where(PreventionAction.theme_id.is_not(None))).one()
    assert posted(client, f"/prevention/actions/{made.id}", {"state": "done", "remark": ""}) in {409, 422}
    assert posted(client, f"/prevention/actions/{made.id}", {"state": "done", "remark": "Half as many changes."}) == 303
    page = client.get(f"/prevention/{place.key}").text
    assert "Half as many changes." in page


@pytest.mark.rule("OAP-2")
def test_a_coordinator_words_a_theme_and_plans_nothing(client: FlaskClient, world: World, place: Place) -> None:
    sign_in(client, world, Role.COORDINATOR)
    words = {"words": "Rosters change at short notice."}
    assert posted(client, f"/prevention/themes/{theme_of(place).id}/words", words) == 303
    assert "Rosters change at short notice." in client.get(f"/prevention/{place.key}").text
    assert client.get(f"/prevention/{place.key}/plan").status_code in {403, 404}


@pytest.mark.rule("OAP-2")
@pytest.mark.parametrize("role", [Role.HR], ids=str)
def test_nobody_else_learns_that_there_is_a_theme(client: FlaskClient, world: World, place: Place, role: Role) -> None:
    sign_in(client, world, role)
    assert client.get(f"/prevention/{place.key}").status_code in {403, 404}


@pytest.mark.rule("OAP-2")
def test_a_committee_of_another_organisation_finds_nothing(client: FlaskClient, world: World, place: Place) -> None:
    other = Place.found(place.tenant_id)
    sign_in(client, replace(world, people=other.people), Role.COMMITTEE)
    for path in (f"/prevention/{place.key}", f"/prevention/{place.key}/plan"):
        assert client.get(path).status_code == 404
    headers = bearer(replace(world, people=other.people), Role.COMMITTEE)
    assert client.get(f"/api/v1/prevention/{place.key}/themes", headers=headers).status_code == 404


@pytest.mark.rule("OAP-3")
def test_a_program_reads_themes_and_keeps_the_plan(client: FlaskClient, world: World, place: Place) -> None:
    headers = bearer(world, Role.COMMITTEE)
    listed = client.get(f"/api/v1/prevention/{place.key}/themes", headers=headers).get_json()
    assert [(each["category"], each["effect"], each["tendency"]) for each in listed["items"]] == [
        ("workload", "hinders", "new")
    ]
    assert [time["at_least"] for time in listed["items"][0]["times"]] == [5]
    once = headers | {"Idempotency-Key": str(uuid4())}
    body = action() | {"theme": listed["items"][0]["times"][0]["id"]}
    made = [client.post(f"/api/v1/prevention/{place.key}/actions", json=body, headers=once) for _ in range(2)]
    assert [each.status_code for each in made] == [201, 201]
    assert made[0].get_json() == made[1].get_json()
    path = f"/api/v1/prevention-actions/{made[0].get_json()['id']}/state"
    assert client.put(path, json={"state": "under_way"}, headers=headers).get_json()["state"] == "under_way"
    assert client.put(path, json={"state": "dropped"}, headers=headers).status_code == 409
    wrong = action() | {"theme": str(uuid4())}
    answer = client.post(
        f"/api/v1/prevention/{place.key}/actions", json=wrong, headers=headers | {"Idempotency-Key": str(uuid4())}
    )
    assert answer.status_code in {404, 422}


@pytest.mark.rule("OAP-4")
def test_a_team_is_offered_a_forum_and_what_it_agrees_is_noted_without_who_came(
    client: FlaskClient, world: World, place: Place
) -> None:
    sign_in(client, world, Role.COMMITTEE)
    begun = {"topic": "Handing over between shifts", "theme": "", "team": "Ward 3", "facilitator": "The trainer"}
    assert posted(client, f"/prevention/{place.key}/forum", begun) == 303
    with tenant_session(engine_context(place.tenant_id)) as session:
        forum_id = session.scalars(select(Forum.id)).one()
    path = f"/prevention/forums/{forum_id}/meeting"
    assert posted(client, path, {"on": soon().isoformat(), "agreed": "Too early"}) == 422
    assert posted(client, path, {"on": soon().isoformat(), "agreed": ""}) == 303
    for words in ("A board", "A board by the door"):
        assert posted(client, path, {"on": "2026-09-01", "agreed": words}) == 303
    page = client.get(f"/prevention/forums/{forum_id}").text
    assert "A board by the door" in page
    assert page.count("<strong>") == 2
    kept = {column.name for model in (Forum, ForumSession) for column in model.__table__.columns}
    assert not {name for name in kept if "person" in name or "present" in name or "count" in name}
    assert posted_alone(client, f"/prevention/forums/{forum_id}", f"/prevention/forums/{forum_id}/end") == 303
    assert posted(client, path, {"on": "2026-09-08", "agreed": "More"}) == 409


@pytest.mark.rule("OAP-4")
def test_a_program_keeps_a_forum(client: FlaskClient, world: World, place: Place) -> None:
    headers = bearer(world, Role.COMMITTEE)
    once = headers | {"Idempotency-Key": str(uuid4())}
    body = {"topic": "Breaks", "team": "Archive", "facilitator": "The trainer"}
    made = client.post(f"/api/v1/prevention/{place.key}/forums", json=body, headers=once).get_json()
    met = {"on": "2026-09-01", "agreed": "A room without a telephone"}
    path = f"/api/v1/forums/{made['id']}"
    assert client.put(f"{path}/meetings", json=met, headers=headers).get_json()["meetings"] == [met]
    assert client.put(f"{path}/meetings", json=met, headers=headers).get_json()["meetings"] == [met]
    assert client.post(f"{path}/end", headers=headers).get_json()["ended_at"]
    listed = client.get(f"/api/v1/prevention/{place.key}/forums", headers=headers).get_json()["items"]
    assert made["id"] in {each["id"] for each in listed}
    stranger = bearer(world, Role.HR)
    assert client.get(f"/api/v1/prevention/{place.key}/forums", headers=stranger).status_code in {403, 404}
