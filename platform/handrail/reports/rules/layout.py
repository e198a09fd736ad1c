"""The tables of one release as one set of cells and sums: what stands in two tables is one cell here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from handrail.reports.rules.ledger import Address, Condition, Sum
from handrail.reports.rules.method import Method
from handrail.reports.tables import CountTable, Dimension, Figure, FigureTable, Kind, Measure, Member, Table


class CountsDiffer(ValueError):
    """Two tables of one release give the same cell different numbers: a measure is wrong, nothing may be shown."""


@dataclass(slots=True)
class Counted:
    """The true numbers of a release. `printed` cells are those that some table shows, with the keys of the tables."""

    truth: dict[Address, int] = field(default_factory=dict)
    workers: dict[Address, int] = field(default_factory=dict)
    printed: dict[Address, set[str]] = field(default_factory=dict)
    sums: dict[Sum, None] = field(default_factory=dict)  # in order, each once
    telling: set[Address] = field(default_factory=set)  # all or none of a small group: class disclosure

    def put(self, address: Address, count: int, table: str | None, workers: int | None = None) -> None:
        """Note a cell; without a table it is one that a reader could form, but none prints."""
        if self.truth.setdefault(address, count) != count:
            raise CountsDiffer(f"{address}: {self.truth[address]} and {count}")
        people = count if workers is None else min(workers, count)
        self.workers[address] = min(people, self.workers.get(address, people))
        if table is not None:
            self.printed.setdefault(address, set()).add(table)

    def add_up(self, whole: Address, parts: Sequence[Address]) -> None:
        """Note that the parts make up the whole."""
        if tuple(parts) != (whole,):
            self.sums[Sum(whole, tuple(parts))] = None


def count(tables: Iterable[Table], method: Method) -> Counted:
    """Return all cells and sums of a release."""
    counted = Counted()
    for table in tables:
        if isinstance(table, CountTable):
            _counts(counted, table, method)
        else:
            _figures(counted, table, method)
    return counted


def cell_address(table: CountTable, row: Member | None, column: Member | None) -> Address:
    """Return what a cell of the table counts; without a row or column it is that total.

    Where a dimension repeats, the total of each of its lines is everyone: the cell that other tables have too.
    """
    address = Address.of(table.population)
    for dimension, member, other in ((table.rows, row, column), (table.columns, column, row)):
        if member is not None and not (dimension.repeats and other is None):
            address = address.within(dimension.key, member)
    return address


def base_address(table: FigureTable, row: Member | None, measure: Measure) -> Address:
    """Return what the base of a figure counts; without a row it is that of the line for all."""
    address = Address.of(table.population)
    if row is not None and not table.rows.repeats:
        address = address.within(table.rows.key, row)
    return address.also(measure.of)


def share_addresses(base: Address, measure: Measure) -> tuple[Address, Address]:
    """Return what a share tells as well: its numerator and what is left of the base."""
    dimension, member = measure.part if measure.part[0] else (measure.key, "part")
    rest: Condition = (f"not {dimension}", member)
    return base.also((dimension, member)), base.also(rest)


def share_is_based(figure: Figure, method: Method) -> bool:
    """Return whether a share's base is large enough for it to stand at all."""
    return figure.part is not None and figure.base >= method.base


def _counts(counted: Counted, table: CountTable, method: Method) -> None:
    workers = table.workers or table.counts
    rows, columns = table.rows.members, table.columns.members
    for row, line, people in zip(rows, table.counts, workers, strict=True):
        for column, number, persons in zip(columns, line, people, strict=True):
            counted.put(cell_address(table, row, column), number, table.key, persons)
    days = table.population.days
    across, down = table.columns.adds_up(days), table.rows.adds_up(days)
    if across:
        for row, line, people in zip(rows, table.counts, workers, strict=True):
            parts = [cell_address(table, row, column) for column in columns]
            printed = table.key if table.row_totals else None
            _total(counted, cell_address(table, row, None), parts, (sum(line), max(people, default=0)), printed)
    if down:
        for place, column in enumerate(columns):
            parts = [cell_address(table, row, column) for row in rows]
            numbers = sum(line[place] for line in table.counts), max((line[place] for line in workers), default=0)
            printed = table.key if table.column_totals else None
            _total(counted, cell_address(table, None, column), parts, numbers, printed)
    if across and down:
        numbers = sum(map(sum, table.counts)), max((number for line in workers for number in line), default=0)
        printed = table.key if table.row_totals and table.column_totals else None
        for parts in (
            [cell_address(table, row, None) for row in rows],
            [cell_address(table, None, column) for column in columns],
        ):
            _total(counted, cell_address(table, None, None), parts, numbers, printed)
    _note_telling(counted, table, method)


def _total(
    counted: Counted, whole: Address, parts: Sequence[Address], numbers: tuple[int, int], table: str | None
) -> None:
    number, workers = numbers
    # The workers of a total are at least those of its largest part; more is not known, and less is safer.
    if whole not in parts:
        counted.put(whole, number, table, workers)
    elif table is not None:
        counted.printed.setdefault(whole, set()).add(table)
    counted.add_up(whole, parts)


def _note_telling(counted: Counted, table: CountTable, method: Method) -> None:
    """Note the cells that hold all or none of a small group: they say something about each person in it."""
    rows, columns = table.rows.members, table.columns.members
    groups: list[list[Address]] = []
    if table.columns.sensitive:
        groups += [[cell_address(table, row, column) for column in columns] for row in rows]
    if table.rows.sensitive:
        groups += [[cell_address(table, row, column) for row in rows] for column in columns]
    for group in groups:
        size = sum(counted.truth[address] for address in group)
        if 0 < size < method.base:
            counted.telling |= {address for address in group if counted.truth[address] in {0, size}}


def _figures(counted: Counted, table: FigureTable, method: Method) -> None:
    for place, measure in enumerate(table.measures):
        figures = [line[place] for line in table.figures]
        for row, figure in zip(table.rows.members, figures, strict=True):
            _figure(counted, table, (row, measure), figure, method)
        if table.overall is not None:
            _figure(counted, table, (None, measure), table.overall[place], method)
            _figures_add_up(counted, table, measure, [*figures, table.overall[place]])


def _figure(
    counted: Counted, table: FigureTable, at: tuple[Member | None, Measure], figure: Figure, method: Method
) -> None:
    base = base_address(table, *at)
    counted.put(base, figure.base, table.key)
    if at[1].kind is Kind.SHARE and figure.part is not None:
        part, rest = share_addresses(base, at[1])
        printed = table.key if share_is_based(figure, method) else None
        counted.put(part, figure.part, printed)
        counted.put(rest, figure.base - figure.part, printed)
        counted.add_up(base, (part, rest))


def _figures_add_up(counted: Counted, table: FigureTable, measure: Measure, figures: Sequence[Figure]) -> None:
    if not _rows_add_up(table.rows, table):
        return
    bases = [base_address(table, row, measure) for row in (*table.rows.members, None)]
    counted.add_up(bases[-1], bases[:-1])
    if measure.kind is Kind.SHARE and all(figure.part is not None for figure in figures):
        for column in zip(*(share_addresses(base, measure) for base in bases), strict=True):
            counted.add_up(column[-1], column[:-1])


def _rows_add_up(rows: Dimension, table: FigureTable) -> bool:
    return rows.adds_up(table.population.days)
