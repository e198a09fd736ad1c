"""A report as a workbook: a cover that says what it is and how small numbers were treated, then a sheet per table.

Cells are text or numbers, never formulas. The same report in the same language gives the same bytes.
"""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from handrail.kit.i18n import _, direction, format_date, format_datetime
from handrail.reports.csv_text import harmless
from handrail.reports.drawing.telling import describe
from handrail.reports.tables import Cell, Drawing, Line, Report, ShownTable, Text, Unit

_NAME_LENGTH: Final = 31  # of a sheet, by Excel
_NOT_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\']+")
_HEAD: Final = 2  # the row of the column heads: title and note stand above
_WIDEST, _NARROWEST = 48, 9  # characters
_A4: Final = 9

_FORMATS: Final[Mapping[Unit, str]] = {
    Unit.COUNT: "#,##0",
    Unit.SHARE: "0%",
    Unit.DAYS: "#,##0.#",
    Unit.WEEKS: "#,##0.0",
    Unit.HOURS: "#,##0.0",
    Unit.MONEY: "#,##0.00",
    Unit.RATE: "#,##0.0",
}
_LOOKS: Final[Mapping[str, Mapping[str, Any]]] = {
    "title": {"bold": True, "font_size": 16},
    "strong": {"bold": True, "valign": "top"},
    "wrap": {"text_wrap": True, "valign": "top"},
    "head": {"bold": True, "bottom": 1, "text_wrap": True, "align": "right", "valign": "bottom"},
    "row_head": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"},
    "label": {"align": "left"},
    "total": {"bold": True, "top": 1},
    "hidden": {"italic": True, "align": "right", "font_color": "#495754"},
    "note": {"italic": True, "font_color": "#495754"},
}

_CHARTS: Final[Mapping[Drawing, Mapping[str, str]]] = {
    Drawing.BARS: {"type": "bar"},
    Drawing.STACKED: {"type": "bar", "subtype": "stacked"},
    Drawing.LINES: {"type": "line"},
}
_DASHES: Final = ("solid", "dash", "round_dot", "long_dash")
_PATTERNS: Final = (None, "wide_upward_diagonal", "percent_10", "dotted_grid")
_TEAL: Final = "#0B655F"


def to_xlsx(report: Report) -> bytes:
    """Return the report as a workbook, in the language that is set."""
    file = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "remove_timezone": True,
    }
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": str(report.title), "subject": str(report.about), "created": report.made_at})
        looks = {name: book.add_format(dict(look)) for name, look in _LOOKS.items()}
        cover = book.add_worksheet(_sheet_name(_("Front page"), set()))
        names = _sheet_names(report.tables, {cover.get_name().casefold()})
        _cover(cover, report, names, looks)
        for table, name in zip(report.tables, names, strict=True):
            _Sheet(book, book.add_worksheet(name), table, looks).write()
    return file.getvalue()


def _sheet_names(tables: Iterable[ShownTable], taken: set[str]) -> list[str]:
    return [_sheet_name(str(table.title), taken) for table in tables]


def _sheet_name(wish: str, taken: set[str]) -> str:
    """Return a name that Excel accepts and that no other sheet has."""
    base = " ".join(_NOT_IN_NAMES.sub(" ", wish).split()) or _("Table")
    name, count = base[:_NAME_LENGTH].strip(), 1
    while name.casefold() in taken or name.casefold() == "history":
        count += 1
        end = f" {count}"
        name = base[: _NAME_LENGTH - len(end)].strip() + end
    taken.add(name.casefold())
    return name


def _page(sheet: Worksheet) -> None:
    if direction() == "rtl":
        sheet.right_to_left()
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)


# --- Cover ----------------------------------------------------------------------------------------------------


def _cover(sheet: Worksheet, report: Report, names: Sequence[str], looks: Mapping[str, Format]) -> None:
    _page(sheet)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, harmless(str(report.title)), looks["title"])
    first_on, last_on = report.days
    period = _("%(first)s to %(last)s", first=format_date(first_on, "long"), last=format_date(last_on, "long"))
    lines: list[tuple[str, Text]] = [
        (_("About"), report.about),
        (_("Who may read this"), report.audience),
        (_("Period"), period),
        (_("Made on"), format_datetime(report.made_at, "long", report.zone)),
    ]
    lines += _headed(_("How small numbers are treated"), report.method)
    row = 2
    for head, text in lines:
        _cover_line(sheet, row, (head, str(text)), looks)
        row += 1
    row = _linked(sheet, row + 1, names, looks)
    for term, text in report.definitions:
        _cover_line(sheet, row, (str(term), str(text)), looks)
        row += 1


def _headed(head: str, texts: Sequence[Text]) -> list[tuple[str, Text]]:
    return [(head if not place else "", text) for place, text in enumerate(texts)]


def _cover_line(sheet: Worksheet, row: int, texts: tuple[str, str], looks: Mapping[str, Format]) -> None:
    sheet.write_string(row, 0, harmless(texts[0]), looks["strong"])
    sheet.write_string(row, 1, harmless(texts[1]), looks["wrap"])


def _linked(sheet: Worksheet, row: int, names: Sequence[str], looks: Mapping[str, Format]) -> int:
    """Write the list of tables with a link to each; return the row after the next empty one."""
    for place, name in enumerate(names):
        if not place:
            sheet.write_string(row, 0, _("Tables in this workbook"), looks["strong"])
        sheet.write_url(row, 1, f"internal:'{name}'!A1", string=harmless(name))
        row += 1
    return row + 1


# --- One table ------------------------------------------------------------------------------------------------


class _Sheet:
    """Writes one table row by row, as constant memory asks."""

    def __init__(self, book: Workbook, sheet: Worksheet, table: ShownTable, looks: Mapping[str, Format]) -> None:
        self._book, self._sheet, self._table, self._looks = book, sheet, table, looks
        self._numbers = {
            (unit, is_total): book.add_format({"num_format": code, **(_LOOKS["total"] if is_total else {})})
            for unit, code in _FORMATS.items()
            for is_total in (False, True)
        }
        self._columns = self._laid_out()

    def write(self) -> None:
        _page(self._sheet)
        self._widths()
        self._sheet.write_string(0, 0, harmless(str(self._table.title)), self._looks["title"])
        if self._table.note:
            self._sheet.write_string(1, 0, harmless(str(self._table.note)), self._looks["note"])
        self._sheet.write_string(_HEAD, 0, harmless(str(self._table.row_heading)), self._looks["row_head"])
        for column, (_place, _part, title, _unit) in enumerate(self._columns, start=1):
            self._sheet.write_string(_HEAD, column, harmless(title), self._looks["head"])
        for row, line in enumerate(self._table.lines, start=_HEAD + 1):
            self._line(row, line)
        self._sheet.freeze_panes(_HEAD + 1, 1)
        self._sheet.repeat_rows(_HEAD)
        self._chart()

    def _laid_out(self) -> list[tuple[int, str, str, Unit]]:
        """Return the columns of the sheet: each number, and beside a figure its base and any spread."""
        columns: list[tuple[int, str, str, Unit]] = []
        for place, heading in enumerate(self._table.columns):
            title = str(heading.label)
            columns.append((place, "value", title, heading.unit))
            if self._table.has_bases:
                columns.append((place, "base", _("%(figure)s: made from", figure=title), Unit.COUNT))
            if any(line.cells[place].spread for line in self._table.lines):
                columns.append((place, "low", _("%(figure)s: from", figure=title), heading.unit))
                columns.append((place, "high", _("%(figure)s: to", figure=title), heading.unit))
        return columns

    def _widths(self) -> None:
        labels = [str(self._table.row_heading), *(str(line.label) for line in self._table.lines)]
        self._sheet.set_column(0, 0, _width(labels))
        for column, (_place, _part, title, _unit) in enumerate(self._columns, start=1):
            self._sheet.set_column(column, column, _width(title.split()) + 3)

    def _line(self, row: int, line: Line) -> None:
        look = self._looks["total" if line.is_total else "label"]
        self._sheet.write_string(row, 0, harmless(str(line.label)), look)
        for column, (place, part, _title, unit) in enumerate(self._columns, start=1):
            cell = line.cells[place]
            number = _part_of(cell, part)
            if number is not None:
                self._sheet.write_number(row, column, number, self._numbers[unit, line.is_total])
            elif part == "value" and cell.why is not None:
                self._sheet.write_string(row, column, str(cell.why.words), self._looks["hidden"])
            else:
                self._sheet.write_blank(row, column, None, look)

    def _chart(self) -> None:
        """Draw Excel's own chart where every number is there: it would draw a text as zero."""
        table = self._table
        body = [cell for line in table.body for cell in line.cells[: len(table.parts)]]
        if table.chart is None or not body or any(cell.value is None for cell in body):
            return
        chart = self._book.add_chart(dict(_CHARTS[table.chart]))
        drawn = [column for column in self._columns if column[1] == "value" and column[0] < len(table.parts)]
        for number, (place, *_rest) in enumerate(drawn if table.chart is not Drawing.BARS else drawn[:1]):
            column = 1 + self._columns.index(drawn[place])
            chart.add_series(self._series(column, number, table.chart))
        chart.set_title({"name": str(table.title), "overlay": False})
        chart.set_legend({"position": "bottom"} if len(drawn) > 1 else {"none": True})
        if table.chart is not Drawing.LINES:
            chart.set_y_axis({"reverse": True})
        chart.set_size(
            {"width": 640, "height": 120 + 28 * len(table.body) if table.chart is not Drawing.LINES else 320}
        )
        options = {"description": describe(table), "object_position": 2}
        self._sheet.insert_chart(_HEAD, len(self._columns) + 2, chart, options)

    def _series(self, column: int, number: int, kind: Drawing) -> dict[str, Any]:
        first, last = _HEAD + 1, _HEAD + len(self._table.body)
        name = self._sheet.get_name()
        series: dict[str, Any] = {
            "name": [name, _HEAD, column],
            "categories": [name, first, 0, last, 0],
            "values": [name, first, column, last, column],
        }
        pattern = _PATTERNS[number % len(_PATTERNS)]
        if kind is Drawing.LINES:
            return series | {"line": {"color": _TEAL if not number else "black", "dash_type": _DASHES[number % 4]}}
        if pattern is None:
            return series | {"fill": {"color": _TEAL}}
        return series | {"pattern": {"pattern": pattern, "fg_color": _TEAL, "bg_color": "white"}}


def _part_of(cell: Cell, part: str) -> float | None:
    if part == "value":
        return cell.value
    if part == "base":
        return cell.base
    if cell.spread is None:
        return None
    return cell.spread[0] if part == "low" else cell.spread[1]


def _width(texts: Sequence[str]) -> int:
    return min(_WIDEST, max(_NARROWEST, *(len(text) + 2 for text in texts)))
