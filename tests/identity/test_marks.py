"""What only reads is marked as reading: tokens and sessions that change nothing reach it."""

from typing import Any, Final

import pytest
from flask import Flask
from tests.builders import World, build_world

from handrail.identity import commands
from handrail.identity.policies import ACTIONS, may_change
from handrail.identity.web import declared
from handrail.kit import clock
from handrail.kit.codes import Role

pytestmark = pytest.mark.usefixtures("database", "valkey")

READ_BY_WHOEVER_WRITES: Final = {
    "package.review": "a text that is held back is shown to whoever lets it go, for that alone",
    "role.lend": "what one lent is shown to whoever takes it back",
}
"""Acts under which the API reads though they change something, and why there is no reading without them."""


@pytest.fixture(scope="module")
def world(database: object) -> World:
    del database
    return build_world()


def test_no_reading_over_the_api_asks_for_leave_to_change_anything(app: Flask) -> None:
    found: dict[str, set[str]] = {}
    asked = 0
    for rule in app.url_map.iter_rules():
        act = declared(app.view_functions[rule.endpoint], "GET") if "GET" in (rule.methods or ()) else None
        if not rule.rule.startswith("/api/") or act not in ACTIONS:
            continue
        asked += 1
        if may_change(act):
            found.setdefault(act, set()).add(rule.rule)
    assert asked > 50
    assert set(found) == set(READ_BY_WHOEVER_WRITES), found


@pytest.mark.parametrize(
    ("role", "scope", "path"),
    [
        (Role.WORKER, "account:read", "/api/v1/account/factors"),
        (Role.WORKER, "account:read", "/api/v1/account/messages"),
        (Role.HR, "calendar:read", "/api/v1/account/calendar"),
        (Role.HR, "account:read", "/api/v1/account/notification-preferences"),
    ],
)
def test_a_token_that_only_reads_reads_what_is_about_its_person(
    app: Flask, world: World, role: Role, scope: str, path: str
) -> None:
    client, headers = app.test_client(), token(world, role, scope)
    assert client.get(path, headers=headers).status_code == 200
    others = token(world, role, "absence:read")
    assert client.get(path, headers=others).status_code == 403


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_it_changes_nothing_of_it(app: Flask, world: World, method: str) -> None:
    client, headers = app.test_client(), token(world, Role.HR, "calendar:read")
    answer = client.open("/api/v1/account/calendar", method=method, headers=headers)
    assert answer.status_code == 403
    assert answer.headers["WWW-Authenticate"] == 'Bearer error="insufficient_scope", scope="calendar:write"'


def token(world: World, role: Role, *scopes: str) -> dict[str, Any]:
    with world.session(role) as (session, actor):
        _row, secret = commands.make_api_token(
            session, actor, person_id=actor.person_id, role=role, name="reads", days=1, proven_at=clock.now(),
            scopes=frozenset(scopes),
        )  # fmt: skip
    return {"Authorization": f"Bearer {secret}"}
