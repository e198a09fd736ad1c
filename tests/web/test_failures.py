import logging
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from flask_smorest import Api, Blueprint
from marshmallow import Schema, fields

from handrail.kit.errors import Conflict, FieldProblem, Forbidden, Invalid, NotFound
from handrail.web.checks import assert_well_formed
from handrail.web.failures import _collect

SAME = {"Sec-Fetch-Site": "same-origin"}
AppMaker = Callable[..., Flask]


class _Inner(Schema):
    on = fields.Date(required=True)


class _Body(Schema):
    first_day = fields.Date(required=True)
    rows = fields.List(fields.Nested(_Inner))


@pytest.fixture
def app(make_app: AppMaker) -> Flask:
    app = make_app()
    raised: dict[str, Any] = {
        "hidden": lambda: (_ for _ in ()).throw(NotFound("Sanne's case is closed to you.")),
        "gone": lambda: abort(404),
        "conflict": lambda: (_ for _ in ()).throw(Conflict("Version 4 was made since.")),
        "forbidden": lambda: (_ for _ in ()).throw(Forbidden()),
        "bug": lambda: 1 // 0,
        "slow": lambda: abort(429),
    }
    for name, view in raised.items():
        app.add_url_rule(f"/{name}", name, view)
        app.add_url_rule(f"/api/v1/{name}", f"api-{name}", view)
    return app


def test_what_may_not_be_known_and_what_is_not_there_look_the_same(client: FlaskClient) -> None:
    def page(address: str) -> str:
        response = client.get(address)
        assert response.status_code == 404
        nonce = response.headers["Content-Security-Policy"].split("nonce-")[1].split("'")[0]
        return response.text.replace(nonce, "N").replace(address, "/A")

    assert page("/hidden") == page("/gone") == page("/nowhere")
    bodies = [client.get(f"/api/v1/{name}").data for name in ("hidden", "gone", "nowhere")]
    assert len(set(bodies)) == 1
    assert b"Sanne" not in bodies[0]


def test_a_fault_of_ours_shows_one_id_and_the_log_has_it(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "handrail.web"):
        page = client.get("/bug")
    assert page.status_code == 500
    record = caplog.records[0]
    assert record.correlation_id in page.text  # type: ignore[attr-defined]
    assert "ZeroDivisionError" not in page.text
    assert record.exc_info
    assert record.exc_info[0] is ZeroDivisionError
    assert_well_formed(page.text)


def test_the_api_answers_in_problem_details(client: FlaskClient) -> None:
    response = client.get("/api/v1/conflict")
    assert (response.status_code, response.content_type) == (409, "application/problem+json")
    assert response.get_json(force=True) == {
        "type": "/problems/conflict",
        "title": "This can not be done now",
        "status": 409,
        "detail": "Version 4 was made since.",
    }
    fault = client.get("/api/v1/bug").get_json(force=True)
    assert set(fault) == {"type", "title", "status", "correlation_id"}


def test_who_asks_for_json_elsewhere_gets_it_too(client: FlaskClient) -> None:
    assert client.get("/conflict", headers={"Accept": "application/json"}).content_type == "application/problem+json"
    assert client.get("/conflict", headers={"Accept": "*/*"}).content_type == "text/html; charset=utf-8"


@pytest.mark.parametrize("name", ["conflict", "forbidden", "slow", "gone"])
def test_an_error_page_is_a_page(client: FlaskClient, name: str) -> None:
    html = client.get(f"/{name}").text
    assert_well_formed(html)
    assert 'href="#help"' in html
    assert "<h1>" in html


def test_htmx_gets_a_note_in_the_place_for_notes(client: FlaskClient) -> None:
    response = client.get("/conflict", headers={"HX-Request": "true"})
    assert response.status_code == 409
    assert response.headers["HX-Retarget"] == "#flash"
    assert response.text.strip().startswith('<div class="note stop">')
    assert "Version 4 was made since." in response.text


def test_a_wrong_method_says_which_ones_work(client: FlaskClient) -> None:
    for address in ("/conflict", "/api/v1/conflict"):
        response = client.put(address, headers={**SAME, "Authorization": "Bearer x"})
        assert response.status_code in {403, 405}
    response = client.get("/language")
    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) == {"POST", "OPTIONS"}


def test_even_a_broken_frame_gives_an_answer(make_app: AppMaker) -> None:
    def broken() -> str:
        raise ConnectionError

    for hook in ("shell", "session_id", "chosen_locale", "tenant_locale"):
        client = make_app(**{hook: broken}).test_client()
        response = client.get("/_gallery")
        assert response.status_code == 500
        assert "Something went wrong on our side" in response.text
        assert "ConnectionError" not in response.text


def test_the_api_points_at_each_wrong_value() -> None:
    app = Flask("api", static_folder=None)
    app.config.update(API_TITLE="t", API_VERSION="v1", OPENAPI_VERSION="3.1.0")
    api = Api(app)
    blueprint = Blueprint("things", __name__)

    @blueprint.route("/things", methods=["POST"])
    @blueprint.arguments(_Body)
    def post(body: dict[str, Any]) -> str:
        return str(body)

    @blueprint.route("/refused")
    def refused() -> str:
        raise Invalid(problems=[FieldProblem("/first_day", "This day is ahead.")])

    api.register_blueprint(blueprint, url_prefix="/api/v1")
    from handrail.web.install import install  # noqa: PLC0415 - after the API, as the app does
    from handrail.web.shell import Hooks  # noqa: PLC0415 - same

    install(app, Hooks(secret_key=b"k" * 32))
    client = app.test_client()
    response = client.post("/api/v1/things", json={"rows": [{"on": "x"}]}, headers={"Authorization": "Bearer x"})
    assert response.status_code == 422
    assert response.content_type == "application/problem+json"
    body = response.get_json(force=True)
    assert {error["pointer"] for error in body["errors"]} == {"/first_day", "/rows/0/on"}
    refused_body = client.get("/api/v1/refused").get_json(force=True)
    assert refused_body["errors"] == [{"pointer": "/first_day", "detail": "This day is ahead."}]


def test_pointers_escape_what_json_pointer_reserves() -> None:
    found: list[dict[str, str]] = []
    _collect({"a/b~c": ["x"], "_schema": ["whole"]}, "", found)
    assert found == [{"pointer": "/a~1b~0c", "detail": "x"}, {"pointer": "", "detail": "whole"}]
