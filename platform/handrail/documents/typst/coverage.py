"""Which text the vendored typefaces can set, read from their own character maps.

A PDF/UA export stops at the first glyph that no typeface has, and a combining mark counts against the typeface of
its base letter. So text is cut into clusters as the shaper does, and a cluster is kept when one typeface sets it whole.
"""

import functools
import struct
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).parent / "fonts"

# In the order in which Typst tries them; a character counts where every face of the family has it.
FAMILIES: Final = {
    "Noto Sans": ("NotoSans-Regular.ttf", "NotoSans-SemiBold.ttf", "NotoSans-Italic.ttf"),
    "Noto Sans Arabic": ("NotoSansArabic-Regular.ttf", "NotoSansArabic-SemiBold.ttf"),
    "DejaVu Sans": ("DejaVuSans.ttf",),
    "Noto Emoji": ("NotoEmoji-Regular.ttf",),
}
REPLACEMENT: Final = "\u25a1"  # a box, which DejaVu Sans has: visible, and not mistaken for a word

_JOINER: Final = "\u200d"
_SKIN_TONES: Final = range(0x1F3FB, 0x1F400)
_TAGS: Final = range(0xE0020, 0xE0080)
# No characters of text: controls, surrogates, private use (no meaning outside its font), unassigned.
_NEVER: Final = frozenset({"Cc", "Cs", "Co", "Cn"})
_BYTE_ORDER_MARK: Final = "\ufeff"
_SEGMENTED, _GROUPED = 4, 12  # the two forms of character map that our typefaces use


@dataclass(frozen=True, slots=True)
class Printable:
    """Text that the typefaces can set; `replaced` counts the clusters that became a box or lost a mark."""

    text: str
    replaced: int


def printable(text: str) -> Printable:
    """Return `text` in NFC with each cluster that no typeface sets replaced; newlines and tabs stay."""
    kept: list[str] = []
    replaced = 0
    for cluster in _clusters(unicodedata.normalize("NFC", text)):
        settable = _settable(cluster)
        replaced += cluster not in {settable, _BYTE_ORDER_MARK}
        kept.append(settable)
    return Printable("".join(kept), replaced)


def printable_data(data: Any) -> tuple[Any, int]:
    """Return JSON data with every string made printable, and how many clusters were replaced in all."""
    if isinstance(data, str):
        found = printable(data)
        return found.text, found.replaced
    if isinstance(data, dict):
        pairs = {key: printable_data(value) for key, value in data.items()}
        return {key: value for key, (value, _) in pairs.items()}, _total(pairs.values())
    if isinstance(data, list | tuple):
        items = [printable_data(value) for value in data]
        return [value for value, _ in items], _total(items)
    return data, 0


def _total(pairs: Iterable[tuple[Any, int]]) -> int:
    return sum(count for _, count in pairs)


def _clusters(text: str) -> Iterator[str]:
    """Cut before each character that stands for itself: marks, joiners and what is joined stay with their base."""
    cluster = ""
    for sign in text:
        if cluster and not (_extends(sign) or cluster.endswith(_JOINER)):
            yield cluster
            cluster = ""
        cluster += sign
    if cluster:
        yield cluster


def _extends(sign: str) -> bool:
    code = ord(sign)
    return unicodedata.category(sign)[0] == "M" or sign == _JOINER or code in _SKIN_TONES or code in _TAGS


def _settable(cluster: str) -> str:
    if cluster in {"\n", "\t"}:
        return cluster
    if _extends(cluster[0]) or any(unicodedata.category(sign) in _NEVER for sign in cluster):
        return REPLACEMENT  # a mark without its letter would join whatever text comes before
    signs = cluster.replace(_BYTE_ORDER_MARK, "")
    if not signs:
        return ""
    codes = {ord(sign) for sign in signs if not _invisible(sign)}
    if any(codes <= family for family in coverage().values()):
        return signs
    base = signs[0]
    home = next((family for family in coverage().values() if ord(base) in family), None)
    if home is None:
        return REPLACEMENT
    return base + "".join(sign for sign in signs[1:] if unicodedata.category(sign)[0] == "M" and ord(sign) in home)


def _invisible(sign: str) -> bool:
    """Whether the shaper never asks the typeface for it: joiners and variation selectors."""
    return sign in "\u200c\u200d" or "\ufe00" <= sign <= "\ufe0f"


@functools.cache
def coverage() -> dict[str, frozenset[int]]:
    """Return the code points of each family."""
    return {
        family: frozenset.intersection(*(_character_map((FOLDER / name).read_bytes()) for name in names))
        for family, names in FAMILIES.items()
    }


def _character_map(font: bytes) -> frozenset[int]:
    """Read the code points of an OpenType file (ISO/IEC 14496-22, section 5.2.1)."""
    (tables,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4sIII", font, 12 + 16 * index) for index in range(tables))
    start = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    found: set[int] = set()
    for index in range(count):
        _, _, offset = struct.unpack_from(">HHI", font, start + 4 + 8 * index)
        found |= _subtable(font, start + offset)
    return frozenset(found)


def _subtable(font: bytes, at: int) -> set[int]:
    (form,) = struct.unpack_from(">H", font, at)
    if form == _GROUPED:
        (groups,) = struct.unpack_from(">I", font, at + 12)
        ranges = (struct.unpack_from(">III", font, at + 16 + 12 * index) for index in range(groups))
        return {code for first, last, _ in ranges for code in range(first, last + 1)}
    if form == _SEGMENTED:
        return _segments(font, at)
    return set()


def _segments(font: bytes, at: int) -> set[int]:
    """Read form 4, in which a code inside a segment may still point to no glyph."""
    (double,) = struct.unpack_from(">H", font, at + 6)
    count = double // 2
    ends = struct.unpack_from(f">{count}H", font, at + 14)
    starts = struct.unpack_from(f">{count}H", font, at + 16 + double)
    deltas = struct.unpack_from(f">{count}h", font, at + 16 + 2 * double)
    found = set()
    for index in range(count):
        slot = at + 16 + 3 * double + 2 * index
        (jump,) = struct.unpack_from(">H", font, slot)
        for code in range(starts[index], ends[index] + 1):
            glyph = code if not jump else struct.unpack_from(">H", font, slot + jump + 2 * (code - starts[index]))[0]
            if glyph and (glyph + deltas[index]) & 0xFFFF:
                found.add(code)
    return found - {0xFFFF}
