"""In Chromium: what was on a page is gone once the session ended, whichever way the page learns of it."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect, sync_playwright
from sqlalchemy import update
from tests.builders import World, build_world, sign_in
from tests.privacy.test_browser import ARGUMENTS
from werkzeug.serving import make_server

from handrail.identity.models import SignIn
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.settings import Settings

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@dataclass
class Stage:
    """A worker's page in a browser, and the way to end their session behind it."""

    app: Flask
    world: World
    address: str
    browser: Browser

    def open(self, path: str) -> Page:
        client = self.app.test_client()
        sign_in(client, self.world, Role.WORKER)
        cookie = client.get_cookie("hr", domain="localhost")
        assert cookie is not None
        context = self.browser.new_context()
        context.add_cookies([{"name": "hr", "value": cookie.value, "url": self.address}])
        page = context.new_page()
        page.goto(f"{self.address}{path}")
        return page

    def end(self) -> None:
        with self.world.engine() as session:
            session.execute(update(SignIn).values(ended_at=clock.now()))


@pytest.fixture(scope="module")
def stage(app: Flask, database: Settings) -> Iterator[Stage]:
    del database
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS.split())
        yield Stage(app, build_world(), f"http://localhost:{server.server_port}", browser)
        browser.close()
    server.shutdown()
    thread.join()
    server.server_close()


LOOKS_AGAIN = "document.dispatchEvent(new Event('visibilitychange'))"
COMES_BACK = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"


@pytest.mark.parametrize("learns", [LOOKS_AGAIN, COMES_BACK, "document.dispatchEvent(new Event('hr:ended'))"])
def test_a_page_is_cleared_and_keeps_what_was_typed(stage: Stage, learns: str) -> None:
    page = stage.open("/account/notifications")
    page.locator("main input[type=time]").first.fill("21:30")
    stage.end()
    page.evaluate(learns)
    expect(page.locator("h1")).to_have_text("You were signed out")
    assert page.locator("main input[type=hidden][value='21:30']").count() == 1
    assert "Worker" not in page.locator("header").inner_text()


def test_a_page_on_which_nothing_was_typed_says_why_it_is_empty(stage: Stage) -> None:
    page = stage.open("/account")
    stage.end()
    page.evaluate(LOOKS_AGAIN)
    expect(page.locator("main")).to_contain_text("the page was cleared")
    expect(page.get_by_role("link", name="Sign in").last).to_have_attribute("href", "/sign-in?next=/account")


def test_a_page_whose_session_lives_stays_as_it_is(stage: Stage) -> None:
    page = stage.open("/account/notifications")
    page.locator("main input[type=time]").first.fill("21:30")
    with page.expect_response("**/sign-in/state*") as answered:
        page.evaluate(LOOKS_AGAIN)
    assert answered.value.json()["seconds"] > 0
    assert page.locator("main input[type=time]").first.input_value() == "21:30"
