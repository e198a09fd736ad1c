"""From the library's SVG to ours: only known elements and attributes, the page's colours, a title and a description.

Nothing in it needs a style, a script or another file, so it stands under our content security policy, in a page or by
itself. What it says is in its title, description and texts; the parts are no objects for a screen reader.
"""

import re
from typing import Final
from xml.etree import ElementTree as ET

from handrail.reports.drawing.palette import EDGE, INK, PATTERNS, TEAL, TOKENS, colour

_NAMESPACE: Final = "http://www.w3.org/2000/svg"
_ELEMENTS: Final = frozenset({"svg", "g", "path", "rect", "line", "text", "tspan", "circle"})
_ATTRIBUTES: Final = frozenset(
    {
        *("d", "x", "y", "x1", "y1", "x2", "y2", "r", "cx", "cy", "dx", "dy", "width", "height", "viewBox"),
        *("transform", "text-anchor", "font-size", "font-weight", "fill", "fill-opacity", "opacity"),
        *("stroke", "stroke-opacity", "stroke-width", "stroke-dasharray", "stroke-miterlimit"),
    },
)
_FONT: Final = "system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, Noto Sans Arabic, Arial, sans-serif"
_UNSAFE_NAME: Final = re.compile(r"[^A-Za-z0-9_-]+")


class UnknownDrawing(ValueError):
    """The library drew something that we do not know how to make safe."""


def clean(drawn: str, *, name: str, title: str, description: str) -> str:
    """Return the drawing made safe; `name` makes its ids unlike those of other charts on the page."""
    ids = f"chart-{_UNSAFE_NAME.sub('-', name)}"
    if "<!" in drawn:
        raise UnknownDrawing("a document type, which could hold entities")
    source = ET.fromstring(drawn)  # noqa: S314 - made by our own process, and without a document type
    root = _copy(source, ids)
    if root is None:
        raise UnknownDrawing(source.tag)
    root.attrib |= {"xmlns": _NAMESPACE, "role": "img", "aria-labelledby": f"{ids}-t {ids}-d", "font-family": _FONT}
    heads = [_text_element("title", f"{ids}-t", title), _text_element("desc", f"{ids}-d", description)]
    root[:] = [*heads, _patterns(ids), *root]
    return ET.tostring(root, encoding="unicode", short_empty_elements=True)


def _text_element(tag: str, name: str, text: str) -> ET.Element:
    element = ET.Element(tag, {"id": name})
    element.text = text
    return element


def _copy(source: ET.Element, ids: str) -> ET.Element | None:
    """Return the element with what we know of it, or None where nothing of it would be seen."""
    tag = source.tag.removeprefix(f"{{{_NAMESPACE}}}")
    if tag not in _ELEMENTS:
        raise UnknownDrawing(tag)
    if source.get("display") == "none" or source.get("opacity") == "0":
        return None
    element = ET.Element(tag)
    for key, value in source.attrib.items():
        if key in _ATTRIBUTES and value:
            element.set(key, _paint(value, ids) if key in {"fill", "stroke"} else value)
    if element.get("opacity") == "1":
        del element.attrib["opacity"]
    element.text = source.text if tag in {"text", "tspan"} else None
    children = (_copy(child, ids) for child in source)
    element.extend([child for child in children if child is not None])
    is_empty = (tag == "g" and not len(element)) or (tag == "path" and not element.get("d"))
    return None if is_empty or _is_unpainted(element) else element


def _is_unpainted(element: ET.Element) -> bool:
    """Return whether a path is one of the library's frames without line or fill."""
    return element.tag == "path" and not {"fill", "stroke"} & element.attrib.keys()


def _paint(value: str, ids: str) -> str:
    if value in PATTERNS:
        return f"url(#{ids}-{PATTERNS[value]})"
    if value in TOKENS:
        return colour(value)
    if value in {"none", "transparent"}:
        return "none"
    raise UnknownDrawing(f"the colour {value}")


def _patterns(ids: str) -> ET.Element:
    """Return stripes and dots, so that no part is told by its colour alone."""
    defs = ET.Element("defs")
    for kind, size, turn, shape in (
        ("hatch", "6", "rotate(-45)", {"d": "M0 0v6", "stroke": TEAL, "stroke-width": "3"}),
        ("dots", "6", "", {"d": "M2 3h2", "stroke": INK, "stroke-width": "2"}),
        ("veil", "8", "rotate(45)", {"d": "M0 0v8", "stroke": EDGE, "stroke-width": "1"}),
    ):
        pattern = ET.SubElement(defs, "pattern", {"id": f"{ids}-{kind}", "width": size, "height": size})
        pattern.set("patternUnits", "userSpaceOnUse")
        if turn:
            pattern.set("patternTransform", turn)
        ET.SubElement(pattern, "path", {**shape, "stroke": colour(shape["stroke"])})
    return defs
