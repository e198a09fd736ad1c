"""The meeting at the table and the grid of hours in Chromium: a poor connection, a reload, arrow keys."""

import pytest
from playwright.sync_api import Browser, expect
from tests.builders import case_row
from tests.plans.steps import Journey, a_plan, at_the_table, drafted, meeting_planned, participating, release
from tests.plans.test_browser import SCREENS, Desk, address, axe, browser

from handrail.kit.codes import Role
from handrail.plans import commands
from handrail.plans.queries.preparation import meetings_of
from handrail.plans.queries.versions import draft_of
from handrail.plans.rules.content import Content, from_json

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.usefixtures("database")]
__all__ = ["address", "browser"]


@pytest.fixture
def begun(database: object) -> Journey:
    """A meeting under way, with one concern raised and one still covered."""
    del database
    made = participating()
    first = release(made, "Too many late orders are planned in the last hour of my shift.")
    release(made, "When plans change, I hear it last.")
    meeting_planned(made)
    with made.world.session(Role.COORDINATOR) as (session, actor):
        commands.begin_meeting(session, actor, made.case_id)
        commands.raise_concern(session, actor, made.case_id, first)
    return made


def draft(journey: Journey) -> Content:
    with journey.world.engine() as session:
        row = draft_of(session, case_row(session, journey.case_id))
        return from_json(row.content) if row else Content()


def objectives(journey: Journey) -> str:
    with journey.world.engine() as session:
        return meetings_of(session, case_row(session, journey.case_id))[0].objectives or ""


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (768, "light"), (320, "dark")])
def test_the_table_is_accessible_quiet_and_fits(
    browser: Browser, address: str, begun: Journey, *, width: int, theme: str
) -> None:
    page, complaints = Desk(browser, address, begun, Role.COORDINATOR).open("meeting/room", width=width, theme=theme)
    page.wait_for_selector("hr-room[data-ready]")
    if SCREENS:
        page.screenshot(path=f"{SCREENS}/room-{width}-{theme}.png", full_page=True)
    expect(page.locator("p", has_text="When plans change, I hear it last.")).to_be_hidden()
    assert axe(page) == []
    if SCREENS:
        page.screenshot(path=f"{SCREENS}/room-open-{width}-{theme}.png", full_page=True)
    assert complaints == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    repeated = "[...document.querySelectorAll('[id]')].map(e => e.id).filter((id, at, all) => all.indexOf(id) !== at)"
    assert page.evaluate(repeated) == []
    page.context.close()


@pytest.mark.rule("S5-1")
def test_what_is_written_without_a_connection_is_kept_through_a_reload_and_sent_by_itself(
    browser: Browser, address: str, begun: Journey
) -> None:
    page, _complaints = Desk(browser, address, begun, Role.COORDINATOR).open("meeting/room", width=768)
    page.wait_for_selector("hr-room[data-ready]")
    room = page.locator("hr-room")
    page.route(
        "**/meeting/room/*", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    page.get_by_label("Objectives").fill("A return that can be kept.")
    page.get_by_label("Aim").fill("Own job, 32 hours")
    page.get_by_label("To be kept in mind").fill("No shifts before nine.")
    page.get_by_label("To be kept in mind").blur()
    expect(room.locator("[data-room-said]")).to_contain_text("Not yet sent")
    expect(page.locator("#part-goal [data-part-said]")).to_contain_text("Not yet sent")
    page.wait_for_function("Object.keys(sessionStorage).filter(key => key.startsWith('room|')).length >= 3")
    kept: str = page.evaluate("JSON.stringify({...sessionStorage})")
    assert "Own job" not in kept
    assert "shifts" not in kept
    assert (objectives(begun), draft(begun).aim) == ("", "")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.get_by_label("Aim")).to_have_value("Own job, 32 hours")
    expect(page.get_by_label("Objectives")).to_have_value("A return that can be kept.")
    page.unroute_all()
    expect(page.locator("#part-goal [data-part-said]")).to_contain_text("Kept", timeout=30_000)
    expect(page.locator("#part-stalling [data-part-said]")).to_contain_text("Kept", timeout=30_000)
    expect(page.locator("#part-objectives [data-part-said]")).to_contain_text("Kept", timeout=30_000)
    expect(room.locator("[data-room-said]")).to_be_empty()
    assert objectives(begun) == "A return that can be kept."
    assert (draft(begun).aim, draft(begun).limitations) == ("Own job, 32 hours", "No shifts before nine.")
    assert page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('room|')).length") == 0
    page.context.close()


@pytest.mark.rule("S5-2")
@pytest.mark.parametrize("script", [True, False])
def test_an_action_is_found_for_a_concern_by_keyboard_with_and_without_script(
    browser: Browser, address: str, begun: Journey, *, script: bool
) -> None:
    page, _complaints = Desk(browser, address, begun, Role.COORDINATOR).open("meeting/room", script=script)
    page.get_by_text("Add an action for this concern").focus()
    page.keyboard.press("Enter")
    form = page.locator("form[id^='part-action-for-']")
    form.get_by_label("What will be done").fill("No late orders after 15:00")
    form.get_by_label("Kind").select_option("work_organisation")
    form.get_by_label("Who", exact=True).select_option("supervisor")
    form.get_by_role("button", name="Add the action").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("1. No late orders after 15:00")).to_be_visible()
    (action,) = draft(begun).actions
    assert [entry.id for entry in draft(begun).concerns] == list(action.concerns)
    page.context.close()


@pytest.mark.rule("S5-4")
def test_the_grid_of_hours_is_walked_by_arrow_keys_and_sums_as_one_types(browser: Browser, address: str) -> None:
    made = at_the_table()
    drafted(made, a_plan(made))
    page, complaints = Desk(browser, address, made, Role.COORDINATOR).open("plan/edit")
    first = page.locator("#form-weeks-0-mon, [name='weeks-0-mon']").first
    first.focus()
    for key, name in (("ArrowDown", "weeks-1-mon"), ("ArrowRight", "weeks-1-tue"), ("ArrowUp", "weeks-0-tue")):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.name") == name
    page.keyboard.type("2,5")
    expect(page.locator("table.grid-weeks tbody tr").first.locator("[data-total]")).to_have_text("10.5")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "weeks-0-wed"
    if SCREENS:
        for width in (1280, 768, 320):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=f"{SCREENS}/edit-{width}.png", full_page=True)
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_text("The draft is saved.")).to_be_visible()
    assert str(draft(made).weeks[0].tue) == "2.50"
    assert complaints == []
    page.context.close()
