"""The colours of a chart: the tokens of the pages, each with its light value for a file that stands by itself."""

from typing import Final

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
    INK: "--ink",
    MUTED: "--ink-2",
    LINE: "--line",
    EDGE: "--edge",
    TEAL: "--teal",
    ON_TEAL: "--on-teal",
    SUNK: "--sunk",
}
"""What a specification names, which is the light value, and the token of handrail.css."""


def colour(named: str) -> str:
    """Return the colour that stands in the SVG for the one a specification names."""
    return f"var({TOKENS[named]}, {named})"
