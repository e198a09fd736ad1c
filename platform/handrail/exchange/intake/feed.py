"""A whole file, read: its rows, what is to be known about how they were read, and its fingerprint."""

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


def read_feed(stream: BinaryIO, profile: Profile, *, today: date, start_year: int | None = None) -> Feed:
    """Read a file to its end. Raises FileRefused where it can not be trusted as a whole; then nothing may be applied.

    `start_year` takes the place of the profile's where rows are placed. Memory grows with the number of rows, never
    with the length of a line.
    """
    records = RecordReader(stream, profile)
    rows: list[Row] = []
    reader: RowReader | None = None
    for record in records:
        reader = reader or RowReader(profile, records.headers, today=today, start_year=start_year)
        rows.append(reader.read(record))
    return Feed(profile, tuple(rows), tuple(notices_of(profile, records, start_year)), records.sha256)
