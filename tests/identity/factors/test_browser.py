"""Passkeys in Chromium with a device of its own, the way in without script, and how the pages look."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import axe_core_python
import pytest
import redis
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright
from sqlalchemy import select
from tests.builders import World, build_world, open_case
from tests.identity.factors.visiting import given_code
from werkzeug.serving import make_server

from handrail.entrypoints.app import create_app
from handrail.identity import commands
from handrail.identity.factors.models import Passkey
from handrail.identity.models import SignIn
from handrail.identity.proofs import DEVELOPMENT, Method, Proof
from handrail.kit.codes import Role

pytestmark = [pytest.mark.browser, pytest.mark.slow]
AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text("utf-8")
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
LOCK = "Use your fingerprint, face or screen lock"


@dataclass
class Stage:
    world: World
    address: str
    browser: Browser

    @contextmanager
    def visit(self, width: int = 1280, theme: Any = "light", *, script: bool = True) -> Iterator[BrowserContext]:
        context = self.browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=theme, java_script_enabled=script
        )
        yield context
        context.close()

    def sign_in(self, context: BrowserContext, role: Role = Role.WORKER, *, fresh: bool = True) -> None:
        """Give this browser a whole session; one that is not fresh was proven long ago."""
        proof = DEVELOPMENT if fresh else Proof(Method.LINK_AND_CODE, 2, is_strong=False)
        with self.world.engine() as session:
            person = self.world.people[role]
            secret = commands.start_sign_in(session, self.world.tenant_id, person, role, proof=proof)[1]
        context.add_cookies([{"name": "hr", "value": secret, "url": self.address}])

    def link(self, role: Role = Role.WORKER) -> str:
        with self.world.engine() as session:
            link = commands.make_link(session, self.world.tenant_id, self.world.people[role])
            return f"{self.address}/sign-in/{commands.token_of_link(link.id)}"

    def newest(self) -> SignIn:
        with self.world.engine() as session:
            return session.scalars(select(SignIn).order_by(SignIn.started_at.desc()).limit(1)).one()


@pytest.fixture(scope="module")
def stage(database: object, chromium: str) -> Iterator[Stage]:
    del database
    world = build_world()
    open_case(world)
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


@pytest.fixture(autouse=True)
def nobody_tried_before(valkey: redis.Redis) -> None:
    del valkey


def device(page: Page, *, knows_who: bool = True) -> tuple[CDPSession, str]:
    """Give this page a phone: a key store of its own behind a screen lock, which opens where `knows_who`."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": knows_who, "automaticPresenceSimulation": True,
    }  # fmt: skip
    return cdp, cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def enrol(stage: Stage, page: Page, role: Role = Role.WORKER) -> None:
    stage.sign_in(page.context, role)
    page.goto(f"{stage.address}/account/passkeys/new")
    page.get_by_label("A name for this device").fill("My phone")
    page.get_by_role("button", name="Save it on this device").click()
    page.get_by_text("Saved. Next time you can sign in with it.").wait_for()


def knock(stage: Stage, page: Page) -> None:
    page.context.clear_cookies()
    page.goto(f"{stage.address}/sign-in")
    page.get_by_role("button", name="Sign in with this device").press("Enter")


def test_a_passkey_is_made_lets_one_in_and_is_a_fresh_proof(stage: Stage) -> None:
    with stage.visit() as context:
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
        device(page)
        enrol(stage, page)
        knock(stage, page)
        page.get_by_role("button", name="Sign out").first.wait_for()
        assert stage.newest().method is Method.PASSKEY
        stage.sign_in(context, fresh=False)
        page.goto(f"{stage.address}/account/recovery-codes")
        page.get_by_role("heading", name="Show once more that it is you").wait_for()
        page.get_by_role("button", name=LOCK).click()
        page.get_by_role("button", name="Make my codes").wait_for()
        assert (stage.newest().method, stage.newest().proven_at is not None) == (Method.PASSKEY, True)
        assert complaints == []


def test_a_passkey_is_the_second_half_of_a_link(stage: Stage) -> None:
    with stage.visit() as context:
        page = context.new_page()
        device(page)
        enrol(stage, page)
        context.clear_cookies()
        page.goto(stage.link())
        page.get_by_role("button", name="Go on").click()
        page.get_by_role("button", name=LOCK).click()
        page.get_by_role("button", name="Sign out").first.wait_for()
        assert stage.newest().method is Method.PASSKEY


def test_a_device_that_does_not_know_who_holds_it_opens_nothing_and_a_code_does(stage: Stage) -> None:
    with stage.visit() as context:
        page = context.new_page()
        cdp, phone = device(page)
        enrol(stage, page)
        cdp.send("WebAuthn.setUserVerified", {"authenticatorId": phone, "isUserVerified": False})
        context.clear_cookies()
        page.goto(stage.link())
        page.get_by_role("button", name="Go on").click()
        page.get_by_role("button", name=LOCK).click()
        page.get_by_text("That did not happen yet.").wait_for()
        assert stage.newest().factors == 1
        page.get_by_label("Your code").fill(given_code(stage.world))
        page.get_by_role("button", name="Go on").click()
        page.get_by_role("button", name="Sign out").first.wait_for()


def test_the_phone_of_somebody_else_is_no_half_of_mine(stage: Stage) -> None:
    with stage.visit() as context:
        page = context.new_page()
        device(page)
        enrol(stage, page, Role.SUPERVISOR)
        context.clear_cookies()
        page.goto(stage.link(Role.HR))
        page.get_by_role("button", name="Go on").click()
        page.get_by_label("Your code").wait_for()
        assert page.get_by_role("button", name=LOCK).count() == 0
        assert stage.newest().factors == 1


def test_a_phone_whose_counter_ran_backwards_is_stopped(stage: Stage) -> None:
    with stage.visit() as context:
        page = context.new_page()
        cdp, phone = device(page)
        enrol(stage, page, Role.ABSENCE_ADMIN)
        knock(stage, page)
        page.get_by_role("button", name="Sign out").first.wait_for()
        (key,) = cdp.send("WebAuthn.getCredentials", {"authenticatorId": phone})["credentials"]
        cdp.send("WebAuthn.removeCredential", {"authenticatorId": phone, "credentialId": key["credentialId"]})
        copy = {
            name: key[name] for name in ("credentialId", "isResidentCredential", "rpId", "privateKey", "userHandle")
        }
        cdp.send("WebAuthn.addCredential", {"authenticatorId": phone, "credential": {**copy, "signCount": 0}})
        knock(stage, page)
        page.get_by_text("We do not know that key, or it was stopped.").wait_for()
        with stage.world.engine() as session:
            person = stage.world.people[Role.ABSENCE_ADMIN]
            row = session.scalars(select(Passkey).where(Passkey.person_id == person)).one()
            assert row.stopped_at is not None


@pytest.mark.parametrize("script", [True, False])
def test_the_first_sign_in_by_link_and_code_on_any_browser(stage: Stage, *, script: bool) -> None:
    role = Role.COORDINATOR if script else Role.LEAD_COORDINATOR
    with stage.visit(320, script=script) as context:
        page = context.new_page()
        page.goto(stage.link(role))
        page.get_by_role("button", name="Go on").press("Enter")
        page.get_by_label("Your code").fill("1111 1111")
        page.get_by_role("button", name="Go on").press("Enter")
        page.get_by_text("That code did not work.").first.wait_for()
        page.get_by_label("Your code").fill(given_code(stage.world, role))
        page.get_by_role("button", name="Go on").press("Enter")
        page.get_by_role("heading", name="Make signing in easy").wait_for()
        assert page.get_by_role("button", name="Save it on this device").is_visible() is script
        assert page.get_by_text("This browser can not keep such a key.").is_visible() is not script
        page.get_by_role("link", name="Later").press("Enter")
        page.get_by_role("button", name="Make my codes").press("Enter")
        assert page.locator(".codes li").count() == 10
        page.get_by_role("link", name="I have kept them").press("Enter")
        page.get_by_role("button", name="Sign out").first.wait_for()
        assert "/account" not in page.url


def test_what_was_typed_is_sent_after_a_proof_without_script(stage: Stage) -> None:
    with stage.visit(script=False) as context:
        page = context.new_page()
        stage.sign_in(context, Role.HR)
        page.goto(f"{stage.address}/account/recovery-codes")
        stage.sign_in(context, Role.HR, fresh=False)
        page.reload()
        page.get_by_label("Your code").fill(given_code(stage.world, Role.HR))
        page.get_by_role("button", name="Go on").click()
        page.get_by_role("button", name="Make my codes").wait_for()
        with stage.world.engine() as session:
            row = session.scalars(select(SignIn).order_by(SignIn.started_at.desc()).limit(1)).one()
            row.proven_at = None
        page.get_by_role("button", name="Make my codes").click()
        page.get_by_label("Your code").fill(given_code(stage.world, Role.HR))
        page.get_by_role("button", name="Go on").click()
        page.get_by_text("Press once more, and it is done.").wait_for()
        page.get_by_role("button", name="Go on").click()
        assert page.locator(".codes li").count() == 10


SLOW = pytest.mark.slow


@pytest.mark.parametrize(
    ("width", "theme"),
    [
        (320, "dark"),
        pytest.param(1280, "light", marks=SLOW),
        pytest.param(320, "light", marks=SLOW),
        pytest.param(1280, "dark", marks=SLOW),
    ],
)
def test_the_pages_are_accessible_and_never_scroll_sideways(stage: Stage, width: int, theme: str) -> None:
    found: dict[str, list[str]] = {}
    with stage.visit(width, theme) as context:
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
        device(page)

        def look(name: str) -> None:
            page.wait_for_load_state("networkidle")  # a button may be on its way to the next page
            if shot := os.environ.get("HANDRAIL_SCREENSHOTS"):
                page.screenshot(path=f"{shot}/{name}-{width}-{theme}.png", full_page=True)
            assert not page.evaluate(SIDEWAYS), f"{name} scrolls sideways at {width}"
            page.evaluate(AXE)
            problems = page.evaluate("axe.run()")["violations"]
            if problems:
                found[name] = [f"{each['id']}: {each['nodes'][0]['html']}" for each in problems]

        page.goto(f"{stage.address}/sign-in")
        look("sign-in")
        page.goto(stage.link(Role.HR))
        look("link")
        page.get_by_role("button", name="Go on").click()
        look("second")
        page.get_by_label("Your code").fill("1")
        page.get_by_role("button", name="Go on").click()
        look("second-wrong")
        page.goto(f"{stage.address}/sign-in/{'0' * 64}")
        page.get_by_role("button", name="Go on").click()
        look("spent")
        enrol(stage, page, Role.WORKER)
        page.goto(f"{stage.address}/account/passkeys/new?first=1")
        look("new-passkey")
        page.goto(f"{stage.address}/account/recovery-codes?first=1")
        look("codes-offered")
        page.get_by_role("button", name="Make my codes").click()
        look("codes")
        page.goto(f"{stage.address}/account")
        if page.get_by_role("button", name="Set up an app with codes").count():
            page.get_by_role("button", name="Set up an app with codes").click()
            look("authenticator")
            page.goto(f"{stage.address}/account")
        look("account")
        stage.sign_in(context, fresh=False)
        page.goto(f"{stage.address}/account/recovery-codes")
        look("prove")
        stage.sign_in(context, Role.COORDINATOR)
        path = f"{stage.address}/people/{stage.world.people[Role.WORKER]}/sign-in"
        page.goto(path)
        look("help")
        page.get_by_label("They get it in a letter.").check()
        page.get_by_role("button", name="Show a code").click()
        look("letter")
        page.emulate_media(media="print")
        look("letter-printed")
    assert found == {}
    assert [said for said in complaints if "422" not in said and "410" not in said] == []
