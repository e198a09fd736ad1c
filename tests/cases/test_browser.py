"""The coordinator's forms in Chromium: accessible, quiet on the console, and never scrolling sideways."""

import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import axe_core_python
import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from tests.builders import World, build_world, case_row, open_informed_case, return_to_work
from werkzeug.serving import make_server

from handrail.cases import commands, queries
from handrail.cases.rules.contacts import Channel, ContactKind
from handrail.cases.rules.neutrality import Why
from handrail.consents.rules import Answer, ConsentPurpose, GivenHow
from handrail.entrypoints.app import create_app
from handrail.identity import commands as identity
from handrail.identity.proofs import DEVELOPMENT
from handrail.kit.codes import Role

pytestmark = [pytest.mark.browser, pytest.mark.slow]
AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text("utf-8")
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
FORMS = (
    "invitation", "first-contact", "participation", "preferences", "withdraw", "follow-up-agreement",
    "inform-supervisor", "first-meeting", "follow-up", "preparation", "contact", "contacts",
    "after-return", "after-return/supervisor",
    "consents", "consents/treating_physician", "contact-requests", "calls", "close",
)  # fmt: skip
LOOKS = ((1280, "light"), (320, "dark"))
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def world(database: object) -> World:
    del database
    return build_world()


@pytest.fixture(scope="module")
def case_id(world: World) -> UUID:
    """A case on which everything has happened once."""
    made = open_informed_case(world, call_wished=True)
    return_to_work(world, made, days_ago=0)
    with world.session(Role.HR) as (session, actor):
        commands.request_contact(session, actor, world.employment_id, why=Why.GREETING, channel=Channel.EMAIL)
    with world.session(Role.WORKER) as (session, actor):
        commands.request_call(session, actor, made, channel=Channel.TELEPHONE, about="May we talk this week?")
        commands.record_consent(
            session, actor, made, purpose=ConsentPurpose.INFORM_UNION, answer=Answer.REFUSED, given_how=GivenHow.ONLINE
        )
    with world.session(Role.COORDINATOR) as (session, actor):
        held = commands.Held(
            channel=Channel.IN_PERSON,
            notes="She wants to begin with mornings.",
            answers={"hinders": "The noise of the open office.", "place_suits": True},
            agreed=(commands.AgreedAction(what="Ask the doctor about mornings", who="worker"),),
        )
        commands.record_first_meeting(session, actor, made, held=held)
    return made


@pytest.fixture(scope="module")
def address(database: object) -> Iterator[str]:
    del database
    server = make_server("127.0.0.1", 0, create_app(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def secret(world: World) -> str:
    with world.engine() as session:
        person = world.people[Role.COORDINATOR]
        return identity.start_sign_in(session, world.tenant_id, person, Role.COORDINATOR, proof=DEVELOPMENT)[1]


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS.split())
        yield started
        started.close()


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_every_form_is_accessible_quiet_and_never_scrolls_sideways(
    browser: Browser, address: str, secret: str, case_id: UUID, *, width: int, theme: Any
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)
    context.add_cookies([{"name": "hr", "value": secret, "url": address}])
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    found: dict[str, list[str]] = {}
    for form in FORMS:
        answer = page.goto(f"{address}/cases/{case_id}/{form}")
        assert answer is not None
        assert answer.status == 200, form
        shot = os.environ.get("HANDRAIL_SCREENSHOTS")
        if shot:
            page.screenshot(path=f"{shot}/{form.replace('/', '-')}-{width}-{theme}.png", full_page=True)
        if problems := _axe(page):
            found[form] = problems
        assert not page.evaluate(SIDEWAYS), f"{form} scrolls sideways at {width}"
    context.close()
    assert found == {}
    assert complaints == []


def _axe(page: Page) -> list[str]:
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
    page.evaluate(AXE)
    result: dict[str, Any] = page.evaluate("axe.run()")
    return [f"{one['id']}: {[node['target'] for node in one['nodes']][:3]}" for one in result["violations"]]


def test_a_first_conversation_is_recorded_by_keyboard_alone(
    browser: Browser, address: str, secret: str, case_id: UUID
) -> None:
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([{"name": "hr", "value": secret, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/cases/{case_id}/follow-up")
    page.locator("main input[type=radio], main select").first.focus()
    box = page.locator("main select[name=channel]")
    if box.count():
        box.select_option("telephone")
    page.locator("textarea[name=notes]").focus()
    page.keyboard.type("Going well.")
    page.locator("main button.go").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/cases/{case_id}")
    page.goto(f"{address}/cases/{case_id}/contacts")
    assert "Going well." in page.content()
    context.close()


@pytest.mark.slow
@pytest.mark.rule("S3-3")
def test_a_routine_follow_up_is_two_sentences_a_tab_and_control_enter(
    browser: Browser, address: str, secret: str, world: World, case_id: UUID
) -> None:
    """All that is the same each time stands there already: the day, the way, the next time as agreed."""
    context = browser.new_context()
    context.add_cookies([{"name": "hr", "value": secret, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/cases/{case_id}/follow-up")
    page.wait_for_function("document.activeElement && document.activeElement.tagName === 'TEXTAREA'")
    presses = 0
    page.keyboard.insert_text("She walks each morning.")
    page.keyboard.press("Tab")
    presses += 1
    page.keyboard.insert_text("Sleeping better.")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    presses += 1
    context.close()
    with world.session(Role.COORDINATOR) as (session, _actor):
        newest = queries.contacts_of(session, case_row(session, case_id))[0]
        assert newest.kind is ContactKind.FOLLOW_UP
        assert json.loads(newest.answers)["since_last"] == "She walks each morning."
        assert newest.next_on is not None
    assert presses == 2


@pytest.mark.slow
def test_what_is_typed_is_kept_on_the_way_and_comes_back_after_a_reload(
    browser: Browser, address: str, secret: str, case_id: UUID
) -> None:
    context = browser.new_context()
    context.add_cookies([{"name": "hr", "value": secret, "url": address}])
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{address}/cases/{case_id}/preparation")
    with page.expect_response(lambda answer: "/drafts/preparation" in answer.url) as kept:
        page.locator("textarea[name=notes]").fill("half a sent")
        page.keyboard.press("Tab")
    assert kept.value.status == 204
    page.wait_for_function("document.querySelector('[data-draft-status]').textContent.length > 0")
    page.reload()
    assert page.locator("textarea[name=notes]").input_value() == "half a sent"
    other = context.new_page()
    other.goto(f"{address}/cases/{case_id}/preparation")
    other.locator("textarea[name=notes]").fill("in another window")
    with other.expect_response(lambda answer: "/drafts/preparation" in answer.url) as second:
        other.keyboard.press("Tab")
    assert second.value.status == 204
    with page.expect_response(lambda answer: "/drafts/preparation" in answer.url) as refused:
        page.locator("textarea[name=notes]").fill("half a sentence")
        page.keyboard.press("Tab")
    assert refused.value.status == 409
    page.wait_for_function("document.querySelector('[data-draft-status]').textContent.includes('another window')")
    with page.expect_navigation():
        page.get_by_role("button", name="Keep as draft").click()
    assert page.get_by_role("heading", name="There are two versions now").is_visible()
    assert _axe(page) == []
    context.close()
