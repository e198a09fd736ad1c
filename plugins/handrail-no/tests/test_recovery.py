"""Recovery ends what is asked from its own day on: fit on the day, the rule lapses; fit a day later, it was due."""

import datetime as dt

import pytest

from handrail.testkit.asking import asking
from handrail_no import NORWAY

FIRST_DAY = dt.date(2026, 1, 5)
DAY = dt.timedelta(days=1)
ASK = asking(NORWAY)
OPEN = ASK((FIRST_DAY, "absence_started"))
LAPSING = [row.rule.id.partition(".")[2] for row in OPEN.rows if row.due is not None and row.rule.lapses]


@pytest.mark.parametrize("rule", LAPSING)
def test_fit_on_the_day_it_lapses_and_a_day_later_it_was_due(rule: str) -> None:
    due = OPEN.due(rule)
    assert due is not None
    for fit_on, answer in ((due - DAY, None), (due, None), (due + DAY, due)):
        row = ASK((FIRST_DAY, "absence_started"), (fit_on, "recovered")).one(rule)
        assert row.due == answer
        assert (row.reason == "recovered") is (answer is None)
