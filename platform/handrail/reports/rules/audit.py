"""The audit: what a reader of everything published can work out about what is hidden.

A hidden cell is safe where the worlds that fit give it numbers at least `width` apart, and not all of them between 1
and k - 1. Known least numbers are taken in the reader's favour: a hidden number is known to be no zero, unless it is.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from handrail.reports.rules.ledger import Address
from handrail.reports.rules.method import Method
from handrail.reports.rules.puzzle import NOW, Entry, Line, Puzzle
from handrail.reports.rules.simplex import Undecided
from handrail.reports.rules.worlds import Equation, NoWorld, Worlds

_ENOUGH: Final = 3
"""Exposed numbers of one knot that are worth finding before something more is hidden."""


@dataclass(frozen=True, slots=True)
class Knot:
    """Hidden entries that hang together, and the lines that tie them."""

    hidden: tuple[int, ...]
    lines: tuple[Line, ...]


@dataclass(slots=True)
class Auditor:
    """Audits one puzzle under growing masks; what did not change is not asked again."""

    puzzle: Puzzle
    method: Method
    _answers: dict[tuple[int, ...], tuple[int, ...]] = field(default_factory=dict)

    def exposed(self, masked: set[Address]) -> list[tuple[Knot, tuple[int, ...]]]:
        """Return each knot with the entries in it that a reader could work out; empty where all is safe.

        What a reader sees at a glance (one hidden number in a line) comes first and alone: it costs nothing to find.
        """
        tied = knots(self.puzzle, self.is_known(masked))
        at_a_glance = self._found(knot for knot in tied if len(knot.hidden) == 1)
        return at_a_glance or self._found(tied)

    def _found(self, tied: Iterable[Knot]) -> list[tuple[Knot, tuple[int, ...]]]:
        found: list[tuple[Knot, tuple[int, ...]]] = []
        for knot in tied:
            if knot.hidden not in self._answers:
                self._answers[knot.hidden] = tuple(islice(self._ask(knot), _ENOUGH))
            if self._answers[knot.hidden]:
                found.append((knot, self._answers[knot.hidden]))
        return found

    def is_known(self, masked: set[Address]) -> list[bool]:
        """Return for each entry whether its number is printed, now or earlier."""
        known = [entry.is_shown for entry in self.puzzle.entries]
        for address, place in self.puzzle.now.items():
            known[place] = address not in masked
        return known

    def _ask(self, knot: Knot) -> Iterator[int]:
        """Yield the targets of a knot that are not safe."""
        targets = [place for place in knot.hidden if self._is_target(self.puzzle.entries[place])]
        if not targets or not self._has_now(knot):
            return
        places = {place: number for number, place in enumerate(knot.hidden)}
        least = [self.puzzle.entries[place].least for place in knot.hidden]
        try:
            worlds = Worlds(least, [self._equation(line, places) for line in knot.lines])
        except (NoWorld, Undecided):
            yield from targets
            return
        for place in targets:
            if not self._is_safe(worlds, places[place], self.puzzle.entries[place]):
                yield place

    def _has_now(self, knot: Knot) -> bool:
        """Return whether this release has a part in it: what earlier ones told by themselves can not be helped."""
        return any(
            self.puzzle.entries[place].at == NOW and self.puzzle.entries[place].address is not None
            for line in knot.lines
            for place in line.all
        )

    def _is_target(self, entry: Entry) -> bool:
        """Return whether the entry is a secret: a hidden cell, or one that none prints but that is small."""
        return entry.is_secret or entry.truth is None or 1 <= entry.truth < self.method.k

    def _is_safe(self, worlds: Worlds, number: int, entry: Entry) -> bool:
        seen = worlds.seen[number]
        if seen is not None and self._is_wide(*seen):
            return True
        try:
            low, high = worlds.smallest(number), worlds.greatest(number)
        except (NoWorld, Undecided):
            return False
        if high is None:
            return True
        if not entry.is_secret and (low >= self.method.k or high == 0):
            return True  # what none prints may be worked out where it is no small number in any world
        return self._is_wide(low, high)

    def _is_wide(self, low: int, high: int) -> bool:
        return high - low >= self.method.width and (high >= self.method.k or low == 0)

    def _equation(self, line: Line, places: dict[int, int]) -> Equation:
        terms: defaultdict[int, int] = defaultdict(int)
        value = 0
        for place, by in ((line.whole, 1), *((part, -1) for part in line.parts)):
            if place in places:
                terms[places[place]] += by
            else:
                value -= by * self._number(place)
        return Equation(dict(terms), value)

    def _number(self, place: int) -> int:
        truth = self.puzzle.entries[place].truth
        if truth is None:
            raise AssertionError("a number that is shown is known")
        return truth


def knots(puzzle: Puzzle, known: Sequence[bool]) -> list[Knot]:
    """Return the hidden entries in groups that share lines, in order."""
    leader = list(range(len(puzzle.entries)))

    def find(place: int) -> int:
        while leader[place] != place:
            leader[place] = leader[leader[place]]
            place = leader[place]
        return place

    open_lines = [(line, [place for place in line.all if not known[place]]) for line in puzzle.lines]
    for _line, hidden in open_lines:
        for place in hidden[1:]:
            leader[find(place)] = find(hidden[0])
    return _grouped(((find(hidden[0]), line, hidden) for line, hidden in open_lines if hidden))


def _grouped(found: Iterable[tuple[int, Line, list[int]]]) -> list[Knot]:
    members: defaultdict[int, set[int]] = defaultdict(set)
    lines: defaultdict[int, list[Line]] = defaultdict(list)
    for group, line, hidden in found:
        members[group].update(hidden)
        lines[group].append(line)
    grouped = [Knot(tuple(sorted(members[group])), tuple(lines[group])) for group in members]
    return sorted(grouped, key=lambda knot: knot.hidden)
