"""The public holidays of the acts on Sundays and on 1 and 17 May. No rule of Norway's table counts working days."""

import datetime as dt
from functools import cache

from handrail.sdk import HOLIDAYS

VERSION = f"Lov om helligdager og helligdagsfred § 2, lov om 1 og 17 mai (python-holidays {HOLIDAYS} NO, public)"


@cache
def days_off(year: int) -> frozenset[dt.date]:
    """Return the public holidays of a year; Sundays are not among them."""
    from holidays.countries.norway import Norway  # noqa: PLC0415 - the library is slow to load

    return frozenset(Norway(years=year))
