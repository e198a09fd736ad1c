"""A whole file, read: its rows, what is to be known about how they were read, and its fingerprint."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from handrail.exchange.intake.notices import notices_of
from handrail.exchange.intake.problems import Problem
from handrail.exchange.intake.profiles import Profile
from handrail.exchange.intake.records import RecordReader
from handrail.exchange.intake.rows import Row, RowReader


@dataclass(frozen=True, slots=True)
class Feed:
    """Every row of a file in its order, each as one of three things; `notices` say how the file was read."""

    profile: Profile
    rows: tuple[Row, ...]
    notices: tuple[Problem, ...]
    sha256: bytes


class FeedReader:
    """Reads a file row by row; raises FileRefused where it can not be trusted as a whole, be it in its last line.

    So nothing may be applied before it came to its end. Memory grows neither with the rows nor with the length of a
    line. `notices` and `sha256` are those of the file after the last row.
    """

    def __init__(
        self,
        stream: BinaryIO,
        profile: Profile,
        *,
        today: date,
        start_year: int | None = None,
        at_most: int | None = None,
    ) -> None:
        self._profile = profile
        self._records = RecordReader(stream, profile, at_most)
        self._today = today
        self._start_year = start_year

    def __iter__(self) -> Iterator[Row]:
        reader: RowReader | None = None
        for record in self._records:
            reader = reader or RowReader(
                self._profile, self._records.headers, today=self._today, start_year=self._start_year
            )
            yield reader.read(record)

    @property
    def notices(self) -> tuple[Problem, ...]:
        """What a person has to know about how the file was read."""
        return tuple(notices_of(self._profile, self._records, self._start_year))

    @property
    def sha256(self) -> bytes:
        """Fingerprint of what was read so far."""
        return self._records.sha256


def read_feed(
    stream: BinaryIO, profile: Profile, *, today: date, start_year: int | None = None, at_most: int | None = None
) -> Feed:
    """Read a file to its end. Raises FileRefused where it can not be trusted as a whole; then nothing may be applied.

    `start_year` takes the place of the profile's where rows are placed. Memory grows with the number of rows, which
    are at most `at_most`; `gathering` reads a file of any length.
    """
    reader = FeedReader(stream, profile, today=today, start_year=start_year, at_most=at_most)
    rows = tuple(reader)
    return Feed(profile, rows, reader.notices, reader.sha256)
