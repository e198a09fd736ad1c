"""Ending the sessions of somebody else, and what a session alone is not good for."""

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from tests.builders import World, bearer, build_person, build_world, give_role, sign_in

from handrail.identity import commands
from handrail.identity.policies import ACTIONS, Asking, Resource, asks_for_proof, decide
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role

WAYS_IN = {
    "account.factors", "login.link", "people.change", "people.shut_out", "program.manage", "provisioning.manage",
    "sign_in.help", "sign_on.manage", "token.make",
}  # fmt: skip
"""Acts by which somebody could come in later, or let somebody in."""


@pytest.fixture(scope="module")
def world(database: object) -> World:
    del database
    made = build_world()
    made.people[Role.CONSULTANCY_ADMIN] = build_person(made.tenant_id, "Invented Administrator")
    give_role(made.tenant_id, made.people[Role.CONSULTANCY_ADMIN], Role.CONSULTANCY_ADMIN, None)
    return made


def test_an_administrator_signs_somebody_out_everywhere(app: Flask, world: World) -> None:
    address = f"/api/v1/people/{world.people[Role.COORDINATOR]}/sessions"
    browsers = [app.test_client(), app.test_client()]
    for browser in browsers:
        sign_in(browser, world, Role.COORDINATOR)
        assert browser.get("/account").status_code == 200
    program = bearer(world, Role.COORDINATOR)
    assert app.test_client().delete(address, headers=bearer(world, Role.HR)).status_code == 404
    assert browsers[0].get("/account").status_code == 200
    assert app.test_client().delete(address, headers=bearer(world, Role.CONSULTANCY_ADMIN)).status_code == 204
    assert [browser.get("/account").status_code for browser in browsers] == [302, 302]
    assert app.test_client().get("/api/v1/cases", headers=program).status_code == 401


def test_medical_records_and_every_way_in_ask_for_a_fresh_proof() -> None:
    medical = {name for name, act in ACTIONS.items() if act.compartment is Compartment.MEDICAL}
    assert medical
    assert {name for name in medical | WAYS_IN if not asks_for_proof(name)} == set()


def test_what_leaves_about_many_people_asks_for_a_fresh_proof(app: Flask, world: World) -> None:
    assert {name for name in ("report.ask", "report.take", "package.take") if not asks_for_proof(name)} == set()
    assert {name for name in ("report.read", "report.end") if asks_for_proof(name)} == set()
    with world.engine() as session:
        old = commands.make_api_token(
            session, world.system(), person_id=world.people[Role.HR], role=Role.HR, name="old", days=1,
            proven_at=clock.now() - timedelta(minutes=11),
        )[1]  # fmt: skip
    client, headers = app.test_client(), {"Authorization": f"Bearer {old}", "Idempotency-Key": str(uuid4())}
    for method, path in (("POST", "/api/v1/reports"), ("GET", f"/api/v1/reports/{uuid4()}/files/report.csv")):
        answer = client.open(path, method=method, json={} if method == "POST" else None, headers=headers)
        assert answer.get_json()["type"] == "/problems/step-up-required"
    assert client.get("/api/v1/reports", headers=headers).status_code == 200


@pytest.mark.parametrize("action", [name for name in ACTIONS if asks_for_proof(name)])
def test_what_asks_for_a_fresh_proof_is_denied_to_a_session_without_one(action: str) -> None:
    tenant, employer = uuid4(), uuid4()
    for role in sorted(ACTIONS[action].roles):
        thing = Resource(tenant, employer, frozenset({role}), shared=True)
        found = [
            decide(Asking(tenant, uuid4(), role, frozenset({employer}), fresh=fresh), action, thing).allow
            for fresh in (False, True)
        ]
        assert found[0] is False
    assert found[1] is True
