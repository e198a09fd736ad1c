"""The gallery and its forms in Chromium, under the real content security policy: what no parser sees."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import axe_core_python
import pytest
from flask import Flask, Response, request
from jinja2 import DictLoader
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from werkzeug.serving import make_server

from handrail.web import redirect_to, render
from handrail.web.forms import Form
from handrail.web.gallery import GalleryForm
from handrail.web.shell import Shell

pytestmark = pytest.mark.browser

AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text("utf-8")
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
FORM = """{% extends "base.html" %}{% block title %}Contact{% endblock %}{% block main %}
{{ ui.page_head("Contact") }}
{% call ui.form(form, action="/contact", live=live, draft_url="/draft") %}
{{ ui.fields(form, ["next_on", "how", "note", "actions"]) }}{{ ui.form_buttons("Record") }}
{% endcall %}{% endblock %}"""
INJECTED = """{% extends "base.html" %}{% block title %}X{% endblock %}{% block main %}<h1>X</h1>
<button id="in" data-hx-post="/fired" data-hx-nonce="guess">Press</button>
<button id="in2" hx-get="/fired">Press</button>
{% endblock %}"""


class Site:
    """A running app and what was asked of it."""

    def __init__(self, app: Flask) -> None:
        self.drafts: list[dict[str, str]] = []
        self.fired = 0
        app.jinja_loader = DictLoader({"form.html": FORM, "injected.html": INJECTED})
        app.add_url_rule("/contact", "contact", self.contact, methods=["GET", "POST"])
        app.add_url_rule("/draft", "draft", self.draft, methods=["POST"])
        app.add_url_rule("/broken", "broken", lambda: 1 // 0, methods=["GET", "POST"])
        app.add_url_rule("/fired", "fired", self.fire, methods=["GET", "POST"])
        app.add_url_rule("/injected", "injected", lambda: render("injected.html"))
        self.server = make_server("127.0.0.1", 0, app, threaded=True)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def contact(self) -> Response:
        form = Form.from_request(GalleryForm)
        if form.is_ready:
            return redirect_to("/_gallery", say="Saved")
        return render("form.html", form=form, status=form.status, live="live" in request.args)

    def draft(self) -> Response:
        self.drafts.append(dict(request.form))
        return Response(status=204)

    def fire(self) -> str:
        self.fired += 1
        return "fired"

    def url(self, path: str) -> str:
        return f"http://localhost:{self.server.server_port}{path}"


@pytest.fixture
def site(make_app: Callable[..., Flask]) -> Iterator[Site]:
    made = Site(make_app(shell=lambda: Shell(kind="worker", demo=True)))  # noqa: S604 - a frame, no command line
    yield made
    made.server.shutdown()
    made.thread.join()
    made.server.server_close()


@pytest.fixture
def gallery(make_app: Callable[..., Flask]) -> Iterator[Site]:
    made = Site(make_app())
    yield made
    made.server.shutdown()
    made.thread.join()
    made.server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS.split())
        yield started
        started.close()


def open_page(context: BrowserContext, address: str) -> tuple[Page, list[str]]:
    """Return the page and the list of what its console complains about, which goes on growing."""
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return page, complaints


def axe(page: Page) -> list[str]:
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate("axe.run()")
    return [f"{one['id']}: {[node['target'] for node in one['nodes']][:3]}" for one in found["violations"]]


@pytest.mark.parametrize(
    ("path", "width", "theme"),
    [
        pytest.param("/_gallery?wrong", 1280, "light", marks=pytest.mark.slow),
        ("/_gallery?wrong", 320, "dark"),
        ("/_gallery?worker", 1280, "dark"),
        pytest.param("/_gallery?worker", 320, "light", marks=pytest.mark.slow),
    ],
)
def test_the_gallery_is_accessible_quiet_and_never_scrolls_sideways(
    gallery: Site, browser: Browser, path: str, width: int, theme: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)  # type: ignore[arg-type]
    page, complaints = open_page(context, gallery.url(path))
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert (
        page.evaluate(
            "[...document.querySelectorAll('[id]')].map(e => e.id).filter((id, at, all) => all.indexOf(id) !== at)"
        )
        == []
    )
    small = page.evaluate(
        """[...document.querySelectorAll('a, button, input, select, summary')].filter(e => {
          const r = e.getBoundingClientRect()
          const inText = e.matches('a') && getComputedStyle(e).display === 'inline'
          return r.width && !inText && !e.closest('.vh') && (r.height < 24 || r.width < 24)
        }).map(e => e.outerHTML.slice(0, 80))"""
    )
    assert small == []
    assert complaints == []
    context.close()


@pytest.mark.slow
@pytest.mark.slow
@pytest.mark.parametrize(("language", "width"), [("ar", 1280), ("ar", 320), ("en-XA", 320)])
def test_a_mirrored_and_a_longer_page_keep_their_shape(
    gallery: Site, browser: Browser, language: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    context.add_cookies([{"name": "hr-lang", "value": language, "url": gallery.url("/")}])
    page, complaints = open_page(context, gallery.url("/_gallery?wrong"))
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert complaints == []
    context.close()


def test_every_stop_of_the_keyboard_is_seen_and_none_is_a_trap(gallery: Site, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page, _complaints = open_page(context, gallery.url("/_gallery"))
    seen: list[str] = []
    for _stop in range(250):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => { const e = document.activeElement; if (e === document.body) return null
              const box = e.closest('.seebox'), style = getComputedStyle(box && e.matches('textarea') ? box : e)
              return [e.outerHTML.slice(0, 120) + [...document.querySelectorAll('*')].indexOf(e),
                      style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2] }"""
        )
        if stop is None:
            break
        assert stop[1], f"no ring on {stop[0]}"
        if stop[0] not in seen[-1:]:  # a date has a stop for each of its parts
            seen.append(stop[0])
    assert "Skip to main content" in seen[0]
    assert len(seen) > 60
    assert len(set(seen)) == len(seen)
    context.close()


@pytest.mark.parametrize("live", ["", "?live"])
def test_what_is_wrong_is_shown_in_place_with_the_focus_on_it_and_the_text_kept(
    site: Site, browser: Browser, live: str
) -> None:
    context = browser.new_context()
    page, complaints = open_page(context, site.url(f"/contact{live}"))
    page.get_by_label("Note of the call").fill("Zij belt \u0144iet <b>voor</b> 9 uur")
    if live:
        page.evaluate("window.sameDocument = true")
    page.get_by_role("button", name="Record").last.click()
    expect(page.locator(".errors")).to_be_focused()
    expect(page.get_by_label("Note of the call")).to_have_value("Zij belt \u0144iet <b>voor</b> 9 uur")
    assert page.evaluate("window.sameDocument === true") is bool(live)
    page.locator(".errors a").first.click()
    expect(page.locator("#form-next_on")).to_be_focused()
    assert axe(page) == []
    assert [said for said in complaints if "422" not in said] == []
    context.close()


def test_a_task_is_done_from_end_to_end_without_script(site: Site, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url("/contact"))
    page.get_by_role("button", name="Add another").click()
    page.get_by_label("What", exact=True).last.fill("Second desk")
    page.get_by_role("button", name="Record").last.click()
    expect(page.get_by_role("alert")).to_contain_text("put right")
    expect(page.get_by_label("What", exact=True).first).to_have_value("Second desk")
    page.get_by_label("Next contact").fill("2026-12-14")
    page.get_by_label("A visit").check()
    page.get_by_label("Who").first.select_option("ruben")
    page.get_by_role("button", name="Record").last.click()
    expect(page.locator("#flash .toast")).to_contain_text("Saved")
    page.get_by_role("button", name="Nederlands").click()
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    context.close()


def test_a_live_form_ends_on_the_next_page(site: Site, browser: Browser) -> None:
    context = browser.new_context()
    page, complaints = open_page(context, site.url("/contact?live"))
    page.get_by_label("Next contact").fill("2026-12-14")
    page.get_by_label("A visit").check()
    page.get_by_role("button", name="Record").last.click()
    page.wait_for_url("**/_gallery")
    expect(page.locator("#flash .toast")).to_contain_text("Saved")
    assert complaints == []
    context.close()


def test_what_is_typed_is_saved_as_a_draft_when_a_field_is_left(site: Site, browser: Browser) -> None:
    context = browser.new_context()
    page, complaints = open_page(context, site.url("/contact"))
    page.get_by_label("Note of the call").fill("Half a sentence")
    page.get_by_label("Next contact").focus()
    expect(page.locator("[data-draft-status]")).to_contain_text("Saved as your private draft")
    assert site.drafts[-1]["note"] == "Half a sentence"
    assert complaints == []
    context.close()


def test_a_fault_of_ours_leaves_what_was_typed_alone(site: Site, browser: Browser) -> None:
    context = browser.new_context()
    page, _complaints = open_page(context, site.url("/contact?live"))
    page.get_by_label("Note of the call").fill("Kept")
    page.locator("form#form").evaluate("form => form.setAttribute('data-hx-post', '/broken')")
    page.get_by_role("button", name="Record").last.click()
    expect(page.locator("#flash")).to_contain_text("Not sent yet")
    expect(page.get_by_label("Note of the call")).to_have_value("Kept")
    context.close()


@pytest.mark.slow
def test_an_injected_button_never_works(site: Site, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    for _load in range(25):
        page.goto(site.url("/injected"))
        page.locator("#in").click()
        page.locator("#in2").click()
    context.close()
    assert site.fired == 0


def test_injected_script_and_style_are_refused(site: Site, browser: Browser) -> None:
    context = browser.new_context()
    page, complaints = open_page(context, site.url("/contact"))
    page.evaluate(
        """() => { const s = document.createElement('style')
          s.textContent = 'body{display:none}'; document.body.append(s) }"""
    )
    refused = page.evaluate("() => { try { document.body.innerHTML = '<b>x</b>' } catch (e) { return e.name } }")
    assert refused == "TypeError"
    assert page.locator("h1").is_visible()
    assert any("style-src" in said or "TrustedHTML" in said for said in complaints)
    context.close()


def test_control_k_goes_to_the_search_field(gallery: Site, browser: Browser) -> None:
    context = browser.new_context()
    page, _complaints = open_page(context, gallery.url("/_gallery"))
    page.keyboard.press("Control+k")
    expect(page.locator("#q")).to_be_focused()
    context.close()
