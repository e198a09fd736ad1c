"""The public holidays of the Arbeitsruhegesetz (s. 7). No rule of this plugin moves by them; they are for planning."""

import datetime as dt
from functools import cache

from handrail.sdk import HOLIDAYS

VERSION = f"Arbeitsruhegesetz s. 7 (python-holidays {HOLIDAYS} AT, category public)"


@cache
def days_off(year: int) -> frozenset[dt.date]:
    """Return the thirteen public holidays of a year."""
    from holidays.countries.austria import Austria  # noqa: PLC0415 - 0.2 s that only a roll needs

    return frozenset(Austria(years=year))
