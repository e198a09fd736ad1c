"""How pages show reports: where a run stands in words, tables as cells of text, the answer before the numbers."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from handrail.kit.i18n import N_, _, format_date, format_number, format_percent, ngettext
from handrail.reports.codes import Kind, Rhythm, Side, kinds_of
from handrail.reports.composing import KINDS
from handrail.reports.periods import OF_QUARTERS, Stretch
from handrail.reports.queries import SeenRun
from handrail.reports.storing import chart_name
from handrail.reports.tables import Cell, Heading, Report, ShownTable, Unit

STATES: Final[Mapping[str, tuple[str, str]]] = {
    "waiting": ("open", N_("Waiting its turn")),
    "running": ("now", N_("Being counted")),
    "done": ("done", N_("Ready")),
    "cancelled": ("off", N_("Cancelled")),
    "parked": ("late", N_("Stopped: an operator looks at it")),
}
"""The tag of a run: its drawing and its word."""
RHYTHMS: Final[Mapping[Rhythm, str]] = {
    Rhythm.WEEKLY: N_("Every Monday, about the week before"),
    Rhythm.MONTHLY: N_("On the first of the month, about the month before"),
    Rhythm.QUARTERLY: N_("After each quarter, about that quarter"),
}
STRETCHES: Final[Mapping[Stretch, str]] = {
    Stretch.UNTIL_TODAY: N_("Twelve months until today"),
    Stretch.LAST_MONTH: N_("Last month"),
    Stretch.LAST_QUARTER: N_("Last quarter"),
    Stretch.LAST_FOUR_QUARTERS: N_("The last four quarters"),
    Stretch.LAST_TWELVE_MONTHS: N_("The last twelve whole months"),
    Stretch.LAST_YEAR: N_("Last year"),
    Stretch.THIS_YEAR: N_("This year until today"),
}
FILE_KINDS: Final[Mapping[str, str]] = {"xlsx": "XLSX", "csv": "CSV"}
_SIDE_STRETCHES: Final[Mapping[Side, tuple[Stretch, ...]]] = {
    Side.CONSULTANCY: (
        Stretch.UNTIL_TODAY, Stretch.LAST_TWELVE_MONTHS, Stretch.LAST_QUARTER, Stretch.LAST_MONTH,
        Stretch.THIS_YEAR, Stretch.LAST_YEAR,
    ),
    Side.EMPLOYER: OF_QUARTERS,
}  # fmt: skip


def kind_choices(side: Side) -> list[tuple[str, str]]:
    """Return the kinds of report of a side with their names."""
    return [(kind.value, _(KINDS[kind])) for kind in kinds_of(side)]


def stretch_choices(side: Side) -> list[tuple[str, str]]:
    """Return the names of days that a side chooses from."""
    return [(stretch.value, _(STRETCHES[stretch])) for stretch in _SIDE_STRETCHES[side]]


def rhythm_choices(side: Side) -> list[tuple[str, str]]:
    """Return how often a report can be made for a side."""
    return [(each.value, _(RHYTHMS[each])) for each in Rhythm if side is Side.CONSULTANCY or each is Rhythm.QUARTERLY]


def named(kind: Kind) -> str:
    """Return what a report is called."""
    return _(KINDS[kind])


def about(employer_ids: Sequence[UUID], names: Mapping[UUID, str], *, is_of_all: bool) -> str:
    """Return what a report is about: the one client organisation by name, or how many."""
    if is_of_all:
        return _("All client organisations")
    if len(employer_ids) == 1:
        return names.get(employer_ids[0], "")
    return ngettext("%(num)s client organisation", "%(num)s client organisations", len(employer_ids))


def days(seen: SeenRun) -> str:
    """Return the days of a report."""
    first, last = (format_date(day, "medium") for day in (seen.run.first_day, seen.run.last_day))
    return _("%(first)s to %(last)s", first=first, last=last)


# --- The report itself --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart that our own job drew and cleaned, as it stands in a page."""

    svg: bytes

    def __html__(self) -> str:
        return self.svg.decode()


def charts_of(table: ShownTable, kept: Collection[str]) -> list[tuple[str, str]]:
    """Return the charts of a table that are kept: for which width, and the name of the file."""
    found = [("wide", chart_name(table.key)), ("narrow", chart_name(table.key, narrow=True))]
    return [(which, name) for which, name in found if name in kept]


@dataclass(frozen=True, slots=True)
class Answer:
    """One cell of the answer that stands above all numbers."""

    q: str
    a: str
    note: str = ""


def columns_of(table: ShownTable) -> list[dict[str, str]]:
    """Return the heads of a table as the page's macro takes them."""
    return [{"text": str(table.row_heading)}, *({"text": str(each.label), "class": "num"} for each in table.columns)]


def rows_of(table: ShownTable) -> list[list[Any]]:
    """Return the lines of a table that are no totals, as text."""
    return [list(_line(table, line.label, line.cells)) for line in table.body]


def foot_of(table: ShownTable) -> list[Any] | None:
    """Return the line for all, as text."""
    totals = [line for line in table.lines if line.is_total]
    return list(_line(table, totals[-1].label, totals[-1].cells)) if totals else None


def _line(table: ShownTable, label: object, cells: Sequence[Cell]) -> Iterator[Any]:
    yield str(label)
    for column, cell in zip(table.columns, cells, strict=True):
        yield shown(column, cell, with_base=table.has_bases)


def shown(column: Heading, cell: Cell, *, with_base: bool = False) -> dict[str, str]:
    """Return a cell: its number or why there is none, and below it what it is made from."""
    value = str(cell.why.words) if cell.why is not None else written(column.unit, cell.value or 0)
    notes = []
    if with_base and cell.spread is not None:
        low, high = (written(column.unit, each) for each in cell.spread)
        notes.append(_("%(low)s to %(high)s", low=low, high=high))
    if with_base and cell.base is not None:
        notes.append(_("n = %(number)s", number=format_number(cell.base)))
    return {"value": value, "note": ", ".join(notes), "hushed": "yes" if cell.why is not None else ""}


def written(unit: Unit, value: float) -> str:
    """Return a number as its unit is written."""
    if unit is Unit.SHARE:
        return format_percent(value)
    whole = unit in {Unit.COUNT, Unit.DAYS} or float(value).is_integer()
    return format_number(round(value) if whole else round(value, 1))


_Found = Mapping[str, ShownTable]


def answers(report: Report) -> list[Answer]:
    """Return what a report says first, from its own tables: what they hide stays hidden here."""
    tables = {table.key: table for table in report.tables}
    makers = (_open_cases, _on_time, _first_return, _sustained, _absences)
    return [answer for make in makers if (answer := make(tables)) is not None][:4]


def _total(tables: _Found, key: str, column: str) -> tuple[Heading, Cell] | None:
    """Return a cell of the line for all; None where the report has no such table or line."""
    table = tables.get(key)
    lines = [line for line in table.lines if line.is_total] if table else []
    if table is None or not lines:
        return None
    at = next((at for at, each in enumerate(table.columns) if each.key == column), None)
    return None if at is None else (table.columns[at], lines[-1].cells[at])


def _open_cases(tables: _Found) -> Answer | None:
    found = _total(tables, "caseload", "open")
    new = _total(tables, "caseload", "new")
    if found is None or new is None:
        return None
    return Answer(
        _("Open cases"), shown(*found)["value"], _("%(number)s new in these days", number=shown(*new)["value"])
    )


def _on_time(tables: _Found) -> Answer | None:
    found = _total(tables, "obligations_share", "on_time")
    if found is not None and found[1].why is None:
        base = format_number(found[1].base or 0)
        return Answer(_("Obligations done on time"), shown(*found)["value"], _("Of %(number)s", number=base))
    counted = _total(tables, "obligations", "on_time"), _total(tables, "obligations", "")
    if counted[0] is None or counted[1] is None:
        return None
    note = "" if counted[1][1].why else _("Of %(number)s", number=shown(*counted[1])["value"])
    return Answer(_("Obligations done on time"), shown(*counted[0])["value"], note)


def _first_return(tables: _Found) -> Answer | None:
    return _half_back(tables, 0, "first", _("First return"))


def _sustained(tables: _Found) -> Answer | None:
    return _half_back(tables, 1, "sustained", _("Sustained return"))


def _half_back(tables: _Found, row: int, column: str, question: str) -> Answer | None:
    """Return the median: from the line for all, or in a report of one employer from the row of this return."""
    found = _total(tables, "returns", column)
    if found is None:
        table = tables.get("returns")
        if table is None:
            return None
        found = table.columns[0], table.lines[row].cells[0]
    cell = shown(*found)
    if cell["hushed"]:
        return Answer(question, cell["value"])
    return Answer(question, _("Half within %(number)s days", number=cell["value"]))


def _absences(tables: _Found) -> Answer | None:
    found, going = _total(tables, "absences", "begun"), _total(tables, "absences", "open")
    if found is None or going is None:
        return None
    note = "" if going[1].why else _("%(number)s go on", number=shown(*going)["value"])
    return Answer(_("Absences that began"), shown(*found)["value"], note)
