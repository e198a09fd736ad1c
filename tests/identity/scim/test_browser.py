"""The pages of directories in Chromium: accessible in both looks and widths, whole without script."""

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import axe_core_python
import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from sqlalchemy import select
from tests.builders import build_world, give_role
from tests.identity.scim.conftest import GROUP, Directory, connect
from tests.identity.scim.test_people import person, person_behind
from werkzeug.serving import make_server

from handrail.identity import commands as identity
from handrail.identity.proofs import DEVELOPMENT
from handrail.identity.scim.models import ScimMatch
from handrail.kit.codes import Role

pytestmark = [pytest.mark.browser, pytest.mark.slow]
AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text("utf-8")
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
LOOKS = (
    pytest.param(1280, "light", marks=pytest.mark.slow),
    pytest.param(1280, "dark", marks=pytest.mark.slow),
    (320, "light"),
    pytest.param(320, "dark", marks=pytest.mark.slow),
)
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@dataclass
class Stage:
    directory: Directory
    address: str
    browser: Browser
    paths: list[str]

    def visitor(self, width: int = 1280, theme: Any = "light", *, script: bool = True) -> BrowserContext:
        world = self.directory.world
        with world.engine() as session:
            _row, secret = identity.start_sign_in(
                session, world.tenant_id, world.people[Role.CONSULTANCY_ADMIN], Role.CONSULTANCY_ADMIN,
                proof=DEVELOPMENT,
            )  # fmt: skip
        context = self.browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=theme, java_script_enabled=script
        )
        context.add_cookies([{"name": "hr", "value": secret, "url": self.address}])
        return context


@pytest.fixture(scope="module")
def stage(app: Flask, chromium: str) -> Iterator[Stage]:
    world = build_world()
    directory = connect(app, world, "Invented directory of a harbour", everywhere=True,
                        gives={"Personnel of the harbour": Role.HR, "Coordinators": Role.COORDINATOR})  # fmt: skip
    known = person(world, world.people[Role.UNION] if Role.UNION in world.people else world.people[Role.HR])
    people = [directory.bring(f"user-{n}@harbour.example", displayName=f"Invented Person {n}") for n in range(4)]
    directory.bring("known@harbour.example", displayName="Known Perhaps", emails=[{"value": known.email}])
    give_role(world.tenant_id, person_behind(world, people[0]["id"]).id, Role.HR, world.employer_id)
    body = {"schemas": [GROUP], "displayName": "Coordinators", "members": [{"value": people[0]["id"]}]}
    assert directory.ask("POST", "/Groups", body).status_code == 409
    directory.patch(f"/Users/{people[1]['id']}", {"op": "replace", "path": "active", "value": False})
    with world.engine() as session:
        match_id = session.scalars(select(ScimMatch.id)).one()
    here = f"/administration/provisioning/{directory.connection_id}"
    paths = ["/administration/provisioning", "/administration/provisioning/new", here, f"{here}/groups/new",
             f"{here}/matches/{match_id}/confirm"]  # fmt: skip
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS.split())
        yield Stage(directory, f"http://localhost:{server.server_port}", browser, paths)
        browser.close()
    server.shutdown()
    thread.join(10)


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_the_pages_of_directories_are_accessible_and_fit(stage: Stage, width: int, theme: str) -> None:
    with stage.visitor(width, theme) as context:
        page = context.new_page()
        for number, path in enumerate(stage.paths):
            page.goto(stage.address + path)
            page.evaluate(AXE)
            found = page.evaluate("async () => (await axe.run()).violations.map(v => v.id + ' ' + v.nodes[0].html)")
            assert found == [], path
            assert not page.evaluate(SIDEWAYS), path
            if folder := os.environ.get("HANDRAIL_SCREENSHOTS"):
                page.screenshot(path=f"{folder}/scim-{number}-{width}-{theme}.png", full_page=True)


def test_a_token_is_made_and_revoked_without_script(stage: Stage) -> None:
    with stage.visitor(script=False) as context:
        page = context.new_page()
        page.goto(stage.address + stage.paths[2])
        page.get_by_role("button", name="Make a token").click()
        assert "hrscim_" in page.get_by_text("hrscim_").inner_text()
        page.get_by_role("button", name="Revoke").first.click()
        assert page.get_by_text("That token lets nobody in any more.").is_visible()
