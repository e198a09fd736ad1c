"""An obligation on file finds the computed row that it is, through every correction, and only once."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handrail.extensions.registry import registry
from handrail.kit.ids import new_id
from handrail.obligations.comparing import Outcome, compare
from handrail.obligations.engine import compute
from handrail.obligations.rows import Row
from handrail.obligations.stored import DROPPED, Stored, columns_of, row_of, stored
from handrail.sdk import CaseFacts, Event, FactsError

FIRST = date(2026, 1, 5)
NL = registry().jurisdictions["nl"]
STARTED = Event(date=FIRST, type="absence_started")


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def on(number: int, kind: str, **fields: Any) -> Event:
    return Event(date=day(number), type=kind, fields=fields)


def rows(*events: Event) -> tuple[Row, ...]:
    return compute(CaseFacts(jurisdiction="nl", events=events, as_of=day(30)), NL)


def through_json(columns: dict[str, Any]) -> dict[str, Any]:
    """Return the columns as the database gives them back: three of them are JSON."""
    kept = {name: json.loads(json.dumps(columns[name])) for name in ("explanation", "source", "value")}
    return columns | kept


def filed(outcomes: Sequence[Outcome]) -> list[Stored]:
    """Store outcomes as the projection does, without a database."""
    file = []
    for each in outcomes:
        fixed: dict[str, Any] = {"id": new_id(), "case_id": None, "closed_at": None}
        if each.before is not None:
            fixed = {name: each.before.columns[name] for name in fixed}
        fixed["key"] = each.before.key if each.before else str(fixed["id"])
        if each.after is None:
            assert each.before is not None
            gone = {"status": DROPPED, "closed_at": datetime.now(UTC)}
            file.append(stored({**each.before.columns, **gone}))
        else:
            file.append(stored(fixed | through_json(columns_of(each.after, each.number, None))))
    return file


def file_of(*events: Event) -> list[Stored]:
    return filed(compare([], rows(*events)))


def identities(file: Sequence[Stored], rule: str) -> list[tuple[date | None, UUID]]:
    """Return the asked obligations of a rule by date, each with its lasting identity."""
    return sorted((each.row.due, each.id) for each in file if each.row.rule.id == rule and not each.is_dropped)  # type: ignore[type-var]


@pytest.mark.rule("ACC-3")
def test_a_stored_row_is_the_row_that_was_computed_but_for_its_place_among_spells() -> None:
    for row in rows(STARTED, on(20, "problem_analysis_received"), on(40, "recovered"), on(55, "absence_started")):
        if row.due is None:
            continue
        back = row_of(through_json(columns_of(row, 7, None)))
        assert back == replace(row, spell=None, sequence=7, met_by=None, rule=replace(back.rule, title=row.rule.id)), (
            row.rule.id
        )
        assert (back.rule.kind, back.rule.tells_cause) == (row.rule.kind, row.rule.tells_cause)


def test_the_day_from_which_an_answer_holds_is_kept() -> None:
    started = Event(date=date(2026, 3, 2), type="absence_started")
    facts = CaseFacts(jurisdiction="uk", events=(started,), params={"awe": 500})
    rates = [row for row in compute(facts, registry().jurisdictions["uk"]) if row.rule.id == "uk.ssp_weekly_rate"]
    back = [row_of(through_json(columns_of(row, 1, None))) for row in rates]
    assert len({row.value_on for row in rates}) > 1
    assert [(row.value, row.value_on) for row in back] == [(row.value, row.value_on) for row in rates]


@pytest.mark.rule("ACC-3")
def test_an_earlier_absence_entered_later_renames_nothing() -> None:
    before = file_of(STARTED)
    outcomes = compare(before, rows(on(-300, "absence_started"), on(-200, "recovered"), STARTED))
    assert {each.kind for each in outcomes} == {None, "appeared"}
    after = filed(outcomes)
    assert set(identities(before, "nl.problem_analysis")) < set(identities(after, "nl.problem_analysis"))


@pytest.mark.rule("ACC-3")
def test_repeated_dates_keep_their_identity_when_the_absence_moves() -> None:
    before = file_of(STARTED, on(40, "act_done", rule="nl.plan_of_action"))
    known = identities(before, "nl.plan_evaluation")
    assert known
    after = filed(compare(before, rows(on(-3, "absence_started"), on(40, "act_done", rule="nl.plan_of_action"))))
    assert [identity for _due, identity in identities(after, "nl.plan_evaluation")] == [
        identity for _due, identity in known
    ]


@pytest.mark.rule("ACC-3")
def test_what_was_dropped_by_mistake_is_the_same_obligation_when_it_is_asked_again() -> None:
    before = file_of(STARTED)
    dropped = filed(compare(before, rows(STARTED, on(30, "recovered"))))
    assert {each.id for each in dropped} == {each.id for each in before}
    again = filed(compare(dropped, rows(STARTED)))
    assert {(each.id, each.row.due) for each in again} == {(each.id, each.row.due) for each in before}


def test_a_row_whose_earlier_numbers_have_no_date_is_matched_by_its_own_number() -> None:
    third = next(row for row in rows(STARTED) if row.rule.id == "nl.problem_analysis")
    undated = [replace(third, sequence=number, due=None, reason="not_in_scope") for number in (1, 2)]
    computed = [*undated, replace(third, sequence=3)]
    file = filed(compare([], computed))
    assert [each.row.sequence for each in file] == [3]
    assert [each.kind for each in compare(file, computed)] == [None]


EVENTS = st.lists(
    st.one_of(
        st.builds(on, st.integers(0, 800), st.sampled_from(["problem_analysis_received", "employment_ended"])),
        st.builds(lambda n: on(n, "recovered"), st.integers(1, 800)),
        st.builds(lambda n: on(n, "absence_started"), st.integers(-300, 800)),
        st.builds(lambda n: on(n, "act_done", rule="nl.plan_of_action"), st.integers(0, 400)),
        st.builds(lambda n: on(n, "act_done", rule="nl.plan_evaluation"), st.integers(0, 400)),
        st.builds(lambda n: on(n, "quick_recovery_expected"), st.integers(0, 400)),
        st.builds(lambda n: on(n, "wait_extended", until=day(n + 700)), st.integers(0, 700)),
    ),
    max_size=6,
)


def computed_of(events: list[Event]) -> tuple[Row, ...] | None:
    try:
        return rows(STARTED, *events)
    except FactsError:
        return None


@pytest.mark.rule("ACC-3")
@given(versions=st.lists(EVENTS, min_size=2, max_size=4))
@settings(deadline=None, max_examples=60)
def test_after_any_corrections_the_file_equals_a_fresh_computation_and_comparing_again_changes_nothing(
    versions: list[list[Event]],
) -> None:
    file: list[Stored] = []
    for events in versions:
        computed = computed_of(events)
        if computed is None:
            continue
        untouched = {each.id: each for each in file}
        outcomes = compare(file, computed)
        for each in outcomes:
            if each.before is not None:
                del untouched[each.before.id]
        file = [*filed(outcomes), *untouched.values()]
        asked = [each for each in file if not each.is_dropped]
        assert all(each.is_dropped for each in untouched.values())
        assert sorted((each.row.rule.id, str(each.row.due)) for each in asked) == sorted(
            (row.rule.id, str(row.due)) for row in computed if row.due
        )
        assert {each.kind for each in compare(file, computed)} <= {None}
