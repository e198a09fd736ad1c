"""Which cells are hidden: the small ones, those that would give them away, and what the audit asks for on top.

Every choice is made in a fixed order, so the same tables and history always lead to the same masks.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from handrail.reports.rules.audit import Auditor, Knot
from handrail.reports.rules.layout import Counted, count
from handrail.reports.rules.ledger import Address, Release, Sum
from handrail.reports.rules.method import Method
from handrail.reports.rules.puzzle import lay_out
from handrail.reports.tables import Table

_PATIENCE: Final = 3
"""Rounds of hiding one cell at a time, before it becomes two, then four: a large puzzle is not solved cell by cell."""


@dataclass(frozen=True, slots=True)
class Masked:
    """The numbers of a release and which of them its readers do not get."""

    counted: Counted
    hidden: frozenset[Address]


def mask(tables: Sequence[Table], method: Method, history: Sequence[Release]) -> Masked:
    """Return what must be hidden so that no reader of this and the earlier releases learns a number below k."""
    counted = count(tables, method)
    masks = _Masks(counted, method, history)
    masks.hide(masks.small())
    masks.complete()
    auditor = Auditor(lay_out(counted, history, method.k), method)
    rounds = 0
    while exposed := auditor.exposed(masks.hidden):
        before, rounds = len(masks.hidden), rounds + 1
        for knot, places in exposed:
            chosen = masks.more(auditor, knot, places, 2 ** (rounds // _PATIENCE))
            masks.hide(chosen or masks.whole_tables(_touched(auditor, knot)))
        masks.complete()
        if len(masks.hidden) == before:
            masks.hide(counted.printed)  # nothing is left to choose: this release shows nothing
            break
    return Masked(counted, frozenset(masks.hidden))


def _touched(auditor: Auditor, knot: Knot) -> set[Address]:
    addresses = (auditor.puzzle.entries[place].address for line in knot.lines for place in line.all)
    return {address for address in addresses if address is not None}


class _Masks:
    def __init__(self, counted: Counted, method: Method, history: Sequence[Release]) -> None:
        self.hidden: set[Address] = set()
        self._counted = counted
        self._method = method
        self._lines: dict[Address, list[Sum]] = {}
        for line in counted.sums:
            for address in line.all:
                self._lines.setdefault(address, []).append(line)
        self._before = {
            address for release in history for address, published in release.cells.items() if published.is_secret
        }

    def hide(self, addresses: Iterable[Address]) -> None:
        self.hidden |= {address for address in addresses if address in self._counted.printed}

    def small(self) -> Iterator[Address]:
        """Yield the primary masks: 1 to k - 1 workers, and all or none of a small group."""
        for address in self._counted.printed:
            if 1 <= self._counted.workers[address] < self._method.k or address in self._counted.telling:
                yield address

    def complete(self) -> None:
        """Hide the secondary masks: no line keeps exactly one number from its reader."""
        waiting = True
        while waiting:
            waiting = False
            for line in self._counted.sums:
                unknown = [address for address in line.all if self._is_unknown(address)]
                if len(unknown) == 1 and unknown[0] in self.hidden:
                    choice = self._cheapest(line.parts) or self._cheapest((line.whole,))
                    self.hide(choice)
                    waiting = waiting or bool(choice)

    def more(self, auditor: Auditor, knot: Knot, exposed: Sequence[int], count: int) -> list[Address]:
        """Return up to `count` cells whose hiding may help: near the exposed numbers, else anywhere in the knot."""
        first = set(exposed)
        near = [line for line in knot.lines if first & set(line.all)]
        now = {place: address for address, place in auditor.puzzle.now.items()}
        for lines in (near, knot.lines):
            parts = [now[part] for line in lines for part in line.parts if part in now]
            wholes = [now[line.whole] for line in lines if line.whole in now]
            if choice := self._cheapest(parts, count) or self._cheapest(wholes, count):
                return choice
        return []

    def whole_tables(self, touched: set[Address]) -> list[Address]:
        """Return every cell of the tables that print one of these: what can not be shown in part is withheld."""
        tables = {table for address in touched for table in self._counted.printed.get(address, ())}
        return [address for address, keys in self._counted.printed.items() if keys & tables]

    def _is_unknown(self, address: Address) -> bool:
        return address in self.hidden or address not in self._counted.printed

    def _cheapest(self, candidates: Iterable[Address], count: int = 1) -> list[Address]:
        """Return the visible numbers above zero that cost the reader least, or nothing."""
        visible = {
            address for address in candidates if not self._is_unknown(address) and self._counted.truth[address] > 0
        }
        return sorted(visible, key=self._cost)[:count]

    def _cost(self, address: Address) -> tuple[object, ...]:
        """Order: hidden before, smallest, completes a rectangle, the larger total across, then by address."""
        lines = self._lines.get(address, [])
        crossed = sum(any(other in self.hidden for other in line.parts) for line in lines)
        across = max((self._counted.truth[line.whole] for line in lines if line.whole != address), default=0)
        return (address not in self._before, self._counted.truth[address], -crossed, -across, address.order)
