"""The days off of the General Extension of Time-Limits Act (Algemene termijnenwet, art. 3)."""

import datetime as dt
from functools import cache

from handrail.sdk import HOLIDAYS

VERSION = f"Algemene termijnenwet art. 3 (python-holidays {HOLIDAYS} NL, with Good Friday and 5 May every year)"

_LIBERATION_DAY = (5, 5)


@cache
def days_off(year: int) -> frozenset[dt.date]:
    """Return the generally recognised holidays of a year.

    The act counts Liberation Day every year, while the library lists it once in five years; Good Friday is put on a
    par with them by art. 3(2).
    """
    from holidays.countries.netherlands import Netherlands  # noqa: PLC0415 - 0.2 s that only a roll needs

    listed = Netherlands(years=year)  # type: ignore[no-untyped-call]
    return frozenset(listed) | {dt.date(year, *_LIBERATION_DAY)}
