"""Letters over the wire: the API of their words, who reaches them, and the queue with its answers."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from tests.builders import World, bearer, build_world, open_case, sign_in

from handrail.cases.commands.inviting import INVITATION, invitation_wording
from handrail.cases.commands.loading import load
from handrail.cases.review.holding import hold
from handrail.entrypoints.app import create_app
from handrail.kit.codes import Role
from handrail.web.checks import assert_well_formed

BODY = "Dear {worker_name}, we talk on {next_talk_date}. {coordinator_name}, {coordinator_phone}"
ONE = "/api/v1/letter-texts/_all/next_talk_letter/en"


@pytest.fixture(scope="module")
def world(database: object) -> World:
    del database
    return build_world()


@pytest.fixture(scope="module")
def client(database: object) -> FlaskClient:
    del database
    return create_app().test_client()


@pytest.mark.rule("FRW-1")
def test_words_are_checked_published_and_taken_back_by_a_program(client: FlaskClient, world: World) -> None:
    admin = bearer(world, Role.CONSULTANCY_ADMIN)
    listed = client.get("/api/v1/letter-texts/_all", headers=admin).get_json()["items"]
    assert {each["origin"] for each in listed} == {"delivered"}
    wrong = client.post(f"{ONE}/check", headers=admin, json=_words("Hello {worker_nam}")).get_json()["findings"]
    assert any("Did you mean {worker_name}?" in each["message"] for each in wrong)
    assert client.post(ONE, headers=admin, json=_words("Hello")).status_code == 422
    made = client.post(ONE, headers=admin, json=_words(BODY)).get_json()
    assert (made["origin"], made["number"], made["based_on"]) == ("consultancy", 1, 1)
    moved = client.post(ONE, headers=admin, json=_words(f"Mine. {BODY}"))
    assert (moved.status_code, moved.get_json()["newest_body"]) == (409, BODY)
    sample = client.post(f"{ONE}/sample", headers=admin, json=_words(BODY))
    assert (sample.mimetype, sample.data[:4]) == ("application/pdf", b"%PDF")
    back = client.post(f"{ONE}/back", headers=admin, json={"number": 0, "based_on": 1}).get_json()
    assert (back["origin"], back["based_on"]) == ("delivered", 2)


@pytest.mark.rule("CON-3")
def test_whoever_words_no_letters_finds_nothing_there(client: FlaskClient, world: World) -> None:
    for role in (Role.COORDINATOR, Role.HR, Role.SUPERVISOR, Role.WORKER):
        held = bearer(world, role)
        assert client.get("/api/v1/letter-texts/_all", headers=held).status_code == 404
        assert client.get(ONE, headers=held).status_code == 404
    for role in (Role.HR, Role.SUPERVISOR, Role.WORKER):
        assert client.get("/api/v1/held-letters", headers=bearer(world, role)).status_code == 404


def test_a_lead_reads_what_waits_and_lets_it_go(client: FlaskClient, world: World) -> None:
    case_id = open_case(world)
    with world.session(Role.COORDINATOR) as (session, actor):
        loaded = load(session, actor, case_id, "letter.send")
        wording = invitation_wording(session, loaded.case, loaded.employment)
        held_id = hold(session, actor, loaded, INVITATION, wording).id
    lead = bearer(world, Role.LEAD_COORDINATOR)
    (waits,) = client.get("/api/v1/held-letters", headers=lead).get_json()["items"]
    assert (waits["id"], waits["key"], waits["version"].split()[0]) == (str(held_id), INVITATION, "delivered/en/1")
    (one,) = client.get(f"/api/v1/cases/{case_id}/held-letters/{held_id}", headers=lead).get_json()["items"]
    assert one["locale"] == "en"
    sign_in(client, world, Role.LEAD_COORDINATOR)
    for path in ("/letters-waiting", f"/cases/{case_id}/held-letters/{held_id}"):
        shown = client.get(path)
        assert shown.status_code == 200
        assert_well_formed(shown.text)
    client.delete_cookie("hr")
    answer = f"/api/v1/cases/{case_id}/held-letters/{held_id}/answer"
    assert client.post(answer, headers=bearer(world, Role.COORDINATOR), json={"verdict": "release"}).status_code == 404
    assert client.post(answer, headers=lead, json={"verdict": "release"}).get_json()["state"] == "released"
    assert client.get("/api/v1/held-letters", headers=lead).get_json()["items"] == []


def _words(body: str) -> dict[str, Any]:
    return {"title": "A letter", "body": body, "based_on": 0}
