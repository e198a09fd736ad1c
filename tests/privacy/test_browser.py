"""The pages of one's own data in Chromium: accessible, never wider than the screen, and all of it without script."""

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import axe_core_python
import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.builders import sign_in
from tests.isolation.worlds import Full
from tests.privacy.conftest import do_jobs, take
from werkzeug.serving import make_server

from handrail.entrypoints.app import create_app
from handrail.identity import limits
from handrail.kit.codes import Role
from handrail.kit.errors import TooManyRequests
from handrail.privacy.corrections import commands as corrections
from handrail.privacy.corrections.rules import About
from handrail.privacy.package.commands import BUILD
from handrail.privacy.package.models import HeldText

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text("utf-8")
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
SCREENS = os.environ.get("HANDRAIL_SCREENS")
"""A folder for screenshots, for whoever wants to look."""


@dataclass
class Stage:
    """A full case with everything that these pages show, a server, and a browser."""

    full: Full
    app: Flask
    address: str
    browser: Browser
    ids: dict[str, str]

    def open(self, role: Role, path: str, *, width: int = 320, theme: str = "light", script: bool = False) -> Page:
        context = self.browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=theme,  # type: ignore[arg-type]
            java_script_enabled=script,
        )
        client = self.app.test_client()
        sign_in(client, self.full.world, role)
        cookie = client.get_cookie("hr", domain="localhost")
        assert cookie is not None
        context.add_cookies([{"name": "hr", "value": cookie.value, "url": self.address}])
        page = context.new_page()
        page.goto(f"{self.address}{path.format(**self.ids)}")
        return page


@pytest.fixture(scope="module")
def stage(full: Full) -> Iterator[Stage]:
    take(full.world)
    with full.world.session(Role.WORKER) as (session, actor):
        first = corrections.ask(session, actor, about=About.HOURS, words="I work 28 hours, not 32.").id
        talk = corrections.ask(session, actor, about=About.TALK, words="I said Tuesday.").id
    with full.world.session(Role.COORDINATOR) as (session, actor):
        corrections.accept(session, actor, talk, words="The worker said Tuesday.")
    with full.world.engine() as session:
        held = session.query(HeldText).first()
        assert held is not None
        ids = {"correction": str(first), "held": str(held.id)}
    ids |= {"case": str(full.case_id), "erasure": str(full.ids["erasure"])}
    app = create_app()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS.split())
        yield Stage(full, app, f"http://localhost:{server.server_port}", browser, ids)
        browser.close()
    server.shutdown()
    thread.join()
    server.server_close()


PAGES = [
    (Role.WORKER, "/my-return/privacy"),
    (Role.WORKER, "/my-return/privacy/consents"),
    (Role.WORKER, "/my-return/privacy/looked"),
    (Role.WORKER, "/my-return/privacy/given"),
    (Role.WORKER, "/my-return/privacy/package"),
    (Role.WORKER, "/my-return/privacy/corrections"),
    (Role.WORKER, "/my-return/privacy/corrections/employer"),
    (Role.WORKER, "/my-return/privacy/corrections/coordinator"),
    (Role.HR, "/corrections"),
    (Role.HR, "/corrections/{correction}"),
    (Role.COORDINATOR, "/corrections"),
    (Role.COORDINATOR, "/held-texts"),
    (Role.COORDINATOR, "/held-texts/{held}"),
    (Role.COORDINATOR, "/cases/{case}"),
    (Role.WORKER, "/account"),
    (Role.PRIVACY_OFFICER, "/privacy/retention"),
    (Role.PRIVACY_OFFICER, "/privacy/retention/runs/{erasure}"),
    (Role.PRIVACY_OFFICER, "/privacy/retention/runs/{erasure}/reverse"),
    (Role.PRIVACY_OFFICER, "/privacy/retention/holds/new"),
    (Role.PRIVACY_OFFICER, "/privacy/retention/periods/new"),
]


@pytest.mark.parametrize(("width", "theme"), [(320, "light"), (1280, "dark")])
@pytest.mark.parametrize(("role", "path"), PAGES)
def test_a_page_is_accessible_and_fits(stage: Stage, *, role: Role, path: str, width: int, theme: str) -> None:
    page = stage.open(role, path, width=width, theme=theme, script=True)  # axe is a script itself
    if SCREENS:
        name = f"{role.value}{path.replace('/', '-').replace('{', '').replace('}', '')}-{width}-{theme}.png"
        page.screenshot(path=f"{SCREENS}/{name}", full_page=True)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.context.close()


def axe(page: Page) -> list[str]:
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate("axe.run()")
    return [f"{one['id']}: {[node['target'] for node in one['nodes']][:3]}" for one in found["violations"]]


@pytest.mark.parametrize(("width", "theme"), [(320, "dark"), (1280, "light")])
def test_the_page_that_asks_to_wait_is_accessible_and_gives_back_without_script(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, width: int, theme: str
) -> None:
    def too_fast(*_given: object) -> None:
        raise TooManyRequests(retry_after=120)

    for script in (True, False):
        page = stage.open(Role.WORKER, "/my-return/privacy/corrections/employer", width=width, script=script)
        page.locator("main textarea").first.fill("I work 28 hours a week, not 32.")
        with monkeypatch.context() as patch:
            patch.setattr(limits, "keeps_pace", too_fast)
            page.locator("main form button").last.click()
            expect(page.locator("h1")).to_have_text("Not so fast")
        if script:
            page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0 or not script
        assert page.locator("main input[type=hidden][value*='28 hours']").count() == 1
        page.context.close()


@pytest.mark.rule("PRI-2")
def test_a_hold_is_placed_and_lifted_by_keyboard_without_script(stage: Stage) -> None:
    page = stage.open(Role.PRIVACY_OFFICER, "/privacy/retention")
    page.get_by_role("link", name="Place a hold").focus()
    page.keyboard.press("Enter")
    employer = page.get_by_label("Or a whole client organisation")
    employer.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("A dispute before a court")
    page.keyboard.press("Tab")
    page.get_by_label("Until and including").fill("2031-01-31")
    page.keyboard.press("Enter")
    held = page.locator("#holds li", has_text="A dispute before a court")
    expect(held).to_be_visible()
    held.get_by_role("button", name="Lift").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#holds li", has_text="A dispute before a court")).to_have_count(0)
    page.context.close()


@pytest.mark.rule("PRI-1")
@pytest.mark.rule("VOL-2")
def test_the_worker_takes_their_data_and_takes_a_consent_back_without_script(stage: Stage) -> None:
    page = stage.open(Role.WORKER, "/my-return/privacy")
    page.get_by_role("link", name="Take your data with you").click()
    page.get_by_role("button", name="Make my package").click()
    expect(page.get_by_text("Your package is being made.", exact=True)).to_be_visible()
    do_jobs(stage.full.world, BUILD)
    page.get_by_role("link", name="Look again").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the package").first.click()
    assert download.value.suggested_filename.endswith(".zip")
    page.goto(f"{stage.address}/my-return/privacy/consents")
    page.get_by_role("button", name="Take it back").first.click()
    expect(page.get_by_text("You took it back", exact=True).first).to_be_visible()
    page.context.close()
