"""The administrator's pages: directories connected, tokens made and revoked, matches decided, refusals read."""

import re
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from tests.builders import World, build_world, sign_in
from tests.identity.scim.conftest import Directory, connect
from tests.identity.scim.test_people import person, person_behind
from werkzeug.test import TestResponse

from handrail.identity.models import SignIn
from handrail.identity.proofs import Method
from handrail.identity.scim.models import ScimConnection, ScimMatch, ScimToken
from handrail.kit.codes import Role

HERE = "/administration/provisioning"
BASE = "http://localhost"


@pytest.fixture
def admin(app: Flask, world: World) -> FlaskClient:
    client = app.test_client()
    sign_in(client, world, Role.CONSULTANCY_ADMIN)
    return client


def post(client: FlaskClient, path: str, **fields: object) -> TestResponse:
    page = client.get("/account", base_url=BASE).text
    token = re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]
    data = {"csrf_token": token, "idempotency_key": str(uuid4()), **fields}
    return client.post(path, base_url=BASE, data=data, headers={"Sec-Fetch-Site": "same-origin"})


def page(client: FlaskClient, path: str) -> str:
    answer = client.get(path, base_url=BASE)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.text


def only(world: World) -> ScimConnection:
    with world.engine() as session:
        return session.scalars(select(ScimConnection)).one()


def test_a_directory_is_connected_and_let_in(app: Flask, world: World, admin: FlaskClient) -> None:
    assert "No directory is connected" in page(admin, HERE)
    post(admin, f"{HERE}/new", name="Invented directory", employer_id=str(world.employer_id))
    directory_id = only(world).id
    assert only(world).employer_id == world.employer_id
    shown = post(admin, f"{HERE}/{directory_id}/tokens", days="30").text
    secret = re.findall(r"hrscim_[\w-]{43}", shown)[0]
    assert secret not in page(admin, f"{HERE}/{directory_id}")  # shown this once
    directory = Directory(app, world, directory_id, secret)
    directory.bring("anna", displayName="Anna Invented")
    seen = page(admin, f"{HERE}/{directory_id}")
    assert "Anna Invented" in seen
    assert "Last used on" in seen
    assert "1 person" in page(admin, HERE)


def test_two_tokens_live_at_a_time_so_that_one_can_follow_the_other(admin: FlaskClient, directory: Directory) -> None:
    here = f"{HERE}/{directory.connection_id}"
    second = re.findall(r"hrscim_[\w-]{43}", post(admin, f"{here}/tokens", days="30").text)[0]
    refused = post(admin, f"{here}/tokens", days="30")
    assert refused.status_code == 409
    assert "Two tokens live already" in refused.text
    for secret in (directory.secret, second):
        assert Directory(directory.app, directory.world, directory.connection_id, secret).get("/Users")
    with directory.world.engine() as session:
        first = session.scalars(select(ScimToken.id).order_by(ScimToken.made_at)).first()
    post(admin, f"{here}/tokens/{first}/revoke")
    assert directory.ask("GET", "/Users").status_code == 401
    directory.secret = second
    assert directory.get("/Users")
    assert "hrscim_" in post(admin, f"{here}/tokens", days="1").text


def test_an_ended_connection_lets_nobody_in(admin: FlaskClient, directory: Directory) -> None:
    post(admin, f"{HERE}/{directory.connection_id}/end")
    assert directory.ask("GET", "/Users").status_code == 401
    assert "not connected" in page(admin, f"{HERE}/{directory.connection_id}")


@pytest.mark.parametrize("path", ["/new", "/{}/tokens", "/{}/groups/new"])
def test_what_lets_a_directory_in_asks_for_a_fresh_proof(
    app: Flask, world: World, directory: Directory, path: str
) -> None:
    client = app.test_client()
    sign_in(client, world, Role.CONSULTANCY_ADMIN)
    with world.engine() as session:
        session.execute(update(SignIn).values(method=Method.LINK_AND_CODE, proven_at=None))
    there = HERE + path.format(directory.connection_id)
    answer = post(client, there, name="X", days="3", group="G", role="hr", employer_id=str(world.employer_id))
    assert answer.status_code in {302, 401}
    assert page(client, HERE)
    with world.engine() as session:
        assert len(session.scalars(select(ScimConnection)).all()) == 1
        assert len(session.scalars(select(ScimToken)).all()) == 1


@pytest.mark.parametrize("role", [Role.WORKER, Role.COORDINATOR, Role.LEAD_COORDINATOR, Role.SUPERVISOR, Role.HR])
def test_nobody_else_finds_these_pages(app: Flask, world: World, directory: Directory, role: Role) -> None:
    client = app.test_client()
    sign_in(client, world, role)
    for path in (HERE, f"{HERE}/{directory.connection_id}", f"{HERE}/new"):
        assert client.get(path, base_url=BASE).status_code == 404


def test_a_match_is_looked_at_and_decided(admin: FlaskClient, directory: Directory) -> None:
    world = directory.world
    hr = person(world, world.people[Role.HR])
    made = directory.bring("h", displayName="From Directory", emails=[{"value": hr.email}])
    here = f"{HERE}/{directory.connection_id}"
    assert f"May be {hr.name}" in page(admin, here)
    with world.engine() as session:
        match_id = session.scalars(select(ScimMatch.id)).one()
    assert "A mail address proves nothing" in page(admin, f"{here}/matches/{match_id}/confirm")
    post(admin, f"{here}/matches/{match_id}/confirm")
    assert person_behind(world, made["id"]).id == hr.id
    assert "known before" in page(admin, here)


def test_two_people_stay_two(admin: FlaskClient, directory: Directory) -> None:
    world = directory.world
    hr = person(world, world.people[Role.HR])
    directory.bring("h", emails=[{"value": hr.email}])
    here = f"{HERE}/{directory.connection_id}"
    with world.engine() as session:
        match_id = session.scalars(select(ScimMatch.id)).one()
    post(admin, f"{here}/matches/{match_id}/refuse")
    assert "May be" not in page(admin, here)


def test_what_a_group_gives_is_added_and_taken_away(app: Flask, world: World, admin: FlaskClient) -> None:
    directory = connect(app, world, everywhere=True)
    here = f"{HERE}/{directory.connection_id}"
    anna = directory.bring("anna", displayName="Anna Invented")
    for name in ("Personnel", "Coordinators"):
        directory.group(name, anna["id"])
    for group, role in (("Personnel", "hr"), ("Coordinators", "coordinator")):
        answer = post(admin, f"{here}/groups/new", group=group, role=role, employer_id=str(world.employer_id))
        assert answer.status_code == 303
    shown = page(admin, here)
    assert "Roles that a rule forbids" in shown
    assert "Group Coordinators: Coordinator excludes Human resources" in re.sub(r"\s+", " ", shown)
    for group, role in (("Personnel", "hr"), ("Coordinators", "coordinator")):
        post(admin, f"{here}/groups/remove", group=group, role=role, employer_id=str(world.employer_id))
    assert "No group gives a role" in page(admin, here)


def test_another_consultancys_directories_are_not_there(app: Flask, directory: Directory) -> None:
    other = build_world()
    client = app.test_client()
    sign_in(client, other, Role.CONSULTANCY_ADMIN)
    assert "No directory is connected" in page(client, HERE)
    assert client.get(f"{HERE}/{directory.connection_id}", base_url=BASE).status_code == 404
    assert post(client, f"{HERE}/{directory.connection_id}/tokens", days="3").status_code == 404
