"""The engine over a jurisdiction made for the test: matching acts, statuses, spells, order."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from handrail.obligations.engine import compute
from handrail.obligations.rows import Row
from handrail.sdk import (
    CaseFacts,
    Citation,
    Derivation,
    Event,
    Jurisdiction,
    Kind,
    Milestone,
    Obligation,
    Rule,
    each_spell_its_own_case,
    step,
)

FIRST = date(2026, 1, 5)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def rule(name: str, kind: Kind = "act", **more: Any) -> Rule:
    return Rule(
        id=f"xx.{name}", title=name, owed_by="hr", source=Citation(act="An act", article="1"), confidence="high",
        kind=kind, **more,
    )  # fmt: skip


A, HOLDS, ENDS, REPEATED = rule("a"), rule("holds", "threshold"), rule("ends", "end"), rule("repeated")
RIGHT = rule("right", lapses=False)
JURISDICTION = Jurisdiction(
    code="xx",
    label="Test",
    rules=(A, HOLDS, ENDS, REPEATED, RIGHT),
    milestones=(
        Milestone(rule=A, days=10, window=5, safe=9),
        Milestone(rule=HOLDS, days=10),
        Milestone(rule=ENDS, days=10),
        Milestone(rule=REPEATED, days=10, every=10, until=30),
        Milestone(rule=RIGHT, days=10),
    ),
)
STARTED = Event(date=FIRST, type="absence_started")


def done(on: int, name: str, **fields: Any) -> Event:
    return Event(date=day(on), type="act_done", fields={"rule": f"xx.{name}", **fields})


def rows(*events: Event, as_of: date | None = None, jurisdiction: Jurisdiction = JURISDICTION) -> tuple[Row, ...]:
    return compute(CaseFacts(jurisdiction="xx", events=events, as_of=as_of), jurisdiction)


def of(name: str, answer: tuple[Row, ...]) -> list[Row]:
    return [row for row in answer if row.rule.id == f"xx.{name}"]


@pytest.mark.parametrize(
    ("as_of", "status"),
    [(None, "pending"), (4, "pending"), (5, "due"), (10, "due"), (11, "missed")],
)
def test_an_act_is_due_in_its_window_and_missed_after_its_last_day(as_of: int | None, status: str) -> None:
    (row,) = of("a", rows(STARTED, as_of=None if as_of is None else day(as_of)))
    assert (row.due, row.window_from, row.safe_target, row.status) == (day(10), day(5), day(9), status)


def test_an_act_without_a_window_is_pending_until_it_is_missed() -> None:
    assert of("right", rows(STARTED, as_of=day(10)))[0].status == "pending"
    assert of("right", rows(STARTED, as_of=day(11)))[0].status == "missed"


def test_a_threshold_is_pending_before_its_day_and_due_from_it_on() -> None:
    assert of("holds", rows(STARTED, as_of=day(9)))[0].status == "pending"
    assert of("holds", rows(STARTED, as_of=day(10)))[0].status == "due"
    assert of("holds", rows(STARTED, as_of=day(999)))[0].status == "due"


def test_the_end_of_a_period_is_never_missed() -> None:
    assert of("ends", rows(STARTED, as_of=day(999)))[0].status == "pending"


def test_an_answer_is_pending_and_one_that_does_not_arise_is_not_applicable() -> None:
    answers = rule("answers", "value")
    found = (
        Obligation(rule=answers, value=False, explanation=(step("due", date=day(0)),)),
        Obligation.parameter_missing(answers, "awe"),
    )
    answering = Jurisdiction(code="xx", label="Test", rules=(answers,), obligations=lambda _facts, _calendar: found)
    answered, unknown = of("answers", rows(STARTED, as_of=day(999), jurisdiction=answering))
    assert (answered.value, answered.status) == (False, "pending")
    assert (unknown.reason, unknown.status) == ("parameter_missing:awe", "not_applicable")


def test_an_answer_beside_a_date_lapses_with_it() -> None:
    def found(facts: CaseFacts, _calendar: object) -> tuple[Obligation, ...]:
        (case,) = each_spell_its_own_case(facts)
        return (replace(Obligation.on(ENDS, case.after(10), case=case), value="new_period"),)

    answering = Jurisdiction(code="xx", label="Test", rules=(ENDS,), obligations=found)
    (open_row,) = of("ends", rows(STARTED, jurisdiction=answering))
    assert (open_row.due, open_row.value, open_row.status) == (day(10), "new_period", "pending")
    (row,) = of("ends", rows(STARTED, Event(date=day(10), type="recovered"), jurisdiction=answering))
    assert (row.due, row.reason, row.status) == (None, "recovered", "not_applicable")


def test_an_act_on_file_is_met_even_late_and_its_place_in_the_given_list_is_named() -> None:
    (row,) = of("a", rows(done(50, "a"), STARTED, as_of=day(60)))
    assert (row.status, row.met_by, row.due) == ("met", 0, day(10))


def test_an_act_done_before_recovery_stays_on_the_row() -> None:
    (row,) = of("a", rows(STARTED, done(3, "a"), Event(date=day(8), type="recovered")))
    assert (row.status, row.due, row.reason) == ("met", day(10), None)


@pytest.mark.parametrize(("fit_on", "due"), [(9, None), (10, None), (11, 10)])
def test_a_row_lapses_when_the_first_day_fit_is_on_or_before_its_date(fit_on: int, due: int | None) -> None:
    answer = rows(STARTED, Event(date=day(fit_on), type="recovered"))
    (row,) = of("a", answer)
    assert row.due == (None if due is None else day(due))
    if due is None:
        assert (row.reason, row.status, row.window_from, row.safe_target) == ("recovered", "not_applicable", None, None)
        assert row.explanation[-1] == step("recovered", date=day(fit_on))
    assert of("right", answer)[0].due == day(10)


def test_repeats_follow_each_other_and_meet_acts_in_order() -> None:
    answer = of("repeated", rows(STARTED, done(9, "repeated"), done(25, "repeated", sequence=3)))
    assert [(row.sequence, row.due, row.status, row.met_by) for row in answer] == [
        (1, day(10), "met", 1),
        (2, day(20), "pending", None),
        (3, day(30), "met", 2),
    ]


def test_an_act_belongs_to_the_absence_it_names() -> None:
    events = (STARTED, Event(date=day(40), type="recovered"), Event(date=day(50), type="absence_started"))
    by_default = of("a", rows(*events, done(55, "a")))
    assert [(row.spell, row.status) for row in by_default] == [(1, "pending"), (2, "met")]
    named = of("a", rows(*events, done(55, "a", spell=1)))
    assert [(row.spell, row.status) for row in named] == [(1, "met"), (2, "pending")]


def test_sequences_begin_anew_in_each_spell_and_rows_are_in_order() -> None:
    events = (STARTED, Event(date=day(40), type="recovered"), Event(date=day(50), type="absence_started"))
    answer = rows(*events)
    places = [(row.spell or 0, row.rule.id, row.sequence) for row in answer]
    assert places == sorted(places)
    assert [row.sequence for row in of("repeated", answer)] == [1, 2, 3, 1, 2, 3]
    assert [row.for_absence for row in of("a", answer)] == [FIRST, day(50)]


def test_a_planned_fact_is_kept() -> None:
    (row,) = of("a", rows(STARTED, Event(date=day(8), type="recovered"), as_of=day(2)))
    assert row.reason == "recovered"


def test_a_suspended_rule_is_neither_late_nor_ahead() -> None:
    def held(_facts: CaseFacts, _calendar: object) -> list[Obligation]:
        return [Obligation.on(A, Derivation.at(FIRST, "clock_start"), suspended=True)]

    jurisdiction = Jurisdiction(code="xx", label="Test", rules=(A,), obligations=held)
    assert rows(as_of=day(5), jurisdiction=jurisdiction)[0].status == "suspended"
    assert rows(jurisdiction=jurisdiction)[0].status == "pending"


def test_a_medical_row_changes_compartment_once_it_was_handed_over() -> None:
    opinion = rule("opinion", compartment="medical", done_compartment="administrative")
    jurisdiction = Jurisdiction(
        code="xx", label="Test", rules=(opinion,), milestones=(Milestone(rule=opinion, days=10),)
    )
    assert rows(STARTED, jurisdiction=jurisdiction)[0].compartment == "medical"
    assert rows(STARTED, done(5, "opinion"), jurisdiction=jurisdiction)[0].compartment == "administrative"


def test_without_a_jurisdiction_and_without_support_nothing_is_due() -> None:
    assert compute(CaseFacts(jurisdiction="", events=(STARTED,)), None) == ()


@pytest.mark.rule("ACC-2")
def test_every_row_says_who_owes_it_by_when_under_what_and_how_the_date_came_about() -> None:
    for row in rows(STARTED):
        assert row.owed_by == "hr"
        assert row.due is not None
        assert row.source == Citation(act="An act", article="1")
        assert row.explanation[0] == step("clock_start", date=FIRST)
        assert row.explanation[-1].args == {"date": row.due}


@pytest.mark.rule("ACC-2")
def test_what_followed_is_on_the_row_when_a_date_was_missed_or_met_late() -> None:
    missed = of("a", rows(STARTED, as_of=day(30)))[0]
    assert missed.status == "missed"
    late = of("a", rows(STARTED, done(20, "a"), as_of=day(30)))[0]
    assert (late.status, late.due) == ("met", day(10))


def test_no_days_are_no_step_of_an_explanation() -> None:
    assert [step.key for step in Derivation.at(FIRST, "clock_start").plus_days(0).steps] == ["clock_start"]
