"""The days on which the medical finding need not be handed in: public holidays of the Federation and of a Land.

Only German Unity Day is federal law (Einigungsvertrag art. 2(2)); the others stand in the holiday acts of the sixteen
Länder. Nine days are the same everywhere and are the calendar of this plugin; a parameter `division` such as `BY`
names the Land whose own days come in addition. The Assumption counts in all of Bavaria, where only the communes with
more Catholics than Protestants keep it.
"""

import datetime as dt
from functools import cache

from handrail.sdk import HOLIDAYS, Calendar, CaseFacts

VERSION = f"Feiertagsgesetze der Länder, days common to all (python-holidays {HOLIDAYS} DE)"

_LAND = "Feiertagsgesetz {land} (python-holidays " + HOLIDAYS + " DE, categories public and catholic)"
_LAENDER = frozenset((
    "BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH",
))  # fmt: skip
_CATHOLIC_COMMUNES = frozenset(("BY",))
_SATURDAY = 5


@cache
def days_off(year: int) -> frozenset[dt.date]:
    """Return the public holidays that all Länder share."""
    from holidays.countries.germany import Germany  # noqa: PLC0415 - 0.2 s that only a roll needs

    return frozenset(Germany(years=year))


@cache
def days_off_in(land: str, year: int) -> frozenset[dt.date]:
    """Return the public holidays of one Land."""
    from holidays.countries.germany import Germany  # noqa: PLC0415 - 0.2 s that only a roll needs

    categories = ("public", "catholic") if land in _CATHOLIC_COMMUNES else ("public",)
    return frozenset(Germany(years=year, subdiv=land, categories=categories))


def of_the_land(facts: CaseFacts, calendar: Calendar) -> Calendar:
    """Return the calendar of the Land that the facts name; the given one where they name none, or give a list."""
    land = facts.params.get("division")
    if not isinstance(land, str) or land not in _LAENDER or calendar.version != VERSION:
        return calendar
    return Calendar(
        lambda day: day.weekday() < _SATURDAY and day not in days_off_in(land, day.year), _LAND.format(land=land)
    )
