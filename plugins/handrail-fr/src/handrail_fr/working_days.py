"""The legal holidays of the Code du travail (L. 3133-1), and working days in the French sense: Monday to Saturday.

A parameter `division` names a department with days of its own, such as 57 (Moselle) or 6AE (Alsace), where Good Friday
and 26 December are holidays (L. 3134-13).
"""

import datetime as dt
from collections.abc import Callable
from functools import cache, lru_cache

from handrail.sdk import HOLIDAYS, Calendar, CaseFacts

VERSION = f"Code du travail L. 3133-1 (python-holidays {HOLIDAYS} FR)"
_LOCAL = "Code du travail L. 3133-1 and {division} (python-holidays " + HOLIDAYS + " FR)"
_DIVISIONS = frozenset((
    "57", "6AE", "971", "972", "973", "974", "976", "BL", "MF", "NC", "PF", "PM", "TF", "WF",
))  # fmt: skip
_SUNDAY = 6


@cache
def days_off(year: int, division: str | None = None) -> frozenset[dt.date]:
    """Return the legal holidays of a year, with those of a division where one is named."""
    from holidays.countries.france import France  # noqa: PLC0415 - 0.2 s that only working days need

    return frozenset(France(years=year, subdiv=division))  # type: ignore[no-untyped-call]


def six_days_a_week(facts: CaseFacts) -> Calendar:
    """Return the calendar in which Monday to Saturday are worked but not on holidays (jours ouvrables)."""
    for name in ("holidays", "bank_holidays"):
        given = facts.params.get(name)
        if isinstance(given, list):
            return _listed(frozenset(day for day in given if isinstance(day, dt.date)), f"parameter {name}")
    division = facts.params.get("division")
    return _own(division if isinstance(division, str) and division in _DIVISIONS else None)


def _listed(days: frozenset[dt.date], version: str) -> Calendar:
    return _six_days(lambda _year: days, version)


@lru_cache(maxsize=32)
def _own(division: str | None) -> Calendar:
    version = VERSION if division is None else _LOCAL.format(division=division)
    return _six_days(lambda year: days_off(year, division), version)


def _six_days(holidays: Callable[[int], frozenset[dt.date]], version: str) -> Calendar:
    return Calendar(lambda day: day.weekday() < _SUNDAY and day not in holidays(day.year), version)
