"""Wording a letter in Chromium: by keyboard, without scripts, accessible, and nothing written over."""

import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import axe_core_python
import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from tests.builders import World
from werkzeug.serving import make_server

from handrail.entrypoints.app import create_app
from handrail.identity import commands as identity
from handrail.identity.proofs import DEVELOPMENT
from handrail.kit.codes import Role

pytestmark = [pytest.mark.browser, pytest.mark.slow]
AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text("utf-8")
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
LOOKS = ((1280, "light"), (320, "dark"))
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
OTHERS = "Dear {worker_name}, on {next_talk_date}. {coordinator_name}, {coordinator_phone}. Other words."


@pytest.fixture(scope="module")
def address(database: object) -> Iterator[str]:
    del database
    server = make_server("127.0.0.1", 0, create_app(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS.split())
        yield started
        started.close()


def page_of(browser: Browser, address: str, world: World, role: Role, **options: Any) -> Page:
    with world.engine() as session:
        _row, secret = identity.start_sign_in(session, world.tenant_id, world.people[role], role, proof=DEVELOPMENT)
    context = browser.new_context(viewport={"width": 1280, "height": 900}, **options)
    context.add_cookies([{"name": "hr", "value": secret, "url": address}])
    return context.new_page()


def look(page: Page, name: str) -> None:
    """Look at the page as it stands in both sizes and themes: axe finds nothing, nothing scrolls aside."""
    for width, theme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        assert not page.evaluate(SIDEWAYS), f"{name} at {width}"
        page.evaluate(AXE)
        found = page.evaluate("axe.run()")["violations"]
        assert not found, json.dumps([(each["id"], each["nodes"][0]["html"]) for each in found])
        if folder := os.environ.get("HANDRAIL_SHOTS"):
            page.screenshot(path=f"{folder}/letters_{name}_{width}.png", full_page=True)


@pytest.mark.rule("FRW-1")
@pytest.mark.rule("FRW-5")
def test_an_administrator_words_a_letter_by_keyboard_and_two_at_once_lose_nothing(
    browser: Browser, address: str, world: World
) -> None:
    page = page_of(browser, address, world, Role.CONSULTANCY_ADMIN)
    page.goto(f"{address}/letters")
    look(page, "index")
    page.get_by_role("link", name="All client organisations").click()
    look(page, "place")
    page.locator("a[href$='/next_talk_letter/en']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/next_talk_letter/en")
    edit = page.url
    words = page.get_by_label("Text", exact=True)
    delivered = words.input_value()
    words.fill(delivered.replace("{next_talk_date}", "{next_talk_dat}"))
    page.get_by_role("button", name="Look at it first").press("Enter")
    page.get_by_role("alert").wait_for()
    assert "Did you mean {next_talk_date}?" in page.get_by_role("alert").inner_text()
    look(page, "wrong")
    words.fill(delivered.replace("There is nothing you need to do.", "Take **all** the time you need."))
    page.get_by_role("button", name="Look at it first").press("Enter")
    page.get_by_text("Nothing is published yet.").wait_for()
    assert "Robin Sample" in page.locator("article").inner_text()
    assert page.locator("article strong", has_text="all").count() == 1
    look(page, "preview")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Sample as PDF").press("Enter")
    assert Path(taken.value.path()).read_bytes().startswith(b"%PDF")

    plain = page_of(browser, address, world, Role.CONSULTANCY_ADMIN, java_script_enabled=False)
    plain.goto(edit)
    plain.get_by_label("Text", exact=True).fill(OTHERS)
    plain.get_by_role("button", name="Publish").click()
    assert "Adapted here" in plain.locator("main").inner_text()

    page.get_by_role("button", name="Publish").press("Enter")
    page.get_by_text("There are two versions now").wait_for()
    assert "Other words." in page.locator("form#form").inner_text()
    look(page, "conflict")
    page.get_by_role("button", name="Publish").press("Enter")
    page.wait_for_url("**/letters/_all")
    page.goto(f"{edit}/history")
    assert "Version 2" in page.locator("main").inner_text()
    look(page, "history")
    page.get_by_role("button", name="Publish it again").press("Enter")
    page.get_by_text("Version 3").first.wait_for()
    page.get_by_role("button", name="Go back to the words as delivered").press("Enter")
    page.get_by_text("Version 4").first.wait_for()
    page.goto(f"{address}/letters/_all")
    assert "Adapted here" not in page.locator("main").inner_text()
