"""Acting under another of one's roles, by the button on the account page."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from tests.builders import World, build_world, give_role, sign_in

from handrail.kit.codes import Role


@pytest.fixture(scope="module")
def world(database: object) -> World:
    """A consultancy in which a person of human resources keeps the absences too."""
    del database
    made = build_world()
    give_role(made.tenant_id, made.people[Role.HR], Role.ABSENCE_ADMIN, made.employer_id)
    return made


def pressed(client: FlaskClient, role: str) -> str:
    """Press the button of a role; return where it leads."""
    page = client.get("/account").text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    data = {"csrf_token": token, "role": role}
    answer = client.post("/account/role", data=data, headers={"Sec-Fetch-Site": "same-origin"})
    return f"{answer.status_code} {answer.headers.get('Location')}"


def test_the_button_of_a_role_makes_one_act_in_it(app: Flask, world: World) -> None:
    client = app.test_client()
    sign_in(client, world, Role.HR)
    assert pressed(client, "absence_admin") == "303 /"
    assert "<dd>Absence administration</dd>" in client.get("/account").text


@pytest.mark.parametrize("role", ["", "no_such_role"])
def test_what_is_no_role_changes_nothing(app: Flask, world: World, role: str) -> None:
    client = app.test_client()
    sign_in(client, world, Role.HR)
    assert pressed(client, role) == "303 /account"
    assert "<dd>Human resources</dd>" in client.get("/account").text


def test_a_role_that_one_does_not_hold_is_not_found(app: Flask, world: World) -> None:
    client = app.test_client()
    sign_in(client, world, Role.HR)
    assert pressed(client, "coordinator").startswith("404")
