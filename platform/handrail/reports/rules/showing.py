"""From counted to shown: each cell its number, or the one reason that says nothing about who is small."""

from collections.abc import Sequence

from handrail.reports.rules.layout import base_address, cell_address, share_addresses, share_is_based
from handrail.reports.rules.ledger import Address
from handrail.reports.rules.masking import Masked
from handrail.reports.rules.method import Method
from handrail.reports.tables import (
    ALL,
    Cell,
    CountTable,
    Figure,
    FigureTable,
    Heading,
    Hidden,
    Kind,
    Line,
    Measure,
    Member,
    ShownTable,
    Table,
)

_HELD_BACK = Cell(why=Hidden.HELD_BACK)
_ADDED_UP = frozenset({Kind.SUM, Kind.MEAN})
"""Figures that add up over rows and periods, a mean with its base too, as counts do. What several of them tell together
is not audited, so whoever gets masked tables gets none of them."""


def show(table: Table, method: Method | None, masked: Masked | None) -> ShownTable:
    """Return the table as its reader sees it; without a method and masks with every number."""
    hidden = masked.hidden if masked is not None else frozenset()
    shown = _counts(table, hidden) if isinstance(table, CountTable) else _figures(table, method, hidden)
    if any(cell.value or cell.base for cell in shown.cells()):
        return shown
    return shown if not any(cell.why is Hidden.HELD_BACK for cell in shown.cells()) else _withheld(shown)


def _withheld(table: ShownTable) -> ShownTable:
    """Return the table without any number: zeros alone would tell where the few are."""
    cell = Cell(why=Hidden.WITHHELD)
    lines = tuple(Line(line.label, tuple(cell for _cell in line.cells), line.is_total) for line in table.lines)
    return ShownTable(
        table.key,
        table.title,
        table.row_heading,
        table.columns,
        lines,
        table.has_row_totals,
        table.has_bases,
        withheld=True,
        note=table.note,
    )


def _counts(table: CountTable, hidden: frozenset[Address]) -> ShownTable:
    columns: list[Member | None] = [*table.columns.members]
    headings = [Heading(member.key, member.label) for member in table.columns.members]
    if table.row_totals:
        columns.append(None)
        headings.append(Heading("", ALL))

    def line(row: Member | None, numbers: Sequence[int]) -> tuple[Cell, ...]:
        values = [*numbers, sum(numbers)] if table.row_totals else numbers
        addresses = [cell_address(table, row, column) for column in columns]
        return tuple(
            _HELD_BACK if address in hidden else Cell(value) for address, value in zip(addresses, values, strict=True)
        )

    lines = [Line(row.label, line(row, numbers)) for row, numbers in zip(table.rows.members, table.counts, strict=True)]
    if table.column_totals:
        sums = [sum(column) for column in zip(*table.counts, strict=True)] or [0] * len(table.columns.members)
        lines.append(Line(ALL, line(None, sums), is_total=True))
    return ShownTable(
        table.key,
        table.title,
        table.rows.heading,
        tuple(headings),
        tuple(lines),
        has_row_totals=table.row_totals,
        chart=table.chart,
        note=table.note,
    )


def _figures(table: FigureTable, method: Method | None, hidden: frozenset[Address]) -> ShownTable:
    def cell(row: Member | None, measure: Measure, figure: Figure) -> Cell:
        return _figure(figure, measure, base_address(table, row, measure), method, hidden)

    lines = [
        Line(row.label, tuple(cell(row, *both) for both in zip(table.measures, figures, strict=True)))
        for row, figures in zip(table.rows.members, table.figures, strict=True)
    ]
    if table.overall is not None:
        overall = tuple(cell(None, *both) for both in zip(table.measures, table.overall, strict=True))
        lines.append(Line(ALL, overall, is_total=True))
    return ShownTable(
        table.key,
        table.title,
        table.rows.heading,
        tuple(Heading(measure.key, measure.label, measure.unit) for measure in table.measures),
        tuple(lines),
        has_bases=True,
        chart=table.chart,
        note=table.note,
    )


def _figure(figure: Figure, measure: Measure, base: Address, method: Method | None, hidden: frozenset[Address]) -> Cell:
    if base in hidden:
        return _HELD_BACK
    is_share = measure.kind is Kind.SHARE
    if method is not None:
        if measure.kind in _ADDED_UP:
            return Cell(why=Hidden.HELD_BACK, base=figure.base)
        if figure.base < method.base:
            return Cell(why=Hidden.FEW, base=figure.base)
        if is_share and share_is_based(figure, method) and hidden & set(share_addresses(base, measure)):
            return Cell(why=Hidden.HELD_BACK, base=figure.base)
    value = _value(figure, is_share=is_share)
    if value is None:
        return Cell(why=Hidden.NOT_YET, base=figure.base)
    has_spread = method is None or figure.base >= method.quartile_base
    return Cell(value, base=figure.base, spread=figure.spread if has_spread else None)


def _value(figure: Figure, *, is_share: bool) -> float | None:
    if not is_share:
        return figure.value
    return figure.part / figure.base if figure.part is not None and figure.base else None
