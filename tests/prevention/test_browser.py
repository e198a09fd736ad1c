"""The committee's pages in Chromium: accessible, never wider than the screen, and all of it without script."""

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import axe_core_python
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from sqlalchemy import select
from tests.builders import World, sign_in
from tests.prevention.worlds import AUTUMN, SPRING, SUMMER, Place
from werkzeug.serving import make_server

from handrail.entrypoints.app import create_app
from handrail.kit.codes import Role
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.settings import Settings
from handrail.plans.rules.codes import AspectCategory, Effect
from handrail.prevention.models import Theme
from handrail.prevention.rules.quarters import Quarter

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
    """An organisation with themes, a server, and a browser."""

    place: Place
    world: World
    app: Any
    address: str
    browser: Browser
    theme_id: str

    def open(self, role: Role, path: str, *, width: int = 320, scheme: str = "light", script: bool = False) -> Page:
        context = self.browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,  # type: ignore[arg-type]
            java_script_enabled=script,
        )
        client = self.app.test_client()
        sign_in(client, self.world, role)
        cookie = client.get_cookie("hr", domain="localhost")
        assert cookie is not None
        context.add_cookies([{"name": "hr", "value": cookie.value, "url": self.address}])
        page = context.new_page()
        page.goto(f"{self.address}{path.format(key=self.place.key, theme=self.theme_id)}")
        return page


@pytest.fixture(scope="module")
def stage(database: Settings) -> Iterator[Stage]:
    del database
    place = Place.found()
    for number in range(30):
        worker = place.takes_part(number % 2)
        for month, kind, count in (
            (2, (AspectCategory.WORKLOAD, Effect.HINDERS), 14),
            (5, (AspectCategory.WORKLOAD, Effect.HINDERS), 8),
            (8, (AspectCategory.RECOGNITION, Effect.FOSTERS), 9),
        ):
            if number < count:
                place.tells(worker, date(2026, month, 5), kind)
    place.write()
    for quarter in (SPRING, SUMMER, AUTUMN):
        place.release(Quarter(quarter.number - 1))
    world = World(
        place.tenant_id, place.firm.employer_id, place.firm.site_id, place.firm.employments[0]["id"], place.people
    )
    with tenant_session(engine_context(place.tenant_id)) as session:
        theme_id = str(session.scalars(select(Theme.id).where(Theme.at_least == 10)).one())
    app = create_app()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS.split())
        yield Stage(place, world, app, f"http://localhost:{server.server_port}", browser, theme_id)
        browser.close()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.rule("OAP-3")
def test_the_committee_plans_an_action_for_a_theme_and_ends_it_without_script(stage: Stage) -> None:
    page = stage.open(Role.COMMITTEE, "/prevention/{key}")
    expect(page.get_by_text("At least 5 workers").first).to_be_visible()
    page.get_by_role("link", name="Plan an action").first.click()
    page.get_by_label("What will be done").fill("Rosters are known four weeks ahead")
    page.get_by_label("For which theme").select_option(index=1)
    page.get_by_label("Who sees to it").fill("The planning desk")
    page.get_by_label("By when").fill("2030-03-01")
    page.get_by_label("How you will see that it helped").fill("Fewer shifts changed within a week")
    page.get_by_role("button", name="Put it into the plan").click()
    page.get_by_role("link", name="Rosters are known four weeks ahead").click()
    page.get_by_label("Done", exact=True).check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Say in a sentence what came of it").first).to_be_visible()
    assert page.get_by_label("Done", exact=True).is_checked()
    page.get_by_label("What came of it").fill("Half as many changes.")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Done or dropped").click()
    expect(page.get_by_text("Half as many changes.")).to_be_visible()
    page.context.close()


PAGES = [
    (Role.COMMITTEE, "/prevention/{key}"),
    (Role.COMMITTEE, "/prevention/{key}/plan"),
    (Role.COORDINATOR, "/prevention/{key}"),
    (Role.COORDINATOR, "/prevention/themes/{theme}/words"),
]


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
@pytest.mark.parametrize(("role", "path"), PAGES)
def test_a_page_is_accessible_and_fits(stage: Stage, *, role: Role, path: str, width: int, scheme: str) -> None:
    page = stage.open(role, path, width=width, scheme=scheme, script=True)  # axe is a script itself
    if SCREENS:
        name = f"{role.value}{path.replace('/', '-').replace('{', '').replace('}', '')}-{width}-{scheme}.png"
        page.screenshot(path=f"{SCREENS}/{name}", full_page=True)
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate("axe.run()")
    assert [each["id"] for each in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.context.close()
