"""The forms in which a report is handed out: what its page shows, its charts, a workbook, its tables as text."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from handrail.reports.csv_text import to_csv
from handrail.reports.drawing import NARROW, WIDE, draw
from handrail.reports.sheets import to_xlsx
from handrail.reports.storing import CHART, SHOWN, chart_name, to_bytes
from handrail.reports.tables import Report, ShownTable

_SVG: Final = "image/svg+xml"
_WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Form:
    """One file of a report."""

    name: str
    content_type: str
    content: bytes


def forms_of(report: Report) -> Iterator[Form]:
    """Yield the files of a report, in the language that is set. Only the job draws: it costs much memory once."""
    yield Form(SHOWN, "application/json", to_bytes(report))
    yield Form("report.csv", "text/csv", to_csv(report))
    yield Form("report.xlsx", _WORKBOOK, to_xlsx(report))
    for table in report.tables:
        if any(cell.value for cell in table.cells()):
            yield from _drawings(table)


def _drawings(table: ShownTable) -> Iterator[Form]:
    """Yield the chart of a table for a wide and for a narrow screen, where it has one."""
    for narrow in (False, True):
        name = chart_name(table.key, narrow=narrow)
        own_ids = replace(table, key=name.removeprefix(CHART).removesuffix(".svg"))
        drawn = draw(own_ids, width=NARROW if narrow else WIDE)
        if drawn is not None:
            yield Form(name, _SVG, drawn.encode())
