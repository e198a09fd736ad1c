"""Working days, and month arithmetic on dates."""

import calendar
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata

_DAY = dt.timedelta(days=1)
_LONGEST_CLOSURE_DAYS = 60
_SHORTEST_MONTH = 28


def _installed(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return "not installed"


HOLIDAYS = _installed("holidays")
"""The release of the library of public holidays: part of a calendar's version, since a new one can move a date."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are working days. `version` names the list that was used, and is kept in explanations."""

    is_working_day: Callable[[dt.date], bool]
    version: str

    def on_or_after(self, day: dt.date) -> dt.date:
        """Return the first working day on or after the day."""
        return self._search(day, _DAY)

    def on_or_before(self, day: dt.date) -> dt.date:
        """Return the last working day on or before the day."""
        return self._search(day, -_DAY)

    def working_days_after(self, day: dt.date, count: int) -> dt.date:
        """Return the `count`-th working day after the day, which is not counted itself; before it where negative."""
        direction, found = (_DAY if count > 0 else -_DAY), day
        for _ in range(abs(count)):
            found = self._search(found + direction, direction)
        return found

    def _search(self, day: dt.date, direction: dt.timedelta) -> dt.date:
        found = day
        for _ in range(_LONGEST_CLOSURE_DAYS):
            if self.is_working_day(found):
                return found
            found += direction
        raise ValueError(f"calendar {self.version} has no working day within {_LONGEST_CLOSURE_DAYS} days of {day}")


def weekdays(holidays: frozenset[dt.date], version: str) -> Calendar:
    """Return the calendar in which Monday to Friday are worked, but not on the given days."""
    saturday = 5
    return Calendar(lambda day: day.weekday() < saturday and day not in holidays, version)


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day number some months on, or the month's last day where that number does not exist."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    if day.day <= _SHORTEST_MONTH:
        return dt.date(year, month0 + 1, day.day)
    return dt.date(year, month0 + 1, min(day.day, calendar.monthrange(year, month0 + 1)[1]))
