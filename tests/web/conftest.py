"""A small app with the page shell and nothing else: pages need no database."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from handrail.web.install import install
from handrail.web.shell import HelpLine, Hooks, NavGroup, NavItem, Shell

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
NAVIGATION = (
    NavGroup((NavItem("Today", "/today", "check", 10), NavItem("Cases", "/_gallery", "people", 38))),
    NavGroup((NavItem("Back within 14 days", "/cases?filter=back", count=3),), "Saved filters"),
)


def shell() -> Shell:
    return Shell(
        kind="coordinator",
        organisation="Kade Reintegration (Demo)",
        viewer="Noor Adriaens",
        account_href="/account",
        sign_out_href="/sign-out",
        search_href="/cases",
        navigation=NAVIGATION,
        help_lines=(HelpLine("Not well, or in danger?", "112", "tel:112"),),
        demo=True,
    )


AppMaker = Callable[..., Flask]


@pytest.fixture
def make_app() -> AppMaker:
    def make(**hooks: object) -> Flask:
        app = Flask("handrail-test", static_folder=None)
        given = {"secret_key": b"k" * 32, "session_id": lambda: "session-1", "shell": shell, "development": True}
        install(app, Hooks(**(given | hooks)))  # type: ignore[arg-type]  # the tests name what they replace
        return app

    return make


@pytest.fixture
def app(make_app: AppMaker) -> Flask:
    return make_app()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def token(app: Flask) -> str:
    from handrail.web.security import csrf_token  # noqa: PLC0415 - needs the app's context

    with app.test_request_context():
        return csrf_token()
