"""The pages of the plan in Chromium: accessible, quiet, never wider than the screen; saved while one types."""

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import axe_core_python
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.builders import case_row
from tests.plans.steps import (
    Journey,
    a_plan,
    accepted,
    agreed,
    at_the_table,
    confirmed,
    drafted,
    meeting_planned,
    participating,
    proposed,
    release,
)
from werkzeug.serving import make_server

from handrail.identity import commands as identity
from handrail.identity.proofs import DEVELOPMENT
from handrail.kit.codes import Role
from handrail.plans.queries.versions import draft_of, versions_of
from handrail.plans.rules.content import from_json

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.usefixtures("database")]

AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text("utf-8")
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
SCREENS = os.environ.get("HANDRAIL_SCREENS")
"""A folder for screenshots, for whoever wants to look."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS.split())
        yield started
        started.close()


@pytest.fixture
def address(app: Any) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass
class Desk:
    """One person at a browser."""

    browser: Browser
    address: str
    journey: Journey
    role: Role

    def open(
        self, path: str, *, width: int = 1280, theme: str = "light", script: bool = True
    ) -> tuple[Page, list[str]]:
        context = self.browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=theme,  # type: ignore[arg-type]
            java_script_enabled=script,
        )
        with self.journey.world.engine() as session:
            person = self.journey.world.people[self.role]
            _row, secret = identity.start_sign_in(
                session, self.journey.world.tenant_id, person, self.role, proof=DEVELOPMENT
            )
        context.add_cookies([{"name": "hr", "value": secret, "url": self.address}])
        page, complaints = context.new_page(), list[str]()
        page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{self.address}/cases/{self.journey.case_id}/{path}")
        return page, complaints


def axe(page: Page) -> list[str]:
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate("axe.run()")
    return [f"{one['id']}: {[node['target'] for node in one['nodes']][:3]}" for one in found["violations"]]


@pytest.fixture(scope="module")
def journey(database: object) -> Journey:
    """A contract, a newer version that waits, something in place, something not."""
    del database
    made = at_the_table(
        "Too many late orders are planned in the last hour of my shift.", "When plans change, I hear it last."
    )
    accepted(made, proposed(made))
    confirmed(made, "a1")
    with made.world.engine() as session:
        contract = versions_of(session, case_row(session, made.case_id)).contract
        assert contract is not None
    weeks = (replace(contract.content.weeks[0], cover="Tomasz: late desk"), contract.content.weeks[1])
    proposed(made, replace(contract.content, aim="Own job, 28 hours a week, from February", weeks=weeks))
    return made


@pytest.fixture(scope="module")
def before(database: object) -> Journey:
    """A case that is being prepared."""
    del database
    made = participating()
    release(made, "Too many late orders are planned in the last hour of my shift.")
    meeting_planned(made)
    return made


PAGES = [
    ("journey", Role.COORDINATOR, "plan"),
    ("journey", Role.COORDINATOR, "plan?version=1&whole=1"),
    ("journey", Role.COORDINATOR, "plan/edit"),
    ("journey", Role.COORDINATOR, "plan/actions/a1"),
    ("journey", Role.COORDINATOR, "return"),
    ("journey", Role.COORDINATOR, "weeks"),
    ("journey", Role.SUPERVISOR, "plan"),
    ("journey", Role.SUPERVISOR, "plan/questions/q1"),
    ("journey", Role.WORKER, "plan"),
    ("before", Role.COORDINATOR, "concerns"),
    ("before", Role.COORDINATOR, "readiness"),
    ("before", Role.COORDINATOR, "summary"),
    ("before", Role.COORDINATOR, "tentative-plan"),
    ("before", Role.COORDINATOR, "meeting"),
    ("before", Role.COORDINATOR, "meeting/record"),
    ("before", Role.SUPERVISOR, "plan"),
]


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (320, "dark")])
@pytest.mark.parametrize(("which", "role", "path"), PAGES)
def test_a_page_is_accessible_quiet_and_fits(
    browser: Browser,
    address: str,
    request: pytest.FixtureRequest,
    *,
    which: str,
    role: Role,
    path: str,
    width: int,
    theme: str,
) -> None:
    desk = Desk(browser, address, request.getfixturevalue(which), role)
    page, complaints = desk.open(path, width=width, theme=theme)
    if SCREENS:
        name = f"{role.value}-{path.partition('?')[0].replace('/', '-')}-{width}.png"
        page.screenshot(path=f"{SCREENS}/{name}", full_page=True)
    assert axe(page) == []
    assert complaints == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    repeated = "[...document.querySelectorAll('[id]')].map(e => e.id).filter((id, at, all) => all.indexOf(id) !== at)"
    assert page.evaluate(repeated) == []
    page.context.close()


def test_the_draft_is_saved_when_a_field_is_left_and_then_by_the_button(browser: Browser, address: str) -> None:
    made = at_the_table()
    drafted(made)
    page, complaints = Desk(browser, address, made, Role.COORDINATOR).open("plan/edit")
    page.get_by_label("Aim").fill("Typed and left")
    page.get_by_label("Aim").blur()
    expect(page.locator("[data-draft-status]")).to_contain_text("Saved")
    assert stored_aim(made) == "Typed and left"
    page.get_by_label("Aim").fill("Typed and sent")
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_text("The draft is saved.")).to_be_visible()
    assert stored_aim(made) == "Typed and sent"
    assert complaints == []


def stored_aim(journey: Journey) -> str:
    with journey.world.engine() as session:
        draft = draft_of(session, case_row(session, journey.case_id))
        assert draft is not None
        return from_json(draft.content).aim


@pytest.mark.rule("S5-6")
@pytest.mark.parametrize("script", [True, False])
def test_the_plan_is_proposed_and_accepted_with_and_without_script(
    browser: Browser, address: str, *, script: bool
) -> None:
    made = at_the_table()
    drafted(made, a_plan(made))
    page, _complaints = Desk(browser, address, made, Role.COORDINATOR).open("plan/edit", script=script)
    page.get_by_role("button", name="Propose it as version 1").click()
    expect(page.get_by_text("Version 1: Not yet a contract", exact=True)).to_be_visible()
    for role in (Role.SUPERVISOR, Role.WORKER):
        page, _complaints = Desk(browser, address, made, role).open("plan", script=script)
        page.get_by_label("I have read this version and accept it.").focus()
        page.keyboard.press("Space")
        page.get_by_role("button", name="Accept version 1").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text("Accepted version 1").first).to_be_visible()
    page, _complaints = Desk(browser, address, made, Role.COORDINATOR).open("plan", script=script)
    expect(page.get_by_text("Version 1: Contract", exact=True)).to_be_visible()


def test_print_shows_version_and_readers_and_no_navigation(browser: Browser, address: str) -> None:
    made = agreed()
    page, _complaints = Desk(browser, address, made, Role.WORKER).open("plan")
    page.emulate_media(media="print")
    expect(page.locator(".sees").first).to_be_visible()
    expect(page.locator(".print-only").first).to_be_visible()
    expect(page.locator("#accept")).to_have_count(0)
    expect(page.get_by_role("link", name="Print or PDF")).to_be_hidden()
