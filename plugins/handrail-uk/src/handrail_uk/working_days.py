"""Bank holidays (Banking and Financial Dealings Act 1971, Sch 1, and royal proclamations), by part of the country."""

import datetime as dt
from functools import cache

from handrail.sdk import HOLIDAYS, Calendar, CaseFacts, FactsError, weekdays

_ACT = "Banking and Financial Dealings Act 1971 (python-holidays " + HOLIDAYS + " GB, {part})"
ENGLAND_AND_WALES, SCOTLAND, NORTHERN_IRELAND = "ENG", "SCT", "NIR"
VERSION = _ACT.format(part="England and Wales")
VERSION_NI = _ACT.format(part="Northern Ireland")

_PARTS = {
    "eng": ENGLAND_AND_WALES, "england": ENGLAND_AND_WALES, "england_and_wales": ENGLAND_AND_WALES,
    "wls": ENGLAND_AND_WALES, "wales": ENGLAND_AND_WALES, "sct": SCOTLAND, "scotland": SCOTLAND,
    "nir": NORTHERN_IRELAND, "northern_ireland": NORTHERN_IRELAND,
}  # fmt: skip
_NAMES = {ENGLAND_AND_WALES: "England and Wales", SCOTLAND: "Scotland", NORTHERN_IRELAND: "Northern Ireland"}


@cache
def bank_holidays(part: str, year: int) -> frozenset[dt.date]:
    """Return the bank holidays of a year, with the days given in lieu of those that fall on a weekend."""
    from holidays.countries.united_kingdom import UnitedKingdom  # noqa: PLC0415 - slow, and only some dates need it

    return frozenset(UnitedKingdom(subdiv=part, years=year))  # type: ignore[no-untyped-call]


def england_and_wales(year: int) -> frozenset[dt.date]:
    """Return the bank holidays of England and Wales, which hold where no part of the country is named."""
    return bank_holidays(ENGLAND_AND_WALES, year)


def northern_ireland(year: int) -> frozenset[dt.date]:
    """Return the bank holidays of Northern Ireland, with 17 March and 12 July."""
    return bank_holidays(NORTHERN_IRELAND, year)


def calendar_here(facts: CaseFacts, calendar: Calendar) -> Calendar:
    """Return the calendar of the part of Great Britain that `division` names; a list of holidays given wins."""
    division = facts.params.get("division")
    if division is None or not facts.params.keys().isdisjoint(("holidays", "bank_holidays")):
        return calendar
    part = _PARTS.get(str(division).lower().replace(" ", "_").replace("-", "_"))
    if part is None:
        raise FactsError(f"params, division: expected one of {', '.join(_PARTS)}, not {division!r}")
    return _calendar(part)


@cache
def _calendar(part: str) -> Calendar:
    plain = weekdays(frozenset(), "")
    return Calendar(
        lambda day: plain.is_working_day(day) and day not in bank_holidays(part, day.year),
        _ACT.format(part=_NAMES[part]),
    )
