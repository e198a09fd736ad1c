"""What a reader may see, as it is kept: tables whose words are translated where they are shown. Pure."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from handrail.reports.tables import Cell, Drawing, Heading, Hidden, Line, Report, ShownTable, Text, Unit, Words

SHOWN: Final = "report.json"
"""The name of the file from which a report's page is drawn."""
CHART: Final = "chart-"
VERSION: Final = 1
_DAY: Final = "$date"


class UnknownVersion(ValueError):
    """A report was kept in a form that this program does not know."""


def to_bytes(report: Report) -> bytes:
    """Return the report as JSON in UTF-8: what its page and the API show."""
    return json.dumps(_report(report), ensure_ascii=False, separators=(",", ":")).encode()


def from_bytes(kept: bytes) -> Report:
    """Return the report that `to_bytes` wrote; raises UnknownVersion."""
    found = json.loads(kept)
    if found["version"] != VERSION:
        raise UnknownVersion(f"A report of version {found['version']} can not be read.")
    return Report(
        title=_text_of(found["title"]),
        about=_text_of(found["about"]),
        audience=_text_of(found["audience"]),
        days=(date.fromisoformat(found["days"][0]), date.fromisoformat(found["days"][1])),
        made_at=datetime.fromisoformat(found["made_at"]),
        tables=tuple(_table_of(each) for each in found["tables"]),
        method=tuple(_text_of(each) for each in found["method"]),
        definitions=tuple((_text_of(term), _text_of(text)) for term, text in found["definitions"]),
        zone=found["zone"],
    )


def _report(report: Report) -> dict[str, Any]:
    return {
        "version": VERSION,
        "title": _text(report.title),
        "about": _text(report.about),
        "audience": _text(report.audience),
        "days": [day.isoformat() for day in report.days],
        "made_at": report.made_at.isoformat(),
        "tables": [_table(each) for each in report.tables],
        "method": [_text(each) for each in report.method],
        "definitions": [[_text(term), _text(text)] for term, text in report.definitions],
        "zone": report.zone,
    }


def _text(text: Text) -> Any:
    if isinstance(text, str):
        return text
    values = {name: {_DAY: each.isoformat()} if isinstance(each, date) else each for name, each in text.values.items()}
    return {"message": text.message, "values": values, "style": text.style}


def _text_of(kept: Any) -> Text:
    if isinstance(kept, str):
        return kept
    values = {
        name: date.fromisoformat(each[_DAY]) if isinstance(each, Mapping) else each
        for name, each in kept["values"].items()
    }
    return Words(kept["message"], values, kept["style"])


def _table(table: ShownTable) -> dict[str, Any]:
    return {
        "key": table.key,
        "title": _text(table.title),
        "row_heading": _text(table.row_heading),
        "columns": [[each.key, _text(each.label), each.unit.value] for each in table.columns],
        "lines": [[_text(line.label), [_cell(cell) for cell in line.cells], line.is_total] for line in table.lines],
        "has_row_totals": table.has_row_totals,
        "has_bases": table.has_bases,
        "withheld": table.withheld,
        "chart": table.chart,
        "note": _text(table.note),
    }


def _table_of(kept: Mapping[str, Any]) -> ShownTable:
    return ShownTable(
        key=kept["key"],
        title=_text_of(kept["title"]),
        row_heading=_text_of(kept["row_heading"]),
        columns=tuple(Heading(key, _text_of(label), Unit(unit)) for key, label, unit in kept["columns"]),
        lines=tuple(
            Line(_text_of(label), tuple(_cell_of(cell) for cell in cells), is_total)
            for label, cells, is_total in kept["lines"]
        ),
        has_row_totals=kept["has_row_totals"],
        has_bases=kept["has_bases"],
        withheld=kept["withheld"],
        chart=Drawing(kept["chart"]) if kept["chart"] else None,
        note=_text_of(kept["note"]),
    )


def _cell(cell: Cell) -> list[Any]:
    return [cell.value, cell.why, cell.base, list(cell.spread) if cell.spread else None]


def _cell_of(kept: Sequence[Any]) -> Cell:
    value, why, base, spread = kept
    return Cell(value, Hidden(why) if why else None, base, (spread[0], spread[1]) if spread else None)


def chart_name(table: str, *, narrow: bool = False) -> str:
    """Return the name of the file that holds the chart of a table."""
    return f"{CHART}{table}{'-narrow' if narrow else ''}.svg"
