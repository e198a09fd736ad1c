"""Sick days of twelve months are counted by leaps; counting day by day gives the same."""

import datetime as dt
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from handrail.sdk import add_months
from handrail.testkit.asking import asking
from handrail_dk import DENMARK

ASK = asking(DENMARK)
CLAUSE = (dt.date(2000, 1, 1), "contract_clause", {"clause": "120_days"})


@st.composite
def absences(draw: st.DrawFn) -> list[tuple[dt.date, dt.date, int]]:
    """Return absences that follow each other: first day, first day fit, degree."""
    day = dt.date(2022, 1, 1) + dt.timedelta(days=draw(st.integers(0, 400)))
    found = []
    for _each in range(draw(st.integers(1, 4))):
        until = day + dt.timedelta(days=draw(st.integers(1, 260)))
        found.append((day, until, draw(st.sampled_from([100, 100, 50, 25]))))
        day = until + dt.timedelta(days=draw(st.integers(0, 200)))
    return found


def _on_the_fingers(spells: list[tuple[dt.date, dt.date, int]]) -> list[dt.date | None]:
    worth: dict[dt.date, int] = {}
    for first, until, degree in spells:
        worth |= {first + dt.timedelta(days=n): degree for n in range((until - first).days)}

    def count(day: dt.date) -> int:
        opens = add_months(day, -12)
        return sum(degree for each, degree in worth.items() if opens < each <= day)

    found: list[dt.date | None] = []
    for first, until, _degree in spells:
        days = [first + dt.timedelta(days=n) for n in range((until - first).days)]
        reached = (day for day in days if count(day) >= 12000 > count(day - dt.timedelta(days=1)))
        found.append(next(reached, None))
    return found


@settings(max_examples=25, deadline=None, derandomize=True)
@given(spells=absences())
def test_day_120_is_the_one_that_one_counts_to(spells: list[tuple[dt.date, dt.date, int]]) -> None:
    events: list[tuple[Any, ...]] = [CLAUSE]
    for first, until, degree in spells:
        events += [(first, "absence_started", {"percent": degree}), (until, "recovered")]
    assert [row.due for row in ASK(*events).of("rule_120_day_reached")] == _on_the_fingers(spells)
