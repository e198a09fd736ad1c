"""Who may know of a concern: nobody of the employer's side, in no way, before the meeting (CON-2, CON-3)."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, text
from tests.builders import World, case_row
from tests.plans.conftest import Browser, statements
from tests.plans.steps import (
    Journey,
    at_the_table,
    drafted,
    meeting_held,
    meeting_planned,
    participating,
    proposed,
    ready,
    release,
    set_participation,
    shared,
    summarised,
    topics_written,
)

from handrail.audit.queries import reads_of
from handrail.cases.rules.participation import Participation
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.kit.errors import Conflict, Invalid, NotFound
from handrail.obligations.models import Fact, Obligation
from handrail.plans import commands
from handrail.plans.errors import AlreadyShared
from handrail.plans.models import (
    Concern,
    Meeting,
    OwnConcern,
    PlanConcern,
    PlanDraft,
    PlanVersion,
    Readiness,
    Summary,
    TentativePlan,
)
from handrail.plans.queries.concerns import concerns_of, own_concerns_of
from handrail.plans.queries.view import plan_view
from handrail.plans.rules.codes import ConcernState, Topic

pytestmark = pytest.mark.usefixtures("database")
BrowserOf = Callable[[World, Role], Browser]

EMPLOYER_SIDE = (Role.SUPERVISOR, Role.HR, Role.ABSENCE_ADMIN)
CONFIDED = (OwnConcern, Concern, Summary, TentativePlan, Readiness, PlanDraft)


def keep(journey: Journey, words: str) -> UUID:
    with journey.world.session(Role.WORKER) as (session, actor):
        return commands.keep_concern(session, actor, journey.case_id, text=words).id


def tell(journey: Journey, own_id: UUID) -> UUID:
    with journey.world.session(Role.WORKER) as (session, actor):
        return commands.tell_concern(session, actor, journey.case_id, own_id, topic=Topic.RELATIONS).id


@pytest.mark.rule("CON-2")
def test_what_the_worker_keeps_is_known_to_nobody_else() -> None:
    journey = participating()
    keep(journey, "I worry about what my colleagues think.")
    for role in (*EMPLOYER_SIDE, Role.COORDINATOR, Role.LEAD_COORDINATOR):
        with journey.world.session(role) as (session, actor):
            assert session.scalar(text("select count(*) from own_concern")) == 0
            with pytest.raises(NotFound):
                commands.keep_concern(session, actor, journey.case_id, text="No")
    with journey.world.session(Role.WORKER) as (session, _actor):
        case = case_row(session, journey.case_id)
        assert [own.text for own in own_concerns_of(session, case)] == ["I worry about what my colleagues think."]


@pytest.mark.rule("CON-2")
def test_telling_gives_the_coordinator_a_copy_and_nothing_of_the_own_record() -> None:
    journey = participating()
    own_id = keep(journey, "I sleep badly before an early shift.")
    told = tell(journey, own_id)
    assert tell(journey, own_id) == told
    with journey.world.session(Role.COORDINATOR) as (session, _actor):
        rows = concerns_of(session, case_row(session, journey.case_id))
        assert [(row.id, row.wording) for row in rows] == [(told, "I sleep badly before an early shift.")]
        columns = {column.name for column in Concern.__table__.columns}
        assert not {name for name in columns if "own" in name or "told" in name}
    with journey.world.session(Role.WORKER) as (session, actor):
        assert own_concerns_of(session, case_row(session, journey.case_id)) == []
        with pytest.raises(Conflict):
            commands.change_own_concern(session, actor, journey.case_id, own_id, text="Changed")


def test_removing_what_one_kept_leaves_no_words_anywhere() -> None:
    journey = participating()
    own_id = keep(journey, "Only for me")
    with journey.world.session(Role.WORKER) as (session, actor):
        commands.change_own_concern(session, actor, journey.case_id, own_id, text="Only for me, changed", revision=1)
        commands.remove_own_concern(session, actor, journey.case_id, own_id)
    with journey.world.engine() as session:
        assert session.scalars(select(OwnConcern).where(OwnConcern.subject_id == journey.case_id)).all() == []
        kept = "select count(*) from record_version where subject_id = :case and compartment = 'own'"
        assert session.execute(text(kept), {"case": journey.case_id}).scalar() == 0


@pytest.mark.rule("CON-2")
@pytest.mark.rule("CON-3")
@pytest.mark.parametrize("role", EMPLOYER_SIDE)
def test_the_employers_side_sees_no_row_of_what_is_confided(role: Role) -> None:
    journey = participating()
    keep(journey, "Kept")
    release(journey, "Released words")
    meeting_planned(journey)
    with journey.world.session(role) as (session, _actor):
        for model in (*CONFIDED, PlanConcern):
            assert session.scalars(select(model)).all() == [], model.__tablename__
        seen = session.scalars(select(Fact.type).where(Fact.case_id == journey.case_id)).all()
        assert "contact_held" not in seen


@pytest.mark.rule("CON-3")
@pytest.mark.parametrize("role", EMPLOYER_SIDE)
def test_no_act_on_concerns_is_open_to_the_employers_side(role: Role) -> None:
    journey = participating()
    concern = release(journey, "Released words")
    with journey.world.session(role) as (session, actor):
        acts: list[Callable[[], Any]] = [
            lambda: commands.note_concern(session, actor, journey.case_id, wording="x", topic=Topic.ROLES),
            lambda: commands.tell_concern(session, actor, journey.case_id, concern),
            lambda: commands.review_concern(session, actor, journey.case_id, concern, state=ConcernState.GONE),
            lambda: commands.order_concerns(session, actor, journey.case_id, concern_ids=[concern]),
            lambda: commands.release_concern(session, actor, journey.case_id, concern, words="x"),
            lambda: commands.take_back_concern(session, actor, journey.case_id, concern),
            lambda: commands.write_summary(session, actor, journey.case_id, text="x"),
            lambda: commands.validate_summary(session, actor, journey.case_id, number=1),
            lambda: commands.write_tentative_plan(session, actor, journey.case_id, topics=[Topic.ROLES]),
            lambda: commands.record_readiness(session, actor, journey.case_id, worker_ready_on=None),
        ]
        for act in acts:
            with pytest.raises(NotFound):
                act()


@pytest.mark.rule("CON-3")
def test_nothing_of_a_release_reaches_the_plan_before_the_meeting() -> None:
    journey = participating()
    release(journey, "Too many late orders.")
    meeting_planned(journey)
    assert shared(journey) == {}
    meeting_held(journey)
    assert list(shared(journey).values()) == ["Too many late orders."]
    with journey.world.session(Role.SUPERVISOR) as (session, _actor):
        assert [row.words for row in session.scalars(select(PlanConcern))] == ["Too many late orders."]
        assert session.scalars(select(Concern)).all() == []


@pytest.mark.rule("CON-2")
def test_only_what_was_raised_goes_along_and_only_in_approved_words() -> None:
    journey = participating()
    first, second = release(journey, "First words"), release(journey, "Second words")
    with journey.world.session(Role.COORDINATOR) as (session, actor):
        unreleased = commands.note_concern(session, actor, journey.case_id, wording="Told", topic=Topic.ROLES).id
    meeting_planned(journey)
    with pytest.raises(Invalid) as refused:
        meeting_held(journey, raised=[first, unreleased])
    assert refused.value.problems[0].pointer == "/raised"
    meeting_held(journey, raised=[first])
    assert list(shared(journey).values()) == ["First words"]
    with journey.world.session(Role.WORKER) as (session, actor):
        with pytest.raises(AlreadyShared):
            commands.take_back_concern(session, actor, journey.case_id, first)
        commands.take_back_concern(session, actor, journey.case_id, second)
        commands.release_concern(session, actor, journey.case_id, second, words="Other words, after the meeting")
    assert list(shared(journey).values()) == ["First words", "Other words, after the meeting"]


@pytest.mark.rule("CON-2")
def test_only_the_worker_releases_and_takes_back() -> None:
    journey = participating()
    concern = release(journey, "Released words")
    with journey.world.session(Role.COORDINATOR) as (session, actor):
        with pytest.raises(NotFound):
            commands.release_concern(session, actor, journey.case_id, concern, words="Other")
        with pytest.raises(NotFound):
            commands.take_back_concern(session, actor, journey.case_id, concern)
    with journey.world.session(Role.WORKER) as (session, actor):
        commands.take_back_concern(session, actor, journey.case_id, concern)
    meeting_planned(journey)
    meeting_held(journey)
    assert shared(journey) == {}


@pytest.mark.rule("S4-2")
def test_a_concern_that_is_gone_is_not_shared() -> None:
    journey = participating()
    concern = release(journey, "Gone by now")
    with journey.world.session(Role.COORDINATOR) as (session, actor):
        row = commands.review_concern(session, actor, journey.case_id, concern, state=ConcernState.GONE)
        assert row.released_at is None
        assert row.reviewed_on == journey.today
    with journey.world.session(Role.WORKER) as (session, actor), pytest.raises(Conflict):
        commands.release_concern(session, actor, journey.case_id, concern, words="Gone by now")


@pytest.mark.rule("S4-2")
def test_concerns_stand_in_the_order_of_priority_and_go_to_the_plan_in_it() -> None:
    journey = participating()
    ids = [release(journey, words) for words in ("One", "Two", "Three")]
    with journey.world.session(Role.COORDINATOR) as (session, actor):
        ordered = commands.order_concerns(session, actor, journey.case_id, concern_ids=[ids[2], ids[0]])
        assert [row.id for row in ordered] == [ids[2], ids[0], ids[1]]
    meeting_planned(journey)
    meeting_held(journey)
    assert list(shared(journey).values()) == ["Three", "One", "Two"]


# --- Twins: many concerns, or none ------------------------------------------------------------------------------


def twins() -> tuple[Journey, Journey]:
    """Two cases that differ in what the worker confided and in nothing else."""
    silent, full = participating(), participating()
    for number in range(5):
        keep(full, f"Kept {number}")
        release(full, f"Released {number}", Topic.SUPERVISOR_SUPPORT)
    with full.world.session(Role.COORDINATOR) as (session, actor):
        commands.order_concerns(
            session,
            actor,
            full.case_id,
            concern_ids=[row.id for row in reversed(concerns_of(session, case_row(session, full.case_id)))],
        )
    return silent, full


def neutral(body: str, journey: Journey) -> str:
    """Return a page without what differs between any two requests: ids, nonces, tokens, names of the invented."""
    body = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "ID", body)
    body = re.sub(r'(nonce|data-whose)="[^"]*"', "", body)
    body = re.sub(r'name="csrf_token" value="[^"]*"', 'name="csrf_token"', body)
    body = re.sub(r"Invented (Consultancy|Employer) \d+", r"Invented \1", body)
    return body.replace(str(journey.case_id), "CASE")


@pytest.mark.rule("CON-3")
@pytest.mark.rule("S4-6")
@pytest.mark.parametrize("planned", [False, True])
@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.HR, Role.LEAD_COORDINATOR])
def test_a_reader_gets_the_same_bytes_by_the_same_statements_however_many_concerns_there_are(
    browser_of: BrowserOf, *, role: Role, planned: bool
) -> None:
    at = datetime(2026, 11, 23, 9, tzinfo=UTC)
    with clock.frozen(at):
        pair = twins()
    if planned:
        with clock.frozen(at + timedelta(hours=1)):
            for journey in pair:
                meeting_planned(journey)
    seen: list[list[tuple[int, str, list[str]]]] = []
    for journey in pair:
        with clock.frozen(at + timedelta(hours=2)):
            browser = browser_of(journey.world, role)
            answers = []
            for path in ("plan", "plan?version=1", "plan.pdf", "concerns", "summary", "meeting", "plan/edit"):
                with statements() as sent:
                    answer = browser.get(f"/cases/{journey.case_id}/{path}")
                answers.append((answer.status_code, neutral(answer.get_data(as_text=True), journey), sent))
            for path in ("plan", "meetings", "concerns", "own-concerns", "summary", "tentative-plan", "return"):
                with statements() as sent:
                    answer = browser.get(f"/api/v1/cases/{journey.case_id}/{path}")
                answers.append((answer.status_code, neutral(answer.get_data(as_text=True), journey), sent))
            seen.append(answers)
    assert seen[0] == seen[1]


@pytest.mark.rule("CON-3")
def test_what_is_due_says_nothing_of_concerns_either() -> None:
    at = datetime(2026, 11, 23, 9, tzinfo=UTC)
    with clock.frozen(at):
        pair = twins()
    rows = []
    for journey in pair:
        with clock.frozen(at), journey.world.session(Role.SUPERVISOR) as (session, _actor):
            found = session.scalars(select(Obligation).order_by(Obligation.rule, Obligation.due_on))
            rows.append([(row.rule, row.due_on, row.status) for row in found])
    assert rows[0] == rows[1]


@pytest.mark.rule("CON-3")
def test_no_message_is_asked_for_when_a_concern_is_written_told_or_released() -> None:
    journey = participating()
    count = text("select count(*) from outbox")
    with journey.world.engine() as session:
        before = session.scalar(count)
    own_id = keep(journey, "Kept")
    tell(journey, own_id)
    release(journey, "Released")
    with journey.world.engine() as session:
        assert session.scalar(count) == before


# --- After the worker left --------------------------------------------------------------------------------------


@pytest.mark.rule("VOL-2")
def test_after_the_worker_left_the_plan_is_shown_to_worker_and_coordinator_only() -> None:
    journey = at_the_table()
    proposed(journey)
    set_participation(journey, Participation.WITHDRAWN)
    for role in (Role.WORKER, Role.COORDINATOR):
        with journey.world.session(role) as (session, actor):
            assert plan_view(session, actor, journey.case_id).shown is not None
    for role in (Role.LEAD_COORDINATOR, Role.SUPERVISOR):  # the supervisor's part is still there: the second lock holds
        with journey.world.session(role) as (session, actor):
            with pytest.raises(NotFound):
                plan_view(session, actor, journey.case_id)
            assert session.scalar(select(func.count()).select_from(PlanVersion)) == 0


@pytest.mark.rule("S2-2")
@pytest.mark.parametrize("state", [Participation.UNDECIDED, Participation.DECLINED, Participation.WITHDRAWN])
def test_no_step_is_taken_without_participation_but_what_is_the_workers_stays_theirs(state: Participation) -> None:
    journey = participating()
    own_id = keep(journey, "Kept")
    concern = release(journey, "Released")
    set_participation(journey, state)
    steps: list[Callable[[], Any]] = [
        lambda: ready(journey),
        lambda: summarised(journey),
        lambda: topics_written(journey),
        lambda: tell(journey, own_id),
        lambda: release(journey, "More"),
        lambda: drafted(journey),
    ]
    for step in steps:
        with pytest.raises(Conflict):
            step()
    keep(journey, "Kept too")
    with journey.world.session(Role.WORKER) as (session, actor):
        assert commands.take_back_concern(session, actor, journey.case_id, concern).released_at is None


@pytest.mark.rule("CON-5")
def test_every_look_at_what_was_told_is_in_the_workers_log(browser_of: BrowserOf) -> None:
    journey = participating()
    release(journey, "Released")
    noor = browser_of(journey.world, Role.COORDINATOR)
    for path in ("concerns", "summary"):
        noor.page(f"/cases/{journey.case_id}/{path}")
    noor.get(f"/api/v1/cases/{journey.case_id}/concerns")
    with journey.world.session(Role.WORKER) as (session, actor):
        rows = reads_of(session, actor.tenant_id, [journey.case_id])
        looked = [(row.purpose, row.compartments) for row in rows if row.person_id != actor.person_id]
    assert looked == [
        ("concerns.read", [Compartment.COORDINATION.value]),
        ("summary.read", [Compartment.COORDINATION.value]),
        ("concerns.read", [Compartment.COORDINATION.value]),
    ]


@pytest.mark.rule("CON-1")
def test_another_tenant_finds_nothing_by_any_id() -> None:
    journey, other = at_the_table(), participating()
    proposed(journey)
    for role in (Role.COORDINATOR, Role.WORKER, Role.SUPERVISOR):
        with other.world.session(role) as (session, actor):
            with pytest.raises(NotFound):
                plan_view(session, actor, journey.case_id)
            for model in (PlanConcern, Concern, Meeting):
                assert session.scalars(select(model).where(model.subject_id == journey.case_id)).all() == []


def test_the_timeline_of_the_plan_holds_no_word_of_what_was_told() -> None:
    journey = participating()
    release(journey, "Secret words")
    with journey.world.session(Role.SUPERVISOR) as (session, _actor):
        rows = session.execute(
            text("select verb, detail from timeline_entry where subject_id = :c"), {"c": journey.case_id}
        )
        found = [(verb, json.dumps(detail)) for verb, detail in rows]
        assert all("concern" not in verb for verb, _detail in found)
