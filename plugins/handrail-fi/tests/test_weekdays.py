"""Weekdays are looked up in lists by year; counting them on the fingers gives the same."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handrail_fi.working_days import Weekdays, days_off

DAYS = st.dates(dt.date(2010, 1, 1), dt.date(2030, 1, 1))
UNTIMED = settings(max_examples=40, deadline=None, derandomize=True)
KELA = Weekdays()


def _on_the_fingers(first: dt.date, until: dt.date) -> list[dt.date]:
    days = [first + dt.timedelta(days=n) for n in range((until - first).days)]
    return [day for day in days if day.weekday() != 6 and day not in days_off(day.year)]


@UNTIMED
@given(first=DAYS, count=st.integers(1, 310))
def test_the_nth_weekday_is_the_one_that_one_counts_to(first: dt.date, count: int) -> None:
    assert KELA.from_day(first, count) == _on_the_fingers(first, first + dt.timedelta(days=2 * count + 9))[count - 1]


@UNTIMED
@given(first=DAYS, days=st.integers(-5, 800))
def test_weekdays_between_two_days_are_those_one_counts(first: dt.date, days: int) -> None:
    until = first + dt.timedelta(days=days)
    assert KELA.between(first, until) == len(_on_the_fingers(first, until))


@pytest.mark.parametrize("year", [2012, 2019, 2022, 2026, 2030])
def test_the_eves_are_weekdays_and_the_feasts_are_not(year: int) -> None:
    off = days_off(year)
    midsummer = next(day for day in sorted(off) if day.month == 6 and day.day >= 20)
    assert midsummer.weekday() == 5
    assert midsummer - dt.timedelta(days=1) not in off
    assert dt.date(year, 12, 24) not in off
    assert {dt.date(year, 1, 6), dt.date(year, 5, 1), dt.date(year, 12, 6), dt.date(year, 12, 26)} <= off
