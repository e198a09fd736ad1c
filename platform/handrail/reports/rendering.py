"""The forms in which a report is handed out: what its page shows, its charts, a workbook, its tables as text."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from handrail.reports.storing import to_bytes
from handrail.reports.tables import Report

SHOWN: Final = "report.json"
JSON: Final = "application/json"
_CHART: Final = "chart-"
_DARK: Final = ".dark"


@dataclass(frozen=True, slots=True)
class Form:
    """One file of a report."""

    name: str
    content_type: str
    content: bytes


def forms_of(report: Report) -> Iterator[Form]:
    """Yield the files of a report, in the language that is set."""
    yield Form(SHOWN, JSON, to_bytes(report))


def chart_name(table: str, *, dark: bool = False) -> str:
    """Return the name of the file that holds the drawing of a table."""
    return f"{_CHART}{table}{_DARK if dark else ''}.svg"


def is_chart(name: str) -> bool:
    """Say whether a file is a drawing that a page shows."""
    return name.startswith(_CHART) and name.endswith(".svg")
