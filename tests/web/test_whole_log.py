"""Whatever a request carries, on whatever address: no word of it gets into the log."""

import json
import logging
from collections.abc import Iterator

import pytest
from flask import Flask
from tests.builders import World, bearer, build_world, open_informed_case
from tests.logs import Stream, caught
from tests.web.whole import Browser, address_of
from werkzeug.routing import Rule

from handrail.entrypoints.app import create_app
from handrail.identity.web import public
from handrail.kit.codes import Role
from handrail.kit.settings import Settings
from handrail.web.security import CSRF_FIELD, CSRF_HEADER

WORD = "tr3asur3"
FIELDS = (
    "after", "before", "body", "code", "consent", "email", "filter", "key", "message", "name", "next", "note", "open",
    "page", "q", "query", "reason", "search", "secret", "state", "text", "then", "token", "why", "words",
)  # fmt: skip
"""Names under which views read something; each is sent to each address."""


@pytest.fixture(scope="module")
def app(database: Settings) -> Flask:  # noqa: ARG001 - its settings are read at boot
    app = create_app()

    @public("a test")
    def broken(word: str) -> None:
        held = {"note": word}
        raise ValueError(f"could not read {held}")

    app.add_url_rule("/broken/<word>", "broken", broken)
    return app


@pytest.fixture(scope="module")
def world(database: Settings) -> World:  # noqa: ARG001 - the rows lie there
    made = build_world()
    open_informed_case(made)
    return made


@pytest.fixture
def log() -> Iterator[Stream]:
    """Everything that the whole process logs, as it would stand in a file."""
    with caught(logging.DEBUG) as stream:
        yield stream


def planted(place: str) -> str:
    """Return a word that says where it was put."""
    return f"{WORD}-{place}"


def ask(browser: Browser, method: str, rule: Rule, token: dict[str, str]) -> None:
    """Send one request with a word in everything that it carries."""
    sent = {name: planted(name) for name in FIELDS}
    headers = {
        "User-Agent": planted("agent"),
        "Referer": f"http://localhost/cases?q={planted('referer')}",
        "X-Request-Id": planted("request"),
        "X-Forwarded-For": planted("forwarded"),
        "If-Match": planted("match"),
        "Idempotency-Key": planted("idempotency"),
        "traceparent": planted("trace"),
        "Accept-Language": planted("language"),
    }
    path = address_of(rule, planted("address"))
    for told in ({"Sec-Fetch-Site": "same-origin", CSRF_HEADER: browser.token}, token):
        options = {"json": sent} if path.startswith("/api/") else {"data": sent | {CSRF_FIELD: browser.token}}
        browser.send(method, path, headers | told, query_string=sent, **({} if method == "GET" else options))


SLOW = [pytest.param(role, marks=pytest.mark.slow) for role in (None, Role.COORDINATOR, Role.WORKER, Role.HR)]


@pytest.mark.parametrize("role", [Role.SUPERVISOR, *SLOW])
def test_no_word_of_a_request_gets_into_the_log(app: Flask, world: World, log: Stream, role: Role | None) -> None:
    browser = Browser(app, world if role else None, role)
    token = bearer(world, role) if role else {"Authorization": f"Bearer {planted('bearer')}"}
    count = 0
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            if rule.endpoint != "identity.sign_out":  # the session is still needed
                ask(browser, method, rule, token)
                count += 2
    written = log.getvalue()
    lines = [json.loads(line) for line in written.splitlines()]
    assert (
        sum(line["event"] == "request" for line in lines) > count / 2
    )  # most were noted, so there was what to look at
    assert [line for line in written.splitlines() if WORD in line] == []
    people = ["Invented", "example.test", "+31 20", browser.token, token["Authorization"].split()[1]]
    assert [word for word in people if word in written] == []


def test_a_fault_with_words_in_it_is_told_by_its_kind_alone(app: Flask, log: Stream) -> None:
    browser = Browser(app)
    answer = browser.send("GET", f"/broken/{planted('fault')}")
    written = log.getvalue()
    assert answer.status_code == 500
    assert "ValueError" in written
    assert WORD not in written
    assert WORD not in answer.text


def test_an_ordinary_log_would_have_held_them(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    """Shows that the words do reach the loggers: the gate is what keeps them."""
    with caplog.at_level(logging.ERROR):
        Browser(app).send("GET", f"/broken/{planted('fault')}")
    assert WORD in caplog.text
