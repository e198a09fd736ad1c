"""A report as one CSV file for programs: RFC 4180, UTF-8 with a mark at its start, one line per number ("tidy").

Every line says by itself what it is, so the file can be filtered and pivoted as it stands. Numbers have a decimal
point and no thousands, in every language; the head of each column is the same in every language too.
"""

import csv
import io
from collections.abc import Iterator
from typing import Final

from handrail.reports.tables import Cell, Heading, Line, Report, ShownTable

COLUMNS: Final = (
    *("report", "about", "first_day", "last_day", "table", "table_title", "row", "column", "column_title"),
    *("is_total", "unit", "value", "not_shown", "base", "low", "high"),
)
"""`not_shown`: why there is no value; `base`: how many a figure is made from; `low` and `high`: its spread."""

_FORMULA_SIGNS: Final = frozenset("=+-@\t\r")


def harmless(text: str) -> str:
    """Return the text so that no spreadsheet takes it for a formula: an apostrophe goes before the first sign."""
    return f"'{text}" if text[:1] in _FORMULA_SIGNS else text


def to_csv(report: Report) -> bytes:
    """Return all tables of a report as CSV, in the language that is set."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for table in report.tables:
        writer.writerows(_records(report, table))
    return file.getvalue().encode("utf-8-sig")


def _records(report: Report, table: ShownTable) -> Iterator[list[str]]:
    first_on, last_on = report.days
    names = [str(report.title), str(report.about), first_on.isoformat(), last_on.isoformat(), table.key]
    about = [harmless(text) for text in (*names, str(table.title))]
    for line in table.lines:
        for place, (heading, cell) in enumerate(zip(table.columns, line.cells, strict=True)):
            is_total = line.is_total or place >= len(table.parts)
            yield [*about, *_record(line, heading, cell, is_total=is_total)]


def _record(line: Line, heading: Heading, cell: Cell, *, is_total: bool) -> list[str]:
    low, high = cell.spread or (None, None)
    return [
        harmless(str(line.label)),
        harmless(heading.key or "all"),
        harmless(str(heading.label)),
        "yes" if is_total else "no",
        heading.unit.value,
        _number(cell.value),
        cell.why.value if cell.why else "",
        _number(cell.base),
        _number(low),
        _number(high),
    ]


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return str(int(value)) if value == int(value) else repr(value)
