"""The pages of files in Chromium: accessible, quiet, usable without script, on a small telephone too."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import axe_core_python
import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import select
from tests.builders import build_world, open_informed_case
from tests.documents.hostile import pdf
from tests.web.whole import Browser as Client
from werkzeug.serving import make_server

from handrail.documents.uploads import commands
from handrail.documents.uploads.commands import Sent
from handrail.documents.uploads.inspecting.kinds import Refusal
from handrail.documents.uploads.models import CaseFile
from handrail.entrypoints.app import create_app
from handrail.kit.codes import Compartment, Role

pytestmark = [pytest.mark.browser, pytest.mark.slow]
AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text("utf-8")
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
LOOKS = (
    (320, "light"),
    pytest.param(320, "dark", marks=pytest.mark.slow),
    pytest.param(1280, "light", marks=pytest.mark.slow),
    pytest.param(1280, "dark", marks=pytest.mark.slow),
)


class Stage:
    """A running application with a case in which files are at every stage."""

    def __init__(self, browser: Browser) -> None:
        self.world = build_world()
        self.case_id = open_informed_case(self.world)
        self.app = create_app()
        self.browser = browser
        for number, state in enumerate(("open", "waiting", "refused")):
            self._add(Role.WORKER, Compartment.OWN, f"My {state} letter from the physician {number}.pdf", state)
            self._add(Role.COORDINATOR, Compartment.PLAN, f"An {state} sketch of the new desk {number}.pdf", state)
        self.server = make_server("127.0.0.1", 0, self.app, threaded=True)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def _add(self, role: Role, compartment: Compartment, name: str, state: str) -> None:
        sent = Sent(pdf(), name, "application/pdf")
        with self.world.session(role) as (session, actor):
            made = commands.add_to_case(session, actor, self.case_id, compartment, sent, key=name)
        outcome = {"open": sent.data, "refused": Refusal.ACTIVE}.get(state)
        if outcome is not None:
            with self.world.engine() as session:
                commands.settle(session, self.world.system(), made.id, outcome)

    def page(self, role: Role, width: int = 1280, theme: Any = "light", *, script: bool = True) -> Page:
        cookie = Client(self.app, self.world, role).client.get_cookie("hr")
        assert cookie is not None
        context = self.browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=theme, java_script_enabled=script
        )
        context.add_cookies([{"name": "hr", "value": cookie.value, "url": self.url("/")}])
        return context.new_page()

    def url(self, path: str) -> str:
        return f"http://localhost:{self.server.server_port}{path}"


@pytest.fixture(scope="module")
def stage(database: object, chromium: str) -> Iterator[Stage]:
    del database
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS.split())
        made = Stage(browser)
        yield made
        browser.close()
    made.server.shutdown()
    made.server.server_close()


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_the_pages_are_accessible_and_never_scroll_sideways(stage: Stage, width: int, theme: str) -> None:
    for role, path in (
        (Role.WORKER, "/my-files"),
        (Role.COORDINATOR, f"/cases/{stage.case_id}/files"),
        (Role.HR, f"/employments/{stage.world.employment_id}/files"),
    ):
        page = stage.page(role, width, theme)
        page.goto(stage.url(path), wait_until="networkidle")
        if shot := os.environ.get("HANDRAIL_SCREENSHOTS"):
            page.screenshot(path=f"{shot}/files-{role.value}-{width}-{theme}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        page.evaluate(AXE)
        found: dict[str, Any] = page.evaluate("axe.run()")
        assert [f"{each['id']}: {each['nodes'][0]['html']}" for each in found["violations"]] == []
        page.context.close()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_file_is_added_and_taken_away_and_a_wrong_one_explained(
    stage: Stage, tmp_path: Path, *, script: bool
) -> None:
    wrong, right = tmp_path / "wrong.png", tmp_path / f"right {script}.txt"
    wrong.write_bytes(b"<svg><script>alert(1)</script></svg>")
    right.write_text("Words of my own", "utf-8")
    page = stage.page(Role.WORKER, 320, script=script)
    page.goto(stage.url("/my-files"))
    page.get_by_label("File", exact=False).set_input_files(wrong)
    page.get_by_role("button", name="Add the file").click()
    page.get_by_text("something else than its name says").first.wait_for()
    page.get_by_label("File", exact=False).set_input_files(right)
    page.get_by_role("button", name="Add the file").click()
    page.get_by_text(right.name).first.wait_for()
    with stage.world.engine() as session:
        statement = select(CaseFile.id).order_by(CaseFile.added_at.desc()).limit(1)
        commands.settle(session, stage.world.system(), session.scalars(statement).one(), right.read_bytes())
    page.reload()
    with page.expect_download() as coming:
        page.get_by_role("link", name=right.name).click()
    assert Path(coming.value.path()).read_text("utf-8") == "Words of my own"
    page.context.close()
