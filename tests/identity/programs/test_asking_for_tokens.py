"""The endpoint where a program gets a token for its secret: RFC 6749, and nothing that a guesser could learn from."""

import hmac
from base64 import b64encode
from datetime import timedelta
from typing import Any

import pytest
import redis
from flask import Flask
from sqlalchemy import select
from tests.builders import World
from tests.identity.programs.asking import GRANT, TOKEN, Known, administered, ask, program, status, token_of

from handrail.audit.models import TenantEntry
from handrail.identity.models import ApiToken
from handrail.identity.programs import commands, issuing
from handrail.identity.programs.models import ApiClient
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.errors import TooManyRequests, Unavailable
from handrail.kit.limits import Limit
from handrail.kit.settings import Settings, configure, with_connections

pytestmark = pytest.mark.usefixtures("valkey")


@pytest.fixture(scope="module")
def world(database: object) -> World:
    del database
    return administered()


@pytest.fixture(scope="module")
def known(world: World) -> Known:
    return program(world, "obligation:read", "staff:read")


def test_a_program_gets_a_token_of_an_hour_for_its_secret(app: Flask, known: Known) -> None:
    answer = ask(app, known)
    assert answer.status_code == 200
    assert (answer.json["token_type"], answer.json["expires_in"]) == ("Bearer", 3600)
    assert answer.json["scope"] == "obligation:read staff:read"
    assert (answer.headers["Cache-Control"], answer.headers["Pragma"]) == ("no-store", "no-cache")
    assert answer.mimetype == "application/json"
    headers = {"Authorization": f"Bearer {answer.json['access_token']}"}
    assert status(app, headers) == 200
    with clock.frozen(clock.now() + timedelta(minutes=59)):
        assert status(app, headers) == 200
    with clock.frozen(clock.now() + timedelta(minutes=61)):
        assert status(app, headers) == 401


def test_it_shows_its_secret_in_the_header_or_in_the_body(app: Flask, known: Known) -> None:
    body = GRANT | {"client_id": known.client_id, "client_secret": known.secret}
    assert app.test_client().post(TOKEN, data=body).status_code == 200
    assert app.test_client().post(TOKEN, data=body, headers=known.basic).json["error"] == "invalid_request"
    assert app.test_client().post(TOKEN, query_string=body).json["error"] == "invalid_request"
    assert app.test_client().post(TOKEN, json=body).json["error"] == "invalid_request"


def test_it_asks_for_a_part_of_its_scopes_and_for_no_others(app: Flask, known: Known) -> None:
    answer = ask(app, known, scope="staff:read")
    assert answer.json["scope"] == "staff:read"
    headers = {"Authorization": f"Bearer {answer.json['access_token']}"}
    assert status(app, headers) == 403
    assert status(app, token_of(app, known, scope="obligation:read")) == 200
    beyond = ask(app, known, scope="obligation:read absence:write")
    assert (beyond.status_code, beyond.json["error"]) == (400, "invalid_scope")


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"grant_type": "authorization_code", "code": "x"}, "unsupported_grant_type"),
        ({"grant_type": "password", "username": "a", "password": "b"}, "unsupported_grant_type"),
        ({"grant_type": "refresh_token", "refresh_token": "x"}, "unsupported_grant_type"),
        ({"grant_type": ["client_credentials", "client_credentials"]}, "invalid_request"),
        ({}, "invalid_request"),
        (GRANT | {"scope": "nothing:read"}, "invalid_scope"),
    ],
)
def test_no_other_way_leads_to_a_token(app: Flask, known: Known, body: dict[str, Any], error: str) -> None:
    answer = app.test_client().post(TOKEN, data=body, headers=known.basic)
    assert (answer.status_code, answer.json["error"]) == (400, error)
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "header", ["Basic ÿ", "Basic /////w==", "Basic x", "Basic", f"Basic {b64encode(b'nobody').decode()}", "Bearer hr_x"]
)
def test_a_header_that_nobody_can_read_is_no_fault_of_ours(app: Flask, header: str) -> None:
    answer = app.test_client().post(TOKEN, data=GRANT, headers={"Authorization": header})
    assert answer.status_code in {400, 401}
    assert answer.json["error"] in {"invalid_request", "invalid_client"}


def test_a_wrong_secret_and_a_program_that_is_not_there_are_answered_alike(app: Flask, known: Known) -> None:
    wrong = [
        ask(app, Known(known.id, known.client_id, "hrs_wrong")),
        ask(app, Known(known.id, "hrc_" + "0" * 32, known.secret)),
    ]
    for answer in wrong:
        assert (answer.status_code, answer.json["error"]) == (401, "invalid_client")
        assert answer.headers["WWW-Authenticate"].startswith("Basic ")
    assert wrong[0].json == wrong[1].json


def test_secrets_are_compared_in_constant_time_as_often_whoever_asks(
    app: Flask, known: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[bytes, bytes]] = []
    original = hmac.compare_digest

    def compare(given: Any, kept: Any) -> bool:
        if isinstance(given, bytes) and len(given) == 32:
            compared.append((given, kept))
        return original(given, kept)

    monkeypatch.setattr(issuing.hmac, "compare_digest", compare)
    numbers = []
    for asked in (Known(known.id, known.client_id, "hrs_wrong"), Known(known.id, "hrc_" + "0" * 32, "hrs_wrong")):
        compared.clear()
        assert ask(app, asked).status_code == 401
        numbers.append(len(compared))
    assert numbers == [2, 2]
    compared.clear()
    assert ask(app, known).status_code == 200
    assert len(compared) == 4  # once to know the program, once more under the lock


def test_nothing_of_a_secret_or_a_token_is_kept_but_its_digest(app: Flask, world: World, known: Known) -> None:
    secret = ask(app, known).json["access_token"]
    with world.engine() as session:
        row = session.scalars(select(ApiToken).where(ApiToken.digest == commands.digest(secret))).one()
        assert (row.client_id, row.proven_at, row.role) == (known.id, None, Role.HR)
        client = session.scalars(select(ApiClient).where(ApiClient.id == known.id)).one()
        assert client.last_used_at is not None
        issued = session.scalars(select(TenantEntry).where(TenantEntry.verb == "api_token.issued")).all()
        assert issued
        told = repr([{**vars(each)} for each in (row, client, *issued)])
    assert secret not in told
    assert known.secret not in told


def test_tokens_that_ran_out_yesterday_are_swept_away_by_the_next(app: Flask, world: World) -> None:
    known = program(world, name="Swept", days=30)
    ask(app, known)
    with clock.frozen(clock.now() + timedelta(days=2)):
        ask(app, known)
    with world.engine() as session:
        assert len(session.scalars(select(ApiToken.id).where(ApiToken.client_id == known.id)).all()) == 1


# --- Limits -----------------------------------------------------------------------------------------------------------


def test_after_too_many_wrong_secrets_from_one_network_no_right_one_is_looked_at(
    app: Flask, known: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(issuing, "WRONG", Limit("program-wrong", 2, 900, closed=True))
    for _time in range(2):
        assert ask(app, Known(known.id, known.client_id, "hrs_wrong")).status_code == 401
    spent = ask(app, known)
    assert (spent.status_code, spent.json["type"]) == (429, f"/problems/{TooManyRequests.slug}")
    assert int(spent.headers["Retry-After"]) > 0


def test_one_program_does_not_use_up_what_others_have(
    app: Flask, world: World, known: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = program(world, name="Another")
    monkeypatch.setattr(issuing, "PER_PROGRAM", Limit("program", 1, 900, closed=True))
    assert [ask(app, known).status_code, ask(app, known).status_code] == [200, 429]
    assert ask(app, other).status_code == 200


def test_no_token_is_given_while_nobody_counts(
    app: Flask, known: Known, database: Settings, valkey: redis.Redis
) -> None:
    valkey.flushall()
    configure(with_connections(database, redis="redis://127.0.0.1:1/0"))
    try:
        answer = ask(app, known)
    finally:
        configure(database)
    assert (answer.status_code, answer.json["type"]) == (503, f"/problems/{Unavailable.slug}")


# --- What a program's token opens -------------------------------------------------------------------------------------


def test_a_token_without_the_scope_is_told_which_one_it_lacks(app: Flask, known: Known) -> None:
    answer = app.test_client().get("/api/v1/reports", headers=token_of(app, known))
    assert answer.status_code == 403
    assert answer.json == {
        "type": "/problems/insufficient-scope",
        "title": "This token is not good for that",
        "status": 403,
        "scope": "report:read",
    }
    assert answer.headers["WWW-Authenticate"] == 'Bearer error="insufficient_scope", scope="report:read"'


def test_what_the_role_may_never_do_does_not_exist_for_a_program(app: Flask, known: Known) -> None:
    for path in ("/api/v1/cases", "/api/v1/programs"):
        assert status(app, token_of(app, known), path) == 404


def test_what_asks_for_a_fresh_proof_is_never_open_to_a_program(app: Flask, world: World) -> None:
    known = program(world, "program:read", role=Role.EMPLOYER_ADMIN, name="Overseer")
    headers = token_of(app, known)
    assert status(app, headers, "/api/v1/programs") == 200
    body = {"name": "Child", "employer": None, "role": "hr", "scopes": ["absence:read"], "days": 1}
    answer = app.test_client().post("/api/v1/programs", json=body, headers=headers)
    assert answer.status_code == 403
    with world.engine() as session:  # and were it good for that, a proof would be missing
        session.execute(
            ApiToken.__table__.update()
            .where(ApiToken.digest == commands.digest(headers["Authorization"].removeprefix("Bearer ")))
            .values(scopes=["program:write"])
        )
    answer = app.test_client().post("/api/v1/programs", json=body, headers=headers)
    assert (answer.status_code, answer.json["type"]) == (401, "/problems/step-up-required")
