"""The thirty days of guaranteed pay, counted day by day."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from handrail.obligations.engine import compute
from handrail.sdk import CaseFacts, Event
from handrail_be import BELGIUM
from handrail_be.guaranteed_pay import PAID_DAYS, pay_periods, term_days

UNTIMED = settings(max_examples=40, deadline=None, derandomize=True)


@st.composite
def absences(draw: st.DrawFn) -> list[Event]:
    """Return one to six absences that are over, around the change of 2026, apart by gaps on both sides of the terms."""
    day, events = draw(st.dates(dt.date(2025, 6, 1), dt.date(2026, 3, 1))), []
    for _ in range(draw(st.integers(1, 6))):
        events.append(Event(date=day, type="absence_started", fields={"cause": draw(st.sampled_from(["a", "b"]))}))
        day += dt.timedelta(days=draw(st.integers(1, 45)))
        events.append(Event(date=day, type="recovered"))
        day += dt.timedelta(days=draw(st.sampled_from([1, 13, 14, 15, 30, 55, 56, 57])))
    return events


@UNTIMED
@given(events=absences())
def test_the_last_paid_day_is_the_one_that_a_count_day_by_day_finds(events: list[Event]) -> None:
    """Each illness has its own thirty days; they are new once the term since the last paid absence is over."""
    facts = CaseFacts(jurisdiction="be", events=tuple(events))
    left: dict[str | None, int] = {}
    paid_until: dict[str | None, dt.date] = {}
    wanted: list[dt.date | None] = []
    for spell in facts.spells:
        illness, over = spell.causes[0], spell.closed_on
        assert over is not None
        term = dt.timedelta(days=term_days(spell.first_day))
        if illness not in paid_until or spell.first_day >= paid_until[illness] + term:
            left[illness] = PAID_DAYS
        day = spell.first_day
        had_pay = left[illness] > 0
        while day < over and left[illness]:
            day, left[illness] = day + dt.timedelta(days=1), left[illness] - 1
        wanted.append(day - dt.timedelta(days=1) if had_pay and not left[illness] else None)
        if had_pay:
            paid_until[illness] = over
    found = [row.due for row in compute(facts, BELGIUM) if row.rule.id == "be.guaranteed_pay_end"]
    assert found == wanted


@UNTIMED
@given(events=absences())
def test_an_incapacity_never_draws_on_more_than_what_was_left(events: list[Event]) -> None:
    for period in pay_periods(CaseFacts(jurisdiction="be", events=tuple(events))):
        assert 0 <= period.used_days <= period.left_days <= PAID_DAYS
