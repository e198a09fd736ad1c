"""The pages of tokens and programs in Chromium: accessible, never wider than the screen, and usable without script."""

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import axe_core_python
import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from tests.builders import World, sign_in
from tests.identity.programs.asking import administered, program
from werkzeug.serving import make_server

from handrail.identity import commands as identity
from handrail.kit.codes import Role

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text("utf-8")
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
SCREENS = os.environ.get("HANDRAIL_SCREENS")
"""A folder for screenshots, for whoever wants to look."""
PAGES = [
    (Role.HR, "/account/tokens"),
    (Role.EMPLOYER_ADMIN, "/administration/programs"),
    (Role.EMPLOYER_ADMIN, "/administration/programs/new"),
    (Role.EMPLOYER_ADMIN, "/administration/programs/new?role=hr"),
    (Role.CONSULTANCY_ADMIN, "/administration/programs/{program}"),
]


@dataclass
class Stage:
    """A world with a token and a program, a server, and a browser."""

    world: World
    app: Flask
    address: str
    browser: Browser
    program: str

    def open(self, role: Role, path: str, *, width: int, theme: str, script: bool) -> Page:
        context = self.browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=theme,  # type: ignore[arg-type]
            java_script_enabled=script,
        )
        client = self.app.test_client()
        sign_in(client, self.world, role)
        cookie = client.get_cookie("hr", domain="localhost")
        assert cookie is not None
        context.add_cookies([{"name": "hr", "value": cookie.value, "url": self.address}])
        page = context.new_page()
        page.goto(f"{self.address}{path.format(program=self.program)}")
        return page


@pytest.fixture(scope="module")
def stage(app: Flask) -> Iterator[Stage]:
    world = administered()
    known = program(world, "absence:read", "absence:write", "obligation:read", name="Payroll of the invented employer")
    with world.engine() as session:
        identity.make_api_token(
            session, world.system(), person_id=world.people[Role.HR], role=Role.HR, name="A script of mine", days=30
        )
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS.split())
        yield Stage(world, app, f"http://localhost:{server.server_port}", browser, str(known.id))
        browser.close()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(("role", "path"), PAGES)
@pytest.mark.parametrize(("width", "theme"), [(320, "light"), (1280, "dark")])
def test_a_page_is_accessible_and_never_wider_than_the_screen(
    stage: Stage, role: Role, path: str, width: int, theme: str
) -> None:
    page = stage.open(role, path, width=width, theme=theme, script=True)
    if SCREENS:
        name = path.strip("/").replace("/", "-").replace("?", "-").replace("{program}", "one")
        page.screenshot(path=f"{SCREENS}/{name}-{width}-{theme}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(AXE)
    found = page.evaluate("axe.run().then(result => result.violations.map(each => each.id + ' ' + each.nodes[0].html))")
    assert found == []
    page.context.close()


def test_without_script_a_token_is_made_and_shown_once(stage: Stage) -> None:
    page = stage.open(Role.HR, "/account/tokens", width=320, theme="light", script=False)
    page.get_by_label("Name").fill("By hand")
    page.get_by_role("button", name="Make a token").click()
    assert page.locator("code").inner_text().startswith("hr_")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.goto(f"{stage.address}/account/tokens")
    assert page.locator("code").count() == 0
    assert page.locator("b", has_text="By hand").count() == 1
    page.context.close()
