"""Counts from an event or an act, and what facts tell of an injury at work."""

import datetime as dt

import pytest

from handrail.sdk import CaseFacts, Citation, Event, Obligation, Rule, Value, weekdays
from handrail.sdk.counting import AfterEvent
from handrail.sdk.injuries import Incapacity, incapacities, injuries_at_work, is_work_injury

MONDAY = dt.date(2026, 11, 2)
CALENDAR = weekdays(frozenset([dt.date(2026, 11, 3)]), "a list")
RULE = Rule(
    id="xx.report", title="Report", owed_by="hr", source=Citation(act="An act"), confidence="high",
    effective_from=dt.date(2026, 1, 1),
)  # fmt: skip


def facts(*events: tuple[dt.date, str, dict[str, Value]], **params: Value) -> CaseFacts:
    told = tuple([Event(date=day, type=kind, fields=fields) for day, kind, fields in events])
    return CaseFacts(jurisdiction="xx", events=told, params=params)


def after(day: dt.date, **count: int | bool) -> Obligation:
    rule = AfterEvent(rule=RULE, key="told", events=("employer_learned",), **count)  # type: ignore[arg-type]
    (found,) = rule.obligations(facts((day, "employer_learned", {})), CALENDAR)
    return found


@pytest.mark.parametrize(
    ("count", "due"),
    [
        ({"days": 3}, "2026-11-05"), ({"working_days": 3}, "2026-11-06"), ({"months": 6}, "2027-05-02"),
        ({"years": 1}, "2027-11-02"), ({}, "2026-11-02"), ({"days": 1, "roll": True}, "2026-11-04"),
    ],
)  # fmt: skip
def test_a_count_from_an_event_does_not_count_the_day_of_the_event(count: dict[str, int | bool], due: str) -> None:
    assert str(after(MONDAY, **count).due) == due


def test_an_event_before_the_rule_was_in_force_gives_no_date() -> None:
    assert after(dt.date(2025, 12, 31), days=3).reason == "before_effective_date"
    assert after(dt.date(2026, 1, 1), days=3).due == dt.date(2026, 1, 4)


def test_a_count_may_begin_at_each_act_of_another_rule() -> None:
    rule = AfterEvent(rule=RULE, key="told", act_of="xx.decision", days=30)
    told = facts((MONDAY, "act_done", {"rule": "xx.decision"}), (MONDAY, "act_done", {"rule": "xx.other"}))
    assert [each.due for each in rule.obligations(told, CALENDAR)] == [dt.date(2026, 12, 2)]


@pytest.mark.parametrize(
    ("injured", "told", "params", "expected"),
    [
        (0, {}, {}, True), (-1, {}, {}, True), (-2, {}, {}, False), (0, {"at_work": False}, {}, False),
        (-2, {}, {"employment_injury": True}, True), (0, {}, {"employment_injury": False}, False),
    ],
)  # fmt: skip
def test_an_absence_comes_from_an_injury_on_its_first_day_or_the_day_before(
    *, injured: int, told: dict[str, Value], params: dict[str, Value], expected: bool
) -> None:
    day = MONDAY + dt.timedelta(days=injured)
    known = facts((MONDAY, "absence_started", {}), (day, "injury_occurred", told), **params)
    assert is_work_injury(known, known.spells[0]) is expected
    assert bool(incapacities(known)) is expected


def test_a_known_cause_says_that_the_absence_comes_from_work() -> None:
    known = facts((MONDAY, "absence_started", {"cause": "work_accident"}))
    assert is_work_injury(known, known.spells[0])
    assert injuries_at_work(known) == ()


def test_events_of_their_own_tell_the_incapacity_before_absences_do() -> None:
    started, fit = MONDAY + dt.timedelta(days=3), MONDAY + dt.timedelta(days=20)
    known = facts(
        (MONDAY, "injury_occurred", {}), (MONDAY, "absence_started", {}), (started, "incapacity_started", {}),
        (fit, "incapacity_ceased", {}),
    )  # fmt: skip
    assert incapacities(known) == (Incapacity(first_day=started, fit_on=fit),)
