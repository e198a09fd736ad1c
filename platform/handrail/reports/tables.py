"""What a report is made of: tables as they were counted, and tables as a reader may see them.

A measure makes a `CountTable` or a `FigureTable`; `rules.disclosure` turns it into a `ShownTable`, in which a cell is a
number or is hidden; pages, drawings, sheets and CSV only ever see a `ShownTable`. Everything here is frozen and pure.

Two cells are the same cell where they count the same thing for the same scope and days under the same conditions,
whatever table they stand in: see `Population` and `Member`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from handrail.kit.i18n import N_, DateStyle, format_date, gettext

Days = tuple[date, date]
"""First and last day, both included."""


Values = Mapping[str, str | int | date]


@dataclass(frozen=True, slots=True)
class Words:
    """A text that is translated where it is shown, and survives being stored: `Words(N_("Absences of %(year)s"), ...)`.

    Values that are dates are written in the reader's way, in `style`.
    """

    message: str
    values: Values = field(default_factory=dict, hash=False)
    style: DateStyle = "medium"

    def __str__(self) -> str:
        shown = {
            name: format_date(value, self.style) if isinstance(value, date) else value
            for name, value in self.values.items()
        }
        return gettext(self.message, **shown)


Text = str | Words
"""A name as somebody wrote it (a department), or words of ours."""


def month_words(day: date) -> Words:
    """Return the name of the month of `day`: Nov 2026."""
    return Words("%(month)s", {"month": day}, "monthyear")


class Unit(StrEnum):
    """How a number is written."""

    COUNT = "count"
    SHARE = "share"  # a part of 1, shown in percent
    DAYS = "days"
    WEEKS = "weeks"
    HOURS = "hours"
    MONEY = "money"
    RATE = "rate"  # a plain number with one decimal


class Kind(StrEnum):
    """What a figure is, which decides when it may be shown."""

    SHARE = "share"
    MEDIAN = "median"
    MEAN = "mean"
    SUM = "sum"


class Drawing(StrEnum):
    """The chart that a table asks for."""

    BARS = "bars"  # one bar a row
    STACKED = "stacked"  # one bar a row, one part a column
    LINES = "lines"  # one line a column, over rows that are days or months in order


# --- As it was counted ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Population:
    """Whom or what a table counts.

    `what` is the stable key of the thing counted ("absence.begun"), `scope` whose ("employer:<id>"), `days` the days
    in which it happened. A number as of one day (open cases) has that day as first and last. Two tables with the same
    `what` and `scope` are compared with each other; where the days of one lie within those of the other, the reader
    can subtract. So a key never changes its meaning, and one meaning never has two keys.
    """

    what: str
    scope: str
    days: Days


@dataclass(frozen=True, slots=True)
class Member:
    """One value of a dimension: a department, a month, an outcome.

    `days` or `what` narrow the population itself instead of adding a condition: the row March of a year's table is
    the same cell as the total of March's own table; a column that counts something else names its own `what`.
    """

    key: str
    label: Text
    days: Days | None = None
    what: str | None = None


@dataclass(frozen=True, slots=True)
class Dimension:
    """What the rows or columns of a table divide by.

    `sensitive`: an attribute of REP-2, or anything that must not be known of everybody in a small group.
    `complete`: the members are disjoint and leave nobody out; without it there are no totals.
    `repeats`: each member asks the same people another question (first return, sustained return), so that what a line
    adds up to is everyone, the same number for every member.
    """

    key: str
    heading: Text
    members: tuple[Member, ...]
    sensitive: bool = False
    complete: bool = True
    repeats: bool = False

    def __post_init__(self) -> None:
        if self.repeats and self.complete:
            raise ValueError(f"{self.key}: what speaks of everyone again and again does not add up to everyone")

    def adds_up(self, days: Days) -> bool:
        """Return whether the members make up everyone of these days, so that a reader may add them."""
        if not self.complete or any(member.what is not None for member in self.members):
            return False
        spans = [member.days for member in self.members if member.days is not None]
        return not spans or (len(spans) == len(self.members) and tiles(spans, days))


def tiles(spans: Iterable[Days], days: Days) -> bool:
    """Return whether the spans follow each other without gap or overlap from the first to the last of `days`."""
    next_on = days[0]
    for first_on, last_on in sorted(spans):
        if first_on != next_on:
            return False
        next_on = last_on + timedelta(days=1)
    return next_on == days[1] + timedelta(days=1)


NUMBER: Final = Dimension("", Words(N_("Number")), (Member("", Words(N_("Number"))),))
"""The columns of a table that only has one: no condition of its own."""

Grid = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class CountTable:
    """How many, by rows and columns: `counts[row][column]`.

    `row_totals` and `column_totals` say which sums are printed; rows and columns must then be disjoint and complete.
    `workers` is the number of distinct workers behind each cell, where `counts` does not count workers: the threshold
    is about people.
    """

    key: str
    title: Text
    population: Population
    rows: Dimension
    counts: Grid
    columns: Dimension = NUMBER
    row_totals: bool = False
    column_totals: bool = False
    workers: Grid | None = None
    chart: Drawing | None = None
    note: Text = ""

    def __post_init__(self) -> None:
        for grid in (self.counts, self.workers or self.counts):
            if len(grid) != len(self.rows.members) or any(len(line) != len(self.columns.members) for line in grid):
                raise ValueError(f"{self.key}: the counts have another shape than rows and columns")
        if any(count < 0 for line in self.counts for count in line):
            raise ValueError(f"{self.key}: a count is below zero")
        days = self.population.days
        if (self.row_totals and not self.columns.adds_up(days)) or (self.column_totals and not self.rows.adds_up(days)):
            raise ValueError(f"{self.key}: totals of what does not add up")


@dataclass(frozen=True, slots=True)
class Measure:
    """One column of figures.

    `of` is what the base has beyond its row (("status", "returned")), empty where it is everyone in the row; `part` is
    a share's numerator (("outcome", "own_job")), empty where no other table counts it. Where another table has that
    dimension and member, both speak of the same cell, and must count the same.
    """

    key: str
    label: Text
    kind: Kind
    unit: Unit
    of: tuple[str, str] = ("", "")
    part: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure and its base.

    `base` is how many (workers or spells) it is made from; `part` is a share's numerator; `value` any other figure;
    `spread` the lower and upper quartile of `value`. None for what can not be said yet.
    """

    base: int
    part: int | None = None
    value: float | None = None
    spread: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class FigureTable:
    """Shares, medians, means and sums, by row: `figures[row][measure]`, and `overall[measure]` for all rows together.

    The base of each figure is printed. Rows must be disjoint, and complete where there is an overall line.
    """

    key: str
    title: Text
    population: Population
    rows: Dimension
    measures: tuple[Measure, ...]
    figures: tuple[tuple[Figure, ...], ...]
    overall: tuple[Figure, ...] | None = None
    chart: Drawing | None = None
    note: Text = ""

    def __post_init__(self) -> None:
        lines = (*self.figures, *((self.overall,) if self.overall is not None else ()))
        if len(self.figures) != len(self.rows.members) or any(len(line) != len(self.measures) for line in lines):
            raise ValueError(f"{self.key}: the figures have another shape than rows and measures")


Table = CountTable | FigureTable


# --- As it may be seen ----------------------------------------------------------------------------------------


class Hidden(StrEnum):
    """Why a cell shows no number.

    A small cell and one that is hidden for its sake have the same reason: to tell them apart would tell the reader
    which of them is small.
    """

    HELD_BACK = "held_back"
    FEW = "few"  # the base is too small for a figure
    NOT_YET = "not_yet"  # too recent to say
    WITHHELD = "withheld"  # the whole table

    @property
    def words(self) -> Words:
        """Return what stands in the cell."""
        return _HIDDEN[self]


_HIDDEN: Final = {
    Hidden.HELD_BACK: Words(N_("held back")),
    Hidden.FEW: Words(N_("too few")),
    Hidden.NOT_YET: Words(N_("too soon")),
    Hidden.WITHHELD: Words(N_("held back")),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A number, or why there is none. `base` and `spread` as of the figure, where they may be seen."""

    value: float | None = None
    why: Hidden | None = None
    base: int | None = None
    spread: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a row or column, and how the numbers of a column are written."""

    key: str
    label: Text
    unit: Unit = Unit.COUNT


@dataclass(frozen=True, slots=True)
class Line:
    """One printed row."""

    label: Text
    cells: tuple[Cell, ...]
    is_total: bool = False


ALL: Final = Words(N_("All"))


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table as its reader sees it; totals are the last row and column. `withheld`: nothing of it can be shown."""

    key: str
    title: Text
    row_heading: Text
    columns: tuple[Heading, ...]
    lines: tuple[Line, ...]
    has_row_totals: bool = False
    has_bases: bool = False  # cells are figures, each with the number it is made from
    withheld: bool = False
    chart: Drawing | None = None
    note: Text = ""

    @property
    def body(self) -> tuple[Line, ...]:
        """Return the lines that are no totals: what a chart draws."""
        return tuple(line for line in self.lines if not line.is_total)

    @property
    def parts(self) -> tuple[Heading, ...]:
        """Return the columns that are no totals."""
        return self.columns[:-1] if self.has_row_totals else self.columns

    def cells(self) -> Iterator[Cell]:
        """Yield every cell, totals too."""
        for line in self.lines:
            yield from line.cells

    @property
    def held_back(self) -> int:
        """Return how many cells the reader may not see."""
        return sum(cell.why in {Hidden.HELD_BACK, Hidden.FEW, Hidden.WITHHELD} for cell in self.cells())


@dataclass(frozen=True, slots=True)
class Report:
    """What a reader gets: the tables, and what the cover says.

    `audience` is who may read it, `method` how small numbers were kept back, `definitions` what the words mean.
    """

    title: Text
    about: Text
    audience: Text
    days: Days
    made_at: datetime
    tables: tuple[ShownTable, ...]
    method: tuple[Text, ...]
    definitions: tuple[tuple[Text, Text], ...] = ()
    zone: str = "UTC"
