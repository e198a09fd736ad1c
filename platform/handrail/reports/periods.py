"""The days that a report is about. Pure: today is an argument."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from handrail.reports.codes import Rhythm

MOST_DAYS: Final = 5 * 366
_MONTHS_A_YEAR: Final = 12
_MONTHS_A_QUARTER: Final = 3
_DAYS_A_WEEK: Final = 7


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Calendar days from `first_day` to `last_day`, both of them in it."""

    first_day: date
    last_day: date

    @property
    def is_of_quarters(self) -> bool:
        """Whether it is made of whole calendar quarters."""
        begins, ends = self.first_day, self.last_day + timedelta(days=1)
        return all(day.day == 1 and day.month % _MONTHS_A_QUARTER == 1 for day in (begins, ends))


class Stretch(StrEnum):
    """A period by its name, counted back from today; the first and the last go on, all others have ended."""

    UNTIL_TODAY = "until_today"
    LAST_MONTH = "last_month"
    LAST_QUARTER = "last_quarter"
    LAST_FOUR_QUARTERS = "last_four_quarters"
    LAST_TWELVE_MONTHS = "last_twelve_months"
    LAST_YEAR = "last_year"
    THIS_YEAR = "this_year"


OF_QUARTERS: Final = (Stretch.LAST_FOUR_QUARTERS, Stretch.LAST_QUARTER, Stretch.LAST_YEAR)
"""What the employer's side chooses from: whole quarters, so that no two reports differ by a few days."""


def months_before(today: date, months: int, *, until_quarter: bool = False) -> Period:
    """Return the whole months before the month (or the quarter) in which `today` lies."""
    ends = today.year * _MONTHS_A_YEAR + today.month - 1
    if until_quarter:
        ends -= ends % _MONTHS_A_QUARTER
    return Period(_first_of(ends - months), _first_of(ends) - timedelta(days=1))


def _first_of(month: int) -> date:
    year, month_of_year = divmod(month, _MONTHS_A_YEAR)
    return date(year, month_of_year + 1, 1)


_PERIODS: Final[Mapping[Stretch, Callable[[date], Period]]] = {
    Stretch.UNTIL_TODAY: lambda today: Period(months_before(today, _MONTHS_A_YEAR - 1).first_day, today),
    Stretch.LAST_MONTH: lambda today: months_before(today, 1),
    Stretch.LAST_QUARTER: lambda today: months_before(today, _MONTHS_A_QUARTER, until_quarter=True),
    Stretch.LAST_FOUR_QUARTERS: lambda today: months_before(today, _MONTHS_A_YEAR, until_quarter=True),
    Stretch.LAST_TWELVE_MONTHS: lambda today: months_before(today, _MONTHS_A_YEAR),
    Stretch.LAST_YEAR: lambda today: Period(date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
    Stretch.THIS_YEAR: lambda today: Period(date(today.year, 1, 1), today),
}


def period_of(stretch: Stretch, today: date) -> Period:
    """Return the days that a name means on a day."""
    return _PERIODS[stretch](today)


def ended_period(rhythm: Rhythm, today: date) -> Period:
    """Return the newest period of this rhythm that has ended before `today`: a week from Monday, a month, a quarter."""
    match rhythm:
        case Rhythm.WEEKLY:
            monday = today - timedelta(days=today.weekday())
            return Period(monday - timedelta(days=_DAYS_A_WEEK), monday - timedelta(days=1))
        case Rhythm.MONTHLY:
            return months_before(today, 1)
        case Rhythm.QUARTERLY:
            return months_before(today, _MONTHS_A_QUARTER, until_quarter=True)
