"""A stretch of calendar time: years, months and days, as rules of retention say it."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import total_ordering
from typing import Final

_SHAPE: Final = re.compile(r"P(?:(\d{1,3})Y)?(?:(\d{1,3})M)?(?:(\d{1,5})D)?")
_ANY_DAY: Final = date(2001, 1, 1)
MOST_YEARS: Final = 100
_MONTHS: Final = 12


@total_ordering
@dataclass(frozen=True, slots=True, eq=True)
class Period:
    """Of two periods that one is longer which ends later when both begin on 1 January 2001."""

    years: int = 0
    months: int = 0
    days: int = 0

    @classmethod
    def read(cls, text: str) -> "Period":
        """Return what an ISO 8601 duration of years, months and days says (``P2Y``, ``P90D``); raises ValueError."""
        found = _SHAPE.fullmatch(text)
        if found is None or not any(found.groups()):
            raise ValueError(f"{text!r} is no period such as P2Y, P6M or P90D.")
        made = cls(*(int(number or 0) for number in found.groups()))
        if made.after(_ANY_DAY) > Period(years=MOST_YEARS).after(_ANY_DAY):
            raise ValueError(f"{text!r} is longer than {MOST_YEARS} years.")
        return made

    def __str__(self) -> str:
        """Return it as ISO 8601; nothing is P0D."""
        parts = ((self.years, "Y"), (self.months, "M"), (self.days, "D"))
        return "P" + ("".join(f"{number}{sign}" for number, sign in parts if number) or "0D")

    def __lt__(self, other: "Period") -> bool:
        """Whether it ends before the other one."""
        return self.after(_ANY_DAY) < other.after(_ANY_DAY)

    def after(self, day: date) -> date:
        """Return the day this long after `day`; a day that its month does not have is the month's last."""
        months = day.month - 1 + self.months
        year, month = day.year + self.years + months // _MONTHS, months % _MONTHS + 1
        return date(year, month, min(day.day, calendar.monthrange(year, month)[1])) + timedelta(days=self.days)
