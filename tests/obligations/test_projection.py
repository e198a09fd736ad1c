"""What is due, as it is stored: it follows every change of a fact, says by what, and tells whoever owes it."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, event, select, text
from tests.builders import (
    World,
    absence_fact,
    add_worker,
    case_row,
    employment_row,
    inform_supervisor,
    invite,
    open_case,
    open_participating_case,
)

from handrail.extensions.registry import registry
from handrail.kit import clock, jobs
from handrail.kit.codes import Compartment, Role
from handrail.notifications import tasks as notification_tasks
from handrail.obligations import facts, place, projection, queries
from handrail.obligations.errors import FactsContradict
from handrail.obligations.facts import FactMisplaced, FactReplaced
from handrail.obligations.models import Fact, Obligation, ObligationChange
from handrail.obligations.writing import Change
from handrail.sdk import FactsError

FIRST = date(2026, 11, 9)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
MOST_STATEMENTS = 9


@pytest.fixture(autouse=True)
def at_nine() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect the statements that are sent to PostgreSQL inside the block."""
    sent: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:  # noqa: ARG001 - the event's
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def reconcile(world: World, employment_id: UUID | None = None) -> list[Change]:
    with world.engine() as session:
        return projection.reconcile(session, world.system(), employment_id or world.employment_id)


def correct(world: World, fact_type: str, on: date | None) -> list[Change]:
    """Put another day in the place of the fact of this type; None takes the fact back."""
    with world.engine() as session:
        before = facts.latest(session, world.tenant_id, world.employment_id, fact_type)
        assert before is not None
        facts.append(
            session,
            world.system(),
            employment_row(session, world),
            type=fact_type,
            on=on or before.on,
            replaces=before,
            void=on is None,
        )
        return projection.reconcile(session, world.system(), world.employment_id)


def stored(world: World, rule: str | None = None) -> list[Obligation]:
    with world.engine() as session:
        found = queries.of_employment(session, world.tenant_id, world.employment_id)
        return [each for each in found if rule in {None, each.rule}]


def one(world: World, rule: str) -> Obligation:
    (found,) = stored(world, rule)
    return found


def history_of(world: World, obligation_id: UUID) -> list[ObligationChange]:
    with world.engine() as session:
        return queries.changes_of(session, world.tenant_id, obligation_id)


def rules(found: Sequence[Obligation]) -> set[str]:
    return {each.rule for each in found}


@pytest.mark.rule("ACC-2")
def test_an_obligation_says_who_owes_it_by_when_and_why(world: World) -> None:
    absence_fact(world, "absence_started", FIRST)
    row = one(world, "nl.problem_analysis")
    assert (row.due_on, row.owed_by, row.basis, row.status) == (
        FIRST + timedelta(days=42),
        "occupational_health",
        "statutory",
        "pending",
    )
    assert [step["key"] for step in row.explanation] == ["nl.clock_start", "plus_days", "due"]
    assert row.source is not None
    assert row.source["act"]
    assert (row.subject_id, row.compartment, row.case_id) == (world.employment_id, Compartment.ADMINISTRATIVE, None)
    assert [change.kind for change in history_of(world, row.id)] == ["appeared"]


@pytest.mark.rule("ACC-3")
def test_reconciling_twice_is_reconciling_once_and_the_second_time_writes_nothing(world: World) -> None:
    case_id = open_participating_case(world)
    inform_supervisor(world, case_id)
    with counted() as sent, world.engine() as session:
        assert projection.reconcile(session, world.system(), world.employment_id) == []
    assert [statement for statement in sent if not statement.lower().startswith("select")] == []
    assert len(sent) <= MOST_STATEMENTS


@pytest.mark.rule("ACC-3")
def test_a_corrected_first_day_moves_the_same_obligations_and_says_by_what(world: World) -> None:
    absence_fact(world, "absence_started", FIRST)
    before = {row.id: row for row in stored(world)}
    changes = correct(world, "absence_started", FIRST - timedelta(days=3))
    after = {row.id: row for row in stored(world)}
    assert after.keys() == before.keys()
    assert {row.key for row in after.values()} == {row.key for row in before.values()}
    moved = {change.obligation_id for change in changes if change.kind == "moved"}
    assert {row.id for row in before.values() if row.rule == "nl.problem_analysis"} <= moved
    row = one(world, "nl.problem_analysis")
    newest, first = history_of(world, row.id)
    assert (newest.kind, newest.due_before, newest.due_after) == ("moved", first.due_after, row.due_on)
    assert newest.because == {
        "steps": [{"key": "nl.clock_start", "args": {"date": {"$date": (FIRST - timedelta(days=3)).isoformat()}}}]
    }


@pytest.mark.rule("ACC-3")
def test_what_was_believed_before_a_correction_stays(world: World) -> None:
    absence_fact(world, "absence_started", FIRST)
    correct(world, "absence_started", FIRST - timedelta(days=3))
    with world.engine() as session:
        both = list(session.scalars(select(Fact).where(Fact.tenant_id == world.tenant_id).order_by(Fact.on)))
        assert [(fact.on, fact.replaced_by is None) for fact in both] == [
            (FIRST - timedelta(days=3), True),
            (FIRST, False),
        ]
        assert both[0].replaces == both[1].id


@pytest.mark.rule("ACC-3")
def test_an_earlier_absence_entered_later_leaves_the_obligations_of_the_other_alone(world: World) -> None:
    absence_fact(world, "absence_started", FIRST)
    before = {row.id: (row.key, row.due_on) for row in stored(world)}
    with world.engine() as session:
        worker = employment_row(session, world)
        for kind, days in (("absence_started", 200), ("recovered", 190)):
            facts.append(session, world.system(), worker, type=kind, on=FIRST - timedelta(days=days))
        changes = projection.reconcile(session, world.system(), worker.id)
    assert {change.kind for change in changes} == {"appeared"}
    after = {row.id: (row.key, row.due_on) for row in stored(world)}
    assert before.items() < after.items()


@pytest.mark.rule("ACC-3")
def test_a_backdated_recovery_drops_what_it_ends_and_taking_it_back_asks_the_same_again(world: World) -> None:
    absence_fact(world, "absence_started", FIRST)
    before = {row.id: row.due_on for row in stored(world)}
    absence_fact(world, "recovered", FIRST + timedelta(days=8))
    assert "nl.problem_analysis" not in rules(stored(world))
    with world.engine() as session:
        (gone,) = session.scalars(
            select(Obligation).where(Obligation.tenant_id == world.tenant_id, Obligation.rule == "nl.problem_analysis")
        )
        assert (gone.status, gone.reason) == ("dropped", "recovered")
        assert gone.closed_at is not None
    newest = history_of(world, gone.id)[0]
    assert (newest.kind, newest.because["reason"]) == ("dropped", "recovered")
    assert [step["key"] for step in newest.because["steps"]] == ["recovered"]
    correct(world, "recovered", None)
    assert {row.id: row.due_on for row in stored(world)} == before


@pytest.mark.rule("ACC-3")
def test_a_moved_date_is_on_the_timeline_of_the_worker(world: World) -> None:
    absence_fact(world, "absence_started", FIRST)
    correct(world, "absence_started", FIRST - timedelta(days=3))
    row = one(world, "nl.problem_analysis")
    with world.engine() as session:
        noted = session.execute(
            text("select subject_id, compartment from timeline_entry where verb = :verb and object_id = :id"),
            {"verb": "obligation.moved", "id": row.id},
        ).all()
    assert [tuple(each) for each in noted] == [(world.employment_id, "administrative")]


def asked_to_tell(world: World) -> dict[UUID, UUID]:
    """Return the rows of the outbox that ask for people to be told, by obligation: each stands in one of them."""
    with world.engine() as session:
        rows = session.execute(
            text("select id, payload from outbox where name = :name"),
            {"name": notification_tasks.tell_dates_moved.name},
        ).all()
    assert all(set(payload) == {"obligation_ids"} for _id, payload in rows)
    return {UUID(each): row_id for row_id, payload in rows for each in payload["obligation_ids"]}


def told(world: World, row_id: UUID) -> list[UUID]:
    """Have the outbox's row done; return the people for whom messages were written, one for each message."""
    assert jobs.run_row(world.tenant_id, row_id)
    with world.engine() as session:
        found = session.execute(text("select person_id from message where kind = 'date_moved'")).all()
    return [person for (person,) in found]


@pytest.mark.rule("ACC-3")
def test_whoever_owes_an_obligation_is_told_that_its_date_moved_and_nobody_else(world: World) -> None:
    absence_fact(world, "absence_started", FIRST)
    assert asked_to_tell(world) == {}
    correct(world, "absence_started", FIRST - timedelta(days=3))
    asked = asked_to_tell(world)
    plan, application = one(world, "nl.plan_of_action"), one(world, "nl.wia_application")
    assert asked[plan.id] == asked[application.id], "one row of the outbox for all that moved together"
    assert sorted(told(world, asked[plan.id])) == sorted([world.people[Role.HR], world.people[Role.WORKER]])
    letter = one(world, "nl.uwv_wia_letter")
    assert letter.owed_by == "authority"
    assert letter.id not in asked


@pytest.mark.rule("ACC-3")
def test_nobody_is_told_of_a_date_whose_act_is_done(world: World) -> None:
    absence_fact(world, "absence_started", FIRST)
    absence_fact(world, "act_done", FIRST + timedelta(days=1), rule="nl.report_to_arbo")
    correct(world, "absence_started", FIRST - timedelta(days=1))
    row = one(world, "nl.report_to_arbo")
    assert (row.status, row.due_on) == ("met", history_of(world, row.id)[0].due_after)
    assert history_of(world, row.id)[0].kind == "moved"
    assert row.id not in asked_to_tell(world)


@pytest.mark.rule("VOL-2")
@pytest.mark.rule("ACC-3")
def test_a_promise_that_moves_is_told_to_nobody_who_may_not_know_of_it(world: World) -> None:
    case_id = open_participating_case(world)
    promised: dict[str, Any] = {"promise": "p1", "owed_by": "hr"}
    for due in ("2026-12-01", "2026-12-08"):
        with world.engine() as session:
            before = facts.latest(session, world.tenant_id, world.employment_id, "plan_promise")
            facts.append(
                session,
                world.system(),
                employment_row(session, world),
                type="plan_promise",
                on=FIRST,
                fields=promised | {"due": due},
                compartment=Compartment.PLAN,
                case=case_row(session, case_id),
                replaces=before,
            )
            projection.reconcile(session, world.system(), world.employment_id)
    row = one(world, "support.plan_promise")
    assert history_of(world, row.id)[0].kind == "moved"
    assert row.id not in asked_to_tell(world), "human resources reads no plan"


@dataclass
class Broken:
    """A registry whose Dutch rules do not work any more."""

    raises: BaseException | object | None
    """What it raises, or answers instead of obligations; None: it is gone."""

    @property
    def owners(self) -> dict[str, str]:
        return {"nl": "nl"}

    def __call__(self) -> "Broken":
        return self

    @property
    def jurisdictions(self) -> dict[str, Any]:
        if self.raises is None:
            return {}
        dutch = registry().jurisdictions["nl"]

        def fail(*_given: object) -> object:
            if isinstance(self.raises, BaseException):
                raise self.raises
            return self.raises

        broken = {**{name: getattr(dutch, name) for name in dutch.__slots__}, "obligations": fail}
        return {"nl": type(dutch)(**broken)}


@pytest.mark.parametrize(
    "problem", [ZeroDivisionError("a rule"), SystemExit(3), 7, ("junk",), None],
    ids=["raises", "exits", "answers no list", "answers junk", "gone"],
)  # fmt: skip
def test_a_jurisdiction_that_breaks_or_is_gone_leaves_its_last_dates_and_says_so(
    world: World, problem: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = open_case(world)
    before = {row.id: row.due_on for row in stored(world) if row.case_id is None}
    with monkeypatch.context() as patch:
        patch.setattr(projection, "registry", Broken(problem))
        invite(world, case_id)
        assert {row.stale for row in stored(world)} == {False}, "an act of support says nothing of the other track"
        assert reconcile(world) == []
        now = stored(world)
        assert {row.id: row.due_on for row in now if row.case_id is None} == before
        assert {row.stale for row in now if row.case_id is None} == {True}
        assert one(world, "support.invitation").status == "met", "the support process goes on"
        assert reconcile(world) == []
    assert reconcile(world) == []
    assert {row.stale for row in stored(world)} == {False}


@pytest.mark.rule("VOL-2")
@pytest.mark.rule("VOL-4")
def test_an_act_of_support_leaves_no_trace_in_the_statutory_track_not_even_the_days(world: World) -> None:
    """Between midnight and the night's run, what the day alone changes is not stored by whoever acts first."""
    case_id = open_case(world)

    def statutory() -> list[tuple[Any, ...]]:
        return sorted((row.id, row.status, row.closed_at, row.computed_at) for row in stored(world) if not row.case_id)

    before = statutory()
    with clock.frozen(clock.now() + timedelta(days=60)):
        invite(world, case_id)
        assert statutory() == before
        assert one(world, "support.invitation").status == "met"
        reconcile(world)
        assert statutory() != before, "the night finds days that are over"


def test_facts_that_can_not_be_true_together_are_refused_and_leave_everything_as_it_was(world: World) -> None:
    absence_fact(world, "absence_started", FIRST)
    before = {row.id: row.due_on for row in stored(world)}
    contradicting: dict[str, Any] = {"recovered": {}, "partial_return": {"percent": 400}}
    for kind, fields in contradicting.items():
        with pytest.raises(FactsContradict) as refused:
            absence_fact(world, kind, FIRST - timedelta(days=1), **fields)
        assert kind in str(refused.value)
    assert {row.id: row.due_on for row in stored(world)} == before
    assert reconcile(world) == []


def test_a_contradiction_that_the_rules_find_is_named_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(projection, "registry", Broken(FactsError("a leave that ends before it began")))
    with pytest.raises(FactsContradict, match="ends before it began"):
        absence_fact(world, "absence_started", FIRST)


def test_two_reconciliations_of_one_employment_follow_each_other(world: World) -> None:
    absence_fact(world, "absence_started", FIRST)
    first_waits, first_may_end, second_done = threading.Event(), threading.Event(), threading.Event()
    problems: list[BaseException] = []

    def run(act: str, on: date, *, is_first: bool) -> None:
        try:
            with clock.frozen(NOW), world.engine() as session:
                worker = employment_row(session, world)
                facts.append(session, world.system(), worker, type="act_done", on=on, fields={"rule": act})
                projection.reconcile(session, world.system(), worker.id)
                if is_first:
                    first_waits.set()
                    assert first_may_end.wait(20)
            if not is_first:
                second_done.set()
        except BaseException as problem:  # noqa: BLE001 - shown by the test
            problems.append(problem)

    one_thread = threading.Thread(
        target=run, args=("nl.report_to_arbo", FIRST + timedelta(days=2)), kwargs={"is_first": True}
    )
    other = threading.Thread(
        target=run, args=("nl.plan_of_action", FIRST + timedelta(days=9)), kwargs={"is_first": False}
    )
    one_thread.start()
    assert first_waits.wait(20)
    other.start()
    assert not second_done.wait(1), "the second one waits for the first one's commit"
    first_may_end.set()
    one_thread.join(20)
    other.join(20)
    assert problems == []
    assert {row.rule for row in stored(world) if row.status == "met"} == {"nl.report_to_arbo", "nl.plan_of_action"}
    keys = [(row.rule, row.for_absence, row.sequence) for row in stored(world)]
    assert len(keys) == len(set(keys))
    assert reconcile(world) == []


def test_a_correction_of_what_was_corrected_meanwhile_is_refused(world: World) -> None:
    absence_fact(world, "absence_started", FIRST)
    with world.engine() as session:
        old = facts.latest(session, world.tenant_id, world.employment_id, "absence_started")
    correct(world, "absence_started", FIRST + timedelta(days=1))
    with world.engine() as session, pytest.raises(FactReplaced):
        facts.append(
            session, world.system(), employment_row(session, world), type="absence_started", on=FIRST, replaces=old
        )


@pytest.mark.rule("CON-4")
@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("absence_started", {"cause": "a"}),
        ("early_iva_applied", {}),
        ("participation_decided", {"decision": "declined"}),
        ("absence_cause", {"cause": "a"}),
        ("diagnosis", {}),
    ],
)
def test_an_administrative_fact_takes_nothing_that_is_more_confidential(
    world: World, kind: str, fields: dict[str, Any]
) -> None:
    with world.engine() as session, pytest.raises(FactMisplaced):
        facts.append(session, world.system(), employment_row(session, world), type=kind, on=FIRST, fields=fields)


@pytest.mark.rule("CON-4")
def test_a_cause_is_a_medical_fact_that_only_the_engine_joins_to_the_absence(world: World) -> None:
    absence_fact(world, "absence_started", FIRST - timedelta(days=400))
    leave = FIRST - timedelta(days=300)
    absence_fact(world, "maternity_leave_started", leave)
    absence_fact(world, "maternity_leave_ended", leave + timedelta(days=112))
    absence_fact(world, "absence_started", leave + timedelta(days=120))
    case_id = open_case(world, absent=False)
    linked = one(world, "nl.wage_continuation_end").for_absence
    assert linked == FIRST - timedelta(days=400), "across a leave, absences of no known cause are added up"
    with world.engine() as session:
        worker, case = employment_row(session, world), case_row(session, case_id)
        for on, cause in ((FIRST - timedelta(days=400), "a"), (leave + timedelta(days=120), "b")):
            facts.append_cause(session, world.system(), worker, case, on=on, cause=cause)
        projection.reconcile(session, world.system(), worker.id)
        with pytest.raises(FactMisplaced):
            facts.append_cause(session, world.system(), worker, case, on=FIRST, cause="Burn-out since May")
    assert leave + timedelta(days=120) in {row.for_absence for row in stored(world, "nl.wage_continuation_end")}
    with world.session(Role.HR) as (session, _actor):
        visible = facts.current(session, world.tenant_id, world.employment_id)
        assert "absence_cause" not in {fact.type for fact in visible}
    correct(world, "absence_started", leave + timedelta(days=125))
    assert leave + timedelta(days=125) in {row.for_absence for row in stored(world, "nl.wage_continuation_end")}


def test_an_instant_of_local_time_is_kept_as_the_instant_that_it_is_at_the_site(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = projection.compute
    local = datetime(2026, 11, 10, 17)  # noqa: DTZ001 - rules give local time

    def with_an_hour(*given: Any, **named: Any) -> Any:
        return tuple(
            type(row)(**{name: getattr(row, name) for name in row.__slots__} | {"due_at": local})
            for row in real(*given, **named)
            if row.due is not None
        )

    monkeypatch.setattr(projection, "compute", with_an_hour)
    absence_fact(world, "absence_started", FIRST)
    assert one(world, "nl.report_to_arbo").due_at == datetime(2026, 11, 10, 16, tzinfo=UTC)
    assert reconcile(world) == []


def test_an_employment_is_its_own_file(world: World) -> None:
    absence_fact(world, "absence_started", FIRST)
    other = add_worker(world)
    absence_fact(world, "absence_started", FIRST - timedelta(days=1), employment_id=other)
    with world.engine() as session:
        mine = place.obligations_on_file(session, world.tenant_id, world.employment_id)
        theirs = place.obligations_on_file(session, world.tenant_id, other)
    assert {each.id for each in mine}.isdisjoint(each.id for each in theirs)
    assert len(mine) == len(theirs)
