"""The headers of every kind of answer of the whole application: all of them, and not one more."""

import re
from collections.abc import Callable

import pytest
from flask import Flask, Response
from tests.builders import World, bearer, build_world
from tests.web.whole import Browser
from werkzeug.test import TestResponse

from handrail.documents.delivery import as_download
from handrail.documents.models import Document
from handrail.documents.queries import Opened
from handrail.entrypoints.app import create_app
from handrail.identity.web import public
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.settings import Settings
from handrail.web.security import CSRF_HEADER

POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-R'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types htmx; report-to csp"
)
ALWAYS = {
    "Cache-Control": "no-store",
    "Content-Length": "N",
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
    "magnetometer=(), microphone=(), midi=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "Reporting-Endpoints": 'csp="/csp-reports"',
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Request-Id": "N",
}
WENT = {"Content-Type": "text/html; charset=utf-8"}
PAGE = WENT | {"Vary": "HX-Request, Cookie, Accept-Language"}
PROBLEM = {"Content-Type": "application/problem+json"}
HERE = {"Sec-Fetch-Site": "same-origin"}
HTMX = {"HX-Request": "true"}
HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def app(database: Settings) -> Flask:  # noqa: ARG001 - its settings are read at boot
    app = create_app()

    @public("a test")
    def broken() -> None:
        raise ZeroDivisionError

    @public("a test")
    def file() -> Response:
        document = Document(content_type="application/pdf", created_at=clock.now())
        return as_download(Opened(document, b"%PDF-1.7"))

    app.add_url_rule("/broken", "broken", broken)
    app.add_url_rule("/api/v1/broken", "api_broken", broken)
    app.add_url_rule("/a-file", "a_file", file)
    return app


@pytest.fixture(scope="module")
def world(database: Settings) -> World:  # noqa: ARG001 - the rows lie there
    return build_world()


@pytest.fixture(scope="module")
def browser(app: Flask, world: World) -> Browser:
    return Browser(app, world, Role.COORDINATOR)


def snapshot(answer: TestResponse) -> dict[str, str]:
    """Return all headers, without what differs each time."""
    told = dict(answer.headers)
    assert len(told) == len([*answer.headers]), "a header stands there twice"
    for name in ("Content-Length", "X-Request-Id"):
        if name in told:
            told[name] = "N"
    told["Content-Security-Policy"] = re.sub(r"nonce-[\w-]{22}", "nonce-R", told["Content-Security-Policy"])
    if "Allow" in told:
        told["Allow"] = ", ".join(sorted(told["Allow"].split(", ")))
    if "Content-Disposition" in told:
        told["Content-Disposition"] = re.sub(r"\d{4}-\d\d-\d\d", "DAY", told["Content-Disposition"])
    return told


Ask = Callable[[Browser, dict[str, str]], TestResponse]
KINDS: dict[str, tuple[Ask, int, dict[str, str]]] = {
    "a page": (lambda b, _t: b.send("GET", "/account", HTML), 200, PAGE),
    "a part of a page": (lambda b, _t: b.send("GET", "/cases", HTML | HTMX), 200, PAGE),
    "where to go next": (
        lambda b, _t: b.send("GET", "/", HTML), 302, WENT | {"Location": "/today"}
    ),
    "a change that was made": (
        lambda b, _t: b.send("POST", "/language", HERE, data={"csrf_token": b.token, "next": "/cases"}),
        303,
        WENT | {"Location": "/cases"},
    ),
    "an answer of the API": (
        lambda b, t: b.app.test_client().get("/api/v1/cases", headers=t), 200, {"Content-Type": "application/json"}
    ),
    "a file": (
        lambda b, _t: b.send("GET", "/a-file"),
        200,
        {
            "Content-Type": "application/pdf",
            "Content-Disposition": "attachment; filename=handrail-DAY.pdf",
            "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
        },
    ),
    "nothing here": (lambda b, _t: b.send("GET", "/nothing", HTML), 404, PAGE),
    "nothing here, to a program": (lambda b, _t: b.send("GET", "/api/v1/nothing"), 404, PROBLEM),
    "nothing here, in a part": (
        lambda b, _t: b.send("GET", "/nothing", HTML | HTMX),
        404,
        PAGE | {"HX-Retarget": "#flash", "HX-Reswap": "innerHTML"},
    ),
    "a forged change": (lambda b, _t: b.send("POST", "/language", HTML), 403, PAGE),
    "a method it does not have": (
        lambda b, _t: b.send("PUT", "/language", HTML | HERE | {CSRF_HEADER: b.token}),
        405,
        PAGE | {"Allow": "OPTIONS, POST"},
    ),
    "a fault of ours": (lambda b, _t: b.send("GET", "/broken", HTML), 500, PAGE),
    "a fault of ours, to a program": (lambda b, _t: b.send("GET", "/api/v1/broken"), 500, PROBLEM),
    "nobody signed in": (
        lambda b, _t: b.app.test_client().get("/api/v1/cases"), 401, PROBLEM | {"WWW-Authenticate": "Bearer"}
    ),
    "a body that is too large": (
        lambda b, _t: b.send("POST", "/language", HTML | HERE, data={"csrf_token": "1" * 21_000_000}), 413, PAGE
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_the_headers_of_an_answer_are_exactly_those_that_were_decided(
    kind: str, browser: Browser, world: World
) -> None:
    ask, status, more = KINDS[kind]
    answer = ask(browser, bearer(world, Role.COORDINATOR))
    assert answer.status_code == status
    assert snapshot(answer) == ALWAYS | more


def test_a_static_file_alone_may_be_kept(browser: Browser) -> None:
    page = browser.send("GET", "/account", HTML).text
    address = re.findall(r'src="(/static/[^"]+\.js)"', page)[0]
    told = browser.send("GET", address).headers
    assert told["Cache-Control"] == "public, max-age=31536000, immutable"
    assert {name for name in ALWAYS if name not in told} <= {"Content-Length"}
