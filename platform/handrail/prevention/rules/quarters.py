"""Calendar quarters, and which of them a theme is asked about. Pure: today is an argument."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Self

_MONTHS: Final = 3
_A_YEAR: Final = 4
LONGEST: Final = 8
"""Quarters after which observations that were never enough for a theme are too old to make one; it begins anew."""


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A calendar quarter by its number since the year 0; they are counted like whole numbers."""

    number: int

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the quarter in which a day lies."""
        return cls(day.year * _A_YEAR + (day.month - 1) // _MONTHS)

    @property
    def year(self) -> int:
        """The year it lies in."""
        return self.number // _A_YEAR

    @property
    def of_year(self) -> int:
        """1 to 4."""
        return self.number % _A_YEAR + 1

    @property
    def first_day(self) -> date:
        """Its first day."""
        return date(self.year, (self.of_year - 1) * _MONTHS + 1, 1)

    @property
    def last_day(self) -> date:
        """Its last day."""
        return self.next.first_day - timedelta(days=1)

    @property
    def next(self) -> "Quarter":
        """The one after it."""
        return Quarter(self.number + 1)


def ended_before(today: date) -> Quarter:
    """Return the newest quarter that is over on a day."""
    return Quarter(Quarter.of(today).number - 1)


@dataclass(frozen=True, slots=True)
class Asked:
    """One time that a theme was asked for: about the quarters `since` to `until`, both of them in it."""

    since: Quarter
    until: Quarter
    shown: bool


@dataclass(frozen=True, slots=True)
class Window:
    """The quarters that a theme is asked about next; `fresh` is the first of them that no question has been about."""

    since: Quarter
    fresh: Quarter
    until: Quarter


def next_window(last: Asked | None, begun: Quarter, until: Quarter) -> Window | None:
    """Return what a theme is asked about when `until` is over; None where it was asked about that before.

    `last`: the newest question about it; `begun`: the quarter in which the organisation's first observations lie. A
    theme that was shown begins anew, and so does one that was not for as long as `LONGEST`.
    """
    since = fresh = begun
    if last is not None:
        fresh = last.until.next
        since = fresh if last.shown or until.number - last.since.number >= LONGEST else last.since
    return Window(since, fresh, until) if fresh <= until else None
