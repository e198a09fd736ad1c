"""Two wordings side by side: paragraph by paragraph, with what differs in each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

_PIECES: Final = re.compile(r"\s+|\S+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words in a row; `differs` where the other side has none of them."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One paragraph on both sides; an empty side has no such paragraph."""

    before: tuple[Piece, ...]
    after: tuple[Piece, ...]

    @property
    def differs(self) -> bool:
        """Whether the sides are not word for word the same."""
        return any(piece.differs for piece in (*self.before, *self.after))


def side_by_side(before: str, after: str) -> list[Row]:
    """Return both texts in rows of one paragraph each, those that answer to each other beside each other."""
    left, right = _paragraphs(before), _paragraphs(after)
    rows: list[Row] = []
    for _kind, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        for at in range(max(b - a, d - c)):
            one = left[a + at] if a + at < b else ""
            other = right[c + at] if c + at < d else ""
            rows.append(Row(tuple(_marked(one, other)), tuple(_marked(other, one))))
    return rows


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]


def _marked(text: str, other: str) -> Iterator[Piece]:
    ours = _PIECES.findall(text)
    shared = set()
    for block in SequenceMatcher(None, ours, _PIECES.findall(other), autojunk=False).get_matching_blocks():
        shared |= set(range(block.a, block.a + block.size))
    run, marked = "", False
    for at, piece in enumerate(ours):
        differs = at not in shared
        if run and differs is not marked:
            yield Piece(run, marked)
            run = ""
        run, marked = run + piece, differs
    if run:
        yield Piece(run, marked)
