"""The spells of one worker, which may not overlap."""

from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Spell:
    """Days away: from `first_day` to the day before `first_day_fit`; None: still away, so without end."""

    first_day: date
    first_day_fit: date | None
    key: str

    def overlaps(self, other: "Spell") -> bool:
        """Whether there is a day in both."""
        return (self.first_day_fit is None or other.first_day < self.first_day_fit) and (
            other.first_day_fit is None or self.first_day < other.first_day_fit
        )


class Spells:
    """Spells in order of time; adding one that overlaps is refused by naming the one in its way."""

    def __init__(self, spells: Iterable[Spell] = ()) -> None:
        # Stored spells were checked when they were stored; one that overlaps all the same is not this file's doing.
        self._spells = sorted(spells, key=_first_day)

    def in_the_way_of(self, spell: Spell) -> Spell | None:
        """Return a spell that shares a day with this one."""
        at = bisect_left(self._spells, spell.first_day, key=_first_day)
        return next((near for near in self._spells[max(at - 1, 0) : at + 1] if near.overlaps(spell)), None)

    def remove(self, spell: Spell) -> None:
        """Take out a spell that was added."""
        del self._spells[self._spells.index(spell, bisect_left(self._spells, spell.first_day, key=_first_day))]

    def add(self, spell: Spell) -> None:
        """Add a spell that nothing is in the way of."""
        insort(self._spells, spell, key=_first_day)


def _first_day(spell: Spell) -> date:
    return spell.first_day
