"""Every main page as its reader meets it: axe finds nothing, nothing sticks out, and the keyboard is enough."""

from pathlib import Path
from typing import Any

import axe_core_python
import pytest
from playwright.sync_api import Browser, Page
from tests.e2e.conftest import Person, Running, mailed, person

pytestmark = [pytest.mark.browser, pytest.mark.slow]
AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text("utf-8")
PAGES = {
    "coordinator": (
        "/today",
        "/cases",
        "/account",
        "/framework",
        "/obligations",
        "/obligations/calendar?month=2026-02",
    ),
    "worker": (
        "/my-return",
        "/my-return/concerns",
        "/my-return/privacy",
        "/my-return/privacy/consents",
        "/my-return/privacy/package",
        "/my-return/stop",
        "/my-documents",
        "/my-return/dates",
    ),
    "supervisor": ("/team", "/obligations"),
    "hr": (
        "/absences",
        "/absences/new",
        "/absences/import",
        "/obligations",
        "/obligations/calendar?month=2026-02",
        "/reports",
        "/reports/new",
        "/reports/schedule",
    ),
}
OF_A_CASE = ("", "/first-contact", "/plan", "/plan/edit", "/consents", "/contacts", "/close", "/act-done")
SIZES = ((320, "light"), (320, "dark"), (1280, "light"), (1280, "dark"))


def violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    found: list[dict[str, Any]] = page.evaluate("async () => (await axe.run()).violations")
    return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found]


def looked_at(who: Person, path: str) -> None:
    for width, theme in SIZES:
        who.page.set_viewport_size({"width": width, "height": 900})
        who.page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        who.opens(path)
        assert violations(who.page) == [], (path, width, theme)


@pytest.fixture(scope="module")
def case(running: Running, browser: Browser) -> str:
    """The address of a case that opened when its worker's absence was recorded."""
    hr = person(running, browser, "hr", script=True)
    hr.opens("/absences/new")
    hr.fills(worker="M-3", first_day="2026-01-05", expected_days="70")
    hr.sends()
    coordinator = person(running, browser, "coordinator", script=True)
    link = coordinator.opens("/cases").locator("main th a", has_text="Paula Trial")
    return link.get_attribute("href") or ""


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize("role", ["coordinator", "hr", "supervisor"])
def test_the_pages_of_a_role_are_accessible(running: Running, browser: Browser, role: str) -> None:
    who = person(running, browser, role, script=True)
    for path in PAGES[role]:
        looked_at(who, path)


@pytest.mark.usefixtures("case")
def test_the_workers_pages_are_accessible(running: Running, browser: Browser) -> None:
    who = mailed(running, browser, "paula@trial.example")
    for path in PAGES["worker"]:
        looked_at(who, path)


def test_the_pages_of_a_case_are_accessible(running: Running, browser: Browser, case: str) -> None:
    coordinator = person(running, browser, "coordinator", script=True)
    for part in OF_A_CASE:
        looked_at(coordinator, case + part)


def test_supposing_another_day_is_accessible(running: Running, browser: Browser, case: str) -> None:
    coordinator = person(running, browser, "coordinator", script=True)
    link = coordinator.opens(case).locator("main a", has_text="What if a day were another one?")
    path = link.get_attribute("href") or ""
    for wished in ("", "?first_day=2026-01-02&recovered_on=2026-09-01"):
        looked_at(coordinator, path + wished)


def test_signing_in_is_accessible(running: Running, browser: Browser) -> None:
    page = browser.new_context().new_page()
    page.goto(f"{running.base}/sign-in")
    assert violations(page) == []


def focused(page: Page) -> str:
    found: str = page.evaluate("document.activeElement.getAttribute('name') || document.activeElement.innerText || ''")
    return found


def test_a_statutory_act_is_recorded_by_keyboard_alone(running: Running, browser: Browser, case: str) -> None:
    """Tab to each control, choose with the arrow keys, send with Enter; the focus is always visible."""
    coordinator = person(running, browser, "coordinator", script=True)
    page = coordinator.opens(f"{case}/act-done")
    reached = []
    for _press in range(60):
        page.keyboard.press("Tab")
        name = focused(page)
        reached.append(name)
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", name
        if name == "rule":
            page.keyboard.press("ArrowDown")
        if name == "done_on":
            page.keyboard.type("01012026")
            break
    assert "rule" in reached
    assert page.input_value('main [name="done_on"]')
    with page.expect_navigation():
        page.keyboard.press("Enter")
    coordinator.opens(case)
    coordinator.sees("Statutory act recorded")
