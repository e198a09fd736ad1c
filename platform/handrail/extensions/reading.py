"""Reading values out of a plugin's TOML. Each raises ValueError with what to change."""

from collections.abc import Collection, Mapping
from difflib import get_close_matches
from typing import Any, TypeVar

_Word = TypeVar("_Word", bound=str)


def only(found: Mapping[str, Any], known: Collection[str], where: str) -> None:
    """Refuse a key that nobody reads: it would be a wish that is silently not granted."""
    for key in found:
        if key not in known:
            near = get_close_matches(key, known, 1)
            raise ValueError(f"{where} has no {key!r}{f'; did you mean {near[0]!r}?' if near else ''}")


def text(found: Mapping[str, Any], key: str) -> str:
    """Return a text that has to be there."""
    value = found.get(key)
    if not isinstance(value, str) or not value:
        raise ValueError(f"{key} must be a text")
    return value


def names(found: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """Return a list of names, empty where there is none."""
    value = found.get(key, [])
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ValueError(f"{key} must be a list of names")
    return tuple(value)


def table(found: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Return a table, empty where there is none."""
    value = found.get(key, {})
    if isinstance(value, dict):
        return value
    raise ValueError(f"{key} must be a table")


def choice(found: Mapping[str, Any], key: str, words: tuple[_Word, ...]) -> _Word:
    """Return one of some words, the first where nothing is said."""
    value = found.get(key, words[0])
    for word in words:
        if value == word:
            return word
    raise ValueError(f"{key} must be one of {', '.join(words)}, not {value!r}")


def flag(found: Mapping[str, Any], key: str) -> bool:
    """Return a yes or no, no where nothing is said."""
    value = found.get(key, False)
    if isinstance(value, bool):
        return value
    raise ValueError(f"{key} must be true or false")
