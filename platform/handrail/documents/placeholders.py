"""`{name}` in templates: strict, and its values are words, never markup.

A template is parsed first and filled afterwards, in the tree: whatever a value contains, it can not become a heading,
a link or another placeholder.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

from handrail.documents.blocks import (
    Block,
    Emphasis,
    Heading,
    Inline,
    Link,
    ListBlock,
    Paragraph,
    Strong,
    Text,
    inlines,
)
from handrail.documents.errors import MalformedPlaceholder, UnknownPlaceholder
from handrail.documents.markdown import lines, parse
from handrail.kit.i18n import _, direction

_PLACEHOLDER: Final = re.compile(r"\{([a-z_]+)\}")
_BRACE: Final = re.compile(r"[{}]|%7B|%7D", re.IGNORECASE)  # a link's address has them escaped
_FROM_RIGHT: Final = frozenset({"R", "AL", "AN"})  # bidirectional classes
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"


def names_in(source: str) -> frozenset[str]:
    """Return the placeholders that a Markdown template asks for; raises MalformedPlaceholder."""
    return _names(parse(source))


def names_in_line(source: str) -> frozenset[str]:
    """Return the placeholders of a line without markup, such as a subject; raises MalformedPlaceholder."""
    return frozenset(_PLACEHOLDER.findall(_checked(source)))


def check(source: str, known: Iterable[str]) -> None:
    """Raise UnknownPlaceholder for the first name in a Markdown template that is not `known`."""
    _refuse_unknown(names_in(source), frozenset(known))


def fill(source: str, values: Mapping[str, str]) -> tuple[Block, ...]:
    """Return the tree of a Markdown template with every placeholder filled in.

    A value's newlines become line breaks. Raises UnknownPlaceholder where `values` has no such name, and
    MalformedPlaceholder where braces are not closed, hold no name, or stand in the address of a link.
    """
    tree = parse(source)
    _refuse_unknown(_names(tree), values.keys())
    return tuple(_fill_block(block, values) for block in tree)


def fill_line(source: str, values: Mapping[str, str]) -> str:
    """Return a line without markup with every placeholder filled in; raises as `fill` does."""
    _refuse_unknown(names_in_line(source), values.keys())
    return _PLACEHOLDER.sub(lambda found: isolated(" ".join(values[found[1]].split())), source)


def isolated(value: str) -> str:
    """Return one line of a value so that its direction does not disturb the sentence around it (Unicode UAX 9).

    In a language written from the right every value is isolated: a telephone number alone would be turned round.
    """
    if not value or (
        direction() == "ltr" and not any(unicodedata.bidirectional(sign) in _FROM_RIGHT for sign in value)
    ):
        return value
    return f"{_ISOLATE}{value}{_END_ISOLATE}"


def _names(tree: tuple[Block, ...]) -> frozenset[str]:
    found: set[str] = set()
    for inline in inlines(tree):
        if isinstance(inline, Text):
            found |= set(_PLACEHOLDER.findall(_checked(inline.text)))
        elif isinstance(inline, Link) and _BRACE.search(inline.href):
            raise MalformedPlaceholder(_("A placeholder can not stand in the address of a link."))
    return frozenset(found)


def _checked(text: str) -> str:
    if any(brace in _PLACEHOLDER.sub("", text) for brace in "{}"):
        raise MalformedPlaceholder(
            _(
                "A placeholder looks like {worker_name}: small letters between braces. Look at “%(text)s”.",
                text=text.strip()[:80],
            ),
        )
    return text


def _refuse_unknown(asked: frozenset[str], known: Iterable[str]) -> None:
    unknown = sorted(asked - frozenset(known))
    if unknown:
        raise UnknownPlaceholder(
            _("Nothing is known to fill in for “%(name)s”.", name=unknown[0]),
            placeholder=unknown[0],
        )


def _fill_block(block: Block, values: Mapping[str, str]) -> Block:
    if isinstance(block, ListBlock):
        filled = tuple(tuple(_fill_block(inner, values) for inner in item) for item in block.items)
        return ListBlock(block.start, filled)
    children = _fill_inlines(block.children, values)
    return Heading(block.level, children) if isinstance(block, Heading) else Paragraph(children)


def _fill_inlines(children: Iterable[Inline], values: Mapping[str, str]) -> tuple[Inline, ...]:
    found: list[Inline] = []
    for child in children:
        if isinstance(child, Text):
            found += _fill_text(child.text, values)
        elif isinstance(child, Link):
            found.append(Link(child.href, _fill_inlines(child.children, values)))
        elif isinstance(child, Strong | Emphasis):
            found.append(type(child)(_fill_inlines(child.children, values)))
        else:
            found.append(child)
    return tuple(found)


def _fill_text(text: str, values: Mapping[str, str]) -> Iterable[Inline]:
    for index, part in enumerate(_PLACEHOLDER.split(text)):
        if index % 2:
            yield from lines("\n".join(isolated(line) for line in values[part].split("\n")))
        elif part:
            yield Text(part)
