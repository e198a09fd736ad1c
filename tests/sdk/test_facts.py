"""How events draw spells and leaves, and which contradict each other."""

from datetime import date
from typing import Any

import pytest

from handrail.sdk import CaseFacts, Event, FactsError


def facts(*events: tuple[Any, ...]) -> CaseFacts:
    made = [
        Event(date=date.fromisoformat(event[0]), type=event[1], fields=event[2] if len(event) > 2 else {})
        for event in events
    ]
    return CaseFacts(jurisdiction="xx", events=tuple(made))


def test_an_absence_ends_on_the_day_before_the_first_day_fit() -> None:
    (spell,) = facts(("2026-01-05", "absence_started"), ("2026-01-12", "recovered")).spells
    assert spell.holds(date(2026, 1, 5))
    assert spell.holds(date(2026, 1, 11))
    assert not spell.holds(date(2026, 1, 12))
    assert not spell.holds(date(2026, 1, 4))


def test_events_may_come_in_any_order() -> None:
    (spell,) = facts(("2026-01-12", "recovered"), ("2026-01-05", "absence_started")).spells
    assert (spell.first_day, spell.closed_on) == (date(2026, 1, 5), date(2026, 1, 12))


def test_two_events_of_one_day_keep_the_given_order() -> None:
    began = ("2026-01-05", "absence_started")
    ended_first = facts(began, ("2026-01-12", "recovered"), ("2026-01-12", "absence_started"))
    assert [spell.first_day for spell in ended_first.spells] == [date(2026, 1, 5), date(2026, 1, 12)]
    started_first = facts(began, ("2026-01-12", "absence_started"), ("2026-01-12", "recovered"))
    assert [spell.first_day for spell in started_first.spells] == [date(2026, 1, 5)]


def test_a_second_start_while_one_is_open_adds_a_cause() -> None:
    (spell,) = facts(
        ("2026-01-05", "absence_started", {"cause": "c1"}), ("2026-01-20", "absence_started", {"cause": "c2"})
    ).spells
    assert spell.causes == ("c1", "c2")


def test_a_return_to_work_ends_the_absence_as_recovery_does() -> None:
    (spell,) = facts(("2026-01-05", "absence_started"), ("2026-01-12", "returned_to_work")).spells
    assert spell.closed_on == date(2026, 1, 12)


def test_a_return_to_work_after_a_leave_closes_nothing() -> None:
    assert facts(("2026-01-12", "returned_to_work")).spells == ()


def test_a_leave_closes_the_absence_and_sickness_after_it_is_a_new_one() -> None:
    drawn = facts(
        ("2026-01-05", "absence_started"), ("2026-03-02", "maternity_leave_started"),
        ("2026-06-22", "maternity_leave_ended"), ("2026-06-22", "absence_started"),
    )  # fmt: skip
    assert [(spell.first_day, spell.closed_on) for spell in drawn.spells] == [
        (date(2026, 1, 5), date(2026, 3, 2)),
        (date(2026, 6, 22), None),
    ]
    assert [(leave.first_day, leave.ends_on) for leave in drawn.leaves] == [(date(2026, 3, 2), date(2026, 6, 22))]


@pytest.mark.parametrize(
    ("events", "message"),
    [
        ([("2026-01-12", "recovered")], "recovered on 2026-01-12: no absence is open"),
        (
            [("2026-01-05", "absence_started"), ("2026-01-05", "recovered")],
            "recovered on 2026-01-05: the first day fit",
        ),
        ([("2026-01-05", "absence_started"), ("2026-01-04", "recovered")], "no absence is open"),
        ([("2026-01-05", "absence_started"), ("2026-01-05", "returned_to_work")], "the first day fit must come after"),
        ([("2026-01-05", "absence_started"), ("2026-01-05", "maternity_leave_started")], "maternity_leave_started"),
        ([("2026-01-05", "maternity_leave_started"), ("2026-01-05", "maternity_leave_ended")], "ends after it"),
    ],
)
def test_facts_that_contradict_each_other_name_the_item(events: list[Any], message: str) -> None:
    with pytest.raises(FactsError, match=message):
        facts(*events)


def test_an_act_belongs_to_the_latest_absence_begun_unless_it_names_its_spell() -> None:
    act = ("2026-03-10", "act_done", {"rule": "xx.a"})
    named = ("2026-03-10", "act_done", {"rule": "xx.a", "spell": 1})
    drawn = facts(
        ("2026-01-05", "absence_started"), ("2026-02-01", "recovered"), ("2026-03-01", "absence_started"), act, named
    )
    first, second = drawn.spells
    assert [drawn.spell_of(event) for event in drawn.acts_of("xx.a")] == [second, first]


def test_an_act_before_any_absence_belongs_to_none() -> None:
    drawn = facts(("2026-01-01", "act_done", {"rule": "xx.a"}), ("2026-01-05", "absence_started"))
    assert drawn.spell_of(drawn.events[0]) is None


def test_a_named_event_counts_as_the_act_of_its_rule() -> None:
    drawn = facts(("2026-01-05", "absence_started"), ("2026-02-01", "problem_analysis_received"))
    assert len(drawn.acts_of("nl.problem_analysis")) == 1
