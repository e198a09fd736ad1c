"""The same texts as HTML for pages: made from the tree, then cleaned by nh3 as a second lock."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Final

import nh3

from handrail.documents.blocks import Block, Break, Emphasis, Heading, Inline, Link, ListBlock, Strong, Text
from handrail.documents.markdown import LINK_SCHEMES, parse

_TAGS: Final = {"a", "p", "br", "strong", "em", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6"}
_DEEPEST_HEADING: Final = 6


@dataclass(frozen=True, slots=True)
class SafeHtml:
    """HTML that only this module makes; templates print it as it is."""

    html: str

    def __html__(self) -> str:
        return self.html

    def __str__(self) -> str:
        return self.html


def render(source: str, *, headings_from: int = 2) -> SafeHtml:
    """Return a Markdown text as HTML; its highest heading becomes `headings_from`, so the page's outline holds."""
    return render_blocks(parse(source), headings_from=headings_from)


def render_blocks(blocks: Iterable[Block], *, headings_from: int = 2) -> SafeHtml:
    """Return a tree as HTML."""
    written = "".join(_block(block, headings_from - 1) for block in blocks)
    return SafeHtml(
        nh3.clean(written, tags=_TAGS, attributes={"a": {"href"}, "ol": {"start"}}, url_schemes={*LINK_SCHEMES})
    )


def _block(block: Block, shift: int) -> str:
    if isinstance(block, ListBlock):
        tag = "ul" if block.start is None else "ol"
        start = f' start="{block.start}"' if block.start not in {None, 1} else ""
        items = "".join(f"<li>{_item(item, shift)}</li>" for item in block.items)
        return f"<{tag}{start}>{items}</{tag}>"
    tag = f"h{min(block.level + shift, _DEEPEST_HEADING)}" if isinstance(block, Heading) else "p"
    return f"<{tag}>{_inlines(block.children)}</{tag}>"


def _item(blocks: tuple[Block, ...], shift: int) -> str:
    """Write an item of one paragraph without the paragraph around it."""
    if len(blocks) == 1 and not isinstance(blocks[0], Heading | ListBlock):
        return _inlines(blocks[0].children)
    return "".join(_block(block, shift) for block in blocks)


def _inlines(children: Iterable[Inline]) -> str:
    return "".join(_inline(child) for child in children)


def _inline(child: Inline) -> str:
    match child:
        case Text(text):
            return escape(text)
        case Break():
            return "<br>"
        case Strong(children):
            return f"<strong>{_inlines(children)}</strong>"
        case Emphasis(children):
            return f"<em>{_inlines(children)}</em>"
        case Link(href, children):
            return f'<a href="{escape(href)}">{_inlines(children)}</a>'
