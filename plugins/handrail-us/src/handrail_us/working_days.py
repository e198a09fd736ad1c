"""Federal holidays (5 USC 6103). "Business day" is not defined in part 825: weekends and these days are left out."""

import datetime as dt
from functools import cache

from handrail.sdk import HOLIDAYS

VERSION = f"5 USC 6103 (python-holidays {HOLIDAYS} US, federal holidays)"


@cache
def federal_holidays(year: int) -> frozenset[dt.date]:
    """Return the federal holidays of a year, with the Friday before or the Monday after one on a weekend."""
    from holidays.countries.united_states import UnitedStates  # noqa: PLC0415 - slow, and only some dates need it

    return frozenset(UnitedStates(years=year))  # type: ignore[no-untyped-call]
