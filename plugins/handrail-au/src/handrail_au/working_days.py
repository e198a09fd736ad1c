"""The public holidays of the states, and the days that are off in all of Australia."""

import datetime as dt
from functools import cache

from handrail.sdk import HOLIDAYS

COMMONWEALTH = (
    f"Acts Interpretation Act 1901 s.36(2) (python-holidays {HOLIDAYS} AU, public, off in every state and territory)"
)
NEW_SOUTH_WALES = f"Public Holidays Act 2010 (NSW) s.4 (python-holidays {HOLIDAYS} AU-NSW, public)"
VICTORIA = f"Public Holidays Act 1993 (Vic) s.6 (python-holidays {HOLIDAYS} AU-VIC, public)"

_STATES = ("ACT", "NSW", "NT", "QLD", "SA", "TAS", "VIC", "WA")


@cache
def _listed(state: str, year: int) -> frozenset[dt.date]:
    from holidays.countries.australia import Australia  # noqa: PLC0415 - 0.2 s that only a count of working days needs

    # By its default the library takes the category of public holidays alone, with their days in lieu.
    return frozenset(Australia(subdiv=state, years=year))  # type: ignore[no-untyped-call]


def new_south_wales(year: int) -> frozenset[dt.date]:
    """Return the public holidays of New South Wales in a year; the bank holiday of August is none."""
    return _listed("NSW", year)


def victoria(year: int) -> frozenset[dt.date]:
    """Return the public holidays of Victoria in a year, with the day before the football final and the Cup Day."""
    return _listed("VIC", year)


def commonwealth(year: int) -> frozenset[dt.date]:
    """Return the days of a year that are off in every state and territory, days in lieu among them.

    Where a thing is to be done decides (Acts Interpretation Act s.36(2)); the authority's place is not known here, so
    only a day that is off everywhere moves a date.
    """
    return frozenset.intersection(*[_listed(state, year) for state in _STATES])
