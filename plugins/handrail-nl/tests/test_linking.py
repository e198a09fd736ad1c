"""Which periods count as one, and how the days between move what comes later."""

from datetime import date, timedelta
from typing import Any

import pytest

FIRST = date(2026, 1, 5)
STARTED = (FIRST, "absence_started")


def day(number: int) -> date:
    """Return D + number."""
    return FIRST + timedelta(days=number)


@pytest.mark.parametrize(
    ("gap", "value"), [(0, "linked"), (1, "linked"), (27, "linked"), (28, "new_case"), (29, "new_case")]
)
def test_fewer_than_four_weeks_fit_are_linked(ask: Any, gap: int, value: str) -> None:
    answer = ask(STARTED, (day(20), "recovered"), (day(20 + gap), "absence_started"))
    assert [row.value for row in answer.of("linking")] == ["new_case", value]
    assert [row.for_absence for row in answer.of("linking")] == [FIRST, day(20 + gap)]


def test_a_linked_gap_moves_what_comes_after_it_and_nothing_before(ask: Any) -> None:
    plain = ask(STARTED)
    linked = ask(STARTED, (day(20), "recovered"), (day(47), "absence_started"))
    assert linked.due("report_to_arbo") == plain.due("report_to_arbo")
    for rule in ("problem_analysis", "first_year_evaluation", "reintegration_report", "wage_continuation_end"):
        assert linked.due(rule) == plain.due(rule) + timedelta(days=27), rule


def test_a_milestone_of_a_linked_case_is_reported_once_on_the_spell_in_which_it_falls(ask: Any) -> None:
    answer = ask(STARTED, (day(20), "recovered"), (day(47), "absence_started"))
    assert (answer.one("report_to_arbo").spell, answer.one("problem_analysis").spell) == (1, 2)
    assert answer.one("problem_analysis").for_absence == FIRST


def test_each_gap_is_tested_on_its_own_and_all_are_added(ask: Any) -> None:
    answer = ask(
        STARTED,
        (day(10), "recovered"),
        (day(30), "absence_started"),
        (day(40), "recovered"),
        (day(60), "absence_started"),
    )
    assert [row.value for row in answer.of("linking")] == ["new_case", "linked", "linked"]
    assert answer.due("problem_analysis") == day(42 + 20 + 20)


def test_a_gap_of_four_weeks_begins_a_new_case(ask: Any) -> None:
    answer = ask(STARTED, (day(20), "recovered"), (day(48), "absence_started"))
    first, second = answer.of("problem_analysis")
    assert (first.due, first.reason, first.spell) == (None, "recovered", 1)
    assert (second.due, second.spell, second.for_absence) == (day(48 + 42), 2, day(48))


def test_a_milestone_on_the_first_day_of_a_gap_moves(ask: Any) -> None:
    answer = ask(STARTED, (day(42), "recovered"), (day(52), "absence_started"))
    assert answer.due("problem_analysis") == day(52)


def test_a_milestone_on_the_last_sick_day_before_a_gap_stays(ask: Any) -> None:
    answer = ask(STARTED, (day(43), "recovered"), (day(53), "absence_started"))
    assert answer.due("problem_analysis") == day(42)


def test_the_plan_counts_from_the_analysis_across_a_gap(ask: Any) -> None:
    answer = ask(STARTED, (day(40), "problem_analysis_received"), (day(45), "recovered"), (day(55), "absence_started"))
    assert answer.due("plan_of_action") == day(40 + 14 + 10)


def test_the_explanation_names_the_interruption_and_no_cause(ask: Any) -> None:
    answer = ask(
        (FIRST, "absence_started", {"cause": "c1"}), (day(20), "recovered"),
        (day(47), "absence_started", {"cause": "c2"}),
    )  # fmt: skip
    steps = [(step.key, dict(step.args)) for step in answer.one("problem_analysis").explanation]
    assert steps == [
        ("nl.clock_start", {"date": FIRST}),
        ("plus_days", {"days": 42}),
        ("nl.linked_gap", {"from": day(20), "to": day(46), "days": 27}),
        ("due", {"date": day(69)}),
    ]
    assert not any("c1" in str(row.explanation) or "c2" in str(row.explanation) for row in answer.rows)


# Maternity leave --------------------------------------------------------------------------------------------------
LEAVE = ((day(30), "maternity_leave_started"), (day(142), "maternity_leave_ended"))


def test_leave_days_are_neither_sickness_nor_interruption(ask: Any) -> None:
    answer = ask(STARTED, *LEAVE, (day(142), "absence_started"))
    assert [row.value for row in answer.of("linking")] == ["new_case", "linked"]
    assert answer.due("problem_analysis") == day(42 + 112)
    assert answer.due("wage_continuation_end") == day(727 + 112)


def test_across_a_leave_fit_days_are_counted_without_it(ask: Any) -> None:
    answer = ask(STARTED, (day(20), "recovered"), *LEAVE, (day(159), "absence_started"))
    assert [row.value for row in answer.of("linking")] == ["new_case", "linked"]
    assert answer.due("problem_analysis") == day(42 + 10 + 112 + 17)
    answer = ask(STARTED, (day(20), "recovered"), *LEAVE, (day(160), "absence_started"))
    assert [row.value for row in answer.of("linking")] == ["new_case", "new_case"]


def test_another_cause_after_the_leave_is_a_new_case(ask: Any) -> None:
    before = (FIRST, "absence_started", {"cause": "c1"})
    other = ask(before, *LEAVE, (day(142), "absence_started", {"cause": "c2"}))
    assert [row.value for row in other.of("linking")] == ["new_case", "new_case"]
    first, second = other.of("problem_analysis")
    assert (first.reason, second.due) == ("recovered", day(142 + 42))
    unknown = ask(before, *LEAVE, (day(142), "absence_started"))
    assert [row.value for row in unknown.of("linking")] == ["new_case", "linked"]


def test_without_a_leave_between_the_cause_does_not_matter(ask: Any) -> None:
    answer = ask(
        (FIRST, "absence_started", {"cause": "c1"}), (day(20), "recovered"),
        (day(30), "absence_started", {"cause": "c2"}),
    )  # fmt: skip
    assert [row.value for row in answer.of("linking")] == ["new_case", "linked"]


def test_a_leave_whose_end_is_not_known_is_taken_as_sixteen_weeks(ask: Any) -> None:
    open_leave = ask(STARTED, LEAVE[0])
    assert open_leave.due("problem_analysis") == day(42 + 112)
    again = ask(STARTED, LEAVE[0], (day(142), "absence_started"))
    assert again.due("problem_analysis") == day(42 + 112)


def test_a_leave_that_is_over_with_no_sickness_after_it_ends_the_case(ask: Any) -> None:
    answer = ask(STARTED, *LEAVE)
    assert answer.due("report_to_arbo") == day(7)
    assert answer.one("problem_analysis").reason == "recovered"


def test_sickness_reported_during_the_leave_counts_from_the_day_after_it(ask: Any) -> None:
    answer = ask((FIRST, "absence_started", {"cause": "c1"}), *LEAVE, (day(120), "absence_started", {"cause": "c2"}))
    assert answer.of("problem_analysis")[-1].due == day(142 + 42)
