"""Allowance days of several absences are counted by leaps; counting day by day gives the same."""

import datetime as dt
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from handrail.sdk import add_months
from handrail.testkit.asking import asking
from handrail_fi import FINLAND
from handrail_fi.working_days import days_off

ASK = asking(FINLAND)
Absences = list[tuple[dt.date, dt.date]]


@st.composite
def absences(draw: st.DrawFn) -> Absences:
    """Return absences that follow each other: first day, first day fit."""
    day = dt.date(2022, 1, 1) + dt.timedelta(days=draw(st.integers(0, 400)))
    found = []
    for _each in range(draw(st.integers(1, 4))):
        until = day + dt.timedelta(days=draw(st.integers(1, 200)))
        found.append((day, until))
        day = until + dt.timedelta(days=draw(st.integers(0, 300)))
    return found


def _weekdays(first: dt.date, until: dt.date) -> list[dt.date]:
    days = [first + dt.timedelta(days=n) for n in range((until - first).days)]
    return [day for day in days if day.weekday() != 6 and day not in days_off(day.year)]


def _on_the_fingers(spells: Absences, wanted: int) -> list[dt.date | None]:
    """Return the day on which the count is reached in each absence, None where it ends before or began beyond."""
    paid: list[dt.date] = []
    found: list[dt.date | None] = []
    for first, until in spells:
        own = _weekdays(first + dt.timedelta(days=1), until)[9:]
        counts = [(day, [*paid, *own[: place + 1]]) for place, day in enumerate(own)]
        reached = [day for day, days in counts if _in_two_years(days, day) >= wanted]
        began_beyond = bool(own) and _in_two_years(paid, own[0]) >= wanted
        found.append(None if began_beyond or not reached else reached[0])
        paid += own
    return found


def _in_two_years(days: list[dt.date], day: dt.date) -> int:
    opens = add_months(day, -24)
    return sum(opens < each <= day for each in days)


@settings(max_examples=15, deadline=None, derandomize=True)
@given(spells=absences())
def test_the_days_are_those_that_one_counts_to(spells: Absences) -> None:
    events: list[tuple[Any, ...]] = []
    for first, until in spells:
        events += [(first, "absence_started"), (until, "recovered")]
    answer = ASK(*events)
    for rule, count in (("allowance_day_60", 60), ("statement_90", 90), ("checkpoint_150", 150)):
        assert [row.due for row in answer.of(rule)] == _on_the_fingers(spells, count), rule
