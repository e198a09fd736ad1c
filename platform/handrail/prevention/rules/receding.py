"""Whether a theme recedes, from what the committee was shown of it and from nothing else (OAP-3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from handrail.prevention.rules.quarters import Quarter

_QUIET: Final = 2
"""Releases without a theme after which it counts as quiet: one may pass because too few could tell."""


class Tendency(StrEnum):
    """Where a theme goes."""

    NEW = "new"
    AGAIN = "again"
    MORE = "more"
    LESS = "less"
    WAITING = "waiting"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Shown:
    """One time that a theme was shown: at least so many workers told of it from `since` to `until`."""

    since: Quarter
    until: Quarter
    at_least: int

    @property
    def a_year(self) -> float:
        """Workers in four quarters: what makes times of different length comparable."""
        return self.at_least * 4 / (self.until.number - self.since.number + 1)


def tendency(shown: Sequence[Shown], newest: Quarter) -> Tendency:
    """Return where a theme goes; `shown` oldest first, at least one; `newest`: the last quarter that was released.

    "Quiet" is said of what nobody was told of lately. It may have become better, or too few could tell: the page says
    both, since the committee can not know which.
    """
    last = shown[-1]
    missed = newest.number - last.until.number
    if missed:
        return Tendency.QUIET if missed >= _QUIET else Tendency.WAITING
    if len(shown) == 1:
        return Tendency.NEW
    before = shown[-2]
    if last.a_year == before.a_year:
        return Tendency.AGAIN
    return Tendency.MORE if last.a_year > before.a_year else Tendency.LESS
