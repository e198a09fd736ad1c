"""The meeting at the table, act by act (S5-1 to S5-4, S4-4, S4-5)."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.builders import World, bearer, case_row
from tests.plans.conftest import SAME_ORIGIN, Browser
from tests.plans.steps import Journey, drafted, in_an_hour, meeting_planned, participating, release, shared, summarised

from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.errors import Conflict, Invalid, NotFound, RuleBroken
from handrail.plans import commands
from handrail.plans.errors import NoMeeting, PartMoved
from handrail.plans.models import Meeting
from handrail.plans.queries.preparation import meetings_of
from handrail.plans.queries.versions import draft_of
from handrail.plans.rules.codes import ActionKind, MeetingState, Responsible
from handrail.plans.rules.content import Action, Content, from_json
from handrail.plans.rules.drafting import OneAction, Section, Why, seen_of

pytestmark = pytest.mark.usefixtures("database")
BrowserOf = Callable[[World, Role], Browser]
ACTION = Action(kind=ActionKind.WORK_ORGANISATION, description="No late orders", responsible=Responsible.SUPERVISOR)


def ready_to_begin(*words: str) -> Journey:
    journey = participating()
    for each in words:
        release(journey, each)
    meeting_planned(journey)
    return journey


def begun(*words: str) -> Journey:
    journey = ready_to_begin(*words)
    with journey.world.session(Role.COORDINATOR) as (session, actor):
        commands.begin_meeting(session, actor, journey.case_id)
    return journey


def write(journey: Journey, part: object, value: object, seen: str | None = None) -> None:
    with journey.world.session(Role.COORDINATOR) as (session, actor):
        commands.write_part(session, actor, journey.case_id, part, value, seen=seen)  # type: ignore[arg-type]


def draft(journey: Journey) -> Content:
    with journey.world.engine() as session:
        row = draft_of(session, case_row(session, journey.case_id))
        return from_json(row.content) if row else Content()


def meeting(journey: Journey) -> Meeting:
    with journey.world.engine() as session:
        return meetings_of(session, case_row(session, journey.case_id))[0]


@pytest.mark.rule("S4-4")
def test_a_meeting_does_not_begin_on_a_summary_that_the_worker_has_not_validated() -> None:
    journey = ready_to_begin("Too many late orders.")
    summarised(journey, "Something else, written after the meeting was planned.", validated=False)
    with pytest.raises(RuleBroken) as refused, journey.world.session(Role.COORDINATOR) as (session, actor):
        commands.begin_meeting(session, actor, journey.case_id)
    assert refused.value.rule == "S4-4"


@pytest.mark.rule("S4-5")
@pytest.mark.rule("S5-1")
def test_no_course_of_action_is_written_down_before_the_meeting_has_begun() -> None:
    journey = ready_to_begin()
    for act in (lambda: write(journey, OneAction(), ACTION), lambda: drafted(journey, Content(actions=(ACTION,)))):
        with pytest.raises(RuleBroken) as refused:
            act()
        assert refused.value.rule == "S5-1"
    with journey.world.session(Role.COORDINATOR) as (session, actor):
        commands.begin_meeting(session, actor, journey.case_id)
    write(journey, OneAction(), ACTION)
    assert [each.description for each in draft(journey).actions] == ["No late orders"]


def test_a_meeting_of_another_day_is_moved_before_it_begins_and_a_moved_one_begins_anew() -> None:
    journey = ready_to_begin()
    at = in_an_hour() + timedelta(days=3)
    with journey.world.session(Role.COORDINATOR) as (session, actor):
        commands.schedule_meeting(session, actor, journey.case_id, starts_at=at, minutes=60, place="Library")
        with pytest.raises(Conflict):
            commands.begin_meeting(session, actor, journey.case_id)
        commands.schedule_meeting(session, actor, journey.case_id, starts_at=in_an_hour(), minutes=60, place="Library")
        first = commands.begin_meeting(session, actor, journey.case_id).began_at
        assert commands.begin_meeting(session, actor, journey.case_id).began_at == first
        moved = commands.schedule_meeting(session, actor, journey.case_id, starts_at=at, minutes=60, place="Library")
        assert moved.began_at is None
        with pytest.raises(NoMeeting):
            commands.note_meeting(session, actor, journey.case_id, objectives="Anything")


@pytest.mark.rule("S5-1")
def test_a_meeting_ends_with_its_objectives_and_all_three_and_is_then_held() -> None:
    journey = begun("Too many late orders.")
    with journey.world.session(Role.COORDINATOR) as (session, actor):
        with pytest.raises(Invalid) as refused:
            commands.end_meeting(session, actor, journey.case_id)
        assert refused.value.problems[0].pointer == "/objectives"
        commands.note_meeting(session, actor, journey.case_id, objectives="A return that can be kept.")
        commands.note_meeting(session, actor, journey.case_id, present=[Role.WORKER, Role.COORDINATOR])
        with pytest.raises(Invalid) as refused:
            commands.end_meeting(session, actor, journey.case_id)
        assert refused.value.problems[0].pointer == "/present"
        everybody = [Role.WORKER, Role.SUPERVISOR, Role.COORDINATOR, Role.UNION]
        commands.note_meeting(session, actor, journey.case_id, present=everybody, worker_spoke_first=True)
        commands.end_meeting(session, actor, journey.case_id)
        commands.end_meeting(session, actor, journey.case_id)
    found = meeting(journey)
    assert (found.state, found.held_on, found.worker_spoke_first) == (MeetingState.HELD, journey.today, True)
    assert found.present == ["coordinator", "supervisor", "union", "worker"]
    assert shared(journey) == {}  # nothing is raised by ending it


@pytest.mark.rule("S5-2")
def test_each_part_is_kept_alone_and_sending_it_again_changes_nothing() -> None:
    journey = begun("Too many late orders.")
    with journey.world.session(Role.COORDINATOR) as (session, actor):
        case = case_row(session, journey.case_id)
        waiting = [row.id for row in commands.order_concerns(session, actor, journey.case_id, concern_ids=[])]
        concern = commands.raise_concern(session, actor, case.id, waiting[0]).id
    for _twice in range(2):
        write(journey, OneAction(), ACTION)
        write(journey, Section("goal"), {"aim": "Own job, 32 hours", "first_day_on": None, "full_week_hours": None})
        write(journey, Why(concern), "First we try the roster.")
    found = draft(journey)
    assert [(each.key, each.description) for each in found.actions] == [("a1", "No late orders")]
    assert found.aim == "Own job, 32 hours"
    assert [(each.id, each.words, each.why_no_action) for each in found.concerns] == [
        (concern, "Too many late orders.", "First we try the roster.")
    ]
    write(journey, OneAction("a1"), None)
    assert draft(journey).actions == ()


def test_two_who_write_different_parts_disturb_nobody_and_the_same_part_is_not_written_over() -> None:
    journey = begun()
    goal, stalling = Section("goal"), Section("stalling")
    seen = {part.name: seen_of(part.read(Content())) for part in (goal, stalling)}
    write(journey, goal, {"aim": "First aim"}, seen["goal"])
    write(journey, stalling, {"limitations": "No nights"}, seen["stalling"])
    with pytest.raises(PartMoved):
        write(journey, goal, {"aim": "Another aim"}, seen["goal"])
    write(journey, goal, {"aim": "First aim"}, seen["goal"])  # the very same again is no conflict
    write(journey, goal, {"aim": "Another aim"}, seen_of(goal.read(draft(journey))))
    assert (draft(journey).aim, draft(journey).limitations) == ("Another aim", "No nights")


@pytest.mark.parametrize("role", [Role.WORKER, Role.SUPERVISOR, Role.HR, Role.LEAD_COORDINATOR])
def test_nobody_but_the_coordinator_leads_the_meeting(role: Role, browser_of: BrowserOf) -> None:
    journey = begun()
    with journey.world.session(role) as (session, actor):
        for act in (
            lambda: commands.begin_meeting(session, actor, journey.case_id),
            lambda: commands.note_meeting(session, actor, journey.case_id, objectives="Mine"),
            lambda: commands.write_part(session, actor, journey.case_id, Section("goal"), {"aim": "Mine"}),
            lambda: commands.end_meeting(session, actor, journey.case_id),
        ):
            with pytest.raises(NotFound):
                act()
    assert browser_of(journey.world, role).get(f"/cases/{journey.case_id}/meeting/room").status_code in {403, 404}


def test_the_whole_meeting_is_led_by_forms_and_covers_what_was_not_raised(browser_of: BrowserOf) -> None:
    journey = ready_to_begin("Too many late orders.", "I hear of changes last.")
    noor, room = browser_of(journey.world, Role.COORDINATOR), f"/cases/{journey.case_id}/meeting/room"
    assert "late orders" not in noor.page(room)
    assert noor.send(f"{room}/begin", {}, form_on=room).status_code == 303
    page = noor.page(room)
    assert "covered" in page
    concern = page.split("/concerns/")[1].split("/raise")[0]
    raised = noor.send(f"{room}/concerns/{concern}/raise", {}, form_on=room)
    assert raised.headers["Location"] == f"{room}#part-raised"
    (first,) = shared(journey)
    for part, data in (
        ("objectives", {"objectives": "A return that can be kept."}),
        ("present", {"present": ["worker", "supervisor", "coordinator"]}),
        ("first", {"worker_spoke_first": "true"}),
        ("goal", {"seen": "", "aim": "Own job, 32 hours"}),
        ("days", {"on": (journey.today + timedelta(days=40)).isoformat()}),
        ("questions", {"seen": "", "text": "Is the second desk free?", "responsible": "supervisor"}),
        (
            "actions",
            {
                "seen": "", "description": "No late orders after 15:00", "kind": "work_organisation",
                "responsible": "supervisor", "concerns": [str(first)],
            },
        ),
    ):  # fmt: skip
        answer = noor.send(f"{room}/{part}", data | {"then": ""}, form_on=room)  # of another form of the page
        assert answer.status_code == 303, (part, answer.get_data(as_text=True)[-3000:])
    content = draft(journey)
    assert (content.aim, len(content.questions), len(content.evaluations_on)) == ("Own job, 32 hours", 1, 1)
    assert [(each.description, each.concerns) for each in content.actions] == [("No late orders after 15:00", (first,))]
    assert noor.send(f"{room}/end", {}, form_on=room).headers["Location"] == f"/cases/{journey.case_id}/plan/edit"
    assert "No late orders after 15:00" in noor.page(f"/cases/{journey.case_id}/plan/edit")


def test_script_is_told_in_a_word_and_a_part_that_moved_shows_both_texts(browser_of: BrowserOf) -> None:
    journey = begun()
    noor, room = browser_of(journey.world, Role.COORDINATOR), f"/cases/{journey.case_id}/meeting/room"
    hidden = noor.hidden(noor.page(room)) | {"seen": seen_of(Section("goal").read(Content()))}
    asked = {"base_url": "http://localhost", "headers": {**SAME_ORIGIN, "HX-Request": "true"}}
    kept = noor.client.post(f"{room}/goal", data=hidden | {"aim": "First aim"}, **asked)
    assert (kept.status_code, kept.get_data()) == (204, b"")
    assert kept.headers["X-Seen"] == seen_of(Section("goal").read(draft(journey)))
    refused = noor.client.post(f"{room}/goal", data=hidden | {"aim": "Another aim"}, **asked)
    assert refused.status_code == 409
    assert refused.mimetype == "text/plain"
    page = noor.client.post(
        f"{room}/goal", data=hidden | {"aim": "Another aim"}, base_url="http://localhost", headers=SAME_ORIGIN
    )
    text = page.get_data(as_text=True)
    assert page.status_code == 409
    assert "First aim" in text
    assert "Another aim" in text


def test_the_meeting_is_led_over_the_api_too(browser_of: BrowserOf) -> None:
    journey = ready_to_begin("Too many late orders.")
    noor, case = browser_of(journey.world, Role.COORDINATOR), f"/api/v1/cases/{journey.case_id}"
    token = bearer(journey.world, Role.COORDINATOR)
    sanne_told = noor.get(f"{case}/concerns").get_json()["items"][0]["id"]

    def send(method: str, path: str, body: object = None) -> tuple[int, object]:
        answer = noor.client.open(
            f"{case}/{path}", method=method, json=body, base_url="http://localhost", headers=token
        )
        return answer.status_code, json.loads(answer.get_data() or b"null")

    assert send("POST", f"concerns/{sanne_told}/raising")[0] == 409
    assert send("POST", "meeting/begin")[0] == 201
    status, raised = send("POST", f"concerns/{sanne_told}/raising")
    assert (status, raised["words"]) == (201, "Too many late orders.")  # type: ignore[index]
    assert send("PATCH", "meeting/notes", {"objectives": "A return that can be kept."})[0] == 200
    status, ended = send("POST", "meeting/end")
    assert (status, ended["state"]) == (201, "held")  # type: ignore[index]
    assert clock.today("Europe/Amsterdam").isoformat() == ended["held_on"]  # type: ignore[index]
