"""The part of Markdown that letters, pamphlets and framework texts may use, as a typed tree.

Headings, paragraphs, lists, strong, emphasis, links, line breaks. Everything else (HTML, images, tables, code) is
plain text: it is printed as it was typed and never acted on.
"""

from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from handrail.documents.blocks import (
    Block,
    Break,
    Emphasis,
    Heading,
    Inline,
    Link,
    ListBlock,
    Paragraph,
    Strong,
    Text,
)

LINK_SCHEMES: Final = frozenset({"http", "https", "mailto", "tel"})
_DEEPEST: Final = 20  # nested marks; a text that goes deeper is printed as typed from there on

_RULES: Final = ("heading", "list", "newline", "escape", "emphasis", "link")


class _Parser(MarkdownIt):
    """The library's parser; a link elsewhere (javascript:, a path) is no link: its source is printed."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's hook
        try:
            return urlsplit(url).scheme.casefold() in LINK_SCHEMES
        except ValueError:
            return False


_PARSER: Final = _Parser("zero", {"maxNesting": _DEEPEST}).enable(list(_RULES))


def parse(source: str) -> tuple[Block, ...]:
    """Return the tree of a Markdown text; there is no wrong Markdown."""
    return tuple(_blocks(SyntaxTreeNode(_PARSER.parse(source)).children))


def plain(text: str) -> tuple[Block, ...]:
    """Return the tree of a text without markup: paragraphs at empty lines, line breaks kept."""
    paragraphs = [part.strip("\n") for part in text.split("\n\n")]
    return tuple(Paragraph(lines(part)) for part in paragraphs if part.strip())


def lines(text: str) -> tuple[Inline, ...]:
    """Return plain text with its newlines as breaks."""
    found: list[Inline] = []
    for index, line in enumerate(text.split("\n")):
        if index:
            found.append(Break())
        if line:
            found.append(Text(line))
    return tuple(found)


def _blocks(nodes: Iterable[SyntaxTreeNode]) -> Iterable[Block]:
    for node in nodes:
        if node.type == "heading":
            yield Heading(int(node.tag[1]), _children(node))
        elif node.type in {"bullet_list", "ordered_list"}:
            start = None if node.type == "bullet_list" else int(node.attrs.get("start", 1))
            yield ListBlock(start, tuple(tuple(_blocks(item.children)) for item in node.children))
        else:
            yield Paragraph(_children(node))


def _children(node: SyntaxTreeNode) -> tuple[Inline, ...]:
    return tuple(_inlines(node.children[0].children)) if node.children else ()


def _inlines(nodes: Iterable[SyntaxTreeNode]) -> Iterable[Inline]:
    for node in nodes:
        match node.type:
            case "strong":
                yield Strong(tuple(_inlines(node.children)))
            case "em":
                yield Emphasis(tuple(_inlines(node.children)))
            case "link":
                yield Link(str(node.attrs["href"]), tuple(_inlines(node.children)))
            case "hardbreak" | "softbreak":
                yield Break()  # people who write letters press Enter where the next line starts
            case _:
                yield Text(node.content)
