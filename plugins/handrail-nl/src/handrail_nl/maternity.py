"""The window in which maternity leave begins (WAZO art. 3:1), tied to no absence.

Leave begins between six and four weeks before the day after the expected day of birth. Sick days within that window are
taken off the leave after the birth.
"""

import datetime as dt
from collections.abc import Iterator

from handrail.sdk import CaseFacts, Derivation, Event, Obligation, step
from handrail_nl.catalogue import FLEX_DAYS_DEDUCTED, MATERNITY_LEAVE_EARLIEST_START, MATERNITY_LEAVE_LATEST_START

EARLIEST_WEEKS, LATEST_WEEKS = 6, 4
_SEARCH = dt.timedelta(weeks=10)


def maternity_leave(facts: CaseFacts) -> Iterator[Obligation]:
    """Return the window for each expected birth, and the sick days in it."""
    for expected in facts.events_of("due_date_of_birth"):
        day_after = Derivation.at(expected.date, "nl.birth_expected").plus_days(1)
        earliest, latest = day_after.minus_weeks(EARLIEST_WEEKS), day_after.minus_weeks(LATEST_WEEKS)
        started = _leave_start(facts, expected)
        yield Obligation.on(MATERNITY_LEAVE_EARLIEST_START, earliest)
        yield Obligation.on(MATERNITY_LEAVE_LATEST_START, latest)
        leave_on = latest.day if started is None else min(started.date, latest.day)
        days = [earliest.day + dt.timedelta(days=n) for n in range((leave_on - earliest.day).days)]
        sick = sum(any(spell.holds(day) for spell in facts.spells) for day in days)
        counted = step("nl.sick_days_in_window", date=earliest.day, to=leave_on, days=sick)
        yield Obligation(rule=FLEX_DAYS_DEDUCTED, value=sick, explanation=(*earliest.steps, counted))


def _leave_start(facts: CaseFacts, expected: Event) -> Event | None:
    near = (event for event in facts.events_of("maternity_leave_started") if abs(event.date - expected.date) <= _SEARCH)
    return next(near, None)
