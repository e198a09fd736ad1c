"""Names for invented people, by language."""

import functools
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal

NAMES: Final = Path(__file__).with_name("names.toml")


@functools.cache
def _names() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(NAMES.read_text("utf-8"))


def languages() -> frozenset[str]:
    """Return the languages for which there are names."""
    return frozenset(_names())


def names(language: str, kind: Literal["given", "family"]) -> Sequence[str]:
    """Return the names of a language, in an order that never changes; new ones go at the end of a new list."""
    return _names()[language][kind]
