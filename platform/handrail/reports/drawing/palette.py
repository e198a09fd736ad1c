"""The colours of a chart: the tokens of the pages, as a page knows them or written out for a file of its own."""

from enum import StrEnum
from typing import Final


class Theme(StrEnum):
    """Where a chart will stand."""

    PAGE = "page"
    LIGHT = "light"
    DARK = "dark"


INK: Final = "#15211f"
MUTED: Final = "#495754"
LINE: Final = "#d5dcdb"
EDGE: Final = "#74827f"
TEAL: Final = "#0b655f"
ON_TEAL: Final = "#ffffff"
SUNK: Final = "#e9eded"
HATCH: Final = "#000001"
"""No colour: stands for stripes of teal."""
DOTS: Final = "#000002"
"""No colour: stands for dots of ink."""
VEIL: Final = "#000003"
"""No colour: stands for the thin stripes of what is held back."""

PATTERNS: Final = {HATCH: "hatch", DOTS: "dots", VEIL: "veil"}

TOKENS: Final = {
    INK: ("--ink", "#15211f", "#e9eeec"),
    MUTED: ("--ink-2", "#495754", "#b1bdb9"),
    LINE: ("--line", "#d5dcdb", "#35423f"),
    EDGE: ("--edge", "#74827f", "#84948f"),
    TEAL: ("--teal", "#0b655f", "#74cabf"),
    ON_TEAL: ("--on-teal", "#fff", "#08201d"),
    SUNK: ("--sunk", "#e9eded", "#253130"),
}
"""What a specification names, the token of handrail.css, and its light and dark values."""


def colour(named: str, theme: Theme) -> str:
    """Return the colour that stands in the SVG for the one a specification names."""
    token, light, dark = TOKENS[named]
    return {Theme.PAGE: f"var({token})", Theme.LIGHT: light, Theme.DARK: dark}[theme]
