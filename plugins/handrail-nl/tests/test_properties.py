"""What holds for every case that facts can draw."""

import datetime as dt
from itertools import pairwise
from typing import Any

from hypothesis import assume, given, reject
from hypothesis import strategies as st

from handrail.obligations.engine import compute
from handrail.sdk import CaseFacts, Event, FactsError
from handrail_nl import NETHERLANDS
from handrail_nl.linking import absence_cases

ORDER_OF_THE_TWO_YEARS = (
    "report_to_arbo", "problem_analysis", "plan_of_action", "first_year_evaluation", "uwv_wia_letter",
    "reintegration_report", "wia_application", "uwv_wage_sanction_decision", "wage_continuation_end",
    "wia_earliest_start", "wage_sanction_max_end",
)  # fmt: skip
DAYS = st.dates(dt.date(2014, 1, 1), dt.date(2060, 1, 1))
_MOVES = {"nl.linked_gap", "nl.leave"}


@st.composite
def spells(draw: st.DrawFn, *, open_ended: bool = True) -> list[Event]:
    """Return one to four absences, apart by gaps on both sides of four weeks, the last one open or not."""
    day = draw(DAYS)
    events: list[Event] = []
    count = draw(st.integers(1, 4))
    for number in range(count):
        events.append(Event(date=day, type="absence_started"))
        if number == count - 1 and (open_ended or draw(st.booleans())):
            break
        day += dt.timedelta(days=draw(st.integers(1, 400)))
        events.append(Event(date=day, type="recovered"))
        day += dt.timedelta(days=draw(st.sampled_from([0, 1, 13, 26, 27, 28, 29, 60])))
    return events


@st.composite
def spells_and_leaves(draw: st.DrawFn) -> list[Event]:
    """Return absences of which some are closed by a leave, known to be over or not; sickness may begin within it."""
    day = draw(DAYS)
    events: list[Event] = []
    for _ in range(draw(st.integers(1, 3))):
        cause = draw(st.sampled_from([None, "c1", "c2"]))
        events.append(Event(date=day, type="absence_started", fields={"cause": cause} if cause else {}))
        day += dt.timedelta(days=draw(st.integers(1, 300)))
        if draw(st.booleans()):
            events.append(Event(date=day, type="maternity_leave_started"))
            day += dt.timedelta(days=draw(st.integers(1, 150)))
            if draw(st.booleans()):
                events.append(Event(date=day, type="maternity_leave_ended"))
        else:
            events.append(Event(date=day, type="recovered"))
        day += dt.timedelta(days=draw(st.sampled_from([0, 1, 27, 28])))
    return events


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """Return absences with acts and statements strewn over them."""
    events = draw(st.one_of(spells(open_ended=draw(st.booleans())), spells_and_leaves()))
    first = events[0].date
    for kind in draw(st.lists(st.sampled_from(sorted(_STATEMENTS)), max_size=6)):
        day = first + dt.timedelta(days=draw(st.integers(0, 1200)))
        events.append(Event(date=day, type=kind, fields=_STATEMENTS[kind](day)))
    return events


_STATEMENTS: dict[str, Any] = {
    "problem_analysis_received": lambda _day: {},
    "first_year_evaluation_done": lambda _day: {"no_own_employer_prospect": True},
    "uwv_wage_sanction_decided": lambda _day: {},
    "shortening_requested": lambda _day: {},
    "shortening_granted": lambda _day: {},
    "wait_extended": lambda day: {"until": day + dt.timedelta(days=500)},
    "employment_ended": lambda _day: {},
    "no_work_capacity": lambda _day: {},
    "quick_recovery_expected": lambda _day: {},
    "early_iva_applied": lambda _day: {},
    "safety_net_case": lambda _day: {},
    "due_date_of_birth": lambda _day: {},
    "partial_return": lambda _day: {"percent": 50},
    "act_done": lambda _day: {"rule": "nl.plan_of_action"},
}


def rows(events: list[Event], as_of: dt.date | None = None) -> Any:
    return compute(CaseFacts(jurisdiction="nl", events=tuple(events), as_of=as_of), NETHERLANDS)


def due(events: list[Event], rule: str) -> dt.date:
    (row,) = [row for row in rows(events) if row.rule.id == f"nl.{rule}"]
    assert row.due is not None
    return row.due


@given(history=histories(), data=st.data())
def test_events_in_another_order_give_the_same(history: list[Event], data: st.DataObject) -> None:
    apart = list({event.date: event for event in reversed(history)}.values())
    assume(any(event.type == "absence_started" for event in apart))
    shuffled = data.draw(st.permutations(apart))
    try:
        expected = _without_places(rows(apart))
    except FactsError:
        reject()
    assert _without_places(rows(shuffled)) == expected


def _without_places(answer: Any) -> list[Any]:
    return [(row.rule.id, row.due, row.value, row.reason, row.spell, row.sequence, row.status) for row in answer]


@given(first=DAYS)
def test_the_dates_of_the_two_years_follow_each_other(first: dt.date) -> None:
    started = [Event(date=first, type="absence_started")]
    dates = [due(started, rule) for rule in ORDER_OF_THE_TWO_YEARS]
    assert all(earlier < later for earlier, later in pairwise(dates))


@given(first=DAYS, days=st.integers(1, 3000))
def test_a_day_later_moves_every_date_by_a_day_but_those_that_a_calendar_rolls(first: dt.date, days: int) -> None:
    moved = first + dt.timedelta(days=days)
    before = rows([Event(date=first, type="absence_started")])
    after = rows([Event(date=moved, type="absence_started")])
    for one, other in zip(before, after, strict=True):
        if one.due is not None:
            plain_one, plain_other = one.nominal or one.due, other.nominal or other.due
            assert plain_other - plain_one == moved - first, one.rule.id


@given(first=DAYS, sick=st.integers(1, 700), gap=st.integers(0, 27))
def test_a_linked_gap_moves_every_later_date_by_the_gap(first: dt.date, sick: int, gap: int) -> None:
    fit_on = first + dt.timedelta(days=sick)
    again = fit_on + dt.timedelta(days=gap)
    whole = [Event(date=first, type="absence_started")]
    broken = [*whole, Event(date=fit_on, type="recovered"), Event(date=again, type="absence_started")]
    for rule in ORDER_OF_THE_TWO_YEARS:
        plain = due(whole, rule)
        assert due(broken, rule) - plain == dt.timedelta(days=gap if plain >= fit_on else 0), rule


@given(first=DAYS, sick=st.integers(1, 900))
def test_recovery_lapses_what_is_due_on_or_after_the_first_day_fit_and_keeps_the_rest(
    first: dt.date, sick: int
) -> None:
    fit_on = first + dt.timedelta(days=sick)
    whole = rows([Event(date=first, type="absence_started")])
    ended = rows([Event(date=first, type="absence_started"), Event(date=fit_on, type="recovered")])
    for before, after in zip(whole, ended, strict=True):
        if before.due is None:
            assert after == before
        elif before.due < fit_on:
            assert after.due == before.due
        else:
            assert (after.due, after.reason, after.status) == (None, "recovered", "not_applicable")


@given(history=histories(), as_of=DAYS)
def test_as_of_changes_the_status_only(history: list[Event], as_of: dt.date) -> None:
    plain, judged = rows(history), rows(history, as_of)
    assert _without_status(plain) == _without_status(judged)
    assert {row.status for row in plain} <= {"pending", "met", "not_applicable"}


def _without_status(answer: Any) -> list[Any]:
    return [(row.rule.id, row.due, row.value, row.reason, row.spell, row.sequence, row.met_by) for row in answer]


@given(history=histories())
def test_every_row_has_a_source_an_explanation_and_exactly_one_outcome(history: list[Event]) -> None:
    for row in rows(history):
        assert row.source.act
        assert row.explanation
        assert [row.due, row.value, row.reason].count(None) == 2, row.rule.id


@given(history=histories())
def test_a_person_with_a_calendar_comes_to_the_same_date(history: list[Event]) -> None:
    for row in rows(history):
        if row.due is not None:
            assert _redone(row.explanation) == row.due, row.rule.id


def _redone(explanation: Any) -> dt.date:
    """Redo an explanation as it reads: begin at the first date, add and take away, follow each stated day."""
    day: dt.date = explanation[0].args["date"]
    for step in explanation[1:]:
        if step.key == "plus_days" or step.key in _MOVES:
            day += dt.timedelta(days=step.args["days"])
        elif step.key == "minus_weeks":
            day -= dt.timedelta(weeks=step.args["weeks"])
        elif step.key in {"next_working_day", "previous_working_day"}:
            assert day == step.args["from"]
            day = step.args["date"]
        elif step.key == "nl.at_most":
            day = min(day, step.args["date"])
    assert explanation[-1].args == {"date": day}
    return day


@given(history=histories())
def test_rows_are_in_order_and_numbered_within_their_spell(history: list[Event]) -> None:
    places = [(row.spell or 0, row.rule.id, row.sequence) for row in rows(history)]
    assert places == sorted(set(places))
    for spell, rule, sequence in places:
        assert sequence == 1 or (spell, rule, sequence - 1) in places


@given(history=st.one_of(spells(), spells_and_leaves()))
def test_the_days_that_do_not_count_lie_apart_and_in_order(history: list[Event]) -> None:
    for case in absence_cases(CaseFacts(jurisdiction="nl", events=tuple(history))):
        assert all(earlier.until <= later.first_day for earlier, later in pairwise(case.pauses))
        assert all(pause.first_day < pause.until for pause in case.pauses)


@given(history=st.one_of(spells(), spells_and_leaves()), number=st.integers(1, 1100))
def test_a_milestone_falls_on_the_nth_day_that_counts(history: list[Event], number: int) -> None:
    for case in absence_cases(CaseFacts(jurisdiction="nl", events=tuple(history))):
        day, counted = case.first_day, 0
        while counted < number:
            day += dt.timedelta(days=1)
            counted += not any(pause.first_day <= day < pause.until for pause in case.pauses)
        assert case.after(number).day == day


@given(history=spells())
def test_every_sick_day_of_a_case_without_leave_counts_and_no_fit_day_between_does(history: list[Event]) -> None:
    for case in absence_cases(CaseFacts(jurisdiction="nl", events=tuple(history))):
        last = case.spells[-1].first_day
        days = [case.first_day + dt.timedelta(days=n) for n in range((last - case.first_day).days + 1)]
        sick = [day for day in days if any(spell.holds(day) for spell in case.spells)]
        assert case.after(len(sick) - 1).day == last


@given(history=histories(), percents=st.lists(st.tuples(st.integers(1, 1100), st.integers(0, 100)), max_size=5))
def test_partial_work_moves_nothing(history: list[Event], percents: list[tuple[int, int]]) -> None:
    """But that it shows some capacity, where none was seen: then the final evaluation is asked."""
    plain = [event for event in history if event.type not in {"partial_return", "no_work_capacity"}]
    assume(plain)
    first = min(event.date for event in plain)
    worked = [
        Event(date=first + dt.timedelta(days=day), type="partial_return", fields={"percent": percent})
        for day, percent in percents
    ]
    assert _without_places(rows([*plain, *worked])) == _without_places(rows(plain))


@given(first=DAYS, before=st.integers(1, 700), leave=st.integers(1, 200))
def test_a_leave_between_two_parts_of_one_sickness_moves_what_comes_after_it_by_its_days(
    first: dt.date, before: int, leave: int
) -> None:
    began = first + dt.timedelta(days=before)
    over = began + dt.timedelta(days=leave)
    whole = [Event(date=first, type="absence_started")]
    on_leave = [
        *whole,
        Event(date=began, type="maternity_leave_started"),
        Event(date=over, type="maternity_leave_ended"),
        Event(date=over, type="absence_started"),
    ]
    for rule in ORDER_OF_THE_TWO_YEARS:
        plain = due(whole, rule)
        assert due(on_leave, rule) - plain == dt.timedelta(days=leave if plain >= began else 0), rule


@given(first=DAYS, days=st.integers(1, 1000))
def test_an_agreed_extension_moves_the_end_and_what_counts_back_from_it_and_nothing_else(
    first: dt.date, days: int
) -> None:
    whole = [Event(date=first, type="absence_started")]
    until = due(whole, "wage_continuation_end") + dt.timedelta(days=days)
    agreed = Event(date=first + dt.timedelta(days=600), type="wait_extended", fields={"until": until})
    from_the_start = {"report_to_arbo", "problem_analysis", "plan_of_action", "first_year_evaluation"}
    for rule in ORDER_OF_THE_TWO_YEARS:
        moved = due([*whole, agreed], rule) - due(whole, rule)
        assert moved == dt.timedelta(days=0 if rule in from_the_start else days), rule


@given(first=DAYS, late=st.integers(0, 400), of_42=st.integers(0, 400))
def test_only_a_late_application_makes_the_pay_longer_and_a_late_report_of_42_weeks_does_not(
    first: dt.date, late: int, of_42: int
) -> None:
    whole = [Event(date=first, type="absence_started")]
    applied = due(whole, "wia_application") + dt.timedelta(days=late)
    reported = due(whole, "uwv_42_week_report") + dt.timedelta(days=of_42)
    acts = [
        Event(date=applied, type="act_done", fields={"rule": "nl.wia_application"}),
        Event(date=reported, type="act_done", fields={"rule": "nl.uwv_42_week_report"}),
    ]
    moved = due([*whole, *acts], "wage_continuation_end") - due(whole, "wage_continuation_end")
    assert moved == dt.timedelta(days=late)


@given(history=histories())
def test_null_rows_give_a_reason_of_the_closed_list(history: list[Event]) -> None:
    allowed = {"threshold_not_reached", "recovered", "before_effective_date", "after_effective_date", "not_in_scope",
               "activity_under_way", "not_entitled"}  # fmt: skip
    for row in rows(history):
        assert row.due is not None or row.value is not None or row.reason in allowed
