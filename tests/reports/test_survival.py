"""Kaplan-Meier against its definition, worked out person by person."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.reports.survival import Line, duration, merged

PEOPLE = st.lists(st.tuples(st.integers(0, 40), st.booleans()), max_size=40)
People = list[tuple[int, bool]]


def lines_of(people: People) -> list[Line]:
    return merged([[(days, int(known), int(not known))] for days, known in people])


def left_after(people: People, day: int) -> Fraction:
    """Return the part without the event after a day: for each day, who had it among those still watched."""
    left = Fraction(1)
    for each in sorted({days for days, known in people if known and days <= day}):
        watched = sum(days >= each for days, _known in people)
        left *= 1 - Fraction(sum(days == each and known for days, known in people), watched)
    return left


def reached(people: People, part: Fraction) -> int | None:
    days = sorted({days for days, known in people if known})
    return next((day for day in days if 1 - left_after(people, day) >= part), None)


@pytest.mark.rule("REP-1")
@given(PEOPLE)
def test_the_median_is_the_first_day_on_which_half_had_it(people: People) -> None:
    found = duration(lines_of(people))
    assert found.median == reached(people, Fraction(1, 2))
    low, high = reached(people, Fraction(1, 4)), reached(people, Fraction(3, 4))
    assert found.quartiles == (None if low is None or high is None else (low, high))
    assert (found.events, found.base) == (sum(known for _days, known in people), len(people))


@given(PEOPLE, PEOPLE)
def test_two_groups_together_are_as_one_group(one: People, other: People) -> None:
    assert duration(merged([lines_of(one), lines_of(other)])) == duration(lines_of(one + other))


def test_a_known_example() -> None:
    """The 21 times of the 6-MP arm of Freireich and others (1963), in weeks: the median is 23."""
    events = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    censored = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    found = duration(lines_of([(week, True) for week in events] + [(week, False) for week in censored]))
    assert found.median == 23
    assert (found.events, found.censored) == (9, 12)


def test_those_not_back_yet_make_it_longer() -> None:
    back = [(day, True) for day in (5, 10, 15, 20)]
    away = [(100, False)] * 4
    assert duration(lines_of(back)).median == 10
    assert duration(lines_of(back + away)).median == 20
    assert duration(lines_of(away)).median is None
