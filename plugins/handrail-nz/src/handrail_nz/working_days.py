"""The public holidays of the Holidays Act 2003, s. 44, with those moved to a Monday.

The anniversary days of the provinces are no national days: a parameter of holidays gives them where they count.
"""

import datetime as dt
from collections.abc import Callable
from functools import cache

from handrail.sdk import HOLIDAYS, Calendar, CaseFacts

VERSION = f"Holidays Act 2003 s. 44 (python-holidays {HOLIDAYS} NZ, public, without anniversary days)"

_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Scheduled = Callable[[dt.date], bool]


@cache
def days_off(year: int) -> frozenset[dt.date]:
    """Return the national public holidays of a year."""
    from holidays.countries.new_zealand import NewZealand  # noqa: PLC0415 - the library is slow to load

    return frozenset(NewZealand(years=year))  # type: ignore[no-untyped-call]


def scheduled_days(facts: CaseFacts, calendar: Calendar) -> Scheduled:
    """Return which days would be worked: those of the work pattern, else Monday to Friday; never a public holiday."""
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
