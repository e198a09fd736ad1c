"""What talks after an absence bring over time in one team: counted by half-year, never by person (INT-3). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

HALF_YEARS: Final = 4
"""So many half-years are looked at, the present one included."""
SOON_DAYS: Final = 7
"""Calendar days after the return within which a talk still welcomes somebody back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """An absence that ended, and what the talk about it brought. `fit_on`: the first day fully back.

    `released`: words of the worker about causes at work that the reader may read, since the worker released them to
    that very reader; what a worker keeps is not known here at all.
    """

    fit_on: date
    talked_on: date | None = None
    wanted: bool = False
    agreed: bool = False
    released: bool = False


@dataclass(frozen=True, slots=True)
class HalfYear:
    """A half-year of a team, in numbers."""

    begins_on: date
    ended: int
    talked: int
    soon: int
    wanted: int
    agreed: int
    released: int


def begin_of(day: date) -> date:
    """Return the first day of the half-year of a day."""
    return date(day.year, 1 if day.month <= 6 else 7, 1)  # noqa: PLR2004 - June ends the first half


def begins(today: date) -> list[date]:
    """Return the first days of the half-years that are looked at, the newest first."""
    found, day = [], begin_of(today)
    for _turn in range(HALF_YEARS):
        found.append(day)
        day = date(day.year - 1, 7, 1) if day.month == 1 else date(day.year, 1, 1)
    return found


def by_half_year(absences: Iterable[Ended], today: date) -> list[HalfYear]:
    """Return the half-years of a team, the newest first; one without an absence has its noughts."""
    known = list(absences)
    return [_half_year(day, [each for each in known if begin_of(each.fit_on) == day]) for day in begins(today)]


def _half_year(begins_on: date, ended: list[Ended]) -> HalfYear:
    talked = [each for each in ended if each.talked_on is not None]
    return HalfYear(
        begins_on=begins_on,
        ended=len(ended),
        talked=len(talked),
        soon=sum((each.talked_on - each.fit_on).days <= SOON_DAYS for each in talked if each.talked_on),
        wanted=sum(each.wanted for each in talked),
        agreed=sum(each.agreed for each in talked),
        released=sum(each.released for each in ended),
    )
