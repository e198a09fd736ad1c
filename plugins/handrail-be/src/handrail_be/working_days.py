"""The public holidays of the act of 4 January 1974 and the royal decree of 18 April 1974.

No rule of this plugin moves by them: the periods of the Code are calendar days and months. They are here for those who
plan around them.
"""

import datetime as dt
from functools import cache

from handrail.sdk import HOLIDAYS

VERSION = f"Act of 4 January 1974 on public holidays (python-holidays {HOLIDAYS} BE, category public)"


@cache
def days_off(year: int) -> frozenset[dt.date]:
    """Return the ten legal public holidays of a year, and the Sundays of Easter and Pentecost."""
    from holidays.countries.belgium import Belgium  # noqa: PLC0415 - 0.2 s that only a roll needs

    return frozenset(Belgium(years=year))  # type: ignore[no-untyped-call]
