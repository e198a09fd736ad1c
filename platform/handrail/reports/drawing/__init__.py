"""Charts: a table that asks for one becomes an SVG, drawn on the server and kept with the report.

Only the job that makes a report draws. The library costs a process some 80 MB once and 20 ms a chart after that, so it
is loaded at the first chart and never in a web process, which only hands out what was kept.
"""

from handrail.reports.drawing.specs import NARROW, WIDE, spec_of
from handrail.reports.drawing.svg import clean
from handrail.reports.drawing.telling import describe
from handrail.reports.drawing.vega import to_svg
from handrail.reports.tables import ShownTable

__all__ = ["NARROW", "WIDE", "describe", "draw"]


def draw(table: ShownTable, *, width: int = WIDE) -> str | None:
    """Return the chart of a table as SVG, in the language that is set; None where there is nothing to draw.

    `width` is in CSS pixels, to be shown at that size: no text is smaller than 12 pixels. Inside a page of ours it
    takes the page's colours, light, dark or printed; a file that somebody downloaded has the light ones.
    """
    spec = spec_of(table, width)
    if spec is None:
        return None
    return clean(to_svg(spec), name=table.key, title=str(table.title), description=describe(table))
