"""A provider's notice that somebody signed out: what is believed, whose sessions end, and what is refused."""

import time
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from tests.builders import World
from tests.identity.oidc.hostile import CLIENT_ID, Claims, HostileProvider, RSAKey, shared, sign, unsigned
from tests.identity.oidc.journeys import Browser, change, connect
from werkzeug.test import TestResponse

from handrail.identity.oidc.codes import ConnectionState
from handrail.kit.codes import Role

EVENT = "http://schemas.openid.net/event/backchannel-logout"


@pytest.fixture
def connection(world: World, provider: HostileProvider) -> UUID:
    group = {"group": "all", "role": "hr", "employer_id": str(world.employer_id)}
    provider.says = lambda claims: claims | {"groups": ["all"]}
    return connect(world, provider.issuer, group_map=[group])


def notice(provider: HostileProvider, **more: object) -> Claims:
    now = int(time.time())
    return {
        "iss": provider.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 120, "jti": uuid4().hex,
        "events": {EVENT: {}}, "sub": "ann",
    } | more  # fmt: skip


def send(browser: Browser, connection: UUID, token: str) -> TestResponse:
    return browser.client.post(f"/sign-on/{browser.slug}/{connection}/logout", data={"logout_token": token})


def signed(provider: HostileProvider, **more: object) -> str:
    return sign(without_none(notice(provider, **more)), provider.key, typ="logout+jwt")


def without_none(claims: Claims) -> Claims:
    return {name: value for name, value in claims.items() if value is not None}


def test_all_sessions_of_a_subject_end_and_those_of_others_and_of_other_ways_do_not(
    browser: Browser, world: World, provider: HostileProvider, connection: UUID
) -> None:
    another_device, somebody_else = browser.another(), browser.another()
    another_way = browser.another().signs_in(Role.WORKER)
    browser.signs_on(connection, provider, "ann")
    another_device.signs_on(connection, provider, "ann")
    somebody_else.signs_on(connection, provider, "bob")
    other_connection = connect(
        world, provider.issuer, group_map=[{"group": "all", "role": "hr", "employer_id": str(world.employer_id)}]
    )
    elsewhere = browser.another()
    elsewhere.signs_on(other_connection, provider, "ann")
    answer = send(browser, connection, signed(provider))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert not browser.is_signed_in()
    assert not another_device.is_signed_in()
    assert somebody_else.is_signed_in()
    assert elsewhere.is_signed_in()
    assert another_way.is_signed_in()


def test_one_session_over_there_ends_one_here(browser: Browser, provider: HostileProvider, connection: UUID) -> None:
    other = browser.another()
    provider.says = lambda claims: claims | {"groups": ["all"], "sid": "one"}
    browser.signs_on(connection, provider, "ann")
    provider.says = lambda claims: claims | {"groups": ["all"], "sid": "two"}
    other.signs_on(connection, provider, "ann")
    assert send(browser, connection, signed(provider, sub=None, sid="one")).status_code == 200
    assert not browser.is_signed_in()
    assert other.is_signed_in()


def test_a_session_of_the_same_name_of_somebody_else_goes_on(
    browser: Browser, provider: HostileProvider, connection: UUID
) -> None:
    provider.says = lambda claims: claims | {"groups": ["all"], "sid": "one"}
    browser.signs_on(connection, provider, "ann")
    assert send(browser, connection, signed(provider, sub="bob", sid="one")).status_code == 200
    assert browser.is_signed_in()


REFUSED: list[tuple[str, Callable[[HostileProvider], str]]] = [
    ("no token", lambda provider: ""),  # noqa: ARG005
    ("no token at all", lambda provider: "a.b.c"),  # noqa: ARG005
    ("another type", lambda provider: sign(notice(provider), provider.key, typ="JWT")),
    ("no type", lambda provider: sign(notice(provider), provider.key)),
    ("no signature", lambda provider: unsigned(notice(provider))),
    ("a shared secret", lambda provider: shared(notice(provider), provider.key.as_pem(private=False), "first")),
    ("another algorithm", lambda provider: sign(notice(provider), provider.key, "RS512", typ="logout+jwt")),
    ("another audience", lambda provider: signed(provider, aud="another-client")),
    ("no audience", lambda provider: signed(provider, aud=None)),
    ("another issuer", lambda provider: signed(provider, iss="https://elsewhere.example")),
    ("no events", lambda provider: signed(provider, events=None)),
    ("another event", lambda provider: signed(provider, events={"http://elsewhere.example": {}})),
    ("an event that is none", lambda provider: signed(provider, events={EVENT: "yes"})),
    ("a nonce", lambda provider: signed(provider, nonce="x")),
    ("an empty nonce", lambda provider: sign(notice(provider) | {"nonce": None}, provider.key, typ="logout+jwt")),
    ("no id", lambda provider: signed(provider, jti=None)),
    ("a long id", lambda provider: signed(provider, jti="x" * 256)),
    ("no time", lambda provider: signed(provider, iat=None)),
    ("of four minutes ago", lambda provider: signed(provider, iat=int(time.time()) - 240)),
    ("ended", lambda provider: signed(provider, exp=int(time.time()) - 31)),
    ("nobody", lambda provider: signed(provider, sub=None)),
    ("a name that is none", lambda provider: signed(provider, sub=["ann"])),
]


@pytest.mark.parametrize("token", [case[1] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_a_notice_that_does_not_hold_ends_nothing(
    browser: Browser, provider: HostileProvider, connection: UUID, token: Callable[[HostileProvider], str]
) -> None:
    browser.signs_on(connection, provider, "ann")
    answer = send(browser, connection, token(provider))
    assert (answer.status_code, answer.json) == (400, {"error": "invalid_request"})
    assert answer.headers["Cache-Control"] == "no-store"
    assert browser.is_signed_in()


def test_a_notice_counts_once(browser: Browser, provider: HostileProvider, connection: UUID) -> None:
    browser.signs_on(connection, provider, "ann")
    token = signed(provider)
    assert send(browser, connection, token).status_code == 200
    browser.signs_on(connection, provider, "ann")
    assert send(browser, connection, token).status_code == 400
    assert browser.is_signed_in()


def test_the_token_of_a_sign_on_ends_no_session(browser: Browser, provider: HostileProvider, connection: UUID) -> None:
    browser.signs_on(connection, provider, "ann")
    assert send(browser, connection, provider.id_token("ann", None)).status_code == 400
    assert browser.is_signed_in()


def test_a_key_of_somebody_else_ends_nothing(
    browser: Browser, provider: HostileProvider, connection: UUID, second_key: RSAKey
) -> None:
    browser.signs_on(connection, provider, "ann")
    token = sign(notice(provider), second_key, typ="logout+jwt", kid="first")
    assert send(browser, connection, token).status_code == 400
    assert browser.is_signed_in()


def test_a_closed_connection_takes_no_notice_and_nobody_learns_which_exist(
    browser: Browser, world: World, provider: HostileProvider, connection: UUID
) -> None:
    change(world, connection, state=ConnectionState.OFF)
    closed = send(browser, connection, signed(provider))
    unknown = send(browser, uuid4(), signed(provider))
    assert (closed.status_code, closed.data) == (unknown.status_code, unknown.data) == (400, closed.data)
