"""The typed tree of a text: what Markdown becomes, and what a page or a PDF is made from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Text:
    """Plain characters, never markup."""

    text: str


@dataclass(frozen=True, slots=True)
class Break:
    """The next line of the same paragraph: an address, a verse."""


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that carry the sentence."""

    children: "tuple[Inline, ...]"


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Words said with another voice."""

    children: "tuple[Inline, ...]"


@dataclass(frozen=True, slots=True)
class Link:
    """A reference; `href` is an http, https, mailto or tel address and nothing else."""

    href: str
    children: "tuple[Inline, ...]"


Inline = Text | Break | Strong | Emphasis | Link


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` counts from 1 within its own text, the document places it in its outline."""

    level: int
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list; `start` is the first number of an ordered one, None where it is unordered."""

    start: int | None
    items: "tuple[tuple[Block, ...], ...]"


Block = Heading | Paragraph | ListBlock


def inlines(blocks: Iterable[Block]) -> Iterator[Inline]:
    """Walk over every inline of the tree, parents first."""
    for block in blocks:
        if isinstance(block, ListBlock):
            for item in block.items:
                yield from inlines(item)
        else:
            yield from _inner(block.children)


def _inner(children: Iterable[Inline]) -> Iterator[Inline]:
    for child in children:
        yield child
        if isinstance(child, Strong | Emphasis | Link):
            yield from _inner(child.children)


def plain_text(children: Iterable[Inline]) -> str:
    """Return the words alone."""
    return "".join(
        child.text if isinstance(child, Text) else " " if isinstance(child, Break) else plain_text(child.children)
        for child in children
    )


def as_data(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """Return the tree as JSON data for the typesetter; heading levels are closed up, so that none is skipped."""
    found: list[dict[str, Any]] = []
    above: list[int] = []  # the levels, as written, of the headings that this one stands under
    for block in blocks:
        if isinstance(block, Heading):
            while above and above[-1] >= block.level:
                above.pop()
            above.append(block.level)
            found.append({"kind": "heading", "level": len(above), "children": _inline_data(block.children)})
        elif isinstance(block, Paragraph):
            found.append({"kind": "paragraph", "children": _inline_data(block.children)})
        else:
            found.append({"kind": "list", "start": block.start, "items": [as_data(item) for item in block.items]})
    return found


def _inline_data(children: Iterable[Inline]) -> list[dict[str, Any]]:
    return [_one(child) for child in children]


def _one(child: Inline) -> dict[str, Any]:
    if isinstance(child, Text):
        return {"kind": "text", "text": child.text}
    if isinstance(child, Break):
        return {"kind": "break"}
    data: dict[str, Any] = {"kind": type(child).__name__.casefold(), "children": _inline_data(child.children)}
    if isinstance(child, Link):
        # On paper a link is its address: it is printed where the words do not already say it.
        shown = plain_text(child.children)
        bare = child.href.removeprefix("mailto:").removeprefix("tel:")
        data |= {"href": child.href, "print": "" if bare in shown or child.href in shown else bare}
    return data
