import re
from collections.abc import Callable

import pytest
from flask import Flask, Response, jsonify
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from handrail.web.security import (
    HEADERS,
    allow_form_action,
    content_security_policy,
    csrf_token,
    exempt_from_csrf,
    safe_target,
)

SAME = {"Sec-Fetch-Site": "same-origin"}
POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-R'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types htmx; report-to csp"
)
AppMaker = Callable[..., Flask]


@pytest.fixture
def app(make_app: AppMaker) -> Flask:
    app = make_app()

    @app.post("/act")
    def act() -> str:
        return "done"

    @app.post("/hook")
    @exempt_from_csrf("a webhook")
    def hook() -> str:
        return "taken"

    @app.get("/api/v1/thing")
    def thing() -> Response:
        return jsonify(a=1)

    @app.get("/sso")
    def sso() -> str:
        allow_form_action("https://idp.example.org")
        return "form"

    @app.get("/cases/<int:number>")
    def case(number: int) -> str:
        return str(number)

    return app


def test_the_policy_is_the_one_that_was_decided() -> None:
    assert content_security_policy("R") == POLICY


@pytest.mark.parametrize("address", ["/_gallery", "/nothing", "/api/v1/thing", "/api/v1/nothing", "/static/x/mark.svg"])
def test_every_answer_carries_the_headers(client: FlaskClient, address: str) -> None:
    headers = client.get(address).headers
    for name, value in HEADERS.items():
        assert headers[name] == value
    assert re.sub(r"nonce-[\w-]+", "nonce-R", headers["Content-Security-Policy"]) == POLICY
    assert headers["Reporting-Endpoints"] == 'csp="/csp-reports"'


def test_nothing_but_static_files_may_be_kept(client: FlaskClient) -> None:
    for address in ("/_gallery", "/nothing", "/api/v1/thing"):
        assert client.get(address).headers["Cache-Control"] == "no-store"


def test_each_answer_has_its_own_nonce_in_policy_and_page(client: FlaskClient) -> None:
    nonces = []
    for _time in range(2):
        response = client.get("/_gallery")
        found = re.search(r"'nonce-([\w-]{22})'", response.headers["Content-Security-Policy"])
        assert found
        assert set(re.findall(r'nonce="([^"]+)"', response.text)) == {found[1]}
        nonces.append(found[1])
    assert len(set(nonces)) == 2


def test_only_the_start_of_a_sign_on_may_lead_to_the_provider(client: FlaskClient) -> None:
    assert "form-action 'self' https://idp.example.org;" in client.get("/sso").headers["Content-Security-Policy"]
    assert "form-action 'self';" in client.get("/_gallery").headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Origin": "http://localhost"}, 200),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://evil.example"}, 200),  # the browser's own word wins
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, 403),
        ({"Origin": "http://localhost.evil.example"}, 403),
        ({"Origin": "https://localhost"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 403),
    ],
)
def test_a_change_needs_a_page_of_ours(client: FlaskClient, token: str, headers: dict[str, str], status: int) -> None:
    assert client.post("/act", data={"csrf_token": token}, headers=headers).status_code == status


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_change_needs_the_token_of_this_session(
    make_app: AppMaker, client: FlaskClient, token: str, method: str
) -> None:
    other = make_app(session_id=lambda: "session-2")
    with other.test_request_context():
        foreign = csrf_token()
    assert foreign != token
    for wrong in ({}, {"csrf_token": ""}, {"csrf_token": foreign}, {"csrf_token": "\udc80é"[1:]}):
        assert getattr(client, method)("/act", data=wrong, headers=SAME).status_code == 403


def test_the_token_may_come_in_a_header(client: FlaskClient, token: str) -> None:
    assert client.post("/act", json={}, headers={**SAME, "X-Handrail-Token": token}).status_code == 200


def test_a_refused_change_says_what_to_do_and_is_counted_as_ours(client: FlaskClient) -> None:
    response = client.post("/act", headers=SAME)
    assert "load the page again" in response.text
    problem = client.post("/act", headers={**SAME, "Accept": "application/json"})
    assert problem.json
    assert problem.json["type"] == "/problems/forged-request"


def test_a_marked_view_takes_posts_from_anywhere(client: FlaskClient) -> None:
    assert client.post("/hook").status_code == 200


def test_an_api_client_without_a_session_is_no_browser(make_app: AppMaker) -> None:
    bearer = {"Authorization": "Bearer x"}
    for session, status in (("session-1", 403), (None, 404)):
        app = make_app(session_id=lambda session=session: session)
        assert app.test_client().post("/api/v1/x", headers=bearer).status_code == status


def test_signed_out_forms_are_bound_to_the_browser(make_app: AppMaker) -> None:
    app = make_app(session_id=lambda: None)
    app.add_url_rule("/act", "act", lambda: "done", methods=["POST"])
    first, second = app.test_client(), app.test_client()
    found = re.search(r'name="csrf_token" value="(\w+)"', first.get("/nothing").text)
    assert found
    second.get("/nothing")
    assert second.post("/act", data={"csrf_token": found[1]}, headers=SAME).status_code == 403
    assert first.post("/act", data={"csrf_token": found[1]}, headers=SAME).status_code == 200
    cookie = first.get_cookie("hr-browser")
    assert cookie
    assert cookie.http_only
    assert cookie.same_site == "Lax"


def test_over_https_the_cookie_is_bound_to_the_host(make_app: AppMaker) -> None:
    client = make_app(session_id=lambda: None).test_client()
    header = client.get("/nothing", base_url="https://localhost").headers["Set-Cookie"]
    assert header.startswith("__Host-hr-browser=")
    assert "Secure" in header
    assert "Path=/" in header
    assert "Domain" not in header


def test_reports_of_the_policy_are_taken_and_not_answered(client: FlaskClient) -> None:
    assert client.post("/csp-reports", data=b"[{}]", content_type="application/reports+json").status_code == 204


@pytest.mark.parametrize("target", ["/cases/7", "/cases/7?tab=plan&x=/y", "/_gallery#part"])
def test_a_page_of_ours_is_a_target(app: Flask, target: str) -> None:
    with app.test_request_context():
        assert safe_target(target) == target


@pytest.mark.parametrize(
    "target",
    [
        None, "", "cases/7", "//evil.example/cases/7", "/\\evil.example", "\\\\evil.example", "https://evil.example",
        "javascript:alert(1)", "/cases/7\r\nSet-Cookie: a=b", "/\t/evil.example", "/nothing", "/act", "/cases/x",
        "///evil.example", "/cases/7\\..", " /cases/7",
    ],
)  # fmt: skip
def test_anything_else_leads_home(app: Flask, target: str | None) -> None:
    with app.test_request_context():
        assert safe_target(target, "/home") == "/home"


@given(st.text(max_size=40).map(lambda text: "/" + text))
def test_a_target_never_leaves_the_host(text: str) -> None:
    app = _app_of_everything()
    with app.test_request_context():
        target = safe_target(text)
    assert target.startswith("/")
    assert not target.startswith(("//", "/\\"))
    assert not set(target) & set("\r\n\t\\")


def _app_of_everything() -> Flask:
    if not _APPS:
        app = Flask("everything", static_folder=None)
        app.add_url_rule("/<path:anything>", "anything", lambda anything: anything)
        _APPS.append(app)
    return _APPS[0]


_APPS: list[Flask] = []
