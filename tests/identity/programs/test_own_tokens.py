"""A person's own tokens: made in a browser with a fresh proof, shown once, good for what was chosen, and ended with
everything that ends its person."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from tests.builders import World, bearer, build_person, build_world, give_role, sign_in
from tests.identity.programs.asking import administered, program, status

from handrail.identity import commands as identity
from handrail.identity.ending import end_ways_in
from handrail.identity.models import ApiToken, Membership, SignIn
from handrail.identity.programs import queries, tokens
from handrail.identity.proofs import PASSKEY, Method
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session
from handrail.kit.errors import Invalid, NotFound, StepUpRequired
from handrail.tenancy.models import Person

PAGE = "/account/tokens"
SAME = {"Sec-Fetch-Site": "same-origin"}
GIVEN = {"name": "My script", "reach": "reading", "days": "30"}
pytestmark = pytest.mark.usefixtures("valkey")


@pytest.fixture
def world(database: object) -> World:
    del database
    return build_world()


def browser(app: Flask, world: World, role: Role = Role.HR) -> FlaskClient:
    client = app.test_client()
    sign_in(client, world, role)
    return client


def send(client: FlaskClient, path: str = PAGE, **values: Any) -> Any:
    page = client.get(PAGE).get_data(as_text=True)
    token = page.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]
    return client.post(path, data=values | {"csrf_token": token, "idempotency_key": str(uuid4())}, headers=SAME)


def made(client: FlaskClient, **more: str) -> dict[str, str]:
    """Make a token on the page; returns the headers with it."""
    answer = send(client, **(GIVEN | more))
    assert answer.status_code == 200
    secret = re.findall(r"<code>(hr_[^<]+)</code>", answer.get_data(as_text=True))[0]
    return {"Authorization": f"Bearer {secret}"}


def test_a_token_is_shown_once_and_reads_until_it_is_taken_back(app: Flask, world: World) -> None:
    client = browser(app, world)
    headers = made(client)
    page = client.get(PAGE).get_data(as_text=True)
    assert "My script" in page
    assert "Not used yet" in page
    assert headers["Authorization"].removeprefix("Bearer ") not in page
    assert status(app, headers) == 200
    assert "Last used" in client.get(PAGE).get_data(as_text=True)
    changing = app.test_client().post("/api/v1/reports", json={}, headers=headers)
    assert (changing.status_code, changing.json["scope"]) == (403, "report:write")
    revoke = re.findall(rf'action="({PAGE}/[0-9a-f-]+/revoke)"', page)[0]
    assert send(client, revoke).status_code == 303
    assert status(app, headers) == 401
    assert "My script" not in client.get(PAGE).get_data(as_text=True)


def test_a_token_for_all_of_the_role_is_as_fresh_as_the_session_it_was_made_in(app: Flask, world: World) -> None:
    client = browser(app, world)
    proven_at = clock.now() - timedelta(minutes=5)
    with world.engine() as session:
        mine = SignIn.person_id == world.people[Role.HR]
        session.execute(update(SignIn).where(mine).values(method=Method.PASSKEY, proven_at=proven_at))
    made(client, reach="all")
    with world.engine() as session:
        row = session.scalars(select(ApiToken).where(ApiToken.person_id == world.people[Role.HR])).one()
        assert (row.scopes, row.proven_at) == (None, proven_at)


def test_without_a_fresh_proof_no_token_is_made(app: Flask, world: World) -> None:
    client = browser(app, world)
    with world.engine() as session:
        mine = SignIn.person_id == world.people[Role.HR]
        session.execute(update(SignIn).where(mine).values(method=Method.PASSKEY, proven_at=None))
    answer = send(client, **GIVEN)
    assert "<code>hr_" not in answer.get_data(as_text=True)
    with world.engine() as session:
        assert session.scalars(select(ApiToken.id)).all() == []
    stale = replace(world.actor(Role.HR), method=Method.PASSKEY, proven_at=None, sign_in_id=uuid4())
    with pytest.raises(StepUpRequired), tenant_session(stale.context()) as session:
        tokens.make_token(session, stale, name="x", days=1, only_reading=True)


def test_a_token_makes_no_tokens(app: Flask, world: World) -> None:
    headers = bearer(world, Role.HR)
    assert app.test_client().post(PAGE, data=GIVEN, headers=headers).status_code in {404, 422}
    with world.session(Role.HR) as (session, actor):
        assert actor.sign_in_id is None
        with pytest.raises(NotFound):
            tokens.make_token(session, actor, name="x", days=1, only_reading=True)
    assert len(app.test_client().get("/api/v1/account/tokens", headers=headers).json["items"]) == 1


@pytest.mark.parametrize("days", [0, 181])
def test_a_token_ends_within_half_a_year(app: Flask, world: World, days: int) -> None:
    assert send(browser(app, world), **(GIVEN | {"days": str(days)})).status_code == 422
    actor = replace(world.actor(Role.HR), sign_in_id=uuid4())
    with pytest.raises(Invalid), tenant_session(actor.context()) as session:
        tokens.make_token(session, actor, name="x", days=days, only_reading=True)


@pytest.mark.rule("PRI-4")
def test_whoever_looks_as_support_makes_no_token(world: World) -> None:
    looking = replace(world.actor(Role.HR), support_id=uuid4(), sign_in_id=uuid4())
    with pytest.raises(NotFound), tenant_session(looking.context()) as session:
        tokens.make_token(session, looking, name="x", days=1, only_reading=True)


def test_over_the_api_one_lists_and_takes_back_ones_own_and_nobody_elses(app: Flask, world: World) -> None:
    mine, others = bearer(world, Role.HR), bearer(world, Role.COORDINATOR)
    client = app.test_client()
    listed = client.get("/api/v1/account/tokens", headers=mine).json["items"]
    assert [each["name"] for each in listed] == ["a test"]
    own = f"/api/v1/account/tokens/{listed[0]['id']}"
    assert client.delete(own, headers=others).status_code == 404
    assert client.delete(f"/api/v1/account/tokens/{uuid4()}", headers=mine).status_code == 404
    assert client.delete(own, headers=mine).status_code == 204
    assert client.delete(own, headers=mine).status_code == 401


def test_whom_an_employers_provider_vouches_for_has_only_the_tokens_made_under_its_word(world: World) -> None:
    bearer(world, Role.HR)
    vouched = replace(world.actor(Role.HR), within_employer_id=world.employer_id, sign_in_id=uuid4())
    with tenant_session(vouched.context()) as session:
        assert queries.tokens_of(session, vouched) == []
        row, _secret = tokens.make_token(session, vouched, name="Under its word", days=1, only_reading=True)
        assert [each.id for each in queries.tokens_of(session, vouched)] == [row.id]
        assert row.within_employer_id == world.employer_id


def test_that_a_token_is_in_use_is_noted_once_an_hour(app: Flask, world: World) -> None:
    with world.engine() as session:
        row, secret = identity.make_api_token(
            session, world.system(), person_id=world.people[Role.HR], role=Role.HR, name="x", days=9
        )
        token_id = row.id
    seen = []
    at = clock.now()
    for minutes in (0, 59, 61, 125):
        with clock.frozen(at + timedelta(minutes=minutes)):
            assert status(app, {"Authorization": f"Bearer {secret}"}) == 200
        with world.engine() as session:
            seen.append(session.scalars(select(ApiToken.last_used_at).where(ApiToken.id == token_id)).one())
    assert seen == [at + timedelta(minutes=each) for each in (0, 0, 61, 125)]


# --- What ends a person ends their tokens -----------------------------------------------------------------------------


def test_the_end_of_the_role_ends_its_tokens(app: Flask, world: World) -> None:
    person_id = build_person(world.tenant_id, "Invented Temp")
    give_role(world.tenant_id, person_id, Role.HR, world.employer_id)
    headers = bearer(world, Role.HR, person_id)
    assert status(app, headers) == 200
    with world.engine() as session:
        held = session.scalars(select(Membership).where(Membership.person_id == person_id)).one()
        identity.end_role(session, world.system(), held, clock.today())
    assert status(app, headers) == 401


def test_a_person_who_is_shut_out_has_no_living_token(app: Flask, world: World) -> None:
    shut, ended = (build_person(world.tenant_id, f"Invented {name}") for name in ("Shut", "Ended"))
    headers = []
    for person_id in (shut, ended):
        give_role(world.tenant_id, person_id, Role.HR, world.employer_id)
        headers.append(bearer(world, Role.HR, person_id))
    with world.engine() as session:
        session.execute(update(Person).where(Person.id == shut).values(active=False))
        end_ways_in(session, world.tenant_id, ended)  # as a directory does with active=false
    assert [status(app, each) for each in headers] == [401, 401]


# --- Pages of programs ------------------------------------------------------------------------------------------------


def test_an_administrator_adds_rotates_and_ends_a_program_on_its_pages(app: Flask, database: object) -> None:
    del database
    world = administered()
    client = browser(app, world, Role.EMPLOYER_ADMIN)
    roles = client.get("/administration/programs/new").get_data(as_text=True)
    assert "Human resources" in roles
    assert "Consultancy administrator" not in roles
    new = "/administration/programs/new?role=hr"
    page = client.get(new).get_data(as_text=True)
    key = re.findall(r'<option value="([^"]+)"', page)[-1]
    answer = send(client, new, name="Payroll", employer=key, scopes=["obligation:read", "staff:read"], days="30")
    text = answer.get_data(as_text=True)
    first = re.findall(r"<code>(hrs_[^<]+)</code>", text)[0]
    client_id = re.findall(r"hrc_[0-9a-f]{32}", text)[0]
    assert client.get("/administration/programs").get_data(as_text=True).count("Payroll") == 1
    where = re.findall(r'href="(/administration/programs/[0-9a-f-]{36})"', client.get("/administration/programs").text)[
        0
    ]
    second = re.findall(r"<code>(hrs_[^<]+)</code>", send(client, f"{where}/secrets", days="30").text)[0]
    assert first != second
    assert send(client, f"{where}/secrets", days="30").status_code == 409
    body = {"grant_type": "client_credentials", "client_id": client_id}
    for secret in (first, second):
        assert app.test_client().post("/api/v1/oauth/token", data=body | {"client_secret": secret}).status_code == 200
    assert send(client, f"{where}/end").status_code == 303
    assert app.test_client().post("/api/v1/oauth/token", data=body | {"client_secret": second}).status_code == 401
    assert "End the program" not in client.get(where).text


def test_programs_over_the_api_are_as_on_the_pages(app: Flask, database: object) -> None:
    del database
    world = administered()
    headers, client = bearer(world, Role.CONSULTANCY_ADMIN), app.test_client()
    body = {"name": "Figures", "employer": None, "role": "consultancy_manager", "scopes": ["report:read"], "days": 30}
    made = client.post("/api/v1/programs", json=body, headers=headers)
    assert made.status_code == 201
    where = f"/api/v1/programs/{made.json['id']}"
    rotated = client.post(f"{where}/secrets", json={"days": 5}, headers=headers)
    assert rotated.status_code == 201
    assert len(rotated.json["secrets"]) == 2
    assert "client_secret" not in client.get(where, headers=headers).json
    older = rotated.json["secrets"][-1]["id"]
    assert client.delete(f"{where}/secrets/{older}", headers=headers).status_code == 204
    assert client.delete(where, headers=headers).status_code == 204
    assert [each["ended_at"] is not None for each in client.get("/api/v1/programs", headers=headers).json["items"]] == [
        True
    ]
    assert client.post("/api/v1/programs", json=body | {"employer": "nobody"}, headers=headers).status_code == 422
    assert client.post("/api/v1/programs", json=body | {"role": "coordinator"}, headers=headers).status_code == 422


def test_an_administrator_of_a_client_organisation_makes_none_for_the_whole_consultancy(
    app: Flask, database: object
) -> None:
    del database
    world = administered()
    program(world)
    headers = bearer(world, Role.EMPLOYER_ADMIN)
    body = {"name": "X", "employer": None, "role": "auditor", "scopes": ["document:read"], "days": 1}
    assert app.test_client().post("/api/v1/programs", json=body, headers=headers).status_code == 422


def test_a_session_keeps_all_that_its_role_may_do(world: World) -> None:
    with world.engine() as session:
        identity.start_sign_in(session, world.tenant_id, world.people[Role.HR], Role.HR, proof=PASSKEY)
    assert world.actor(Role.HR).asking().scopes is None
