from collections.abc import Callable

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from jinja2 import DictLoader, UndefinedError

from handrail.kit.i18n import N_
from handrail.web import redirect_to, render
from handrail.web.checks import assert_well_formed
from handrail.web.shell import Banner, HelpLine, NavGroup, NavItem, Shell
from handrail.web.template_helpers import current_place

SAME = {"Sec-Fetch-Site": "same-origin"}
HTMX = {"HX-Request": "true"}
PAGE = """{% extends "base.html" %}{% block title %}T{% endblock %}
{% block main %}<h1>{{ name }}</h1>{% block rows %}<ul id="rows"><li>{{ name }}</li></ul>{% endblock %}{% endblock %}"""
AppMaker = Callable[..., Flask]


def add_pages(app: Flask) -> Flask:
    app.jinja_loader = DictLoader({"page.html": PAGE, "typo.html": "{{ nmae }}"})
    app.add_url_rule("/list", "list", lambda: render("page.html", block="rows", name="<Noor>"))
    app.add_url_rule("/whole", "whole", lambda: render("page.html", name="Noor", shell_kind="plain", status=409))
    app.add_url_rule("/old", "old", lambda: Response(status=302, headers={"Location": "/list"}))

    def act() -> Response:
        return redirect_to("/list", say=N_("Saved"), undo="/undo")

    app.add_url_rule("/act", "act", act, methods=["POST"])
    app.add_url_rule("/undo", "undo", lambda: "undone", methods=["GET", "POST"])
    return app


@pytest.fixture
def app(make_app: AppMaker) -> Flask:
    return add_pages(make_app())


def test_a_page_stands_in_its_frame_and_htmx_gets_the_part(client: FlaskClient) -> None:
    page = client.get("/list")
    assert_well_formed(page.text)
    assert "<title>T | Handrail demo</title>" in page.text
    assert "&lt;Noor&gt;" in page.text
    part = client.get("/list", headers=HTMX)
    assert part.text == '<ul id="rows"><li>&lt;Noor&gt;</li></ul>'
    assert "HX-Request" in part.headers["Vary"]


def test_without_a_part_htmx_gets_the_page(client: FlaskClient) -> None:
    answer = client.get("/whole", headers=HTMX)
    assert answer.status_code == 409
    assert "<!doctype html>" in answer.text


def test_a_name_that_nobody_gave_is_an_error(app: Flask) -> None:
    with app.test_request_context(), pytest.raises(UndefinedError):
        render("typo.html")


def test_a_redirect_moves_the_whole_page_for_htmx(client: FlaskClient, token: str) -> None:
    assert (client.get("/old").status_code, client.get("/old").location) == (302, "/list")
    old = client.get("/old", headers=HTMX)
    assert (old.status_code, old.headers["HX-Redirect"], old.data) == (200, "/list", b"")
    acted = client.post("/act", data={"csrf_token": token}, headers={**SAME, **HTMX})
    assert (acted.status_code, acted.headers["HX-Redirect"]) == (200, "/list")
    assert "hr-said" in acted.headers["Set-Cookie"]


def test_what_was_done_is_said_once_with_a_way_back(client: FlaskClient, token: str) -> None:
    answer = client.post("/act", data={"csrf_token": token}, headers=SAME)
    assert (answer.status_code, answer.location) == (303, "/list")
    page = client.get("/list").text
    assert '<div class="toast"><span>Saved</span>' in page
    assert 'action="/undo"' in page
    assert "toast" not in client.get("/list").text


def test_a_word_that_we_did_not_seal_is_not_said(client: FlaskClient) -> None:
    for forged in ("x", "eyJzYXkiOiAiSGEifQ==.00", ".", "a.b.c", "é"):
        client.set_cookie("hr-said", forged)
        assert "toast" not in client.get("/list").text


def test_what_is_said_speaks_the_readers_language(client: FlaskClient, token: str) -> None:
    client.post("/act", data={"csrf_token": token}, headers=SAME)
    client.set_cookie("hr-lang", "en-XA")
    assert "[Sávéd ~]" in client.get("/list").text


def frame(make_app: AppMaker, given: Shell) -> str:
    html = add_pages(make_app(shell=lambda: given)).test_client().get("/list").text  # noqa: S604 - a frame, no command line
    assert_well_formed(html)
    return html


def test_each_frame_has_what_its_reader_needs(make_app: AppMaker) -> None:
    nav = (NavGroup((NavItem("Cases", "/list", "people"),)),)
    coordinator = frame(make_app, Shell(kind="coordinator", navigation=nav, search_href="/list"))
    worker = frame(make_app, Shell(kind="worker", navigation=nav, search_href="/list"))
    plain = frame(make_app, Shell())
    assert 'data-density="dense"' in coordinator
    assert 'aria-current="page"' in coordinator
    assert 'role="search"' in coordinator
    for calm in (worker, plain):
        assert 'data-density="calm"' in calm
        assert 'class="side"' not in calm
        assert 'role="search"' not in calm
    normal = frame(make_app, Shell(kind="coordinator", density="normal"))
    assert "data-density" not in normal


def test_help_skip_link_and_languages_are_on_every_page(make_app: AppMaker) -> None:
    line = HelpLine("Not well?", "Call <us>", "tel:000")
    for kind in ("coordinator", "worker", "plain"):
        html = frame(make_app, Shell(kind=kind, help_lines=(line,)))  # type: ignore[arg-type]  # the three kinds
        assert html.index('class="skip"') < html.index("<header")
        assert html.index('href="#help"') < html.index('id="main"')
        assert "Call &lt;us&gt;" in html
        assert html.count('name="language"') == 4


def test_the_demo_and_other_peoples_access_are_said_over_the_page(make_app: AppMaker) -> None:
    html = frame(make_app, Shell(demo=True, banners=(Banner("Support looks at this with you.", urgent=True),)))
    assert "Invented people and employers." in html
    assert html.index("Support looks at this") < html.index("<main")
    assert "Invented" not in frame(make_app, Shell())


def test_names_are_isolated_from_the_direction_of_the_page(make_app: AppMaker) -> None:
    html = frame(make_app, Shell(viewer="نور", account_href="/account", organisation="Kade"))
    assert "<bdi>نور</bdi>" in html
    assert "<bdi>Kade</bdi>" in html


def test_the_gallery_is_only_there_in_development(make_app: AppMaker) -> None:
    assert make_app(development=False).test_client().get("/_gallery").status_code == 404


@pytest.mark.parametrize(("address", "label"), [("/list", "Cases"), ("/list/import", "Import"), ("/undo", None)])
def test_one_place_of_the_navigation_is_current(make_app: AppMaker, address: str, label: str | None) -> None:
    items = (NavItem("Home", "/"), NavItem("Cases", "/list"), NavItem("Import", "/list/import"))
    app = make_app()
    with app.test_request_context(address):
        found = current_place((NavGroup(items),))
        assert (found.label if found else None) == label
        chosen = NavItem("Here", "/elsewhere", current=True)
        assert current_place((NavGroup(items), NavGroup((chosen,)))) is chosen
