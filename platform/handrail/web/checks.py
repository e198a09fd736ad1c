"""What every page must hold, read from its HTML: well formed, ids once, references that lead somewhere.

For the tests of every slice; it needs no browser. A browser and axe see more, and some of this they do not see.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

VOID: Final = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
REFERENCES: Final = ("aria-describedby", "aria-labelledby", "aria-controls", "for")
NOT_IN_A_PARAGRAPH: Final = frozenset(
    {"p", "form", "div", "dl", "ul", "ol", "details", "fieldset", "table", "section", "h1", "h2", "h3"}
)
LABELLED: Final = frozenset({"input", "select", "textarea"})


@dataclass
class Element:
    """One element with where it stands."""

    tag: str
    attributes: dict[str, str | None]
    ancestors: tuple[str, ...]


@dataclass
class Page(HTMLParser):
    """Collects elements and everything that is wrong with how they nest."""

    elements: list[Element] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the element, and open it unless it is void."""
        names = [name for name, _value in attrs]
        self.problems += [f"<{tag}> has {name} twice" for name in set(names) if names.count(name) > 1]
        self.elements.append(Element(tag, dict(attrs), tuple(self._open)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the element, which is only right for void ones and in SVG."""
        self.elements.append(Element(tag, dict(attrs), tuple(self._open)))
        if "svg" not in self._open and tag not in VOID:
            self.problems.append(f"<{tag}/> closes itself outside SVG")

    def handle_endtag(self, tag: str) -> None:
        """Close the element, which must be the last one opened."""
        if not self._open or self._open[-1] != tag:
            self.problems.append(f"</{tag}> closes {self._open[-1:] or 'nothing'} at line {self.getpos()[0]}")
            if tag not in self._open:
                return
            while self._open[-1] != tag:
                self._open.pop()
        self._open.pop()

    def close(self) -> None:
        """Name what was never closed."""
        super().close()
        self.problems += [f"<{tag}> is never closed" for tag in self._open]


def read(html: str) -> Page:
    """Return the elements of a page or a part of one."""
    page = Page()
    page.feed(html)
    page.close()
    return page


def problems_of(html: str) -> list[str]:
    """Return everything wrong with a page or a part of one; empty where it is fine."""
    page = read(html)
    found = list(page.problems)
    ids = [str(element.attributes["id"]) for element in page.elements if "id" in element.attributes]
    found += [f"id {name} is used {ids.count(name)} times" for name in sorted(set(ids)) if ids.count(name) > 1]
    labels = {element.attributes.get("for") for element in page.elements if element.tag == "label"}
    for element in page.elements:
        found += _element_problems(element, set(ids), labels)
    return found


def _element_problems(element: Element, ids: set[str], labels: set[str | None]) -> list[str]:
    return [*_refused(element), *_lost(element, ids), *_misplaced(element), *_unlabelled(element, labels)]


def _refused(element: Element) -> Iterator[str]:
    """Yield what the content security policy or the gate of htmx does not let through."""
    for name in element.attributes:
        if name == "style" or name.startswith("on") or name in {"hx-on", "data-hx-on"}:
            yield f"<{element.tag}> has {name}, which the policy refuses"
    uses_htmx = any(name.startswith(("data-hx-", "hx-")) for name in element.attributes)
    if uses_htmx and not element.attributes.get("data-hx-nonce"):
        yield f"<{element.tag}> has htmx attributes without a nonce"


def _lost(element: Element, ids: set[str]) -> Iterator[str]:
    for name in REFERENCES:
        for part in (element.attributes.get(name) or "").split():
            if part not in ids:
                yield f"{name}={part} of <{element.tag}> leads nowhere"


def _misplaced(element: Element) -> Iterator[str]:
    if element.tag in {"button", "form", "a"} and element.tag in element.ancestors:
        yield f"<{element.tag}> inside <{element.tag}>"
    if element.tag in NOT_IN_A_PARAGRAPH and "p" in element.ancestors:
        yield f"<{element.tag}> inside <p>, which the browser takes apart"


def _unlabelled(element: Element, labels: set[str | None]) -> Iterator[str]:
    if element.tag not in LABELLED or element.attributes.get("type") == "hidden":
        return
    if not (element.attributes.get("aria-label") or element.attributes.get("id") in labels):
        yield f"<{element.tag} name={element.attributes.get('name')}> has no label"


def assert_well_formed(html: str) -> None:
    """Raise AssertionError with everything that is wrong with a page or a part of one."""
    if found := problems_of(html):
        raise AssertionError("\n".join(found))
