"""A reader who sees every answer, knows who could have told and when, and counts all worlds that fit.

Workers of one department who could tell in the same quarters are alike to this reader: a world is how many of each such
group have told since the theme last began anew. All of them are gone through, none is guessed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from handrail.prevention.rules.hiding import at_least, is_shown, may_ask

World = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Workers who are alike to the reader. `able`: in which quarters each of them could have told."""

    department: str
    size: int
    able: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What the reader learns of a theme at the end of one quarter: nothing at all, or an answer."""

    asked: bool
    shown: bool = False
    at_least: int = 0


@dataclass(frozen=True, slots=True)
class Releases:
    """The theme's releases over the quarters, by the rules."""

    groups: Sequence[Group]
    minimum: int
    departments: bool

    def able(self, since: int, until: int) -> dict[str, int]:
        """Who could have told in the quarters, by department."""
        found: dict[str, int] = {}
        for group in self.groups:
            if any(group.able[since : until + 1]):
                found[group.department] = found.get(group.department, 0) + group.size
        return found

    def by_department(self, told: Sequence[int]) -> dict[str, int]:
        """Add up groups."""
        found: dict[str, int] = {}
        for group, count in zip(self.groups, told, strict=True):
            found[group.department] = found.get(group.department, 0) + count
        return found

    def run(self, first_told: Sequence[Sequence[int]]) -> Iterator[Question]:
        """Yield what is released at the end of each quarter.

        `first_told[quarter][group]`: how many told in it who had not since the theme began anew; capped at who is left.
        """
        since = fresh = 0
        told = [0] * len(self.groups)
        for quarter, new in enumerate(first_told):
            told = self.more(told, new, quarter)
            if not may_ask(
                self.able(since, quarter), self.able(fresh, quarter), self.minimum, departments=self.departments
            ):
                yield Question(asked=False)
                continue
            question = self.answer(told, since, quarter)
            yield question
            fresh = quarter + 1
            if question.shown:
                since, told = fresh, [0] * len(self.groups)

    def more(self, told: Sequence[int], new: Sequence[int], quarter: int) -> list[int]:
        """Add those who tell for the first time; nobody tells in a quarter in which they can not."""
        return [
            min(group.size, count + more) if group.able[quarter] else count
            for group, count, more in zip(self.groups, told, new, strict=True)
        ]

    def answer(self, told: Sequence[int], since: int, quarter: int) -> Question:
        """What is said where the theme is asked for."""
        heads = self.by_department(told)
        if not is_shown(heads, self.minimum, departments=self.departments):
            return Question(asked=True)
        return Question(asked=True, shown=True, at_least=at_least(heads, self.able(since, quarter), self.minimum))


def could_be_silent(releases: Releases, seen: Sequence[Question], silent: int) -> bool:
    """Tell whether some world fits all that was seen in which one worker of group `silent` never said anything."""
    sizes = [group.size - (place == silent) for place, group in enumerate(releases.groups)]
    nobody = tuple(0 for _ in releases.groups)
    worlds = {nobody}
    since = 0
    for quarter, question in enumerate(seen):
        worlds = _after(releases, worlds, sizes, quarter)
        if not question.asked:
            continue
        worlds = {told for told in worlds if releases.answer(told, since, quarter) == question}
        if not worlds:
            return False
        if question.shown:
            since, worlds = quarter + 1, {nobody}
    return True


def _after(releases: Releases, worlds: set[World], sizes: Sequence[int], quarter: int) -> set[World]:
    """Return every world that one quarter can make of these: in each group some more may have told, one by one."""
    for place, (group, size) in enumerate(zip(releases.groups, sizes, strict=True)):
        if group.able[quarter]:
            worlds = {
                (*told[:place], count, *told[place + 1 :]) for told in worlds for count in range(told[place], size + 1)
            }
    return worlds


def learned(releases: Releases, first_told: Sequence[Sequence[int]]) -> Mapping[int, Sequence[Question]]:
    """Return the groups of which the reader knows that each of their workers told, with what gave it away."""
    seen = list(releases.run(first_told))
    return {
        place: seen
        for place, group in enumerate(releases.groups)
        if group.size and not could_be_silent(releases, seen, place)
    }
