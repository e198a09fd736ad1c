"""Concerns over time: looked at again, put in order, let go one by one, raised one by one (S4-2, CON-2, CON-3)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError
from tests.builders import World, case_row
from tests.plans.conftest import Browser
from tests.plans.steps import Journey, meeting_held, meeting_planned, participating, release, shared

from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.errors import Conflict, NotFound
from handrail.plans import commands
from handrail.plans.errors import NoMeeting
from handrail.plans.models import ConcernReview, PlanConcern
from handrail.plans.queries.concerns import concerns_of, reviews_of
from handrail.plans.rules.codes import ConcernState, Move, Topic

pytestmark = pytest.mark.usefixtures("database")
BrowserOf = Callable[[World, Role], Browser]
AT = datetime(2026, 11, 23, 9, tzinfo=UTC)


def note(journey: Journey, words: str, topic: Topic = Topic.WORKLOAD) -> UUID:
    with journey.world.session(Role.COORDINATOR) as (session, actor):
        return commands.note_concern(session, actor, journey.case_id, wording=words, topic=topic).id


def order_of(journey: Journey) -> list[str]:
    with journey.world.session(Role.COORDINATOR) as (session, _actor):
        return [row.wording for row in concerns_of(session, case_row(session, journey.case_id))]


@pytest.mark.rule("S4-2")
def test_a_review_keeps_how_the_concern_stood_before_with_day_words_and_who_looked() -> None:
    with clock.frozen(AT):
        journey = participating()
        concern = note(journey, "Too many late orders.")
    with clock.frozen(AT + timedelta(days=7)), journey.world.session(Role.WORKER) as (session, actor):
        commands.review_concern(
            session, actor, journey.case_id, concern, state=ConcernState.CHANGED, wording="Late orders on Fridays."
        )
    with clock.frozen(AT + timedelta(days=14)), journey.world.session(Role.COORDINATOR) as (session, actor):
        commands.review_concern(session, actor, journey.case_id, concern, state=ConcernState.GONE)
        found = reviews_of(session, case_row(session, journey.case_id), concern)
        assert [(row.state, row.wording, row.noted_as) for row in found] == [
            (ConcernState.STILL_THERE, "Too many late orders.", Role.COORDINATOR),
            (ConcernState.CHANGED, "Late orders on Fridays.", Role.WORKER),
            (ConcernState.GONE, "Late orders on Fridays.", Role.COORDINATOR),
        ]
        assert [(row.reviewed_on - found[0].reviewed_on).days for row in found] == [0, 7, 14]


@pytest.mark.rule("S4-2")
def test_the_same_found_twice_on_one_day_is_one_review_and_found_again_later_is_another() -> None:
    with clock.frozen(AT):
        journey = participating()
        concern = note(journey, "Told")
    for days in (7, 7, 8):
        with clock.frozen(AT + timedelta(days=days)), journey.world.session(Role.COORDINATOR) as (session, actor):
            commands.review_concern(session, actor, journey.case_id, concern, state=ConcernState.STILL_THERE)
    with journey.world.engine() as session:
        assert len(reviews_of(session, case_row(session, journey.case_id), concern)) == 3


@pytest.mark.rule("S4-2")
def test_what_was_found_at_a_review_can_not_be_changed() -> None:
    journey = participating()
    note(journey, "Told")
    for statement in (update(ConcernReview).values(topic=Topic.ROLES), delete(ConcernReview)):
        with pytest.raises(DBAPIError, match="permission denied"), journey.world.engine() as session:
            session.execute(statement)


@pytest.mark.rule("S4-2")
def test_a_concern_moves_up_and_down_and_stays_at_an_end() -> None:
    journey = participating()
    one, _two, three = (note(journey, words) for words in ("One", "Two", "Three"))
    for concern, to, wanted in (
        (three, Move.UP, ["One", "Three", "Two"]),
        (three, Move.UP, ["Three", "One", "Two"]),
        (three, Move.UP, ["Three", "One", "Two"]),
        (one, Move.DOWN, ["Three", "Two", "One"]),
        (one, Move.DOWN, ["Three", "Two", "One"]),
    ):
        with journey.world.session(Role.WORKER) as (session, actor):
            commands.move_concern(session, actor, journey.case_id, concern, to=to)
        assert order_of(journey) == wanted


@pytest.mark.rule("S4-2")
def test_worker_and_coordinator_review_and_order_on_their_own_pages(browser_of: BrowserOf) -> None:
    journey = participating()
    first, second = note(journey, "First told"), note(journey, "Second told")
    sanne = browser_of(journey.world, Role.WORKER)
    moved = sanne.send(f"/my-return/concerns/{second}/move", {"to": "up"}, form_on="/my-return/concerns")
    assert moved.headers["Location"] == f"/my-return/concerns#concern-{second}"
    assert order_of(journey) == ["Second told", "First told"]
    answer = sanne.send(
        f"/my-return/concerns/{first}/review", {"state": "changed", "topic": "roles", "wording": "First, told anew"}
    )
    assert answer.status_code == 303
    page = sanne.page("/my-return/concerns")
    assert "First, told anew" in page
    assert "First told" in page  # as it was, under how it was
    noor = browser_of(journey.world, Role.COORDINATOR)
    case = f"/cases/{journey.case_id}"
    noor.send(f"{case}/concerns/{first}/move", {"to": "up"}, form_on=f"{case}/concerns")
    assert order_of(journey) == ["First, told anew", "Second told"]
    page = noor.page(f"{case}/concerns")
    assert "First told" in page
    history = noor.get(f"/api/v1{case}/concerns/{first}/reviews").get_json()["items"]
    assert [(each["state"], each["noted_as"]) for each in history] == [
        ("still_there", "coordinator"),
        ("changed", "worker"),
    ]


def test_the_worker_changes_what_they_keep_and_nobody_else_finds_it(browser_of: BrowserOf) -> None:
    journey = participating()
    with journey.world.session(Role.WORKER) as (session, actor):
        own = commands.keep_concern(session, actor, journey.case_id, text="As it was").id
    sanne = browser_of(journey.world, Role.WORKER)
    answer = sanne.send(f"/my-return/concerns/{own}/change", {"text": "As it is"})
    assert answer.status_code == 303
    page = sanne.page("/my-return/concerns")
    assert "As it is" in page
    assert "As it was" not in page


@pytest.mark.rule("CON-2")
@pytest.mark.rule("CON-3")
def test_each_concern_reaches_the_supervisor_only_when_it_alone_was_raised() -> None:
    journey = participating()
    first, second = release(journey, "First words"), release(journey, "Second words")
    meeting_planned(journey)
    with journey.world.session(Role.COORDINATOR) as (session, actor), pytest.raises(NoMeeting):
        commands.raise_concern(session, actor, journey.case_id, first)
    with journey.world.session(Role.COORDINATOR) as (session, actor):
        commands.begin_meeting(session, actor, journey.case_id)
    assert read_by_supervisor(journey) == []
    with journey.world.session(Role.COORDINATOR) as (session, actor):
        raised = commands.raise_concern(session, actor, journey.case_id, second)
        assert commands.raise_concern(session, actor, journey.case_id, second).id == raised.id
    assert read_by_supervisor(journey) == ["Second words"]
    with journey.world.session(Role.COORDINATOR) as (session, actor):
        commands.note_meeting(session, actor, journey.case_id, objectives="A return that can be kept.")
        commands.end_meeting(session, actor, journey.case_id)
    assert read_by_supervisor(journey) == ["Second words"]
    with journey.world.session(Role.WORKER) as (session, actor):
        assert commands.take_back_concern(session, actor, journey.case_id, first).released_at is None


def read_by_supervisor(journey: Journey) -> list[str]:
    with journey.world.session(Role.SUPERVISOR) as (session, _actor):
        assert session.scalar(text("select count(*) from concern")) == 0
        assert session.scalar(text("select count(*) from concern_review")) == 0
        return [row.words or "" for row in session.scalars(select(PlanConcern).order_by(PlanConcern.id))]


@pytest.mark.rule("CON-2")
def test_words_that_the_worker_did_not_let_go_are_not_raised_and_nobody_but_the_coordinator_raises() -> None:
    journey = participating()
    told, released = note(journey, "Told"), release(journey, "Released")
    meeting_planned(journey)
    with journey.world.session(Role.COORDINATOR) as (session, actor):
        commands.begin_meeting(session, actor, journey.case_id)
        with pytest.raises(Conflict):
            commands.raise_concern(session, actor, journey.case_id, told)
    for role in (Role.SUPERVISOR, Role.HR, Role.ABSENCE_ADMIN, Role.LEAD_COORDINATOR, Role.WORKER):
        with journey.world.session(role) as (session, actor), pytest.raises(NotFound):
            commands.raise_concern(session, actor, journey.case_id, released)
    assert shared(journey) == {}


@pytest.mark.rule("S4-2")
def test_a_concern_released_while_the_meeting_goes_on_waits_until_it_is_raised() -> None:
    journey = participating()
    meeting_planned(journey)
    with journey.world.session(Role.COORDINATOR) as (session, actor):
        commands.begin_meeting(session, actor, journey.case_id)
    concern = release(journey, "Said at the table")
    assert shared(journey) == {}
    with journey.world.session(Role.COORDINATOR) as (session, actor):
        commands.raise_concern(session, actor, journey.case_id, concern)
    assert list(shared(journey).values()) == ["Said at the table"]
    meeting_held(journey)
