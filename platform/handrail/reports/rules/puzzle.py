"""The reader's puzzle: everything published to them, now and before, as equations over what is hidden.

Between two cells that differ only in their days or in when they were published, the reader can subtract. Each such
difference is an unknown of its own, taken to be zero or more (people are added, days are added); where the numbers
shown went down, the other way round. A difference of 1 to k - 1 people is as much a secret as a cell.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from typing import Final

from handrail.reports.rules.layout import Counted
from handrail.reports.rules.ledger import Address, Published, Release, Sum

NOW: Final = 1_000_000
"""The place in time of the release that is being made; earlier ones count from 0."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One number of the puzzle: a cell of a release, or (without address) a difference between two.

    `truth` is None where we do not know it ourselves: hidden cells of earlier releases. `is_secret`: a cell that tables
    print, to be kept unless it is shown; others are only kept where they are small.
    """

    at: int
    address: Address | None
    truth: int | None
    least: int = 0
    is_shown: bool = False  # of an earlier release
    is_secret: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """`whole = sum(parts)`, as places in the list of entries."""

    whole: int
    parts: tuple[int, ...]

    @property
    def all(self) -> tuple[int, ...]:
        """Return whole and parts."""
        return (self.whole, *self.parts)


@dataclass(slots=True)
class Puzzle:
    """The entries and lines of a release and of those before it."""

    entries: list[Entry] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    now: dict[Address, int] = field(default_factory=dict)

    def put(self, entry: Entry) -> int:
        """Return the place of a new entry."""
        self.entries.append(entry)
        return len(self.entries) - 1


def lay_out(counted: Counted, history: Sequence[Release], k: int) -> Puzzle:
    """Return the puzzle of a release; of earlier ones only what counts the same things for the same scope."""
    puzzle = Puzzle()
    for address, truth in counted.truth.items():
        puzzle.now[address] = puzzle.put(
            Entry(NOW, address, truth, min(1, truth), is_secret=address in counted.printed),
        )
    puzzle.lines += _lines(counted.sums, puzzle.now)
    topics = {(address.what, address.scope) for address in counted.truth}
    for at, release in enumerate(_each_once(history)):
        places = {
            address: puzzle.put(_earlier(at, address, published))
            for address, published in release.cells.items()
            if (address.what, address.scope) in topics
        }
        puzzle.lines += _lines((line for line in release.sums if all(part in places for part in line.all)), places)
    _link(puzzle, k)
    return puzzle


def _earlier(at: int, address: Address, published: Published) -> Entry:
    value = published.value
    return Entry(at, address, value, published.least, is_shown=value is not None, is_secret=published.is_secret)


def _each_once(history: Sequence[Release]) -> Iterator[Release]:
    seen: list[Release] = []
    for release in history:
        if release not in seen:
            seen.append(release)
            yield release


def _lines(sums: Iterable[Sum], places: dict[Address, int]) -> list[Line]:
    return [Line(places[line.whole], tuple(places[part] for part in line.parts)) for line in sums]


# --- Differences ----------------------------------------------------------------------------------------------


def _link(puzzle: Puzzle, k: int) -> None:
    pools: defaultdict[object, list[int]] = defaultdict(list)
    for place, entry in enumerate(puzzle.entries):
        if entry.address is not None:
            pools[entry.address.subject].append(place)
    summed = {(line.whole, part) for line in puzzle.lines for part in line.parts}
    for pool in pools.values():
        if len(pool) > 1:
            _link_pool(puzzle, _without_repeats(puzzle, pool), summed, k)


def _link_pool(puzzle: Puzzle, chosen: list[int], summed: set[tuple[int, int]], k: int) -> None:
    """Add the differences within a pool; what a printed sum says already needs none."""
    for outer, inner in _pairs(puzzle, chosen, k):
        if (outer, inner) not in summed:
            _subtract(puzzle, outer, (inner,))
    for outer in chosen:
        tiles = _tiling(puzzle, outer, chosen)
        if len(tiles) > 1 and any((outer, tile) not in summed for tile in tiles):
            _subtract(puzzle, outer, tiles)


def _without_repeats(puzzle: Puzzle, pool: list[int]) -> list[int]:
    """Return the cells of a pool in order of time, without those that were shown before with the same number."""
    shown: set[tuple[Address | None, int | None]] = set()
    chosen: list[int] = []
    for place in sorted(pool, key=lambda place: puzzle.entries[place].at):
        entry = puzzle.entries[place]
        if entry.is_shown:
            if (entry.address, entry.truth) in shown:
                continue
            shown.add((entry.address, entry.truth))
        chosen.append(place)
    return chosen


def _pairs(puzzle: Puzzle, chosen: Sequence[int], k: int) -> Iterator[tuple[int, int]]:
    """Yield what can be subtracted, as outer and inner: days within days, or of equal days the later release first.

    Pairs of two earlier releases were checked when the later of them was made; of these only neighbours are kept, as
    what a reader knows about numbers that grow.
    """
    by_days: defaultdict[object, list[int]] = defaultdict(list)
    for place in chosen:
        address = puzzle.entries[place].address
        if address is not None:
            by_days[address.first_on, address.last_on].append(place)
    for same in by_days.values():
        *earlier, last = same
        if puzzle.entries[last].at == NOW:
            yield from ((last, other) for other in _telling(puzzle, last, earlier, k))
            yield from pairwise(reversed(earlier))
        else:
            yield from pairwise(reversed(same))
    for place in chosen:
        if puzzle.entries[place].at == NOW:
            inner = [other for other in chosen if _lies_within(puzzle, other, place)]
            outer = [other for other in chosen if _lies_within(puzzle, place, other)]
            yield from ((place, other) for other in _telling(puzzle, place, inner, k))
            yield from ((other, place) for other in _telling(puzzle, place, outer, k))


def _telling(puzzle: Puzzle, place: int, others: Sequence[int], k: int) -> list[int]:
    """Return which of the others can tell something about a cell of now, the newest last.

    Of the numbers that were shown: those that differ by 1 to k - 1, which is a secret, and the nearest one on either
    side, which is a bound. Of those that were not: the newest, and all of this release.
    """

    def number(other: int) -> int:
        return puzzle.entries[other].truth or 0

    truth = number(place)
    shown = [other for other in others if puzzle.entries[other].is_shown]
    small = [other for other in shown if 1 <= abs(truth - number(other)) < k]
    below = [other for other in shown if number(other) <= truth]
    above = [other for other in shown if number(other) > truth]
    hidden = [other for other in others if not puzzle.entries[other].is_shown]
    now = [other for other in hidden if puzzle.entries[other].at == NOW]
    before = [other for other in hidden if puzzle.entries[other].at != NOW]
    bounds = [max(below, key=number)] if below else []
    bounds += [min(above, key=number)] if above else []
    return sorted({*small, *bounds, *now, *before[-1:]})


def _lies_within(puzzle: Puzzle, inner: int, outer: int) -> bool:
    """Return whether the days of one lie within those of the other and are fewer."""
    mine, others = puzzle.entries[inner].address, puzzle.entries[outer].address
    if mine is None or others is None or (mine.first_on, mine.last_on) == (others.first_on, others.last_on):
        return False
    return others.first_on <= mine.first_on and mine.last_on <= others.last_on


def _tiling(puzzle: Puzzle, outer: int, chosen: Sequence[int]) -> tuple[int, ...]:
    """Return cells that follow each other through all days of `outer`, the newest of each stretch; else nothing."""
    whole = puzzle.entries[outer].address
    found: list[int] = []
    if whole is None:
        return ()
    next_on = whole.first_on
    while next_on <= whole.last_on:
        fitting = [
            (puzzle.entries[place].at, address.last_on, place)
            for place in chosen
            if (address := puzzle.entries[place].address) is not None
            and address.first_on == next_on
            and _lies_within(puzzle, place, outer)
        ]
        if not fitting:
            return ()
        _at, last_on, place = max(fitting)
        found.append(place)
        next_on = last_on + timedelta(days=1)
    return tuple(found) if NOW in {puzzle.entries[place].at for place in (outer, *found)} else ()


def _subtract(puzzle: Puzzle, outer: int, inner: tuple[int, ...]) -> None:
    """Add the difference between a cell and others within it as an unknown."""
    whole = puzzle.entries[outer].truth
    parts = [puzzle.entries[place].truth for place in inner]
    known = [part for part in parts if part is not None]
    difference = whole - sum(known) if whole is not None and len(known) == len(parts) else None
    rest = puzzle.put(Entry(NOW, None, None if difference is None else abs(difference)))
    if difference is not None and difference < 0:
        # It went down: people were taken out. `parts = whole + taken out`, with the sum of the parts as a new whole.
        if len(inner) == 1:
            puzzle.lines.append(Line(inner[0], (outer, rest)))
        else:
            together = puzzle.put(Entry(NOW, None, sum(known)))
            puzzle.lines += [Line(together, inner), Line(together, (outer, rest))]
        return
    puzzle.lines.append(Line(outer, (*inner, rest)))
