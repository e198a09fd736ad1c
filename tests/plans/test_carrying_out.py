"""Weeks beside the plan, talks, and the supervisor's page in one minute (S6-1, S6-3, S7-3, S7-6)."""

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.builders import bearer, case_row
from tests.plans.steps import Journey, a_plan, accepted, agreed, at_the_table, confirmed, participating, proposed

from handrail.cases import commands as cases
from handrail.kit.codes import Role
from handrail.kit.errors import Invalid, NotFound
from handrail.plans import commands
from handrail.plans.queries.carrying_out import talks_of
from handrail.plans.rules.content import Content, Week
from handrail.plans.rules.returning import (
    Deviation,
    Worked,
    deviation_of,
    grows_without_tasks,
    is_stalling,
    replacement_missed,
    replacement_until,
    weeks_beside,
)

MONDAY = date(2026, 12, 7)
WEEK = timedelta(days=7)


def plan_of(*hours: int, cover: int = 0) -> Content:
    weeks = tuple(
        Week(
            monday=MONDAY + place * WEEK,
            mon=Decimal(each),
            tasks=f"Tasks {place}",
            cover="Tomasz" if place < cover else "",
        )
        for place, each in enumerate(hours)
    )
    return Content(weeks=weeks, if_it_stalls="We stay two weeks on the same hours.")


def worked(*hours: int | None, tasks: str = "", there: bool | None = None) -> list[Worked]:
    return [
        Worked(
            monday=MONDAY + place * WEEK, hours=Decimal(each), tasks=tasks or f"Done {place}", replacement_there=there
        )
        for place, each in enumerate(hours)
        if each is not None
    ]


@pytest.mark.rule("S6-3")
def test_each_week_says_how_it_went_beside_the_plan() -> None:
    weeks = weeks_beside(plan_of(8, 8, 8, 8, 8), worked(8, 6, 9))
    today = MONDAY + 4 * WEEK
    assert [deviation_of(week, today) for week in weeks] == [
        Deviation.AS_PLANNED, Deviation.FEWER, Deviation.MORE, Deviation.NOT_RECORDED, None,
    ]  # fmt: skip
    (alone,) = weeks_beside(None, worked(8))
    assert deviation_of(alone, today) is Deviation.UNPLANNED


@pytest.mark.rule("S7-3")
def test_the_build_up_stalls_with_two_weeks_under_the_plan_and_not_with_one() -> None:
    assert not is_stalling(weeks_beside(plan_of(8, 8, 12), worked(8, 6)))
    assert is_stalling(weeks_beside(plan_of(8, 8, 12), worked(8, 6, 6)))
    assert not is_stalling(weeks_beside(plan_of(8, 8, 12), worked(6, 6, 12)))
    assert not is_stalling(weeks_beside(plan_of(8, 8, 12), worked()))


@pytest.mark.rule("S6-3")
def test_a_replacement_stays_for_as_long_as_the_plan_says() -> None:
    plan = plan_of(8, 8, 12, cover=2)
    assert replacement_until(plan) == MONDAY + WEEK + timedelta(days=6)
    assert replacement_missed(plan, worked(8, 8, 12, there=False)) == (MONDAY, MONDAY + WEEK)
    assert replacement_missed(plan, worked(8, 8, 12, there=True)) == ()
    whole = replace(plan_of(8, 8), replacement="Tomasz helps")
    assert replacement_until(whole) is None
    assert len(replacement_missed(whole, worked(8, 8, there=False))) == 2


def test_more_hours_with_the_same_tasks_are_pointed_out() -> None:
    assert grows_without_tasks(weeks_beside(plan_of(8, 12), worked(8, 12, tasks="Order check"))) == (MONDAY + WEEK,)
    assert grows_without_tasks(weeks_beside(plan_of(8, 12), worked(8, 12))) == ()


# --- Talks (S7-6) ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def contract(database: object) -> Journey:
    del database
    return agreed()


@pytest.mark.rule("S7-6")
def test_the_supervisors_talks_are_planned_and_recorded_as_held_without_their_content(contract: Journey) -> None:
    day = contract.today
    with contract.world.session(Role.SUPERVISOR) as (session, actor):
        first = commands.plan_talk(session, actor, contract.case_id, planned_on=day).id
        assert commands.plan_talk(session, actor, contract.case_id, planned_on=day).id == first
        later = commands.plan_talk(session, actor, contract.case_id, planned_on=day + WEEK).id
        with pytest.raises(Invalid):
            commands.plan_talk(session, actor, contract.case_id, planned_on=day - WEEK)
    with contract.world.session(Role.SUPERVISOR) as (session, actor):
        for _again in range(2):
            assert commands.record_talk_held(session, actor, contract.case_id, first).held_on == day
        with pytest.raises(Invalid):
            commands.record_talk_held(session, actor, contract.case_id, later, held_on=day + WEEK)
        commands.drop_talk(session, actor, contract.case_id, later)
        commands.drop_talk(session, actor, contract.case_id, first)  # was held, and stays
    for role in (Role.WORKER, Role.COORDINATOR, Role.SUPERVISOR):
        with contract.world.session(role) as (session, _actor):
            found = talks_of(session, case_row(session, contract.case_id))
            assert [(each.planned_on, each.held_on) for each in found] == [(day, day)]
    columns = {column.name for column in type(found[0]).__table__.columns}
    assert not {name for name in columns if "note" in name or "sealed" in name or "text" in name}
    for role in (Role.WORKER, Role.COORDINATOR, Role.HR):
        with contract.world.session(role) as (session, actor), pytest.raises(NotFound):
            commands.plan_talk(session, actor, contract.case_id, planned_on=day)


@pytest.mark.rule("S7-6")
def test_talks_over_the_api(contract: Journey, app: object) -> None:
    client = app.test_client()  # type: ignore[attr-defined]
    base = f"/api/v1/cases/{contract.case_id}/talks"
    headers = bearer(contract.world, Role.SUPERVISOR)
    day = (contract.today + 2 * WEEK).isoformat()

    def ask(method: str, path: str, body: object = None) -> object:
        key = {"Idempotency-Key": f"{method}-{path[-20:]}"}
        return client.open(path, method=method, json=body, headers=headers | key, base_url="http://localhost")

    made = ask("POST", base, {"planned_on": day})
    assert (made.status_code, made.json["planned_on"], made.json["held_on"]) == (201, day, None)  # type: ignore[attr-defined]
    held = ask("PUT", f"{base}/{made.json['id']}/held", {})  # type: ignore[attr-defined]
    assert held.json["held_on"] == contract.today.isoformat()  # type: ignore[attr-defined]
    assert day in [each["planned_on"] for each in ask("GET", base).json["items"]]  # type: ignore[attr-defined]
    assert ask("DELETE", f"{base}/{made.json['id']}").status_code == 204  # type: ignore[attr-defined]


# --- The supervisor's page in one minute ----------------------------------------------------------------------------


def page_of(browser_of: object, journey: Journey) -> str:
    return browser_of(journey.world, Role.SUPERVISOR).page(f"/team/{journey.world.employment_id}")  # type: ignore[operator,no-any-return]


@pytest.mark.rule("S6-1")
def test_the_page_of_a_supervisor_says_what_to_do_now_at_each_point(database: object, browser_of: object) -> None:
    del database
    journey = at_the_table("zanzibar orders")
    assert "zanzibar" not in page_of(browser_of, journey)
    number = proposed(journey)
    assert "Read it, and answer" in page_of(browser_of, journey)
    accepted(journey, number, Role.SUPERVISOR)
    page = page_of(browser_of, journey)
    assert "You accepted version 1" in page
    assert "It counts when" in page
    accepted(journey, number, Role.WORKER)
    page = page_of(browser_of, journey)
    assert "Confirm 1 action" in page
    assert "for: “zanzibar orders”" in page
    confirm = re.search(r'href="(/cases/[^"]*/plan/actions/a1)"', page)
    assert confirm
    browser = browser_of(journey.world, Role.SUPERVISOR)  # type: ignore[operator]
    assert browser.send(confirm[1], {"in_place": "true", "on": journey.today.isoformat()}).status_code == 303
    assert "Mark the return as prepared" in page_of(browser_of, journey)
    with journey.world.session(Role.SUPERVISOR) as (session, actor):
        commands.prepare_return(session, actor, journey.case_id)
        commands.record_return(session, actor, journey.case_id, first_day_on=journey.today)
    page = page_of(browser_of, journey)
    assert "is back since" in page
    assert "Record the week as it went" in page
    here = f"/team/{journey.world.employment_id}/talks"
    assert browser.send(here, {"planned_on": journey.today.isoformat()}).status_code == 303
    held = re.search(r'action="(/team/[^"]*/held)"', page_of(browser_of, journey))
    assert held
    assert browser.send(held[1], {}, form_on=f"/team/{journey.world.employment_id}").status_code == 303


@pytest.mark.rule("CON-3")
def test_before_the_meeting_the_page_says_the_same_whatever_the_worker_confided(
    database: object, browser_of: object
) -> None:
    del database
    quiet, full = participating(), participating()
    with full.world.session(Role.WORKER) as (session, actor):
        for words in ("zanzibar one", "zanzibar two"):
            commands.keep_concern(session, actor, full.case_id, text=words)
    pages = [_neutral(page_of(browser_of, journey), journey) for journey in (quiet, full)]
    assert pages[0] == pages[1]


def _neutral(page: str, journey: Journey) -> str:
    for value in (journey.world.employment_id, journey.world.tenant_id, journey.case_id):
        page = page.replace(str(value), "ID")
    page = re.sub(r'(nonce|value|content|data-whose)="[^"]*"', "", page)
    return re.sub(r"(Consultancy|Employer) \d+|\d\d:\d\d|[0-9a-f-]{36}|\bv?\d+-\d+", "", page)


# --- The plan stalls in week three (S7-3, S5-6) ----------------------------------------------------------------------


@pytest.mark.rule("S7-3")
@pytest.mark.rule("S5-6")
@pytest.mark.rule("S6-3")
def test_a_plan_that_stalls_shows_its_what_if_and_a_revised_one_is_accepted_again(
    database: object, browser_of: object
) -> None:
    del database
    journey = at_the_table()
    monday = journey.today - timedelta(days=journey.today.weekday()) - 2 * WEEK
    weeks = tuple(Week(monday=monday + place * WEEK, mon=Decimal(8 + 4 * place), tasks="Orders") for place in range(4))
    plan = a_plan(journey, weeks=weeks, if_it_stalls="We stay on the same hours zanzibar.")
    accepted(journey, proposed(journey, plan))
    confirmed(journey, "a1")
    with journey.world.session(Role.COORDINATOR) as (session, actor):
        commands.record_return(session, actor, journey.case_id, first_day_on=monday)
    path = f"/cases/{journey.case_id}/weeks"
    worker = browser_of(journey.world, Role.WORKER)  # type: ignore[operator]
    for place, hours in enumerate(("8", "6", "6")):
        if place == 2:
            assert "zanzibar" not in worker.page(path)
        sent = {"monday": (monday + place * WEEK).isoformat(), "hours": hours, "tasks": f"Orders {place}"}
        assert worker.send(path, sent).status_code == 303
    for role in (Role.WORKER, Role.SUPERVISOR, Role.COORDINATOR):
        page = browser_of(journey.world, role).page(path)  # type: ignore[operator]
        assert "We stay on the same hours zanzibar." in page, role
        assert "10 hours fewer than planned" in page
    assert "zanzibar" in page_of(browser_of, journey)
    revised = proposed(journey, replace(plan, weeks=weeks[:3], actions=plan.actions[:1]))
    assert "Read it, and answer" in page_of(browser_of, journey)
    accepted(journey, revised, Role.SUPERVISOR)
    assert "You accepted version 2" in page_of(browser_of, journey)
    accepted(journey, revised, Role.WORKER)
    assert "Both accepted version 2" in page_of(browser_of, journey)


def test_nothing_of_this_is_open_to_a_supervisor_without_a_part(database: object, browser_of: object) -> None:
    del database
    journey = participating()
    with journey.world.session(Role.WORKER) as (session, actor):
        cases.withdraw(session, actor, journey.case_id)
    page = page_of(browser_of, journey)
    assert "Support not in use" in page
    browser = browser_of(journey.world, Role.SUPERVISOR)  # type: ignore[operator]
    assert browser.get(f"/team/{journey.world.employment_id}/talks").status_code == 404
    assert browser.get(f"/cases/{journey.case_id}/weeks").status_code == 404
