"""Benefit days are counted by arithmetic; counting them on the fingers gives the same."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from handrail_no.benefit_year import nth_weekday, weekdays_between

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
