"""What counts by formula, held against counting hour by hour and day by day."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handrail.sdk import FactsError, add_months
from handrail.testkit.asking import asking
from handrail_au import COMMONWEALTH, NEW_SOUTH_WALES, VICTORIA
from handrail_au.hours import hours_after
from handrail_au.new_south_wales.notices import SYDNEY
from handrail_au.working_days import commonwealth, new_south_wales, victoria

_UNTIMED = settings(max_examples=30, deadline=None, derandomize=True)
_FIRST = st.dates(dt.date(2024, 1, 1), dt.date(2026, 12, 31))
_DAY = dt.timedelta(days=1)


@_UNTIMED
@given(at=st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2027, 12, 31)))  # noqa: DTZ001 - a local time
def test_48_hours_pass_whatever_the_clock_does(at: dt.datetime) -> None:
    later = hours_after(at, 48, SYDNEY)
    passed = later.replace(tzinfo=SYDNEY).astimezone(dt.UTC) - at.replace(tzinfo=SYDNEY).astimezone(dt.UTC)
    # An hour that the clock repeats has two instants; the first of them is taken.
    assert passed in {dt.timedelta(hours=48), dt.timedelta(hours=47)}
    assert abs(later - at - dt.timedelta(hours=48)) <= dt.timedelta(hours=1)


def test_a_time_of_another_zone_is_brought_to_the_local_one_and_nonsense_is_named() -> None:
    ask = asking(NEW_SOUTH_WALES)
    row = ask(("2026-06-05", "employer_aware", {"at": "2026-06-05T00:30:00+00:00"})).one("insurer_notification_due")
    assert str(row.due_at) == "2026-06-07 10:30:00"
    with pytest.raises(FactsError, match="employer_aware on 2026-06-05, at"):
        ask(("2026-06-05", "employer_aware", {"at": "noon"}))


@_UNTIMED
@given(first=_FIRST, times=st.lists(st.tuples(st.integers(1, 90), st.integers(1, 60)), max_size=5))
def test_the_employment_obligation_holds_364_days_of_incapacity(first: dt.date, times: list[tuple[int, int]]) -> None:
    events, fit, day = [(first, "claim_received")], set[dt.date](), first
    for unfit_days, fit_days in times:
        day += unfit_days * _DAY
        events.append((day, "incapacity_ceased"))
        fit |= {day + n * _DAY for n in range(fit_days)}
        day += fit_days * _DAY
        events.append((day, "incapacity_resumed"))
    due = asking(VICTORIA)(*events).due("employment_obligation_end")
    assert due is not None
    assert due not in fit
    assert sum(first + n * _DAY not in fit for n in range((due - first).days + 1)) == 364


@_UNTIMED
@given(first=_FIRST, sick=st.integers(1, 80), gap=st.integers(1, 300))
def test_protection_ends_on_the_first_day_of_more_than_three_months_in_twelve(
    first: dt.date, sick: int, gap: int
) -> None:
    again = first + (sick + gap) * _DAY
    answer = asking(COMMONWEALTH)(
        (first, "absence_started"), (first + sick * _DAY, "recovered"), (again, "absence_started")
    )
    absent = {first + n * _DAY for n in range(sick)} | {again + n * _DAY for n in range(100)}
    due = answer.of("temp_absence_three_months")[1].due
    assert due is not None
    assert due == next(day for day in sorted(absent) if day >= again and _is_more(day, absent, again))


def _is_more(day: dt.date, absent: set[dt.date], again: dt.date) -> bool:
    opened = add_months(day, -12) + _DAY
    counted = [each for each in sorted(absent) if opened <= each <= day]
    in_total = len(counted) > (add_months(counted[0], 3) - counted[0]).days
    return in_total or day >= add_months(again, 3)


def test_only_what_is_off_everywhere_is_off_in_the_commonwealth() -> None:
    everywhere = commonwealth(2026)
    assert everywhere <= new_south_wales(2026) & victoria(2026)
    assert {dt.date(2026, 4, 3), dt.date(2026, 4, 6), dt.date(2026, 12, 28)} <= everywhere
    assert dt.date(2026, 6, 8) not in everywhere, "the King's Birthday is on other days in the west and the north"
    assert dt.date(2026, 11, 3) in victoria(2026), "the Cup Day"
