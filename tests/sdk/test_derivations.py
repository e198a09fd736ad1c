"""A date and its steps."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.sdk import Calendar, Derivation, Pause, add_months, weekdays

FIRST = date(2026, 1, 5)


def pause(first: int, until: int) -> Pause:
    return Pause(first_day=FIRST + timedelta(days=first), until=FIRST + timedelta(days=until), key="pause")


@pytest.mark.parametrize(
    ("pauses", "day"),
    [
        ([], 10),
        ([pause(11, 20)], 10),  # starts after the date
        ([pause(10, 20)], 20),  # starts on the date
        ([pause(5, 8)], 13),
        ([pause(5, 8), pause(12, 14)], 15),  # the first pause pushes the date into the second
        ([pause(5, 8), pause(14, 20)], 13),
        ([pause(-5, 3)], 12),  # only days after the first day count
        ([pause(-5, 1)], 10),
    ],
)
def test_the_nth_later_day_lies_in_no_pause(pauses: list[Pause], day: int) -> None:
    assert Derivation.at(FIRST, "start").plus_days(10, pauses).day == FIRST + timedelta(days=day)


@given(
    days=st.integers(1, 60),
    cuts=st.lists(st.integers(1, 90), min_size=2, max_size=8, unique=True).map(sorted),
)
def test_counting_day_by_day_gives_the_same_date(days: int, cuts: list[int]) -> None:
    pauses = [pause(first, until) for first, until in zip(cuts[::2], cuts[1::2], strict=False)]
    counted, day = 0, FIRST
    while counted < days:
        day += timedelta(days=1)
        counted += not any(each.first_day <= day < each.until for each in pauses)
    assert Derivation.at(FIRST, "start").plus_days(days, pauses).day == day


def test_a_day_off_rolls_and_keeps_the_date_before_it() -> None:
    calendar = weekdays(frozenset({date(2026, 4, 27)}), "test")
    rolled = Derivation.at(date(2026, 4, 25), "start").next_working_day(calendar)
    assert (rolled.day, rolled.nominal) == (date(2026, 4, 28), date(2026, 4, 25))
    assert rolled.steps[-1].args["calendar"] == "test"
    back = Derivation.at(date(2026, 4, 27), "start").previous_working_day(calendar)
    assert (back.day, back.nominal) == (date(2026, 4, 24), date(2026, 4, 27))


def test_a_working_day_stays_and_takes_no_step() -> None:
    start = Derivation.at(date(2026, 4, 24), "start")
    assert start.next_working_day(weekdays(frozenset(), "test")) is start


def test_a_calendar_without_working_days_is_an_error_and_no_endless_search() -> None:
    with pytest.raises(ValueError, match="no working day"):
        Calendar(lambda _day: False, "closed").on_or_after(FIRST)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
    ],
)
def test_months_keep_the_day_number_or_the_last_day_of_the_month(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected
