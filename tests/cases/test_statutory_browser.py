"""Statutory documents in Chromium: by keyboard, without scripts, accessible and never scrolling sideways."""

import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import axe_core_python
import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from tests.builders import World, build_world, start_absence
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


@pytest.fixture(scope="module")
def world(database: object) -> World:
    del database
    made = build_world()
    start_absence(made, days_ago=30)
    return made


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


def look(browser: Browser, page: Page, name: str) -> None:
    """Look at a page in both sizes and themes, in a window with scripts: axe finds nothing, nothing scrolls aside."""
    url, cookies = page.url, page.context.cookies()
    for width, theme in LOOKS:
        seen = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)  # type: ignore[arg-type]
        seen.add_cookies(cookies)  # type: ignore[arg-type]
        shown = seen.new_page()
        complaints: list[str] = []
        shown.on("console", lambda said, kept=complaints: kept.append(said.text) if said.type == "error" else None)
        shown.goto(url)
        assert not shown.evaluate(SIDEWAYS), f"{name} at {width}"
        shown.evaluate(AXE)
        found = shown.evaluate("axe.run()")["violations"]
        assert not found, json.dumps([(each["id"], each["nodes"][0]["html"]) for each in found])
        assert not complaints, complaints
        if folder := os.environ.get("HANDRAIL_SHOTS"):
            shown.screenshot(path=f"{folder}/statutory_{name}_{width}.png", full_page=True)
        seen.close()


@pytest.mark.rule("VOL-4")
def test_a_plan_is_written_without_scripts_signed_by_keyboard_and_put_together(
    browser: Browser, address: str, world: World
) -> None:
    staff = page_of(browser, address, world, Role.HR, java_script_enabled=False)
    start = f"{address}/employments/{world.employment_id}/law/documents"
    staff.goto(start)
    look(browser, staff, "list")
    staff.get_by_role("link", name="Write it Plan of action", exact=True).click()
    look(browser, staff, "write")
    staff.get_by_label("Own job").fill("Keeper of maps")
    staff.get_by_label("Hours a week in the contract").fill("32")
    staff.get_by_label("Case manager, chosen together").fill("Somebody invented")
    staff.get_by_role("button", name="Keep this version").click()
    assert "Missing: Where it is to lead, Steps, Looked at again on" in staff.locator("main").inner_text()
    staff.get_by_role("link", name="Write the next version").click()
    staff.get_by_label("Own work", exact=True).check()
    staff.locator('[name="steps-0-what"]').fill("Four hours in the map room")
    staff.locator('[name="steps-0-who"]').fill("Both")
    staff.locator("[name=next_on]").fill("2030-01-07")
    staff.get_by_role("button", name="Keep this version").click()
    look(browser, staff, "one")
    one = staff.url

    worker = page_of(browser, address, world, Role.WORKER)
    worker.goto(start)
    look(browser, worker, "worker_list")
    worker.goto(f"{one}/answer")
    look(browser, worker, "worker_answer")
    worker.get_by_label("I agree to this version").focus()
    worker.keyboard.press("ArrowDown")
    assert worker.get_by_label("I do not agree to this version").is_checked()
    worker.keyboard.press("Tab")
    worker.keyboard.type("I want to begin with two hours.")
    with worker.expect_navigation():
        worker.keyboard.press("Control+Enter")
    assert "I want to begin with two hours." in worker.locator("main").inner_text()

    staff.goto(f"{one}/answer")
    staff.get_by_label("I agree to this version").check()
    staff.get_by_role("button", name="Give this answer").click()
    assert "Counts as done on" in staff.locator("main").inner_text()
    look(browser, staff, "signed")
    staff.goto(start)
    staff.get_by_role("link", name="Write it Reintegration report", exact=True).click()
    staff.get_by_role("button", name="Put it together").click()
    said = staff.locator("main").inner_text()
    assert "Missing: Problem analysis, First-year evaluation" in said
    assert "Plan of action of" in said
    look(browser, staff, "report")
