"""A graded return from the proposal to its outcome in Chromium, beside an adjustment in the same case."""

import os
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import axe_core_python
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.interventions.kinds.conftest import ADJUSTMENT, GRADED, Under
from werkzeug.serving import make_server

from handrail.entrypoints.app import create_app
from handrail.identity import commands as identity
from handrail.identity.proofs import DEVELOPMENT
from handrail.kit import clock
from handrail.kit.codes import Role

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SCREENS = os.environ.get("HANDRAIL_SCREENS")
"""A folder for screenshots, for whoever wants to look."""
AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text("utf-8")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
TODAY = clock.today("Europe/Amsterdam")
MONDAY = TODAY - timedelta(days=TODAY.weekday())


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def address(under: Under) -> Iterator[str]:
    del under
    server = make_server("127.0.0.1", 0, create_app(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def desk(browser: Browser, address: str, under: Under, role: Role) -> Page:
    """Return a page of somebody who is signed in, without script: every form works without it."""
    context = browser.new_context(viewport={"width": 320, "height": 900}, java_script_enabled=False)
    with under.world.engine() as session:
        person = under.world.people[role]
        _row, secret = identity.start_sign_in(session, under.world.tenant_id, person, role, proof=DEVELOPMENT)
    context.add_cookies([{"name": "hr", "value": secret, "url": address}])
    return context.new_page()


def sent(page: Page) -> None:
    page.locator("main form button.go").click()
    page.wait_for_load_state()
    assert page.locator(".errors").count() == 0, page.locator(".errors").inner_text()


def quiet(browser: Browser, page: Page, **look: Any) -> None:
    """Look at the same page with script: nothing for axe to find, and never wider than the screen."""
    context = browser.new_context(storage_state=page.context.storage_state(), **look)
    seen = context.new_page()
    seen.goto(page.url)
    seen.evaluate(AXE)
    found = seen.evaluate("axe.run().then(r => r.violations.map(v => v.id + ' ' + v.nodes[0].target))")
    assert found == [], (page.url, found)
    assert seen.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url
    if SCREENS:
        name = f"{page.url.rpartition('/')[2]}_{look['viewport']['width']}_{look.get('color_scheme', 'light')}"
        seen.screenshot(path=f"{SCREENS}/{name}.png", full_page=True)
    context.close()


@pytest.mark.rule("IVN-1", "IVN-2")
def test_a_graded_return_goes_from_the_proposal_to_its_outcome_beside_an_adjustment(
    browser: Browser, address: str, under: Under
) -> None:
    base = f"{address}/cases/{under.case_id}/interventions"
    coordinator, worker, supervisor = (
        desk(browser, address, under, role) for role in (Role.COORDINATOR, Role.WORKER, Role.SUPERVISOR)
    )
    coordinator.goto(f"{base}/begin/{GRADED}")
    quiet(browser, coordinator, viewport={"width": 1280, "height": 900})
    coordinator.fill("[name=aim]", "Own work, all hours")
    coordinator.fill("[name=contract_hours]", "32")
    coordinator.fill("[name=weeks-0-monday]", MONDAY.isoformat())
    coordinator.fill("[name=weeks-0-hours]", "8")
    coordinator.fill("[name=weeks-0-tasks]", "Post")
    coordinator.click("button[name=add][value=weeks]")
    coordinator.fill("[name=weeks-1-monday]", (MONDAY + timedelta(weeks=1)).isoformat())
    coordinator.fill("[name=weeks-1-hours]", "16")
    coordinator.fill("[name=weeks-1-tasks]", "Post")
    sent(coordinator)
    item = coordinator.url
    expect(coordinator.locator("main")).to_contain_text("the hours rise and the tasks stay the same")
    quiet(browser, coordinator, viewport={"width": 320, "height": 900}, color_scheme="dark")
    quiet(browser, coordinator, viewport={"width": 1280, "height": 900}, color_scheme="light")

    supervisor.goto(f"{base}/begin/{ADJUSTMENT}")
    supervisor.fill("[name=what]", "Later start on Mondays")
    supervisor.select_option("[name=kind]", "hours")
    quiet(browser, supervisor, viewport={"width": 320, "height": 900})
    sent(supervisor)

    worker.goto(f"{item}/do/agree")
    sent(worker)
    coordinator.goto(f"{item}/do/start")
    coordinator.fill("[name=next_review_on]", (TODAY + timedelta(days=7)).isoformat())
    sent(coordinator)
    supervisor.goto(f"{item}/do/progress")
    supervisor.fill("[name=reviews-0-on]", TODAY.isoformat())
    supervisor.select_option("[name=reviews-0-outcome]", "progress")
    supervisor.fill("[name=next_review_on]", (TODAY + timedelta(days=14)).isoformat())
    sent(supervisor)
    coordinator.goto(f"{item}/do/complete")
    coordinator.check("[name=outcome][value=full_hours_own_work]")
    coordinator.fill("[name=hours_reached]", "32")
    sent(coordinator)

    worker.goto(base)
    expect(worker.locator("main")).to_contain_text("Completed")
    expect(worker.locator("main")).to_contain_text("Later start on Mondays")
    quiet(browser, worker, viewport={"width": 1280, "height": 900}, color_scheme="dark")
    worker.goto(item)
    expect(worker.locator("main")).to_contain_text("All hours, own work")
    quiet(browser, worker, viewport={"width": 1280, "height": 900}, color_scheme="light")
    assert worker.goto(f"{item}/do/complete").status == 404  # type: ignore[union-attr]  # a page was loaded
