"""What a change of facts does to what was due: kept, moved with the reason, met, dropped, new."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handrail.extensions.registry import registry
from handrail.obligations.changes import Changes, reconcile, what_if
from handrail.obligations.engine import compute
from handrail.obligations.rows import Row
from handrail.sdk import CaseFacts, Event, FactsError

FIRST = date(2026, 1, 5)
NL = registry().jurisdictions["nl"]
STARTED = Event(date=FIRST, type="absence_started")


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def on(number: int, kind: str, **fields: Any) -> Event:
    return Event(date=day(number), type=kind, fields=fields)


def facts(*events: Event, as_of: date | None = None) -> CaseFacts:
    return CaseFacts(jurisdiction="nl", events=events, as_of=as_of)


def rows(*events: Event, as_of: date | None = None) -> tuple[Row, ...]:
    return compute(facts(*events, as_of=as_of), NL)


def names(found: tuple[Row, ...]) -> set[str]:
    return {row.rule.id for row in found}


def owed(found: tuple[Row, ...]) -> list[Any]:
    return sorted((row.rule.id, str(row.for_absence), row.sequence, row.due) for row in found if row.due)


@pytest.mark.rule("ACC-3")
def test_the_same_facts_keep_everything() -> None:
    changes = reconcile(rows(STARTED), rows(STARTED))
    assert changes == Changes(kept=changes.kept)
    assert owed(changes.kept) == owed(rows(STARTED))


@pytest.mark.rule("ACC-3")
def test_a_corrected_first_day_moves_every_date_and_says_by_what() -> None:
    changes = reconcile(rows(STARTED), rows(on(-3, "absence_started")))
    assert (changes.dropped, changes.new, changes.kept) == ((), (), ())
    assert len(changes.moved) == len(owed(rows(STARTED)))
    (moved,) = [each for each in changes.moved if each.after.rule.id == "nl.problem_analysis"]
    assert (moved.before.due, moved.after.due) == (day(42), day(39))
    assert [(step.key, step.args["date"]) for step in moved.reason] == [("nl.clock_start", day(-3))]


@pytest.mark.rule("ACC-3")
def test_a_backdated_recovery_drops_what_it_ends_and_keeps_what_was_due_before() -> None:
    changes = reconcile(rows(STARTED), rows(STARTED, on(30, "recovered")))
    assert names(changes.kept) == {"nl.report_to_arbo", "nl.early_iva_earliest_application"}
    assert changes.moved == changes.new == ()
    assert {dropped.after.reason for dropped in changes.dropped if dropped.after} == {"recovered"}
    assert all(dropped.after for dropped in changes.dropped)


@pytest.mark.rule("ACC-3")
def test_a_relapse_brings_dates_back_moved_by_the_gap() -> None:
    recovered = rows(STARTED, on(30, "recovered"))
    changes = reconcile(recovered, rows(STARTED, on(30, "recovered"), on(40, "absence_started")))
    assert {"nl.problem_analysis", "nl.wage_continuation_end"} <= names(changes.new)
    whole = reconcile(rows(STARTED), rows(STARTED, on(30, "recovered"), on(40, "absence_started")))
    (moved,) = [each for each in whole.moved if each.after.rule.id == "nl.problem_analysis"]
    assert (moved.before.spell, moved.after.spell) == (1, 2)
    assert [step.key for step in moved.reason] == ["nl.linked_gap"]


@pytest.mark.rule("ACC-3")
def test_an_earlier_absence_entered_later_leaves_the_dates_of_the_other_alone() -> None:
    earlier = (on(-300, "absence_started"), on(-290, "recovered"))
    changes = reconcile(rows(STARTED), rows(*earlier, STARTED))
    assert changes.moved == changes.dropped == ()
    assert owed(changes.kept) != []
    assert {row.for_absence for row in changes.kept} == {FIRST}
    assert {row.for_absence for row in changes.new} == {day(-300)}


@pytest.mark.rule("ACC-3")
def test_an_act_makes_its_row_met_and_taking_it_back_opens_it_again() -> None:
    analysis = on(30, "problem_analysis_received")
    changes = reconcile(rows(STARTED), rows(STARTED, analysis))
    assert names(changes.met) == {"nl.problem_analysis"}
    assert {moved.after.rule.id for moved in changes.moved} == {"nl.plan_of_action"}
    back = reconcile(rows(STARTED, analysis), rows(STARTED))
    assert names(back.reopened) == {"nl.problem_analysis"}


@pytest.mark.rule("ACC-3")
def test_a_mistaken_absence_that_is_removed_takes_its_dates_along() -> None:
    changes = reconcile(rows(STARTED), ())
    assert len(changes.dropped) == len(owed(rows(STARTED)))
    assert all(dropped.after is None for dropped in changes.dropped)


def test_the_passing_of_time_alone_is_no_change() -> None:
    changes = reconcile(rows(STARTED, as_of=day(1)), rows(STARTED, as_of=day(900)))
    assert changes == Changes(kept=changes.kept)


def test_promises_are_told_apart_by_what_they_are_about() -> None:
    def promise(name: str, due: int) -> Event:
        return on(80, "plan_promise", promise=name, due=day(due), owed_by="hr")

    changes = reconcile(
        rows(STARTED, promise("p1", 90), promise("p2", 95)), rows(STARTED, promise("p2", 99), promise("p3", 97))
    )
    assert [(moved.after.about, moved.after.due) for moved in changes.moved] == [("p2", day(99))]
    assert [dropped.before.about for dropped in changes.dropped] == ["p1"]
    assert [row.about for row in changes.new] == ["p3"]


EVENTS = st.lists(
    st.one_of(
        st.builds(on, st.integers(0, 800), st.sampled_from(["problem_analysis_received", "employment_ended"])),
        st.builds(lambda n: on(n, "recovered"), st.integers(1, 800)),
        st.builds(lambda n: on(n, "absence_started"), st.integers(0, 800)),
        st.builds(lambda n: on(n, "act_done", rule="nl.plan_of_action"), st.integers(0, 400)),
        st.builds(lambda n: on(n, "wait_extended", until=day(n + 700)), st.integers(0, 700)),
    ),
    max_size=5,
)


def computed(events: list[Event]) -> tuple[Row, ...] | None:
    try:
        return rows(STARTED, *events)
    except FactsError:
        return None


@pytest.mark.rule("ACC-3")
@given(before=EVENTS, after=EVENTS)
@settings(deadline=None)
def test_reconciling_again_changes_nothing_and_a_correction_equals_a_fresh_computation(
    before: list[Event], after: list[Event]
) -> None:
    stored, fresh = computed(before), computed(after)
    if stored is None or fresh is None:
        return
    changes = reconcile(stored, fresh)
    assert owed(changes.now) == owed(fresh)
    again = reconcile(changes.now, fresh)
    assert again == Changes(kept=again.kept)


@given(events=EVENTS, days=st.integers(1, 900))
@settings(deadline=None)
def test_what_if_stores_nothing_and_says_what_a_fresh_computation_would(events: list[Event], days: int) -> None:
    if computed(events) is None:
        return
    given_facts = facts(STARTED, *events)
    before = given_facts.events
    try:
        changes = what_if(given_facts, NL, suppose=[on(days, "recovered")])
    except FactsError:
        return
    assert given_facts.events == before
    assert owed(changes.now) == owed(rows(STARTED, *events, on(days, "recovered")))


def test_what_if_can_suppose_that_a_fact_was_not() -> None:
    changes = what_if(facts(STARTED, on(30, "recovered")), NL, without={1})
    assert "nl.problem_analysis" in names(changes.new)
    assert changes.dropped == changes.moved == ()
