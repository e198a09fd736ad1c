"""Charts: a table that asks for one becomes an SVG, drawn on the server and kept with the report.

Only the job that makes a report draws. The library costs a process some 80 MB once and 20 ms a chart after that, so it
is loaded at the first chart and never in a web process, which only hands out what was kept.
"""

from handrail.reports.drawing.palette import Theme
from handrail.reports.drawing.specs import NARROW, WIDE, spec_of
from handrail.reports.drawing.svg import clean
from handrail.reports.drawing.telling import describe
from handrail.reports.drawing.vega import to_svg
from handrail.reports.tables import ShownTable

__all__ = ["NARROW", "WIDE", "Theme", "describe", "draw"]


def draw(table: ShownTable, *, theme: Theme = Theme.PAGE, width: int = WIDE) -> str | None:
    """Return the chart of a table as SVG, in the language that is set; None where there is nothing to draw.

    `width` is in CSS pixels, to be shown at that size: no text is smaller than 12 pixels. `Theme.PAGE` is for an SVG
    inside a page of ours (it takes the page's colours, light, dark or printed); the other two stand by themselves.
    """
    spec = spec_of(table, width)
    if spec is None:
        return None
    return clean(to_svg(spec), theme, name=table.key, title=str(table.title), description=describe(table))
