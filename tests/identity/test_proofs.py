"""How long a proof counts, and what a half session opens."""

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import World, build_world

from handrail.identity import commands
from handrail.identity.proofs import DEVELOPMENT, FRESH, LINK, PASSKEY, Method, is_fresh
from handrail.kit import clock
from handrail.kit.codes import Role

MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="module")
def world(database: object) -> World:
    del database
    return build_world()


@given(st.sampled_from(Method), st.integers(-3600, 3600))
def test_a_proof_counts_for_ten_minutes_and_never_before_it_was_shown(method: Method, seconds: int) -> None:
    now = clock.now()
    counts = 0 <= seconds < FRESH.total_seconds()
    found = is_fresh(method, now - timedelta(seconds=seconds), now)
    assert found == (counts or method is Method.DEVELOPMENT)
    assert is_fresh(method, None, now) == (method is Method.DEVELOPMENT)


def test_a_link_alone_is_half_a_way_in() -> None:
    assert not LINK.is_whole
    assert PASSKEY.is_whole
    assert DEVELOPMENT.is_whole


def test_a_half_session_opens_no_page_and_no_api(app: Flask, world: World) -> None:
    client = app.test_client()
    with world.engine() as session:
        _row, secret = commands.start_sign_in(
            session, world.tenant_id, world.people[Role.COORDINATOR], Role.COORDINATOR, proof=LINK
        )
    client.set_cookie("hr", secret, domain="localhost")
    for path in ("/today", "/cases", "/account", "/api/v1/cases"):
        assert client.get(path, headers={"Accept": "application/json"}).status_code == 401, path


@pytest.mark.parametrize(("minutes", "status"), [(9, 404), (11, 401)])
def test_accepting_a_plan_asks_for_a_fresh_proof(app: Flask, world: World, minutes: int, status: int) -> None:
    with world.engine() as session:
        _row, secret = commands.make_api_token(
            session,
            world.system(),
            person_id=world.people[Role.WORKER],
            role=Role.WORKER,
            name="a test",
            days=1,
            proven_at=clock.now() - minutes * MINUTE,
        )
    answer = app.test_client().post(
        f"/api/v1/cases/{UUID(int=0)}/plan/versions/1/acceptances", headers={"Authorization": f"Bearer {secret}"}
    )
    assert answer.status_code == status
    assert ("insufficient_user_authentication" in answer.headers.get("WWW-Authenticate", "")) == (status == 401)
