"""The public holidays of the Organisation of Working Time Act 1997, and the days that somebody is scheduled to work.

A public holiday on a weekend stays on its date: the act gives a day in lieu, which is no day off for all. Good Friday
is no public holiday.
"""

import datetime as dt
from collections.abc import Callable
from functools import cache

from handrail.sdk import HOLIDAYS, Calendar, CaseFacts

VERSION = f"Organisation of Working Time Act 1997, Second Schedule (python-holidays {HOLIDAYS} IE, public)"

_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Scheduled = Callable[[dt.date], bool]


@cache
def days_off(year: int) -> frozenset[dt.date]:
    """Return the public holidays of a year."""
    from holidays.countries.ireland import Ireland  # noqa: PLC0415 - the library is slow to load

    return frozenset(Ireland(years=year))  # type: ignore[no-untyped-call]


def scheduled_days(facts: CaseFacts, calendar: Calendar) -> Scheduled:
    """Return which days are scheduled working days: those of the work pattern, else Monday to Friday.

    A public holiday is none of them.
    """
    pattern = facts.params.get("work_pattern")
    if not isinstance(pattern, list):
        return calendar.is_working_day
    worked = frozenset([_NAMES.index(str(name)[:3].lower()) for name in pattern if str(name)[:3].lower() in _NAMES])
    off = _holidays(facts)
    return lambda day: day.weekday() in worked and not off(day)


def _holidays(facts: CaseFacts) -> Scheduled:
    for name in ("holidays", "bank_holidays"):
        given = facts.params.get(name)
        if isinstance(given, list):
            listed = frozenset([day for day in given if isinstance(day, dt.date)])
            return lambda day: day in listed
    return lambda day: day in days_off(day.year)
