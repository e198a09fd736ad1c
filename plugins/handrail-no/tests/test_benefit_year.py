"""Benefit days are counted by arithmetic; counting them on the fingers gives the same."""

import datetime as dt
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from handrail.sdk import add_months
from handrail.testkit.asking import asking
from handrail_no import NORWAY
from handrail_no.benefit_year import nth_weekday, weekdays_between

ASK = asking(NORWAY)
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2090, 1, 1))
UNTIMED = settings(max_examples=60, deadline=None, derandomize=True)


def _on_the_fingers(first: dt.date, until: dt.date) -> list[dt.date]:
    days = [first + dt.timedelta(days=n) for n in range((until - first).days)]
    return [day for day in days if day.weekday() < 5]


@UNTIMED
@given(first=DAYS, days=st.integers(-5, 400))
def test_weekdays_between_two_days_are_those_one_counts(first: dt.date, days: int) -> None:
    until = first + dt.timedelta(days=days)
    assert weekdays_between(first, until) == len(_on_the_fingers(first, until))


@UNTIMED
@given(first=DAYS, count=st.integers(1, 260))
def test_the_nth_weekday_is_the_one_that_one_counts_to(first: dt.date, count: int) -> None:
    assert nth_weekday(first, count) == _on_the_fingers(first, first + dt.timedelta(days=2 * count + 5))[count - 1]


@st.composite
def absences(draw: st.DrawFn) -> list[tuple[dt.date, dt.date]]:
    """Return absences that follow each other: first day, first day fit; sixteen days fit or more in between."""
    day = dt.date(2020, 1, 1) + dt.timedelta(days=draw(st.integers(0, 400)))
    found = []
    for _each in range(draw(st.integers(1, 4))):
        until = day + dt.timedelta(days=draw(st.integers(1, 300)))
        found.append((day, until))
        day = until + dt.timedelta(days=draw(st.integers(16, 260)))
    return found


def _last_benefit_days(spells: list[tuple[dt.date, dt.date]]) -> list[dt.date | None]:
    paid: list[dt.date] = []
    found: list[dt.date | None] = []
    fit_on: dt.date | None = None
    for first, until in spells:
        if fit_on is not None and (first - fit_on).days >= 182:
            paid = []
        own = _on_the_fingers(first + dt.timedelta(days=16), until)
        last = None
        for place, day in enumerate(own):
            opens = add_months(day, -36)
            if sum(opens < each <= day for each in [*paid, *own[: place + 1]]) == 248:
                last = day
                break
        found.append(last)
        if until > first + dt.timedelta(days=16):
            fit_on = until
        paid += own if last is None else own[: own.index(last) + 1]
    return found


@settings(max_examples=15, deadline=None, derandomize=True)
@given(spells=absences())
def test_the_last_benefit_day_is_the_one_that_one_counts_to(spells: list[tuple[dt.date, dt.date]]) -> None:
    events: list[tuple[Any, ...]] = []
    for first, until in spells:
        events += [(first, "absence_started"), (until, "recovered")]
    found = [row.due for row in ASK(*events).of("max_date")]
    for dated, counted in zip(found, _last_benefit_days(spells), strict=True):
        assert dated == counted
