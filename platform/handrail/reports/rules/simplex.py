"""Exact linear programming in whole numbers: equations over unknowns that are never below zero.

Each row of the tableau is `basic * x_basic + sum(row[j] * x_j) = value` in integers, divided by what its numbers have
in common, so nothing is ever rounded. The matrices of tables are all but unimodular: the numbers stay at -1, 0, 1.
Bland's rule (the lowest unknown that helps) makes every run end and gives the same run for the same question.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import gcd


class Undecided(ArithmeticError):
    """The answer was not found within the work allowed: treat the cell as not safe."""


@dataclass(slots=True)
class Budget:
    """How many rows may still be changed; the same for every run, unlike a time."""

    rows: int

    def spend(self, rows: int) -> None:
        """Take rows off; raises Undecided where none are left."""
        self.rows -= rows
        if self.rows < 0:
            raise Undecided


class Tableau:
    """A set of equations with one vertex of the worlds that satisfy them; `optimise` walks to a better one."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._rows: dict[int, dict[int, int]] = {}  # unknown in the basis -> its row, itself included
        self._values: dict[int, int] = {}

    def copy(self) -> "Tableau":
        """Return a tableau that can be constrained further without changing this one."""
        other = Tableau(self._budget)
        other._rows = {basic: dict(row) for basic, row in self._rows.items()}
        other._values = dict(self._values)
        return other

    def add(self, terms: Mapping[int, int], value: int, spare: int) -> bool:
        """Add `sum(terms[j] * x_j) = value`; return whether any world is left.

        `spare` is an unknown that stands in no equation; it is used on the way and is gone afterwards.
        """
        row, value = self._without_basics(terms, value)
        if value < 0:
            row, value = {unknown: -by for unknown, by in row.items()}, -value
        row[spare] = 1
        self._rows[spare], self._values[spare] = row, value
        self.optimise(spare, up=False)
        if self._values.get(spare, 0) > 0:
            return False
        if spare in self._rows:
            self._drive_out(spare)
        for line in self._rows.values():
            line.pop(spare, None)
        return True

    def optimise(self, unknown: int, *, up: bool) -> Fraction | None:
        """Walk to a vertex where `unknown` is as great (`up`) or as small as can be; None where it has no bound."""
        if unknown not in self._rows and (not up or not self._enter(unknown)):
            return None if up else Fraction(0)
        while (row := self._rows.get(unknown)) is not None:
            helping = [other for other, by in row.items() if other != unknown and (by < 0) == up]
            if not helping:
                break
            if not self._enter(min(helping)):
                return None
        return self.value(unknown)

    def value(self, unknown: int) -> Fraction:
        """Return the unknown's number at this vertex."""
        row = self._rows.get(unknown)
        return Fraction(0) if row is None else Fraction(self._values[unknown], row[unknown])

    def vertex(self) -> dict[int, Fraction]:
        """Return the numbers of the unknowns in the basis; every other one is zero."""
        return {basic: self.value(basic) for basic in self._rows}

    def _enter(self, entering: int) -> bool:
        """Raise `entering` from zero until another unknown reaches zero; False where none ever does."""
        leaving, by, value = -1, 0, 0
        for basic, row in self._rows.items():
            rise = row.get(entering, 0)
            if rise <= 0:
                continue
            ours, best = self._values[basic] * by, value * rise
            if leaving < 0 or ours < best or (ours == best and basic < leaving):
                leaving, by, value = basic, rise, self._values[basic]
        if leaving < 0:
            return False
        self._pivot(leaving, entering)
        return True

    def _pivot(self, leaving: int, entering: int) -> None:
        self._budget.spend(sum(entering in row for row in self._rows.values()))
        row, value = self._rows.pop(leaving), self._values.pop(leaving)
        if row[entering] < 0:
            row, value = {unknown: -by for unknown, by in row.items()}, -value
        row, value = _lowest(row, value)
        for basic, other in self._rows.items():
            if entering in other:
                self._rows[basic], self._values[basic] = _eliminate(other, self._values[basic], row, value, entering)
        self._rows[entering], self._values[entering] = row, value

    def _without_basics(self, terms: Mapping[int, int], value: int) -> tuple[dict[int, int], int]:
        row = {unknown: by for unknown, by in terms.items() if by}
        for basic, other in self._rows.items():
            if basic in row:
                row, value = _eliminate(row, value, other, self._values[basic], basic)
        return row, value

    def _drive_out(self, spare: int) -> None:
        """Take an unknown at zero out of the basis; a row without any other says nothing new and goes."""
        others = [unknown for unknown in self._rows[spare] if unknown != spare]
        if others:
            self._pivot(spare, min(others))
        else:
            del self._rows[spare], self._values[spare]


def _eliminate(
    row: dict[int, int], value: int, pivot: dict[int, int], pivot_value: int, unknown: int
) -> tuple[dict[int, int], int]:
    """Return `row` without `unknown`, which `pivot` holds with a number above zero."""
    times, minus = pivot[unknown], row[unknown]
    shared = gcd(times, minus)
    times, minus = times // shared, minus // shared
    result = dict(row) if times == 1 else {other: by * times for other, by in row.items()}
    for other, by in pivot.items():
        left = result.get(other, 0) - by * minus
        if left:
            result[other] = left
        else:
            result.pop(other, None)
    value = value * times - pivot_value * minus
    return (result, value) if times == 1 else _lowest(result, value)


def _lowest(row: dict[int, int], value: int) -> tuple[dict[int, int], int]:
    shared = gcd(value, *row.values())
    if shared <= 1:
        return row, value
    return {unknown: by // shared for unknown, by in row.items()}, value // shared
