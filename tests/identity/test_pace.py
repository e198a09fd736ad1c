"""What costs or takes much is counted for each session and each person, on every address of its kind."""

import inspect
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final
from uuid import UUID, uuid4

import pytest
import redis
from flask import Flask
from flask.testing import FlaskClient
from tests.builders import World, bearer, build_world, sign_in

from handrail.identity import limits
from handrail.identity.limits import CONSENTS, EXPORTS, REPORTS, SEARCHES, UPLOADS, Pace, pace_of
from handrail.identity.web import declared
from handrail.kit.codes import Role
from handrail.kit.limits import Limit, spend

NOTHING = UUID("01890000-0000-7000-8000-000000000000")
"""An id that nothing has; the same in every process of a run, which compare the names of their tests."""

pytestmark = pytest.mark.usefixtures("database", "valkey")
SAME: Final = {"Sec-Fetch-Site": "same-origin"}
SIGNS: Final = (
    (UPLOADS, re.compile(r"sent_of\(|location=\"files\"|request\.files")),
    (EXPORTS, re.compile(r"as_download\(|\"attachment\"")),
)
"""What the source of a view says of its kind."""
SEARCHED: Final = re.compile(
    r"location=\"query\"|args\.get\(\"(?:q|name|worker|which|participation)\"|_query\(|_chosen\(|_asked\("
)


@pytest.fixture(scope="module")
def world(database: object) -> World:
    del database
    return build_world()


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch, valkey: redis.Redis) -> None:
    """Every kind may be done twice in a session, and three times by a person."""
    del valkey
    kinds = {limit.name for pace in PACES.values() for limit in (pace.of_session, pace.of_person)}

    def spend_soon(limit: Limit, *key: object) -> None:
        if limit.name in kinds:
            limit = replace(limit, times=2 if limit.name.endswith("-session") else 3)
        spend(limit, *key)

    monkeypatch.setattr(limits, "spend", spend_soon)


PACES: Final[dict[str, Pace]] = {pace.of_session.name: pace for pace in (SEARCHES, REPORTS, EXPORTS, CONSENTS, UPLOADS)}


def routes(app: Flask) -> Iterator[tuple[str, str, str, str]]:
    """Yield method, rule, act and the view's source of everything that people or programs who are signed in ask for."""
    for rule in app.url_map.iter_rules():
        view: Any = app.view_functions[rule.endpoint]
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            act = declared(view, method)
            if act in {None, "public"}:
                continue
            handler = getattr(view.view_class, method.lower()) if hasattr(view, "view_class") else view
            yield method, rule.rule, str(act), inspect.getsource(inspect.unwrap(handler))


def test_every_address_of_a_kind_is_counted(app: Flask) -> None:
    seen: dict[str, set[str]] = {name: set() for name in PACES}
    for method, rule, act, source in routes(app):
        told = f"{method} {rule}"
        for pace, sign in SIGNS:
            if sign.search(source) and (pace is EXPORTS) == (method == "GET"):
                assert pace_of(method, rule) is pace, told
                seen[pace.of_session.name].add(told)
        if method != "GET" and act.startswith("report."):
            assert pace_of(method, rule) is REPORTS, told
            seen[REPORTS.of_session.name].add(told)
        if method != "GET" and (act.startswith(("consent.", "participation.")) or "consent" in rule):
            assert pace_of(method, rule) is CONSENTS, told
            seen[CONSENTS.of_session.name].add(told)
        if method == "GET" and SEARCHED.search(source) and "<" not in rule:
            assert pace_of(method, rule) is SEARCHES, told
            seen[SEARCHES.of_session.name].add(told)
    assert pace_of("GET", "/cases") is SEARCHES  # it is asked for by a function beside the view
    assert {pace_of("POST", rule) for rule in ("/absences/import", "/api/v1/absence-imports")} == {UPLOADS}
    few = {"search-session": 10, "report-session": 6, "export-session": 8, "consent-session": 8, "upload-session": 5}
    assert {name: len(found) >= few[name] for name, found in seen.items()} == dict.fromkeys(few, True), seen


@pytest.mark.parametrize(
    ("role", "method", "path"),
    [
        (Role.COORDINATOR, "GET", "/cases?q=somebody"),
        (Role.LEAD_COORDINATOR, "POST", "/reports/new"),
        (Role.COORDINATOR, "GET", f"/documents/{NOTHING}"),
        (Role.WORKER, "POST", f"/my-return/privacy/consents/{NOTHING}/withdraw"),
        (Role.WORKER, "POST", "/my-files"),
    ],
)
@pytest.mark.usefixtures("few")
def test_in_a_browser_one_waits_and_is_told_how_long_and_loses_nothing(
    app: Flask, world: World, role: Role, method: str, path: str
) -> None:
    browser = app.test_client()
    sign_in(browser, world, role)
    form = {
        "csrf_token": token_of(browser),
        "words": "What I wrote down, word by word",
        "idempotency_key": str(uuid4()),
    }
    sent = form if method == "POST" else None
    answers = [browser.open(path, method=method, data=sent, headers=SAME) for _time in range(3)]
    assert [answer.status_code == 429 for answer in answers] == [False, False, True]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 900
    page = answers[-1].text
    minutes = -(-int(answers[-1].headers["Retry-After"]) // 60)
    assert f"You can go on in {minutes} minute" in page
    assert ("What I wrote down, word by word" in page) == (method == "POST")
    assert (f'action="{path}"' in page) == (method == "POST")
    assert (f'href="{path}"' in page) == (method == "GET")
    elsewhere = app.test_client()
    sign_in(elsewhere, world, role)
    form["csrf_token"] = token_of(elsewhere)
    others = [elsewhere.open(path, method=method, data=sent, headers=SAME).status_code for _time in range(2)]
    assert [status == 429 for status in others] == [False, True]  # another session of theirs; then it is the person


@pytest.mark.usefixtures("few")
def test_what_waited_is_sent_by_one_press(app: Flask, world: World, valkey: redis.Redis) -> None:
    browser = app.test_client()
    sign_in(browser, world, Role.WORKER)
    path = f"/my-return/privacy/consents/{uuid4()}/withdraw"
    form = {"csrf_token": token_of(browser), "idempotency_key": str(uuid4())}
    page = [browser.post(path, data=form, headers=SAME) for _time in range(3)][-1].text
    valkey.flushall()  # the minutes are over
    sent = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.partition("<main")[2]))
    assert sent["idempotency_key"] == form["idempotency_key"]
    assert browser.post(path, data=sent, headers=SAME).status_code == 404  # looked at: there is no such consent


@pytest.mark.usefixtures("few")
def test_a_program_is_told_by_its_answer(app: Flask, world: World) -> None:
    client, headers = app.test_client(), bearer(world, Role.COORDINATOR)
    address = f"/api/v1/cases/{uuid4()}/consents/{uuid4()}/withdrawal"
    answers = [client.post(address, json={}, headers=headers | {"Idempotency-Key": str(uuid4())}) for _ in range(4)]
    assert [answer.status_code == 429 for answer in answers] == [False, False, False, True]
    assert answers[-1].mimetype == "application/problem+json"
    assert answers[-1].get_json()["type"] == "/problems/too-many-requests"
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 3600


@pytest.mark.usefixtures("few")
def test_turning_pages_and_looking_around_is_not_counted(app: Flask, world: World) -> None:
    browser = app.test_client()
    sign_in(browser, world, Role.COORDINATOR)
    for path in ("/cases", f"/cases?after={uuid4()}", "/today", "/account"):
        assert {browser.get(path).status_code for _time in range(4)} <= {200, 303}


def token_of(browser: FlaskClient) -> str:
    page = browser.get("/account").text
    return page.partition('name="csrf_token" value="')[2].partition('"')[0]
