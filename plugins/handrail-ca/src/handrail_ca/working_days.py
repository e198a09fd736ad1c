"""The public holidays of each province, from the act that names them; a holiday off a weekend has its day in lieu."""

import datetime as dt
from functools import cache

from handrail.sdk import HOLIDAYS

QUEBEC = f"Act respecting labour standards s.60 and National Holiday Act (python-holidays {HOLIDAYS} CA-QC, public)"
ONTARIO = f"Employment Standards Act, 2000 s.1 (python-holidays {HOLIDAYS} CA-ON, public)"
BRITISH_COLUMBIA = f"Employment Standards Act s.1 (python-holidays {HOLIDAYS} CA-BC, public)"


@cache
def _listed(province: str, year: int) -> dict[dt.date, str]:
    from holidays.countries.canada import Canada  # noqa: PLC0415 - 0.2 s that only a count of working days needs

    # By its default the library takes the category of public holidays alone, with their days in lieu.
    listed = Canada(subdiv=province, years=year)  # type: ignore[no-untyped-call]
    return dict(listed.items())


def quebec(year: int) -> frozenset[dt.date]:
    """Return the general holidays of Quebec in a year.

    24 June and 1 July move to the Monday when they fall on a Sunday. Good Friday is taken where the employer may choose
    Easter Monday instead.
    """
    return frozenset(_listed("QC", year))


def ontario(year: int) -> frozenset[dt.date]:
    """Return the nine public holidays of Ontario in a year; the Civic Holiday of August is none."""
    return frozenset(_listed("ON", year))


def british_columbia(year: int) -> frozenset[dt.date]:
    """Return the statutory holidays of British Columbia in a year, since 2023 with 30 September."""
    return frozenset(_listed("BC", year))
