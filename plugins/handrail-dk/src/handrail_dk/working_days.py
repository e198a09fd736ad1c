"""The public holidays of the national church; the Great Prayer Day until 2023. No rule of the table counts them."""

import datetime as dt
from functools import cache

from handrail.sdk import HOLIDAYS

VERSION = f"Forordning af 26. oktober 1770, lov nr. 214 af 6. marts 2023 (python-holidays {HOLIDAYS} DK, public)"


@cache
def days_off(year: int) -> frozenset[dt.date]:
    """Return the public holidays of a year."""
    from holidays.countries.denmark import Denmark  # noqa: PLC0415 - the library is slow to load

    return frozenset(Denmark(years=year))  # type: ignore[no-untyped-call]
