"""Placing rows that have no date: they stand in order of time and name a month and a weekday.

A row stands on the first such weekday of its month that is not before the row above it. A month lower than the one
before starts a new year. The placement depends on the whole file, so it is made before rows are judged, refused ones
included.
"""

import re
from datetime import date, timedelta
from typing import Final

from handrail.exchange.intake.problems import Problem
from handrail.exchange.intake.profile_document import WEEKDAYS, Placement
from handrail.kit.i18n import lazy

_NUMBER: Final = re.compile(r"[0-9]{1,2}")
_MONTHS: Final = 12
_DAYS_OF_WEEK: Final = 7
_LAST_YEAR: Final = 2200


class Placer:
    """Places one row after the other; give it every row of the file, in order."""

    def __init__(self, placement: Placement, start_year: int | None = None) -> None:
        self._weekdays = {k: WEEKDAYS.index(day) for k, day in placement.weekdays.items()}
        self._unknown = frozenset(placement.unknown_months)
        self._names = (placement.month, placement.weekday)
        self._year = start_year or placement.start_year
        self._month: int | None = None
        self._earliest = date(self._year, 1, 1)

    def place(self, month: str, weekday: str) -> date | Problem:
        """Return the day of the next row, or why it can not have one."""
        if month in self._unknown:
            return self._problem("month-unknown", 0)
        if not _NUMBER.fullmatch(month) or not 1 <= int(month) <= _MONTHS:
            return self._problem("no-month", 0)
        if not self._enter(int(month)):
            return self._problem("too-many-years", 0)
        if weekday not in self._weekdays:
            return self._problem("no-weekday", 1)
        day = self._earliest + timedelta(days=(self._weekdays[weekday] - self._earliest.weekday()) % _DAYS_OF_WEEK)
        if day.month != self._month:
            return self._problem("month-too-short", 1)
        self._earliest = day
        return day

    def _enter(self, month: int) -> bool:
        """Move on to this month; False where the file would run over so many years that it can not be in order."""
        if month == self._month:
            return True
        year = self._year + (self._month is not None and month < self._month)
        if year > _LAST_YEAR:
            return False
        self._year, self._month, self._earliest = year, month, date(year, month, 1)
        return True

    def _problem(self, code: str, which: int) -> Problem:
        texts = {
            "month-unknown": lazy("Its month is not known, so it can not be placed in time."),
            "no-month": lazy("The month is not a number from 1 to 12."),
            "no-weekday": lazy("The profile does not know this weekday."),
            "month-too-short": lazy("No such weekday is left in its month after the rows above it."),
            "too-many-years": lazy("The months go back so often that the rows can not stand in order of time."),
        }
        return Problem(code, texts[code], column=self._names[which])
