"""Pages and API of interventions: each reader gets theirs; what does not fit is refused with a pointer."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from tests.builders import bearer, sign_in
from tests.interventions.kinds.conftest import ADJUSTMENT, GRADED, PASSPORT, Under

from handrail.entrypoints.app import create_app
from handrail.interventions.kinds import commands
from handrail.kit.codes import Role
from handrail.sdk import BEGIN


@pytest.fixture(scope="module")
def client(under: Under) -> Iterator[FlaskClient]:
    del under
    app = create_app()
    app.config["TESTING"] = True
    with app.test_client() as found:
        yield found


def post(  # noqa: PLR0917 - who sends what where
    client: FlaskClient, under: Under, role: Role, path: str, body: dict[str, Any], key: str
) -> Any:
    headers = bearer(under.world, role) | {"Idempotency-Key": key}
    return client.post(f"/api/v1/cases/{under.case_id}{path}", json=body, headers=headers)


def test_the_api_validates_by_type_and_says_where(client: FlaskClient, under: Under) -> None:
    sent = {"type": GRADED, "aim": "Own work", "weeks": [{"monday": "2026-06-01", "hours": "lots"}], "else": 1}
    refused = post(client, under, Role.COORDINATOR, "/interventions", {"intervention": sent}, "a")
    assert refused.status_code == 422
    pointers = {each["pointer"] for each in refused.json["errors"]}
    assert pointers == {"/intervention/weeks/0/hours", "/intervention/else"}
    unknown = post(client, under, Role.COORDINATOR, "/interventions", {"intervention": {"type": "no/such"}}, "b")
    assert unknown.status_code == 404
    untold = post(client, under, Role.COORDINATOR, "/interventions", {"intervention": {"aim": "x"}}, "c")
    assert [each["pointer"] for each in untold.json["errors"]] == ["/intervention/type"]


@pytest.mark.rule("IVN-1")
def test_two_run_side_by_side_over_the_api_and_each_goes_its_way(client: FlaskClient, under: Under) -> None:
    one = {"type": GRADED, "aim": "Own work", "weeks": [{"monday": "2026-06-01", "hours": "8", "tasks": "Post"}]}
    made = post(client, under, Role.COORDINATOR, "/interventions", {"intervention": one}, "d")
    assert (made.status_code, made.json["state"], made.json["acts"]) == (201, "proposed", ["withdraw"])
    again = post(client, under, Role.COORDINATOR, "/interventions", {"intervention": one}, "d")
    assert again.json["id"] == made.json["id"]
    two = {"type": ADJUSTMENT, "what": "Later start", "kind": "hours"}
    other = post(client, under, Role.WORKER, "/interventions", {"intervention": two}, "e")
    assert other.status_code == 201
    move = {"act": "agree", "revision": 1}
    agreed = post(client, under, Role.WORKER, f"/interventions/{made.json['id']}/moves", move, "f")
    assert agreed.json["state"] == "agreed"
    listed = client.get(f"/api/v1/cases/{under.case_id}/interventions", headers=bearer(under.world, Role.SUPERVISOR))
    assert {each["type"]: each["state"] for each in listed.json["items"]} == {GRADED: "agreed", ADJUSTMENT: "proposed"}
    refused = client.get(f"/api/v1/cases/{under.case_id}/interventions", headers=bearer(under.world, Role.HR))
    assert refused.status_code in {403, 404}


def test_the_api_describes_each_type_apart(client: FlaskClient) -> None:
    described = client.get("/api/v1/openapi.json").json["components"]["schemas"]
    payload = described["InterventionBegin"]["properties"]["intervention"]
    assert payload["discriminator"]["propertyName"] == "type"
    reference = payload["discriminator"]["mapping"][GRADED]
    assert {"$ref": reference} in payload["oneOf"]
    graded = described[reference.rpartition("/")[2]]
    assert graded["properties"]["weeks"]["items"]["required"] == ["monday", "hours"]
    assert "actual_weeks" not in graded["properties"]


def test_a_passport_goes_from_the_form_to_a_file_and_into_another_one(client: FlaskClient, under: Under) -> None:
    sign_in(client, under.world, Role.WORKER)
    base = f"/cases/{under.case_id}/interventions"
    page = client.get(f"{base}/{BEGIN}/{PASSPORT}")
    assert page.status_code == 200
    made = under.begin(Role.WORKER, PASSPORT, affects="zanzibar", adjustments=[{"what": "A quiet desk", "share": True}])
    under.move(Role.WORKER, made, "share", for_manager="Please ask me first")
    assert b"zanzibar" in client.get(f"{base}/{made}").data
    assert client.get(f"{base}/{made}/take.pdf").data.startswith(b"%PDF")
    taken = client.get(f"{base}/{made}/take.json")
    found = json.loads(taken.data)
    assert found["intervention"]["adjustments"] == [{"what": "A quiet desk", "share": True}]
    under.move(Role.WORKER, made, "take_back")
    under.move(Role.WORKER, made, "put_away")
    with under.world.session(Role.WORKER) as (session, actor):
        again = commands.bring(session, actor, under.case_id, type=PASSPORT, body=taken.data)
        assert again.values["affects"] == "zanzibar"
        assert "shared_words" not in again.stored
    assert client.get(f"{base}/bring/{PASSPORT}").status_code == 404
    sign_in(client, under.world, Role.SUPERVISOR)
    assert b"zanzibar" not in client.get(base).data
    assert client.get(f"{base}/{made}").status_code == 404
    assert client.get(f"{base}/{made}/take.json").status_code == 404


def test_forms_are_made_from_the_fields(client: FlaskClient, under: Under) -> None:
    sign_in(client, under.world, Role.COORDINATOR)
    path = f"/cases/{under.case_id}/interventions/begin/{ADJUSTMENT}"
    page = client.get(path).text
    assert "What is adjusted" in page
    assert 'name="kind"' in page
    assert "Why it can not be done" not in page
