"""Days of statutory sick leave are found by leaps; looking at each day gives the same."""

import datetime as dt
from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from handrail.testkit.asking import asking
from handrail_ie import IRELAND
from handrail_ie.working_days import days_off

ASK = asking(IRELAND)
Absences = list[tuple[dt.date, dt.date]]


@st.composite
def absences(draw: st.DrawFn) -> Absences:
    """Return absences that follow each other: first day, first day fit."""
    day = dt.date(2022, 10, 1) + dt.timedelta(days=draw(st.integers(0, 900)))
    found = []
    for _each in range(draw(st.integers(1, 5))):
        until = day + dt.timedelta(days=draw(st.sampled_from([1, 2, 3, 4, 7, 9, 60, 500])))
        found.append((day, until))
        day = until + dt.timedelta(days=draw(st.integers(0, 90)))
    return found


@settings(max_examples=25, deadline=None, derandomize=True)
@given(spells=absences(), served=st.integers(-120, 120))
def test_the_days_used_are_those_that_one_finds(spells: Absences, served: int) -> None:
    began = spells[0][0] - dt.timedelta(days=91) + dt.timedelta(days=min(served, 91))
    events: list[tuple[Any, ...]] = [(began, "employment_started")]
    used: Counter[int] = Counter()
    wanted = []
    for first, until in spells:
        events += [(first, "absence_started"), (until, "recovered")]
        days = 0
        for day in (first + dt.timedelta(days=n) for n in range((until - first).days)):
            limit = 0 if day.year < 2023 else 3 if day.year == 2023 else 5
            works = day.weekday() < 5 and day not in days_off(day.year)
            if works and day >= began + dt.timedelta(days=91) and used[day.year] < limit:
                used[day.year] += 1
                days += 1
        wanted.append(None if until <= dt.date(2023, 1, 1) else days)
    assert [row.value for row in ASK(*events).of("ssl_days_used")] == wanted
