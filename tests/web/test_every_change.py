"""No address of the whole URL map changes anything for a page of somebody else."""

from collections.abc import Iterator

import pytest
from flask import Flask
from tests.builders import World, build_world
from tests.web.whole import BASE, METHODS, Browser, address_of, unsafe_routes
from werkzeug.routing import Rule

from handrail.entrypoints.app import create_app
from handrail.identity.web import declared
from handrail.kit.codes import Role
from handrail.kit.settings import Settings
from handrail.web import security

FORGED = "/problems/forged-request"
HERE = {"Sec-Fetch-Site": "same-origin"}
STRANGERS: dict[str, dict[str, str]] = {
    "a page elsewhere": {"Sec-Fetch-Site": "cross-site"},
    "a page elsewhere that sends its origin": {"Sec-Fetch-Site": "cross-site", "Origin": BASE},
    "another subdomain": {"Sec-Fetch-Site": "same-site"},
    "an address that was typed": {"Sec-Fetch-Site": "none"},
    "an old browser elsewhere": {"Origin": "https://evil.example"},
    "an old browser in a frame without origin": {"Origin": "null"},
    "nobody who says": {},
}
EXEMPT = {
    "web.csp_report": (204, "browsers send reports by themselves; nothing is stored"),
    "identity_oidc.back_channel": (404, "a provider's server calls, with a token that it signed"),
    "identity_programs_api.give_token": (400, "programs only, with an id and a secret; no session is looked at"),
    "identity_scim.protocol.": (401, "programs only, each with its bearer token; no session is looked at"),
}
"""Views that take a change from anywhere, by their endpoint or how it begins: what they answer to a page, and why."""


@pytest.fixture(scope="module")
def app(database: Settings) -> Flask:  # noqa: ARG001 - its settings are read at boot
    return create_app()


@pytest.fixture(scope="module")
def world(database: Settings) -> World:  # noqa: ARG001 - the rows lie there
    return build_world()


@pytest.fixture(params=[Role.COORDINATOR, None], ids=["signed in", "signed out"])
def browser(request: pytest.FixtureRequest, app: Flask, world: World) -> Browser:
    return Browser(app, world if request.param else None, request.param)


def guarded(app: Flask) -> Iterator[tuple[str, Rule]]:
    for method, rule in unsafe_routes(app):
        if not is_exempt(rule.endpoint):
            yield method, rule


def is_exempt(endpoint: str) -> bool:
    return any(endpoint == name or (name.endswith(".") and endpoint.startswith(name)) for name in EXEMPT)


def passed(browser: Browser, headers: dict[str, str], token: str | None) -> list[str]:
    """Return what was not refused as forged: method, address and status."""
    found = []
    for method, rule in guarded(browser.app):
        fields = {security.CSRF_FIELD: token} if token else {}
        told = headers | ({security.CSRF_HEADER: token} if token else {})
        answer = browser.send(method, address_of(rule), told, data=fields)
        if (answer.status_code, (answer.get_json(silent=True, force=True) or {}).get("type")) != (403, FORGED):
            found.append(f"{method} {rule.rule}: {answer.status_code}")
    return found


def test_the_map_has_many_changes_and_few_exempt_views(app: Flask) -> None:
    assert len([*guarded(app)]) > 80
    marked = {name for name, view in app.view_functions.items() if "csrf_exempt" in getattr(view, "__dict__", {})}
    assert {name for name in marked if not is_exempt(name)} == set()
    assert {name for name in EXEMPT if not [each for each in marked if each.startswith(name)]} == set()


def test_an_exempt_view_does_nothing_for_the_session_of_a_browser(app: Flask, world: World) -> None:
    browser = Browser(app, world, Role.CONSULTANCY_ADMIN)
    answers: dict[str, set[int]] = {name: set() for name in EXEMPT}
    for method, rule in unsafe_routes(app):
        for name in EXEMPT:
            if rule.endpoint.startswith(name):
                answer = browser.send(method, address_of(rule), STRANGERS["a page elsewhere"], json={})
                answers[name].add(answer.status_code)
    assert answers == {name: {status} for name, (status, _why) in EXEMPT.items()}


def test_no_change_passes_without_the_token_of_the_session(browser: Browser) -> None:
    assert passed(browser, HERE, None) == []


def test_no_change_passes_with_the_token_of_somebody_else(browser: Browser, app: Flask, world: World) -> None:
    assert passed(browser, HERE, Browser(app, world, Role.HR).token) == []


@pytest.mark.parametrize("stranger", STRANGERS)
def test_no_change_passes_from_a_page_that_is_not_ours(browser: Browser, stranger: str) -> None:
    assert passed(browser, STRANGERS[stranger], browser.token) == []


def test_who_shows_the_credential_of_a_program_does_not_act_with_the_session(app: Flask, world: World) -> None:
    browser = Browser(app, world, Role.COORDINATOR)
    found = passed(browser, STRANGERS["a page elsewhere"] | {"Authorization": "Bearer x"}, None)
    public = {f"{m} {r.rule}" for m, r in guarded(app) if declared(app.view_functions[r.endpoint], m) == "public"}
    assert {each for each in found if not each.endswith((": 401", ": 404"))} == {
        each for each in found if each.partition(":")[0] in public and not each.endswith((": 401", ": 404"))
    }


def test_no_answer_lets_a_page_elsewhere_send_credentials_or_read(app: Flask, world: World) -> None:
    browser = Browser(app, world, Role.COORDINATOR)
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    for path in sorted({address_of(rule) for rule in app.url_map.iter_rules()}):
        told = browser.send("OPTIONS", path, asked | {"Access-Control-Request-Headers": "authorization"}).headers
        assert not [name for name in told.keys() if name.lower().startswith("access-control-")], path  # noqa: SIM118 - headers iterate as pairs


def test_a_page_of_ours_with_its_token_is_never_called_forged(app: Flask, world: World) -> None:
    browser = Browser(app, world, Role.HR)
    answer = browser.send("POST", "/language", HERE, data={security.CSRF_FIELD: browser.token, "language": "nl"})
    assert answer.status_code == 303


def test_without_the_check_every_change_would_pass(app: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = Browser(app, world, Role.COORDINATOR)
    before = app.before_request_funcs[None]
    monkeypatch.setitem(
        app.before_request_funcs, None, [each for each in before if each is not security.refuse_forgery]
    )
    assert browser.send("POST", "/language", STRANGERS["a page elsewhere"]).status_code == 303
    assert len(passed(browser, STRANGERS["a page elsewhere"], None)) > 80


@pytest.mark.slow
def test_a_method_that_an_address_does_not_have_is_answered_with_those_it_has(app: Flask, world: World) -> None:
    browser = Browser(app, world, Role.COORDINATOR)
    adapter = app.url_map.bind("localhost")
    wrong, asked = [], 0
    for path in sorted({address_of(rule) for rule in app.url_map.iter_rules()}):
        allowed = set(adapter.allowed_methods(path))
        for method in set(METHODS) - allowed:
            told = HERE | {security.CSRF_HEADER: browser.token}
            answer = browser.send(method, path, told)
            asked += 1
            if answer.status_code != 405 or {*answer.headers.get("Allow", "").split(", ")} != allowed:
                wrong.append(f"{method} {path}: {answer.status_code} {answer.headers.get('Allow')}")
    assert asked > 300
    assert wrong == []
