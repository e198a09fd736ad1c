"""Ending the sessions of somebody else: by an administrator, at once, with everything else that is open."""

import pytest
from flask import Flask
from tests.builders import World, bearer, build_person, build_world, give_role, sign_in

from handrail.kit.codes import Role


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
