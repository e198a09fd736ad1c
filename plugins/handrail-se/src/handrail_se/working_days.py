"""The days of the act on public holidays. No rule of Sweden's table counts working days."""

import datetime as dt
from functools import cache

from handrail.sdk import HOLIDAYS

VERSION = f"Lag (1989:253) om allmänna helgdagar (python-holidays {HOLIDAYS} SE, public)"


@cache
def days_off(year: int) -> frozenset[dt.date]:
    """Return the public holidays of a year; ordinary Sundays are not among them."""
    from holidays.countries.sweden import Sweden  # noqa: PLC0415 - the library is slow to load

    return frozenset(Sweden(years=year))
