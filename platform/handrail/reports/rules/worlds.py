"""What a reader can work out: the least and the greatest whole number that each unknown can be.

The worlds are all whole numbers that fit the published numbers and sums. Ranges are exact: a linear programme gives
the bound, and where its corner is not whole, branching finds the best whole one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Final

from handrail.reports.rules.simplex import Budget, Tableau, Undecided

_BRANCHES: Final = 400
"""Corners that are looked at for one bound before we say that we can not tell."""
_ROWS: Final = 120_000
"""Rows that may be changed for all questions to one set of worlds: some 5 seconds."""


class NoWorld(ArithmeticError):
    """Nothing fits the equations."""


@dataclass(frozen=True, slots=True)
class Equation:
    """`sum(by * unknown) = value`."""

    terms: Mapping[int, int]
    value: int


class Worlds:
    """All whole numbers, `least` or more, that satisfy the equations.

    `seen` is the smallest and greatest number that each unknown had in any world met so far: proof that it can have
    both, long before its exact bounds are asked for.
    """

    def __init__(self, least: Sequence[int], equations: Sequence[Equation]) -> None:
        self._least = least
        self._spare = len(least)
        self._base = Tableau(Budget(_ROWS))
        self.seen: list[tuple[int, int] | None] = [None] * len(least)
        for equation in equations:
            known = sum(by * least[unknown] for unknown, by in equation.terms.items())
            if not self._base.add(equation.terms, equation.value - known, self._next()):
                raise NoWorld
        if self._note(self._base) is not None and self._branch(self._base, 0, up=False) is None:
            raise NoWorld

    def greatest(self, unknown: int) -> int | None:
        """Return the greatest number the unknown can be; None where there is no limit."""
        if self._base.optimise(unknown, up=True) is None:
            return None
        best = self._best(unknown, up=True)
        return self._least[unknown] + best

    def smallest(self, unknown: int) -> int:
        """Return the smallest number the unknown can be."""
        self._base.optimise(unknown, up=False)
        return self._least[unknown] + self._best(unknown, up=False)

    def _best(self, unknown: int, *, up: bool) -> int:
        if self._note(self._base) is None:
            return int(self._base.value(unknown))
        found = self._branch(self._base, unknown, up=up)
        if found is None:
            raise NoWorld
        return found

    def _next(self) -> int:
        self._spare += 1
        return self._spare

    def _note(self, tableau: Tableau) -> int | None:
        """Keep the world at this corner; return an unknown that is not whole there, else None."""
        vertex = tableau.vertex()
        broken = min((unknown for unknown, value in vertex.items() if value.denominator != 1), default=None)
        if broken is not None:
            return broken
        for unknown, least in enumerate(self._least):
            number = least + int(vertex.get(unknown, 0))
            low, high = self.seen[unknown] or (number, number)
            self.seen[unknown] = (min(low, number), max(high, number))
        return None

    def _branch(self, start: Tableau, unknown: int, *, up: bool) -> int | None:
        """Return the best whole number above its least, looking at corners with one broken unknown cut off each."""
        best: int | None = None
        waiting = [start.copy()]
        for _corner in range(_BRANCHES):
            if not waiting:
                return best
            tableau = waiting.pop()
            bound = tableau.optimise(unknown, up=up)
            if best is not None and bound is not None and not _better(bound, best, up=up):
                continue
            broken = self._note(tableau)
            if broken is None:
                best = int(tableau.value(unknown))
            else:
                waiting += self._cut(tableau, broken)
        raise Undecided

    def _cut(self, tableau: Tableau, broken: int) -> list[Tableau]:
        """Return what is left below and above the number between two whole ones."""
        value = tableau.value(broken)
        slack = self._next()
        below, above = tableau.copy(), tableau
        halves = (
            (below, below.add({broken: 1, slack: 1}, floor(value), self._next())),
            (above, above.add({broken: 1, slack: -1}, ceil(value), self._next())),
        )
        return [half for half, is_left in halves if is_left]


def _better(bound: Fraction, best: int, *, up: bool) -> bool:
    return floor(bound) > best if up else ceil(bound) < best
