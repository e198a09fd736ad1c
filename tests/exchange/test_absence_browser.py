"""The pages of absences in Chromium: with and without script, narrow and wide, light and dark, axe 0."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import axe_core_python
import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from werkzeug.serving import make_server

from handrail.identity.commands import start_sign_in
from handrail.identity.proofs import DEVELOPMENT
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.db import engine_context, tenant_session

pytestmark = [pytest.mark.browser, pytest.mark.slow]

World = Any  # the fixture's own type lies in conftest, which tests do not import
AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text("utf-8")
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
FEED = (
    "absence_id,worker_id,first_day,last_day,expected_days,percent\n"
    "a1,w1,2026-03-02,2026-03-06,,\na2,nobody,2026-03-02,,,\na3,w2,2026-02-30,,,\n"
)


@pytest.fixture(scope="module")
def chrome(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS.split())
        yield started
        started.close()


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    """The address of the running application, whose clock is this machine's."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def signed_in(chrome: Browser, site: str, world: World, **options: Any) -> BrowserContext:
    with clock.frozen(datetime.now(UTC)), tenant_session(engine_context(world.tenant_id)) as session:
        _row, secret = start_sign_in(session, world.tenant_id, world.people["hr"], Role.HR, proof=DEVELOPMENT)
    context = chrome.new_context(**options)
    context.set_default_timeout(15_000)
    context.add_cookies([{"name": "hr", "value": secret, "url": site}])
    return context


def record_and_import(page: Page, site: str) -> None:
    """Do the whole work of an absence administrator: record, correct, look at an import, take it in."""
    page.goto(f"{site}/absences/new")
    page.get_by_label("Worker's number").fill("w2")
    page.get_by_label("First day of absence").fill("2026-11-16")
    page.get_by_role("button", name="Record the absence").click()
    expect(page.get_by_role("heading", name="Absence of Demo w2")).to_be_visible()
    absence = page.url
    page.get_by_label("First day of absence").fill("2026-11-17")
    page.get_by_role("button", name="Look at what moves").click()
    expect(page.get_by_role("heading", name="What this correction moves")).to_be_visible()
    page.get_by_role("button", name="Confirm the correction").click()
    expect(page.get_by_role("button", name="Confirm the correction")).to_be_hidden()
    page.goto(absence)
    expect(page.get_by_text("First day: 16 Nov 2026 → 17 Nov 2026")).to_be_visible()
    page.goto(f"{site}/absences/import")
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "march.csv", "mimeType": "text/csv", "buffer": FEED.encode()}
    )
    page.get_by_role("button", name="Show what the file would do").click()
    expect(page.get_by_text("“2026-02-30” is no day in the calendar.")).to_be_visible()
    page.get_by_role("button", name="Take in 1 absence").click()
    expect(page.get_by_text("The file itself was not kept")).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_absences_are_recorded_corrected_and_imported_with_and_without_script(
    chrome: Browser,
    site: str,
    world: World,
    script: bool,  # noqa: FBT001 - the table's column
) -> None:
    context = signed_in(chrome, site, world, java_script_enabled=script)
    record_and_import(context.new_page(), site)
    context.close()


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (320, "dark")])
def test_no_page_of_absences_breaks_a_rule_of_accessibility_or_scrolls_sideways(  # noqa: PLR0917 - fixtures
    chrome: Browser, site: str, world: World, at_work: Callable[..., str], width: int, theme: Literal["light", "dark"]
) -> None:
    context = signed_in(chrome, site, world, viewport={"width": width, "height": 900}, color_scheme=theme)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
    page.goto(f"{site}/absences")
    addresses = [page.url]
    page.goto(f"{site}/absences/new")
    page.get_by_label("Worker's number").fill("w1")
    page.get_by_label("First day of absence").fill("2026-11-16")
    page.get_by_role("button", name="Record the absence").click()
    page.wait_for_url("**/absences/*-*")
    addresses.append(page.url)
    page.goto(f"{site}/absences/import")
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "march.csv", "mimeType": "text/csv", "buffer": FEED.encode()}
    )
    page.get_by_role("button", name="Show what the file would do").click()
    page.wait_for_url("**/absences/import/*")
    addresses += [page.url, f"{site}/absences/new", f"{site}/absences/import", f"{site}{at_work(after=1)}"]
    for address in addresses:
        page.goto(address)
        page.evaluate(AXE)
        found = page.evaluate("axe.run()")["violations"]
        assert [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found] == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    assert complaints == []
    context.close()


def test_the_page_of_an_import_at_work_follows_it_to_its_end(
    chrome: Browser, site: str, world: World, at_work: Callable[..., str]
) -> None:
    context = signed_in(chrome, site, world)
    page = context.new_page()
    page.goto(f"{site}{at_work(after=1)}")
    expect(page.get_by_role("progressbar", name="2 of 4 rows are done.")).to_be_visible()
    with page.expect_response(lambda answer: answer.request.headers.get("hx-request") == "true", timeout=20_000):
        pass
    expect(page.get_by_role("progressbar", name="2 of 4 rows are done.")).to_be_visible()
    at_work(after=1)
    expect(page.get_by_text("The file itself was not kept")).to_be_visible(timeout=20_000)
    context.close()
