"""How long it is kept who read what."""

from datetime import datetime, timedelta
from typing import Final

LEAST_YEARS: Final = 2
"""What the database itself holds to, whatever an installation sets."""
_DAYS_A_YEAR: Final = 365.25


def kept_from(now: datetime, years: int) -> datetime:
    """Return the instant whose rows, and all later ones, are kept at `now`."""
    return now - timedelta(days=max(years, LEAST_YEARS) * _DAYS_A_YEAR)
