"""Weekdays (arkipäivä) as Kela counts them: Monday to Saturday without public holidays; the eves are weekdays."""

import datetime as dt
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache

from handrail.sdk import HOLIDAYS, CaseFacts

VERSION = (
    f"Sairausvakuutuslaki, arkipäivä (python-holidays {HOLIDAYS} FI, public, "
    "without the eves of Midsummer and Christmas)"
)

_CHRISTMAS_EVE = (12, 24)
_JUNE, _FRIDAY, _SUNDAY = 6, 4, 6


@cache
def days_off(year: int) -> frozenset[dt.date]:
    """Return the public holidays of a year.

    The library lists the eves of Midsummer (the Friday in June) and of Christmas, on which hardly anybody works; Kela
    pays for them as for any weekday.
    """
    from holidays.countries.finland import Finland  # noqa: PLC0415 - the library is slow to load

    listed = Finland(years=year)  # type: ignore[no-untyped-call]
    return frozenset([day for day in listed if not _is_eve(day)])


def _is_eve(day: dt.date) -> bool:
    return (day.month, day.day) == _CHRISTMAS_EVE or (day.month == _JUNE and day.weekday() == _FRIDAY)


@dataclass(frozen=True, slots=True)
class Weekdays:
    """The days for which allowance is paid; `off` replaces the public holidays where a parameter gives them."""

    off: frozenset[dt.date] | None = None

    @property
    def version(self) -> str:
        """The list that was used, for the explanation."""
        return VERSION if self.off is None else "parameter holidays"

    def from_day(self, day: dt.date, count: int) -> dt.date:
        """Return the `count`-th weekday on or after a day; the count is at least 1."""
        year, days = day.year, _of_year(day.year, self.off)
        place = bisect_left(days, day) + count - 1
        while place >= len(days):
            place, year = place - len(days), year + 1
            days = _of_year(year, self.off)
        return days[place]

    def after(self, day: dt.date, count: int) -> dt.date:
        """Return the `count`-th weekday after a day, which is not counted itself."""
        return self.from_day(day + dt.timedelta(days=1), count)

    def between(self, first_day: dt.date, until: dt.date) -> int:
        """Return how many weekdays lie from the first day to the day before `until`."""
        if until <= first_day:
            return 0
        whole_years = sum(len(_of_year(year, self.off)) for year in range(first_day.year, until.year))
        until_place = bisect_left(_of_year(until.year, self.off), until)
        return whole_years + until_place - bisect_left(_of_year(first_day.year, self.off), first_day)


def weekdays_of(facts: CaseFacts) -> Weekdays:
    """Return the weekdays for a case: a parameter of holidays replaces Finland's own wholly."""
    for name in ("holidays", "bank_holidays"):
        given = facts.params.get(name)
        if isinstance(given, list):
            return Weekdays(frozenset([day for day in given if isinstance(day, dt.date)]))
    return Weekdays()


@lru_cache(maxsize=1024)
def _of_year(year: int, off: frozenset[dt.date] | None) -> tuple[dt.date, ...]:
    holidays = days_off(year) if off is None else off
    first = dt.date(year, 1, 1)
    days = [first + dt.timedelta(days=n) for n in range((dt.date(year + 1, 1, 1) - first).days)]
    return tuple([day for day in days if day.weekday() != _SUNDAY and day not in holidays])
