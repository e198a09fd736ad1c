"""The coordinator's forms and the plan's page, over HTTP without script."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from tests.builders import World, case_row
from tests.plans.conftest import Browser
from tests.plans.steps import (
    Journey,
    a_plan,
    agreed,
    at_the_table,
    confirmed,
    drafted,
    meeting_held,
    meeting_planned,
    participating,
    proposed,
    release,
    shared,
)

from handrail.cases.queries import measure_views_of
from handrail.kit.codes import Role
from handrail.plans import commands
from handrail.plans.queries.preparation import meetings_of, readiness_of, summaries_of, tentative_plan_of
from handrail.plans.queries.versions import draft_of, standing_of_plan, versions_of
from handrail.plans.rules.codes import MeetingState
from handrail.plans.rules.content import from_json

BrowserOf = Callable[[World, Role], Browser]


def test_the_way_from_readiness_to_the_meeting_is_walked_by_forms(browser_of: BrowserOf) -> None:
    journey = participating()
    release(journey, "Too many late orders.")
    noor = browser_of(journey.world, Role.COORDINATOR)
    case = f"/cases/{journey.case_id}"
    assert "S4-1" in noor.page(f"{case}/meeting")
    ready = {
        "worker_ready_on": journey.today.isoformat(),
        "physician": "occupational",
        "capacity_from_on": (journey.today + timedelta(days=14)).isoformat(),
    }
    assert noor.send(f"{case}/readiness", ready).status_code == 303
    assert noor.send(f"{case}/summary", {"text": "Late orders weigh most."}).status_code == 303
    assert noor.send(f"{case}/tentative-plan", {"topics": ["workload", "roles"]}).status_code == 303
    with journey.world.session(Role.WORKER) as (session, actor):
        commands.validate_summary(session, actor, journey.case_id, number=1)
    on = (journey.today + timedelta(days=2)).isoformat()
    planned = noor.send(f"{case}/meeting", {"on": on, "at": "10:30", "minutes": "90", "place": "Library"})
    assert planned.status_code == 303
    page = noor.page(f"{case}/meeting")
    assert "10:30" in page
    assert "Library" in page
    with journey.world.engine() as session:
        row = case_row(session, journey.case_id)
        readiness, tentative = readiness_of(session, row), tentative_plan_of(session, row)
        assert readiness is not None
        assert tentative is not None
        assert tentative.topics == ["workload", "roles"]
        assert summaries_of(session, row)[0].text == "Late orders weigh most."
        assert [each.state for each in meetings_of(session, row)] == [MeetingState.SCHEDULED]


@pytest.mark.rule("S4-6")
def test_the_meeting_page_names_each_gate_and_where_it_opens(browser_of: BrowserOf) -> None:
    journey = participating()
    page = browser_of(journey.world, Role.COORDINATOR).page(f"/cases/{journey.case_id}/meeting")
    for place in ("readiness", "summary", "tentative-plan"):
        assert f"/cases/{journey.case_id}/{place}" in page
    assert 'name="place"' not in page


@pytest.mark.rule("S5-1")
def test_the_meeting_is_recorded_and_leads_to_the_draft(browser_of: BrowserOf) -> None:
    journey = participating()
    concern = release(journey, "I hear of changes last.")
    meeting_planned(journey)
    noor = browser_of(journey.world, Role.COORDINATOR)
    case = f"/cases/{journey.case_id}"
    answer = noor.send(
        f"{case}/meeting/record",
        {
            "held_on": journey.today.isoformat(),
            "present": ["worker", "supervisor", "coordinator"],
            "objectives": "A return that can be kept.",
            "worker_spoke_first": "true",
            "raised": [str(concern)],
        },
    )
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"{case}/plan/edit"
    assert "I hear of changes last." in noor.page(f"{case}/plan/edit")
    assert list(shared(journey).values()) == ["I hear of changes last."]


def fields_of(journey: Journey) -> dict[str, object]:
    """The plan of `steps.a_plan` as a browser sends it."""
    plan = a_plan(journey)
    data: dict[str, object] = {
        name: getattr(plan, name)
        for name in ("aim", "limitations", "if_it_stalls", "replacement", "colleagues", "full_week_hours")
    }
    data |= {"first_day_on": plan.first_day_on, "welcome": "coffee", "evaluations_on-0-on": plan.evaluations_on[0]}
    for at, entry in enumerate(plan.concerns):
        data[f"concerns-{at}-id"] = entry.id
    for at, action in enumerate(plan.actions):
        data |= {
            f"actions-{at}-description": action.description,
            f"actions-{at}-kind": action.kind.value,
            f"actions-{at}-responsible": action.responsible.value,
            f"actions-{at}-due_on": action.due_on,
            f"actions-{at}-judged_by": action.judged_by,
            f"actions-{at}-concerns": [str(each) for each in action.concerns],
        }
    data |= {"actions-0-before_return": "true"}
    for at, week in enumerate(plan.weeks):
        data |= {f"weeks-{at}-monday": week.monday, f"weeks-{at}-mon": "4", f"weeks-{at}-thu": "4,5"}
        data |= {f"weeks-{at}-tasks": week.tasks}
    data |= {"questions-0-text": "Is the second desk free?", "questions-0-responsible": "supervisor"}
    data |= {"questions-0-due_on": plan.questions[0].due_on}
    return {name: str(value) if not isinstance(value, list) else value for name, value in data.items()}


def test_a_plan_is_drafted_and_proposed_by_a_form(browser_of: BrowserOf) -> None:
    journey = at_the_table()
    noor = browser_of(journey.world, Role.COORDINATOR)
    path = f"/cases/{journey.case_id}/plan"
    saved = noor.send(f"{path}/edit", fields_of(journey))
    assert saved.status_code == 303, saved.get_data(as_text=True)
    with journey.world.engine() as session:
        draft = draft_of(session, case_row(session, journey.case_id))
        assert draft is not None
        content = from_json(draft.content)
        assert [action.key for action in content.actions] == ["a1", "a2"]
        assert str(content.weeks[0].thu) == "4.50"
    assert "No late orders after 15:00" in noor.page(f"{path}/edit")
    asked = noor.send(f"{path}/edit", {**fields_of(journey), "then": "propose"})
    assert asked.headers["Location"] == path
    page = noor.page(path)
    assert "Version 1: Not yet a contract" in page
    assert "Too many late orders." in page
    with journey.world.engine() as session:
        assert standing_of_plan(session, case_row(session, journey.case_id)).newest == 1


@pytest.mark.rule("S5-2")
@pytest.mark.rule("S5-4")
def test_proposing_says_beside_each_field_what_is_missing_and_keeps_what_was_typed(browser_of: BrowserOf) -> None:
    journey = at_the_table()
    noor = browser_of(journey.world, Role.COORDINATOR)
    path = f"/cases/{journey.case_id}/plan/edit"
    data = fields_of(journey) | {
        "aim": "",
        "actions-0-judged_by": "",
        "limitations": "Typed and kept",
        "then": "propose",
    }
    answer = noor.send(path, data)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Say what you aim for." in text
    assert "Say how you will judge it." in text
    assert "Typed and kept" in text
    data["aim"], data["actions-0-judged_by"] = "Own job", "We ask both"
    fields = noor.hidden(text)
    again = noor.client.post(
        path, data={**fields, **data}, headers={"Sec-Fetch-Site": "same-origin"}, base_url="http://localhost"
    )
    assert again.status_code == 303, again.get_data(as_text=True)


def test_rows_are_added_and_removed_without_script(browser_of: BrowserOf) -> None:
    journey = at_the_table()
    noor = browser_of(journey.world, Role.COORDINATOR)
    path = f"/cases/{journey.case_id}/plan/edit"
    added = noor.send(path, fields_of(journey) | {"add": "actions"}).get_data(as_text=True)
    assert 'name="actions-2-description"' in added
    removed = noor.send(path, fields_of(journey) | {"remove": "actions-0"}).get_data(as_text=True)
    assert 'name="actions-1-description"' not in removed
    assert "Ten minutes together each Thursday" in removed


def test_saving_in_passing_keeps_a_form_that_goes_on(browser_of: BrowserOf) -> None:
    journey = at_the_table()
    noor = browser_of(journey.world, Role.COORDINATOR)
    path = f"/cases/{journey.case_id}/plan/edit"
    fields = noor.hidden(noor.page(path)) | fields_of(journey)
    headers = {"Sec-Fetch-Site": "same-origin"}
    for aim in ("O", "Own", "Own job"):
        kept = noor.client.post(
            f"{path}/keep", data=fields | {"aim": aim}, headers=headers, base_url="http://localhost"
        )
        assert kept.status_code == 204
    sent = noor.client.post(path, data=fields | {"aim": "Own job."}, headers=headers, base_url="http://localhost")
    assert sent.status_code == 303
    with journey.world.engine() as session:
        draft = draft_of(session, case_row(session, journey.case_id))
        assert draft is not None
        assert from_json(draft.content).aim == "Own job."


def test_a_stale_draft_shows_both_and_can_be_written_over_knowingly(browser_of: BrowserOf) -> None:
    journey = at_the_table()
    noor = browser_of(journey.world, Role.COORDINATOR)
    path = f"/cases/{journey.case_id}/plan/edit"
    fields = noor.hidden(noor.page(path)) | fields_of(journey)
    revision = drafted(journey, a_plan(journey, aim="Meanwhile"))
    headers = {"Sec-Fetch-Site": "same-origin"}
    answer = noor.client.post(path, data=fields | {"aim": "Mine"}, headers=headers, base_url="http://localhost")
    text = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "<del>Meanwhile</del>" in text
    assert "<ins>Mine</ins>" in text
    again = noor.client.post(
        path, data=fields | {"aim": "Mine", "over": str(revision)}, headers=headers, base_url="http://localhost"
    )
    assert again.status_code == 303


@pytest.mark.rule("S5-6")
def test_both_accept_on_the_page_and_it_says_who_did(browser_of: BrowserOf) -> None:
    journey = at_the_table()
    proposed(journey)
    path = f"/cases/{journey.case_id}/plan"
    for role in (Role.SUPERVISOR, Role.WORKER):
        browser = browser_of(journey.world, role)
        refused = browser.send(f"{path}/accept", {"version": "1"}, form_on=path)
        assert refused.status_code == 422
        assert "Tick this if you accept the plan." in refused.get_data(as_text=True)
        assert browser.send(f"{path}/accept", {"agreed": "true"}, form_on=path).status_code == 303
        assert "Accepted version 1" in browser.page(path)
    assert "Version 1: Contract" in browser_of(journey.world, Role.COORDINATOR).page(path)


@pytest.mark.rule("S5-6")
def test_accepting_on_a_page_that_is_behind_shows_the_newer_version(browser_of: BrowserOf) -> None:
    journey = at_the_table()
    proposed(journey)
    path = f"/cases/{journey.case_id}/plan"
    supervisor = browser_of(journey.world, Role.SUPERVISOR)
    fields = supervisor.hidden(supervisor.page(path))
    proposed(journey, a_plan(journey, aim="Own job, 28 hours"))
    answer = supervisor.client.post(
        f"{path}/accept",
        data=fields | {"agreed": "true"},
        headers={"Sec-Fetch-Site": "same-origin"},
        base_url="http://localhost",
    )
    text = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "You answered on version 1. The newest is version 2" in text
    assert "Own job, 28 hours" in text


@pytest.mark.rule("S5-6")
def test_two_versions_stand_side_by_side_with_words_and_signs(browser_of: BrowserOf) -> None:
    journey = at_the_table()
    proposed(journey)
    with journey.world.engine() as session:
        newest = versions_of(session, case_row(session, journey.case_id)).newest
        assert newest is not None
    proposed(journey, a_plan(journey, aim="Own job, 28 hours"))
    text = browser_of(journey.world, Role.SUPERVISOR).page(f"/cases/{journey.case_id}/plan")
    assert "taken out</span><del>Own job, 32 hours</del>" in text
    assert "put in</span><ins>Own job, 28 hours</ins>" in text


@pytest.mark.rule("S5-6")
def test_a_version_prints_as_a_tagged_pdf(browser_of: BrowserOf) -> None:
    journey = agreed()
    answer = browser_of(journey.world, Role.WORKER).get(f"/cases/{journey.case_id}/plan.pdf?version=1")
    assert answer.mimetype == "application/pdf"
    reader = PdfReader(BytesIO(answer.data))
    text = "".join(page.extract_text() for page in reader.pages)
    assert "No late orders after 15:00" in text
    assert "accepted by all" in text
    assert "/MarkInfo" in str(reader.trailer["/Root"])


@pytest.mark.rule("S6-1")
def test_the_return_is_marked_as_prepared_when_all_is_in_place(browser_of: BrowserOf) -> None:
    journey = agreed()
    noor = browser_of(journey.world, Role.COORDINATOR)
    path = f"/cases/{journey.case_id}/plan"
    assert "1 action must be in place first." in noor.page(path)
    supervisor = browser_of(journey.world, Role.SUPERVISOR)
    answer = supervisor.send(f"{path}/actions/a1", {"in_place": "true", "on": journey.today.isoformat(), "note": ""})
    assert answer.status_code == 303
    assert noor.send(f"{path}/prepared", {}, form_on=path).status_code == 303
    assert "Prepared" in noor.page(path)


@pytest.mark.rule("S6-1")
@pytest.mark.rule("S6-2")
def test_a_return_is_recorded_and_shows_what_it_went_past(browser_of: BrowserOf) -> None:
    journey = agreed()
    noor = browser_of(journey.world, Role.COORDINATOR)
    path = f"/cases/{journey.case_id}/return"
    assert noor.send(path, {"first_day_on": journey.today.isoformat(), "supervisor_greeted": "true"}).status_code == 303
    text = noor.page(path)
    assert "Not everything that must be in place before the return was." in text
    assert "What the return went past" in noor.page(f"/cases/{journey.case_id}/plan")


@pytest.mark.rule("S5-3")
def test_a_question_is_answered_on_a_page_of_its_own(browser_of: BrowserOf) -> None:
    journey = at_the_table()
    proposed(journey)
    supervisor = browser_of(journey.world, Role.SUPERVISOR)
    path = f"/cases/{journey.case_id}/plan"
    assert supervisor.send(f"{path}/questions/q1", {"answer": "Yes, until January."}).status_code == 303
    assert "Answer: Yes, until January." in supervisor.page(path)


@pytest.mark.rule("S6-3")
def test_a_week_as_it_went_stands_beside_the_plan(browser_of: BrowserOf) -> None:
    journey = agreed()
    confirmed(journey, "a1")
    noor = browser_of(journey.world, Role.COORDINATOR)
    path = f"/cases/{journey.case_id}"
    noor.send(f"{path}/return", {"first_day_on": journey.today.isoformat()})
    monday = journey.today - timedelta(days=journey.today.weekday())
    sent = noor.send(f"{path}/weeks", {"monday": monday.isoformat(), "hours": "6,5", "tasks": "Order check"})
    assert sent.status_code == 303, sent.get_data(as_text=True)
    text = noor.page(f"{path}/weeks")
    assert "6.5" in text
    assert "Order check" in text


def test_concerns_are_noted_reviewed_and_put_in_order(browser_of: BrowserOf) -> None:
    journey = participating()
    noor = browser_of(journey.world, Role.COORDINATOR)
    path = f"/cases/{journey.case_id}/concerns"
    for words in ("First told", "Second told"):
        assert noor.send(path, {"wording": words, "topic": "workload"}).status_code == 303
    text = noor.page(path)
    assert text.index("First told") < text.index("Second told")
    second = text.split(f"{path}/")[-1].split("/move")[0]
    assert noor.send(f"{path}/{second}/move", {"to": "up"}, form_on=path).status_code == 303
    text = noor.page(path)
    assert text.index("Second told") < text.index("First told")
    assert (
        noor.send(f"{path}/{second}", {"state": "gone", "topic": "roles", "wording": "Second told"}).status_code == 303
    )
    assert "Gone" in noor.page(path)


def test_a_held_meeting_is_shown_with_who_was_there(browser_of: BrowserOf) -> None:
    journey = participating()
    meeting_planned(journey)
    noor = browser_of(journey.world, Role.COORDINATOR)
    path = f"/cases/{journey.case_id}/meeting"
    briefed = noor.send(f"{path}/briefing", {"on": journey.today.isoformat()}, form_on=path)
    assert briefed.status_code == 303
    meeting_held(journey)
    text = noor.page(path)
    assert "A return that can be kept." in text
    assert "Supervisor briefed" in text


@pytest.mark.rule("S7-5")
def test_closing_asks_of_each_action_of_the_contract_whether_it_helped(browser_of: BrowserOf) -> None:
    journey = agreed()
    noor, path = browser_of(journey.world, Role.COORDINATOR), f"/cases/{journey.case_id}/close"
    assert "No late orders after 15:00" in noor.page(path)
    judged = {
        "outcome": "partial_return",
        "worker_views-0-measure": "No late orders after 15:00", "worker_views-0-helped": "yes",
        "worker_views-1-measure": "Ten minutes together each Thursday", "worker_views-1-helped": "",
    }  # fmt: skip
    assert noor.send(path, judged).status_code == 303
    with journey.world.session(Role.COORDINATOR) as (session, _actor):
        views = measure_views_of(session, case_row(session, journey.case_id))
        assert [(each.measure, each.helped.value) for each in views] == [("No late orders after 15:00", "yes")]
