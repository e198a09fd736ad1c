"""The operator's pages and the page of an ended session in Chromium: accessible, quiet, usable without script."""

import os
import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import axe_core_python
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from sqlalchemy import update
from tests.builders import World, build_person, build_world, give_role
from werkzeug.serving import make_server

from handrail.entrypoints.app import create_app
from handrail.identity import commands as identity
from handrail.identity.models import SignIn
from handrail.identity.proofs import DEVELOPMENT
from handrail.kit import clock, outbox
from handrail.kit.codes import Role
from handrail.kit.outbox import Outbox

pytestmark = [pytest.mark.browser, pytest.mark.slow]
AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text("utf-8")
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
LOOKS = (
    (1280, "light"),
    (1280, "dark"),
    (320, "light"),
    (320, "dark"),
)
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
PARKED = (
    ("notifications.remind", "OperationalError"),
    ("notifications.remind", "OperationalError"),
    ("reports.build", "KeyError"),
)


@dataclass
class Stage:
    world: World
    address: str
    browser: Browser

    def visitor(self, role: Role, width: int = 1280, theme: Any = "light", *, script: bool = True) -> BrowserContext:
        with self.world.engine() as session:
            secret = identity.start_sign_in(
                session, self.world.tenant_id, self.world.people[role], role, proof=DEVELOPMENT
            )[1]
        context = self.browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=theme, java_script_enabled=script
        )
        context.add_cookies([{"name": "hr", "value": secret, "url": self.address}])
        return context

    def end_sessions(self) -> None:
        with self.world.engine() as session:
            session.execute(update(SignIn).values(seen_at=clock.now() - 2 * identity.IDLE))


@pytest.fixture(scope="module")
def stage(database: object, chromium: str) -> Iterator[Stage]:
    del database
    world = build_world()
    world.people[Role.OPERATOR] = build_person(world.tenant_id, "Invented Operator")
    give_role(world.tenant_id, world.people[Role.OPERATOR], Role.OPERATOR, None)
    server = make_server("127.0.0.1", 0, create_app(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS.split())
        yield Stage(world, f"http://localhost:{server.server_port}", browser)
        browser.close()
    server.shutdown()
    thread.join()
    server.server_close()


def park(world: World) -> UUID:
    with world.engine() as session:
        rows = [outbox.publish(session, name.partition(".")[0], name, {}, key=str(uuid.uuid4())) for name, _e in PARKED]
        for row, (_name, error) in zip(rows, PARKED, strict=True):
            values = {"attempts": 5, "parked_at": clock.now(), "last_error": error}
            session.execute(update(Outbox).where(Outbox.id == row).values(values))
        return rows[0]


def looked_at(page: Page, name: str, width: int, theme: str) -> list[str]:
    """Take a picture where somebody wants one; return what axe finds."""
    if shot := os.environ.get("HANDRAIL_SCREENSHOTS"):
        page.screenshot(path=f"{shot}/{name}-{width}-{theme}.png", full_page=True)
    assert not page.evaluate(SIDEWAYS), f"{name} scrolls sideways at {width}"
    page.evaluate(AXE)
    found = page.evaluate("axe.run()")
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found["violations"]]


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_the_pages_are_accessible_quiet_and_never_scroll_sideways(stage: Stage, width: int, theme: str) -> None:
    row = park(stage.world)
    context = stage.visitor(Role.OPERATOR, width, theme)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
    found = {}
    for name, path in (
        ("jobs", "/operator/jobs"),
        ("again", "/operator/jobs/again?name=notifications.remind&error=OperationalError"),
        ("set-aside", f"/operator/jobs/{row}/set-aside"),
        ("none", "/operator/jobs?name=nothing"),
    ):
        page.goto(stage.address + path)
        if problems := looked_at(page, name, width, theme):
            found[name] = problems
    page.goto(f"{stage.address}/operator/jobs/{row}/set-aside")
    page.click("button.go")
    if problems := looked_at(page, "set-aside-wrong", width, theme):
        found["set-aside-wrong"] = problems
    context.close()
    assert found == {}
    assert [said for said in complaints if "422" not in said] == []


@pytest.mark.parametrize("script", [True, False])
def test_parked_work_starts_again_and_is_set_aside_by_keyboard_or_without_script(stage: Stage, *, script: bool) -> None:
    row = park(stage.world)
    context = stage.visitor(Role.OPERATOR, script=script)
    page = context.new_page()
    page.goto(f"{stage.address}/operator/jobs")
    page.locator("li", has_text=str(row)).get_by_role("button", name="Start again").press("Enter")
    page.get_by_text("It starts again in a moment.").wait_for()
    page.get_by_role("link", name="Start all again notifications.remind").press("Enter")
    page.get_by_role("button", name="Start all again").press("Enter")
    page.get_by_text("The work starts again in a moment.").wait_for()
    page.get_by_role("link", name="Set aside").first.press("Enter")
    page.get_by_label("It is not needed any more").press("Space")
    page.get_by_role("button", name="Set aside").press("Enter")
    page.get_by_text("It is set aside.").wait_for()
    context.close()


@pytest.mark.parametrize(
    ("width", "theme", "script"),
    [(1280, "light", True), (320, "dark", True), (320, "light", False)],
)
def test_a_form_whose_session_ended_is_sent_after_signing_in_again(
    stage: Stage, width: int, theme: str, *, script: bool
) -> None:
    context = stage.visitor(Role.WORKER, width, theme, script=script)
    page = context.new_page()
    page.goto(f"{stage.address}/account/notifications")
    page.fill('[name="quiet_from"]', "21:00")
    page.fill('[name="quiet_until"]', "07:30")
    stage.end_sessions()
    page.locator("main button.go").first.press("Enter")
    page.get_by_role("heading", name="You were signed out").wait_for()
    if script:
        assert looked_at(page, "signed-out", width, theme) == []
    with stage.world.engine() as session:
        person = stage.world.people[Role.WORKER]
        secret = identity.start_sign_in(session, stage.world.tenant_id, person, Role.WORKER, proof=DEVELOPMENT)[1]
    context.add_cookies([{"name": "hr", "value": secret, "url": stage.address}])  # as signing in elsewhere does
    page.get_by_role("button", name="Send again").press("Enter")
    page.get_by_text("Your choice is saved.").wait_for()
    assert page.input_value('[name="quiet_until"]') == "07:30"
    context.close()
