"""Bytes to lines of text, one at a time: memory does not grow with the file or with a line that never ends."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from handrail.exchange.intake.problems import FileRefused, Problem
from handrail.kit.i18n import LazyText, lazy

MOST_BYTES_A_LINE: Final = 64 * 1024

_NO_TEXT_FILE: Final = {
    b"PK\x03\x04": lazy("This is a spreadsheet or an archive, not a text file. Save it as CSV and choose that file."),
    b"\xd0\xcf\x11\xe0": lazy("This is an old spreadsheet, not a text file. Save it as CSV and choose that file."),
    b"%PDF": lazy("This is a PDF, not a text file. Ask for the same list as CSV."),
    b"\xff\xfe": lazy("The file is written in UTF-16. Save it as “CSV UTF-8” and choose that file."),
    b"\xfe\xff": lazy("The file is written in UTF-16. Save it as “CSV UTF-8” and choose that file."),
}
_UTF8_MARK: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its end. `number` counts from 1; `ended` is False where the file stops before a line end."""

    number: int
    text: str
    ended: bool


class LineReader:
    """Reads a stream line by line; raises FileRefused at the first byte that shows the file is not what it should be.

    `sha256` is the fingerprint of what was read so far.
    """

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        self._encoding = encoding
        self._digest = hashlib.sha256()

    @property
    def sha256(self) -> bytes:
        """32 bytes over everything read so far."""
        return self._digest.digest()

    def __iter__(self) -> Iterator[Line]:
        number = 0
        while raw := self._stream.readline(MOST_BYTES_A_LINE + 1):
            number += 1
            self._digest.update(raw)
            if number == 1:
                raw = self._without_mark(raw)
            ended = raw.endswith(b"\n")
            if not ended and len(raw) > MOST_BYTES_A_LINE:
                raise _refused(number, "line-too-long", _too_long(number))
            yield Line(number, self._text(number, raw.removesuffix(b"\n").removesuffix(b"\r")), ended)

    def _without_mark(self, raw: bytes) -> bytes:
        for start, text in _NO_TEXT_FILE.items():
            if raw.startswith(start):
                raise FileRefused(Problem("not-a-text-file", text))
        if raw.startswith(_UTF8_MARK) and self._encoding != "utf-8":
            text = lazy("The file is written in UTF-8, the profile expects %(encoding)s.", encoding=self._encoding)
            raise _refused(1, "wrong-encoding", text)
        return raw.removeprefix(_UTF8_MARK)

    def _text(self, number: int, body: bytes) -> str:
        if (at := body.find(0)) >= 0:
            text = lazy(
                "Line %(line)s has a zero byte at place %(byte)s. The file is damaged or no text file; export it anew.",
                line=number,
                byte=at + 1,
            )
            raise _refused(number, "zero-byte", text)
        if b"\r" in body:
            text = lazy(
                "Line %(line)s has a line end in its middle. Save the file with ordinary line ends (Windows or Unix).",
                line=number,
            )
            raise _refused(number, "odd-line-end", text)
        try:
            return body.decode(self._encoding)
        except UnicodeDecodeError as problem:
            raise _refused(number, "wrong-encoding", _undecodable(number, problem)) from problem


def _refused(number: int, code: str, text: LazyText) -> FileRefused:
    return FileRefused(Problem(code, text, number))


def _too_long(number: int) -> LazyText:
    return lazy(
        "Line %(line)s does not end within %(bytes)s bytes. The file is damaged or its line ends are missing.",
        line=number,
        bytes=MOST_BYTES_A_LINE,
    )


def _undecodable(number: int, problem: UnicodeDecodeError) -> LazyText:
    return lazy(
        "Line %(line)s, byte %(byte)s (%(value)s) is not %(encoding)s. Save the file as “CSV UTF-8”, or set the right "
        "`encoding` in the profile.",
        line=number,
        byte=problem.start + 1,
        value=f"0x{problem.object[problem.start]:02X}",
        encoding=problem.encoding,
    )
