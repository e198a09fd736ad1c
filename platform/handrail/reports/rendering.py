"""The forms in which a report is handed out: what its page shows, its charts, a workbook, its tables as text."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from handrail.reports.storing import to_bytes
from handrail.reports.tables import Report

SHOWN: Final = "report.json"
JSON: Final = "application/json"


@dataclass(frozen=True, slots=True)
class Form:
    """One file of a report."""

    name: str
    content_type: str
    content: bytes


def forms_of(report: Report) -> Iterator[Form]:
    """Yield the files of a report, in the language that is set."""
    yield Form(SHOWN, JSON, to_bytes(report))
