"""A file of any length, read once to its end: its rows on a shelf, and in which order they can be taken in by parts.

No part can be judged without the rows that it hangs together with: those of the same worker, whose spells may not
overlap, and those of the same absence. So these come in one part, and what each part would do is what it would do in a
plan of the whole file.
"""

import hashlib
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import BinaryIO, Final

import msgspec

from handrail.exchange.intake.absence_row import AbsenceRow, NotAnAbsence, RejectedRow
from handrail.exchange.intake.feed import FeedReader
from handrail.exchange.intake.problems import FileRefused, Problem
from handrail.exchange.intake.profiles import Profile
from handrail.exchange.intake.shelf import OnShelf, Shelf
from handrail.exchange.intake.waiting import text_out
from handrail.kit.i18n import lazy

ROWS_A_PART: Final = 250
"""Rows of one transaction, if none hang together: half a second of work, so that nobody waits long for a lock."""
MOST_TOGETHER: Final = 5_000
"""Rows that may hang together; more of one worker or one absence is a wrong column."""


@dataclass(frozen=True, slots=True)
class Part:
    """Rows that are taken in together; after them, `after` of all absences of the file are done."""

    rows: tuple[AbsenceRow, ...]
    after: int


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was read of a whole file. `reading` names what was read, and how, in 64 hexadecimal digits.

    The same file read through the same profile has the same `reading` and is parted in the same order.
    """

    profile: Profile
    sha256: bytes
    notices: tuple[Problem, ...]
    create_workers: bool
    site: str
    reading: str
    rejected: Sequence[RejectedRow]
    no_absences: Sequence[NotAnAbsence]
    absences: OnShelf[AbsenceRow]
    order: "array[int]"
    borders: bytearray
    """By place in `order`: 1 where a row hangs together with none before it."""

    @property
    def count(self) -> int:
        """How many rows the file has."""
        return len(self.rejected) + len(self.no_absences) + len(self.absences)

    def parts(self, after: int = 0, *, at_most: int = ROWS_A_PART) -> Iterator[Part]:
        """Yield the absences part by part, without the first `after`, which is where an earlier part ended."""
        begin = after
        while begin < len(self.order):
            end = self._end(begin, at_most)
            rows = sorted((self.absences[place] for place in self.order[begin:end]), key=_line)
            yield Part(tuple(rows), end)
            begin = end

    def _end(self, begin: int, at_most: int) -> int:
        """Return the last border within `at_most` rows, or the first one after them."""
        if begin + at_most >= len(self.order):
            return len(self.order)
        end = self.borders.rfind(1, begin + 1, begin + at_most + 1)
        if end < 0:
            end = self.borders.find(1, begin + at_most + 1)
        return len(self.order) if end < 0 else end


def gather(
    stream: BinaryIO, profile: Profile, shelf: Shelf, *, today: date, start_year: int | None, site: str | None
) -> Gathered:
    """Read a file to its end and put its rows on the shelf.

    Raises FileRefused where the file can not be trusted as a whole, which is before anything of it is taken in.
    """
    reader = FeedReader(stream, profile, today=today, start_year=start_year)
    index = _Index(shelf)
    for row in reader:
        index.add(row)
    workers = profile.document.workers
    chosen = workers.site if site is None else site
    order, borders = index.parted()
    return Gathered(
        profile=profile,
        sha256=reader.sha256,
        notices=reader.notices,
        create_workers=workers.create,
        site=chosen,
        reading=index.digest(reader.sha256, profile.name, workers.create, chosen),
        rejected=OnShelf(shelf, RejectedRow, index.rejected),
        no_absences=OnShelf(shelf, NotAnAbsence, index.no_absences),
        absences=OnShelf(shelf, AbsenceRow, index.absences),
        order=order,
        borders=borders,
    )


def _line(row: AbsenceRow) -> int:
    return row.line


@dataclass(slots=True)
class _Index:
    """Some thirty bytes for each row: where it lies, and by numbers whose it is and which absence.

    Two keys of one number, which is not to be expected, would only be taken in together without need.
    """

    shelf: Shelf
    absences: "array[int]" = field(default_factory=lambda: array("Q"))
    rejected: "array[int]" = field(default_factory=lambda: array("Q"))
    no_absences: "array[int]" = field(default_factory=lambda: array("Q"))
    workers: "array[int]" = field(default_factory=lambda: array("q"))
    keys: "array[int]" = field(default_factory=lambda: array("q"))
    sha: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def add(self, row: AbsenceRow | RejectedRow | NotAnAbsence) -> None:
        """Put a row on the shelf, and note where."""
        if isinstance(row, AbsenceRow):
            self.absences.append(self.shelf.put(row))
            self.workers.append(hash(row.worker))
            self.keys.append(hash(row.key))
            self.sha.update(msgspec.json.encode(row, enc_hook=text_out, order="deterministic"))
        elif isinstance(row, RejectedRow):
            self.rejected.append(self.shelf.put(row))
        else:
            self.no_absences.append(self.shelf.put(row))

    def digest(self, *how: object) -> str:
        """Return the name of what was read, and how."""
        found = self.sha.copy()
        found.update(repr(how).encode())
        return found.hexdigest()

    def parted(self) -> "tuple[array[int], bytearray]":
        """Return the order in which rows are taken in, by their first row in the file, and where one may part them."""
        first = _Together(len(self.absences))
        first.join(self.workers)
        first.join(self.keys)
        order = array("Q", sorted(range(len(self.absences)), key=first.of))
        borders = bytearray(len(order))
        began = 0
        for place, row in enumerate(order):
            if place == 0 or first.of(row) != first.of(order[place - 1]):
                borders[place], began = 1, place
            elif place - began >= MOST_TOGETHER:
                raise FileRefused(_too_many_together())
        return order, borders


class _Together:
    """Which rows hang together: each is named by the first of them."""

    def __init__(self, count: int) -> None:
        self._first = array("Q", range(count))

    def of(self, row: int) -> int:
        """Return the first row that this one hangs together with."""
        first = self._first
        while first[row] != row:
            first[row] = first[first[row]]
            row = first[row]
        return row

    def join(self, numbers: "array[int]") -> None:
        """Let rows of the same number hang together."""
        rows = sorted(range(len(numbers)), key=numbers.__getitem__)
        for before, row in pairwise(rows):
            if numbers[before] == numbers[row]:
                one, other = self.of(before), self.of(row)
                self._first[max(one, other)] = min(one, other)


def _too_many_together() -> Problem:
    text = lazy(
        "More than %(most)s rows are of one worker or one absence. Check that the columns of their keys are the right "
        "ones.",
        most=MOST_TOGETHER,
    )
    return Problem("too-many-together", text)
