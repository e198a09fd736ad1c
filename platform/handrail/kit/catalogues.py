"""Which texts have no translation yet: read afresh from the source, so no list can fall behind."""

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from babel.messages.catalog import Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from handrail.kit.i18n import CORE, DOMAIN_DIRECTORY, Domain

MAPPING: Final = DOMAIN_DIRECTORY / "babel.cfg"
KEYWORDS: Final = {**DEFAULT_KEYWORDS, "lazy": None, "N_": None}

MessageId = str | tuple[str, str]
"""A text, or its singular and plural."""


@functools.cache
def used(source: Path = DOMAIN_DIRECTORY.parent, mapping: Path = MAPPING) -> dict[MessageId, str]:
    """Return every marked text below `source` with the first place that uses it; takes some seconds."""
    with mapping.open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found: dict[MessageId, str] = {}
    for name, line, message, _comments, _context in extract_from_dir(
        str(source), methods, options, keywords=KEYWORDS, strip_comment_tags=True
    ):
        key: MessageId = (message[0], message[1]) if isinstance(message, tuple) else message
        if key:
            found.setdefault(key, f"{name}:{line}")
    return found


def translated(code: str, domain: Domain = CORE) -> set[MessageId]:
    """Return the texts that a catalogue translates whole: every plural form, and not only as a guess (fuzzy)."""
    path = domain.directory / code / "LC_MESSAGES" / f"{domain.name}.po"
    if not path.exists():
        return set()
    with path.open("rb") as file:
        return {key for message in read_po(file, locale=code) for key in _ids(message)}


def missing(code: str) -> dict[MessageId, str]:
    """Return the texts without a translation into `code`, with a place that uses each."""
    have = translated(code)
    return {key: place for key, place in used().items() if key not in have}


def _ids(message: Message) -> Iterator[MessageId]:
    parts = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    if not message.id or message.fuzzy or not all(parts):
        return
    yield (message.id[0], message.id[1]) if isinstance(message.id, (tuple, list)) else str(message.id)
