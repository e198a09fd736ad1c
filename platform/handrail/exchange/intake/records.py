"""Lines to records: the header is matched with the profile, and only the columns it reads are kept."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, Final

from handrail.exchange.intake.header_line import HeaderLine
from handrail.exchange.intake.headers import column_key
from handrail.exchange.intake.lines import Line, LineReader
from handrail.exchange.intake.problems import FileRefused, Problem
from handrail.exchange.intake.profiles import Profile
from handrail.kit.i18n import lazy
from handrail.kit.text import UncleanText, clean_text

MOST_RECORDS: Final = 250_000
MOST_SIGNS_A_VALUE: Final = 200
TOO_MANY_ROWS: Final = "too-many-rows"


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the file: its values by meaning, or what keeps it from being read."""

    line: int
    values: Mapping[str, str]
    problems: tuple[Problem, ...] = ()


class RecordReader:
    """Reads a feed record by record; raises FileRefused where the file as a whole can not be trusted.

    After the header was read, `headers` gives the name in the file for each meaning, and `present` the meanings.
    `unfinished` tells, after the last record, that the file stopped without a line end.
    """

    def __init__(self, stream: BinaryIO, profile: Profile, at_most: int | None = None) -> None:
        self._profile = profile
        self._at_most = MOST_RECORDS if at_most is None else at_most
        self._lines = LineReader(stream, profile.document.file.encoding)
        self._wanted: list[tuple[int, str]] = []
        self._columns = 0
        self.headers: dict[str, str] = {}
        self.count = 0
        self.unfinished = False

    @property
    def sha256(self) -> bytes:
        """Fingerprint of what was read so far; of the file, after the last record."""
        return self._lines.sha256

    def __iter__(self) -> Iterator[Record]:
        lines = iter(self._lines)
        self._read_header(next(lines, None))
        for line in lines:
            self.unfinished = not line.ended
            cells = self._cells(line)
            if not any(cell.strip() for cell in cells):
                continue
            self.count += 1
            if self.count > self._at_most:
                text = lazy("The file has more than %(most)s rows. Split it and import the parts.", most=self._at_most)
                raise FileRefused(Problem(TOO_MANY_ROWS, text, line.number))
            yield self._record(line, cells)

    def _cells(self, line: Line) -> list[str]:
        delimiter = self._profile.document.file.delimiter
        if '"' not in line.text:
            return line.text.split(delimiter)
        try:
            return next(csv.reader([line.text], delimiter=delimiter, strict=True))
        except csv.Error as problem:
            text = lazy(
                "Line %(line)s has a quotation mark that is not closed on that line, or stands where none can. Correct "
                "it, or export the file anew.",
                line=line.number,
            )
            raise FileRefused(Problem("open-quotation", text, line.number)) from problem

    def _read_header(self, line: Line | None) -> None:
        if line is None or not line.text.strip():
            text = lazy("The file is empty, or its first line is. The first line has to name the columns.")
            raise FileRefused(Problem("empty-file", text, 1))
        names = [cell.strip() for cell in self._cells(line)]
        HeaderLine(self._profile, names, line.text).check()
        self._columns = len(names)
        meanings = self._profile.columns_to_read
        for place, name in enumerate(names):
            meaning = meanings.get(column_key(name))
            if meaning is not None:
                self._wanted.append((place, meaning))
                self.headers[meaning] = name

    def _record(self, line: Line, cells: list[str]) -> Record:
        if len(cells) != self._columns:
            return Record(line.number, {}, (self._wrong_count(line, len(cells)),))
        values: dict[str, str] = {}
        problems = []
        for place, meaning in self._wanted:
            try:
                value = clean_text(cells[place]).strip()
            except UncleanText:
                problems.append(self._unclean(line, meaning))
                continue
            if len(value) > MOST_SIGNS_A_VALUE or "\t" in value:
                problems.append(self._too_long(line, meaning))
            else:
                values[meaning] = value
        return Record(line.number, values, tuple(problems))

    def _wrong_count(self, line: Line, found: int) -> Problem:
        if not line.ended and found < self._columns:
            text = lazy(
                "The file stops in the middle of line %(line)s. It was cut off on its way; export and send it again.",
                line=line.number,
            )
            raise FileRefused(Problem("cut-off", text, line.number))
        text = lazy(
            "The row has %(found)s columns, the header has %(expected)s. A value that holds the delimiter has to stand "
            "in quotation marks.",
            found=found,
            expected=self._columns,
        )
        return Problem("wrong-column-count", text, line.number)

    def _unclean(self, line: Line, meaning: str) -> Problem:
        text = lazy("There is an invisible control sign in the value. Remove it where the file comes from.")
        return Problem("control-sign", text, line.number, self.headers[meaning])

    def _too_long(self, line: Line, meaning: str) -> Problem:
        text = lazy("The value has a tab in it or more than %(most)s signs.", most=MOST_SIGNS_A_VALUE)
        return Problem("value-too-long", text, line.number, self.headers[meaning])
