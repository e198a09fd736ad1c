"""Which quarters a theme is asked about."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from handrail.prevention.rules.quarters import LONGEST, Asked, Quarter, Window, ended_before, next_window

BEGUN = Quarter.of(date(2026, 1, 1))


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_every_day_lies_in_its_quarter_and_the_one_before_is_over(day: date) -> None:
    quarter = Quarter.of(day)
    assert quarter.first_day <= day <= quarter.last_day
    assert quarter.last_day + timedelta(days=1) == quarter.next.first_day
    assert ended_before(day).next == quarter
    assert 1 <= quarter.of_year <= 4


def test_a_theme_is_first_asked_about_all_quarters_since_the_first_observation() -> None:
    assert next_window(None, BEGUN, BEGUN.next) == Window(BEGUN, BEGUN, BEGUN.next)
    assert next_window(None, BEGUN.next, BEGUN) is None


def test_a_theme_that_was_held_back_is_asked_about_the_same_quarters_and_one_more() -> None:
    held = Asked(BEGUN, BEGUN, shown=False)
    assert next_window(held, BEGUN, BEGUN) is None
    assert next_window(held, BEGUN, BEGUN.next) == Window(BEGUN, BEGUN.next, BEGUN.next)


def test_a_theme_that_was_shown_begins_anew() -> None:
    shown = Asked(BEGUN, BEGUN.next, shown=True)
    later = BEGUN.next.next
    assert next_window(shown, BEGUN, later) == Window(later, later, later)


def test_observations_that_were_never_enough_are_not_kept_together_for_ever() -> None:
    until = Quarter(BEGUN.number + LONGEST - 1)
    held = Asked(BEGUN, until, shown=False)
    assert next_window(held, BEGUN, until.next) == Window(until.next, until.next, until.next)
