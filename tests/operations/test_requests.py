"""One line a request, which holds nothing that came with it; one id, by which a person and a log mean the same."""

import json
import re
import uuid
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from tests.builders import World, bearer, build_neighbour, build_world, open_case, sign_in

from handrail.entrypoints import logs
from handrail.kit import jobs, outbox
from handrail.kit.codes import Role
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.settings import Settings, configure

SECRET = "Bakker-has-a-bad-back-4711"
FORM = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(scope="module")
def world(database: Settings) -> World:
    assert database
    return build_world()


@pytest.fixture
def browser(app: Flask, world: World) -> FlaskClient:
    client = app.test_client()
    sign_in(client, world, Role.COORDINATOR)
    return client


@pytest.fixture
def behind_a_proxy(database: Settings) -> Iterator[None]:
    configure(replace(database, proxies=1))
    yield
    configure(database)


def test_a_request_is_one_line_of_ids_and_numbers(log: Any, browser: FlaskClient, world: World) -> None:
    answer = browser.get(f"/cases?q={SECRET}")
    (line,) = log.events("request")
    assert line.pop("ms") >= 0
    assert line.pop("statements") > 1
    assert line.pop("request") == answer.headers["X-Request-Id"]
    del line["time"]
    assert line == {
        "level": "info", "process": "web", "event": "request", "method": "GET", "endpoint": "cases.index",
        "status": 200, "tenant": str(world.tenant_id), "person": str(world.people[Role.COORDINATOR]),
        "role": "coordinator",
    }  # fmt: skip


def broken(*_given: Any, **_named: Any) -> Any:
    """Raise what quotes a value three ways: in its own message, in its cause's and in a statement's parameters."""
    with tenant_session(engine_context(uuid.uuid4())) as session:
        try:
            session.execute(text("select cast(:said as integer)"), {"said": SECRET})
        except Exception as problem:
            raise ValueError(f"could not keep {SECRET}") from problem


def test_what_was_refused_says_why(log: Any, app: Flask, browser: FlaskClient) -> None:
    browser.get("/cases")
    browser.get("/operator/jobs")
    browser.get(f"/cases/{uuid.uuid4()}")
    browser.post("/account/role", data={"role": "auditor"})
    stranger = app.test_client()
    stranger.get("/api/v1/cases")
    page = stranger.get(f"/sign-in/{'0' * 64}").text
    fields = dict(re.findall(r'name="(csrf_token|idempotency_key)" value="([^"]+)"', page))
    stranger.post(f"/sign-in/{'0' * 64}", headers=FORM, data=fields)
    assert [line.get("problem") for line in log.events("request")] == [
        None, "not-found", "not-found", "forged-request", "sign-in-required", None, "link-spent",
    ]  # fmt: skip
    denied = log.events("access.denied")
    assert [line["act"] for line in denied] == ["outbox.read", "case.read"]
    assert {line["request"] for line in denied} == {line["request"] for line in log.events("request")[1:3]}


def test_what_is_unknown_is_noted_as_what_is_denied(log: Any, browser: FlaskClient, world: World) -> None:
    neighbour = build_neighbour(world)
    for case_id in (open_case(neighbour), uuid.uuid4()):
        assert browser.get(f"/cases/{case_id}").status_code == 404
    lines = [{key: line[key] for key in line.keys() - {"time", "request"}} for line in log.events("access.denied")]
    assert len(lines) == 2
    assert lines[0] == lines[1]


@pytest.mark.rule("PRI-4")
def test_nothing_that_comes_with_a_request_reaches_the_log(
    log: Any, app: Flask, browser: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.view_functions, "home", broken)
    telling = {
        "User-Agent": SECRET, "Referer": SECRET, "X-Request-Id": SECRET, "traceparent": SECRET,
        "Cookie": f"hr={SECRET}", "X-Forwarded-For": SECRET, "Accept-Language": SECRET, "Idempotency-Key": SECRET,
    }  # fmt: skip
    program = app.test_client()
    asked = [
        browser.get("/", query_string={"q": SECRET, SECRET: "x"}),
        browser.get(f"/{SECRET}"),
        browser.get(f"/sign-in/{SECRET}"),
        program.get("/", headers=telling),
        program.get("/sign-in", headers=telling),
        program.get("/api/v1/cases", headers={"Authorization": f"Bearer {SECRET}"}),
        program.get("/api/v1/cases", headers=bearer(world, Role.COORDINATOR), query_string={"after": SECRET}),
        program.open("/sign-in", method="GET", headers={"Host": f"{SECRET}.localhost"}),
        program.open("/sign-in", method=SECRET[:6].upper()),
        program.post("/api/v1/account/notification-preferences", json={"quiet_from": SECRET, SECRET: 1}),
        program.put(
            "/api/v1/account/notification-preferences",
            json={"email": SECRET, "quiet_from": SECRET, SECRET: SECRET},
            headers=bearer(world, Role.WORKER),
        ),
        program.post("/csp-reports", json=[{"body": {"effectiveDirective": SECRET, "blockedURL": f"/x?{SECRET}"}}]),
    ]
    token = re.findall(r'csrf_token" value="([^"]+)', program.get("/sign-in").text)[0]
    form = {
        "csrf_token": token,
        "idempotency_key": str(uuid.uuid4()),
        "consultancy": SECRET,
        "email": f"{SECRET}@x.test",
    }
    asked.append(program.post("/sign-in", data=form, headers=FORM))
    asked.append(program.post("/sign-in", data=form | {"csrf_token": SECRET}, headers=FORM))
    assert {answer.status_code for answer in asked} >= {200, 401, 403, 404, 422, 500}
    assert len(log.events("request")) == len(asked) + 1
    assert len(log.events("request_failed")) == 2
    assert SECRET.lower() not in log.getvalue().lower()
    assert "Bakker" not in log.getvalue()


def test_nothing_that_a_job_quotes_reaches_the_log(log: Any, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(
        jobs._actors,  # noqa: SLF001 - one actor, for this test alone
        "test.broken",
        jobs.OutboxActor("test.broken", "test", broken, 60, ()),
    )
    with world.engine() as session:
        row = outbox.publish(session, "test", "test.broken", {"note": SECRET}, key=SECRET)
    assert jobs.run_row(world.tenant_id, row)
    (line,) = log.events("job.failed")
    assert (line["row"], line["tenant"], line["actor"]) == (str(row), str(world.tenant_id), "test.broken")
    assert (line["attempt"], line["error"]) == (1, "ValueError")
    assert line["causes"][:2] == ["DataError", "InvalidTextRepresentation"]
    assert "Bakker" not in log.getvalue()


def test_nothing_that_a_statement_quotes_reaches_the_log_of_our_own_server(servers: Any, world: World) -> None:
    assert world
    with pytest.raises(ValueError, match="could not keep"):
        broken()
    said = servers.postgres.log.read_text("utf-8", "replace")
    assert "ready to accept connections" in said
    assert "Bakker" not in said


def test_a_fault_is_logged_once_under_the_number_that_the_person_is_shown(
    log: Any, app: Flask, browser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.view_functions, "home", broken)
    answer = browser.get("/")
    (fault,) = log.events("request_failed")
    assert answer.status_code == 500
    assert fault["request"] == answer.headers["X-Request-Id"]
    assert f"give this number: {fault['request']}" in answer.text
    assert SECRET not in answer.text
    program = app.test_client().get("/", headers={"Accept": "application/json"})
    assert json.loads(program.data)["correlation_id"] == program.headers["X-Request-Id"]


def test_a_number_from_outside_counts_only_behind_a_proxy_of_ours(log: Any, app: Flask) -> None:
    given = uuid.uuid4().hex
    assert app.test_client().get("/sign-in", headers={"X-Request-Id": given}).headers["X-Request-Id"] != given
    assert log.events("request")


@pytest.mark.usefixtures("behind_a_proxy")
@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("0192f3c4d5e6778899aabbccddeeff00", True),
        ("0192f3c4-d5e6-7788-99aa-bbccddeeff00", True),
        ("0192F3C4D5E6778899AABBCCDDEEFF00", False),
        ("bakker", False),
        ("0192f3c4d5e6778899aabbccddeeff00\u00e9", False),
        ("0" * 64, False),
    ],
)
def test_a_proxys_number_is_kept_where_it_is_one(app: Flask, given: str, kept: bool) -> None:  # noqa: FBT001
    answer = app.test_client().get("/sign-in", headers={"X-Request-Id": given})
    assert (answer.headers["X-Request-Id"] == given.replace("-", "")) is kept


def test_what_is_logged_inside_a_request_or_a_job_says_in_which(log: Any, app: Flask, world: World) -> None:
    app.test_client().post("/csp-reports", json=[{"body": {"effectiveDirective": "img-src"}}])
    report, line = log.events("csp_report")[0], log.events("request")[0]
    assert (report["directive"], report["request"]) == ("img-src", line["request"])
    with world.engine() as session:
        row = outbox.publish(session, "test", "test.unknown", {}, key=str(uuid.uuid4()))
    jobs.run_row(world.tenant_id, row)
    assert log.events("job.failed")[0]["row"] == str(row)
    assert "request" not in log.events("job.failed")[0]


def test_questions_of_machines_are_not_written_down(log: Any, app: Flask) -> None:
    for path in ("/healthz", "/readyz", "/metrics"):
        app.test_client().get(path)
    assert log.events("request") == []


def test_gunicorn_is_told_by_its_place(log: Any) -> None:
    from gunicorn.config import Config  # noqa: PLC0415 - this test's alone

    from handrail.entrypoints.web import Quiet  # noqa: PLC0415

    quiet = Quiet(Config())
    quiet.error("Error handling request %s", f"/sign-in/{SECRET}")
    (line,) = log.events("library")
    assert (line["library"], line["level"]) == ("gunicorn.error", "error")
    assert line["place"].startswith("test_requests.py:")
    assert SECRET not in log.getvalue()
    assert logs.Writer("web", log).form is json.dumps
