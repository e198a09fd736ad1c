"""The public holidays of the Holidays Act 2003, s. 44, with those moved to a Monday.

The anniversary days of the provinces are no national days: a parameter of holidays gives them where they count.
"""

import datetime as dt
from functools import cache

VERSION = "Holidays Act 2003 s. 44 (python-holidays NZ, public, without anniversary days)"


@cache
def days_off(year: int) -> frozenset[dt.date]:
    """Return the national public holidays of a year."""
    from holidays.countries.new_zealand import NewZealand  # noqa: PLC0415 - the library is slow to load

    return frozenset(NewZealand(years=year))  # type: ignore[no-untyped-call]
