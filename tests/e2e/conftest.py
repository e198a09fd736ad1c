"""A whole Handrail as `handrail up` runs it, with one small invented consultancy, and a browser on it."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

ROOT = Path(__file__).parents[2]
MOST_STOPS = 250
NOON = 12
PATIENCE_SECONDS = 300  # bounded, and long enough for a machine that many work on
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
_LINK = re.compile(r"^\s+(\w+)\s+.+?(http://localhost:\d+/sign-in/\w+)$", re.MULTILINE)


@dataclass
class Running:
    """A running Handrail: where it is and how to get in."""

    base: str
    state: Path
    links: dict[str, str]
    sessions: dict[tuple[str, bool], BrowserContext] = field(default_factory=dict)

    @property
    def mails(self) -> list[str]:
        """The mails that were caught, as text."""
        return [path.read_text("utf-8", "replace") for path in sorted((self.state / "mail").glob("*.eml"))]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Start everything as an operator would, and end it."""
    folder = tmp_path_factory.mktemp("up")
    tenants = folder / "tenants"
    shutil.copytree(ROOT / "tenants" / "base", tenants / "base")
    shutil.copytree(Path(__file__).parent / "tenants" / "trial", tenants / "trial")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HANDRAIL_")}
    told = {"HANDRAIL_STATE_DIR": str(folder / "state"), "HANDRAIL_TENANTS_DIR": str(tenants)}
    output = folder / "output"
    with output.open("wb") as sink:
        process = subprocess.Popen(
            [sys.executable, "-m", "handrail.entrypoints.cli", "up"], env=kept | told, stdout=sink, stderr=sink
        )
    try:
        said = _until_ready(process, output)
        links = dict(_LINK.findall(said))
        base = next(iter(links.values())).partition("/sign-in/")[0]
        yield Running(base, folder / "state", links)
    finally:
        process.terminate()
        process.wait(60)


def _until_ready(process: subprocess.Popen[bytes], output: Path) -> str:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        said = output.read_text("utf-8")
        if "Ctrl-C stops everything" in said:
            assert _LINK.search(said), said
            return said
        assert process.poll() is None, said
        time.sleep(0.2)
    raise AssertionError(output.read_text("utf-8"))


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS.split())
        yield found
        found.close()


@dataclass
class Person:
    """Somebody at a browser: every page they open must be free of errors and of the policy's complaints."""

    running: Running
    page: Page
    complaints: list[str]
    keyboard: bool = False
    """Whether this person has no pointer: everything is reached by Tab and done by keys."""

    def opens(self, path: str) -> Page:
        """Open a page; it is there, and nothing complains."""
        answer = self.page.goto(self.running.base + path)
        assert answer is not None
        assert answer.status == 200, (path, answer.status)
        self.is_fine()
        return self.page

    def is_fine(self) -> None:
        """Nothing was said on the console, and nothing sticks out sideways."""
        assert self.complaints == [], self.complaints
        assert not self.page.evaluate("document.documentElement.scrollWidth > innerWidth"), self.page.url

    def fills(self, **values: str | bool) -> None:
        """Fill in the form of the page by the names of its fields; two underscores stand for a dash."""
        for key, value in values.items():
            name = key.replace("__", "-")
            control = self.page.locator(f'main form [name="{name}"]')
            kind = control.first.evaluate("e => e.tagName === 'SELECT' ? 'select' : e.type")
            if kind == "radio" or (kind == "checkbox" and value is not True):
                control = self.page.locator(f'main form [name="{name}"][value="{value}"]')
            if self.keyboard:
                self._type(control.first, kind, value)
            elif kind == "select":
                control.select_option(str(value))
            elif kind in {"radio", "checkbox"}:
                control.first.check()
            else:
                control.fill(str(value))

    def presses(self, words: str) -> None:
        """Use the button or link of these words in the page, and land on a page that is fine."""
        main = self.page.locator("main")
        self._use(main.get_by_role("button", name=words).or_(main.get_by_role("link", name=words)).last)
        self._landed()

    def sends(self, button: str = "button.go, button.stop") -> None:
        """Send the main form of the page by its own button, and land on a page that is fine."""
        self._use(self.page.locator("main form .row").locator(button).last)
        self._landed()

    def follows(self, link: Locator) -> None:
        """Go where a link leads."""
        self._use(link)
        self._landed()

    def _use(self, control: Locator) -> None:
        if not self.keyboard:
            with self.page.expect_navigation():
                control.click()
            return
        self._reach(control)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def _reach(self, control: Locator) -> None:
        """Tab on until the control has the focus; where it stands, the ring around it can be seen."""
        for _press in range(MOST_STOPS):
            if control.evaluate("e => e === document.activeElement"):
                ring = control.evaluate("e => getComputedStyle(e).outlineStyle")
                assert ring != "none", control
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"The keyboard does not reach {control} on {self.page.url}")

    def _type(self, control: Locator, kind: str, value: object) -> None:
        """Fill in one control with keys alone."""
        if kind == "radio":
            # One radio of a group is a stop; the arrows choose among them.
            group = self.page.locator(f'main form [name="{control.get_attribute("name")}"]')
            self._reach_any(group)
            for _press in range(group.count() + 1):
                if control.is_checked():
                    return
                self.page.keyboard.press("ArrowDown")
            raise AssertionError(f"The arrows do not reach {value}")
        self._reach(control)
        if kind == "checkbox":
            if not control.is_checked():
                self.page.keyboard.press("Space")
        elif kind == "select":
            self._choose(control, str(value))
        elif kind == "date":
            year, month, day = str(value).split("-")
            self.page.keyboard.type(f"{month}{day}{year}")
        elif kind == "time":
            hour, minute = (int(part) for part in str(value).split(":")) if value else (0, 0)
            if not value:
                self._clear_time(control)
                return
            self.page.keyboard.type(f"{hour % 12 or 12:02}{minute:02}{'AM' if hour < NOON else 'PM'}")
        else:
            self.page.keyboard.press("Control+A")
            self.page.keyboard.type(str(value))

    def _clear_time(self, control: Locator) -> None:
        for _part in range(3):
            self.page.keyboard.press("Delete")
            self.page.keyboard.press("ArrowRight")
        assert control.input_value() == ""

    def _choose(self, control: Locator, value: str) -> None:
        self.page.keyboard.press("Home")
        for _press in range(control.locator("option").count()):
            if control.input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"The arrows do not reach {value}")

    def _reach_any(self, group: Locator) -> None:
        for _press in range(MOST_STOPS):
            if group.evaluate_all("all => all.includes(document.activeElement)"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"The keyboard does not reach {group} on {self.page.url}")

    def _landed(self) -> None:
        self.page.wait_for_load_state()
        expected = ("the server responded with a status of 422", "the server responded with a status of 409")
        self.complaints[:] = [said for said in self.complaints if not any(known in said for known in expected)]
        self.is_fine()

    def sees(self, *texts: str) -> None:
        """Each text stands on the page."""
        shown = self.page.inner_text("body")
        missing = [text for text in texts if text not in shown]
        assert not missing, (missing, self.page.url, shown[:2000])

    def does_not_see(self, *texts: str) -> None:
        """None of the texts stands anywhere in the page, not even in its source."""
        source = self.page.content()
        assert not [text for text in texts if text in source], self.page.url


def at(running: Running, page: Page, *, keyboard: bool = False) -> Person:
    """Watch a page for what its console says."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    return Person(running, page, complaints, keyboard)


def person(running: Running, browser: Browser, role: str, *, script: bool) -> Person:
    """Sign somebody in by the link that was printed for their role, once; with or without script it is one session."""
    if (role, script) not in running.sessions:
        before = running.sessions.get((role, not script))
        state = before.storage_state() if before else None
        context = browser.new_context(
            java_script_enabled=script, viewport={"width": 1280, "height": 900}, storage_state=state
        )
        running.sessions[role, script] = context
        if before is None:
            page = context.new_page()
            page.goto(running.links[role])
            with page.expect_navigation():
                page.click("main button")
    return at(running, running.sessions[role, script].new_page())


def mailed(running: Running, browser: Browser, address: str, *, keyboard: bool = False) -> Person:
    """Ask for a link in the browser that will use it, take it from the caught mail, type a code, and go in."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-US").new_page()
    old = set(running.mails)
    page.goto(f"{running.base}/sign-in")
    page.fill('main [name="email"]', address)
    page.fill('main [name="consultancy"]', "trial")
    with page.expect_navigation():
        page.get_by_role("button", name="Send me a link").click()
    page.goto(until_mailed(running, address, re.compile(r"http://localhost:\d+/sign-in/[0-9a-f]{64}"), old))
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Your code").fill(told(running, address))
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", name="Make signing in easy").wait_for()
    page.get_by_role("link", name="Later").click()
    page.get_by_role("button", name="Make my codes").wait_for()
    with page.expect_navigation():
        page.get_by_role("link", name="Later").click()
    return at(running, page, keyboard=keyboard)


def told(running: Running, address: str) -> str:
    """Return the code that an operator reads out to whoever has this address."""
    key = f"{address.partition('@')[0]}-trial"
    command = [sys.executable, "-m", "handrail.entrypoints.cli", "person", "code", "--tenant", "trial", "--person", key]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HANDRAIL_")}
    environment["HANDRAIL_STATE_DIR"] = str(running.state)
    said = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=True, timeout=PATIENCE_SECONDS
    )
    return said.stdout.partition("(")[0].strip()


def until_mailed(running: Running, address: str, wanted: re.Pattern[str], old: AbstractSet[str] = frozenset()) -> str:
    """Wait, for a bounded time, for a mail to this address with what is wanted in it, not an old one."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        for mail in set(running.mails) - old:
            plain = mail.replace("=\n", "").replace("=3D", "=")
            found = wanted.search(plain)
            if address in plain and found:
                return found[0]
        time.sleep(0.2)
    raise AssertionError(f"No mail to {address} with {wanted.pattern}")
