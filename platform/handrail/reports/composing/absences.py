"""Tables of absences and returns, for the consultancy by client organisation, for one employer by department."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from handrail.kit.i18n import N_
from handrail.reports.codes import Measure, Side
from handrail.reports.composing.cases import drawn
from handrail.reports.composing.subject import Subject, added
from handrail.reports.measuring.returns import FIRST, SUSTAINED
from handrail.reports.survival import Duration, duration, merged
from handrail.reports.tables import (
    CountTable,
    Days,
    Dimension,
    Drawing,
    Figure,
    FigureTable,
    Kind,
    Member,
    Population,
    Table,
    Unit,
    Words,
    month_words,
)
from handrail.reports.tables import Measure as Column

_BEGUN: Final = "absence.begun"
_KINDS: Final[Mapping[str, str]] = {FIRST: N_("First return"), SUSTAINED: N_("Sustained return")}
_QUARTILE_BASE: Final = 20
"""Of fewer, a middle half says nothing."""
_DAYS_LOST: Final = Column("days_lost", Words(N_("Calendar days of absence")), Kind.SUM, Unit.DAYS)


def absence_tables(subject: Subject) -> Iterator[Table]:
    """Yield how many absences began and go on, by month too; for the consultancy also how many days they took.

    Days add up over departments and quarters as counts do, but are not audited: the employer's side gets none (REP-2).
    """
    lines = _lines(subject)
    rows = Dimension(*_HEADINGS[subject.side], tuple(Member(line.key, line.name) for line in lines))
    began = subject.population(_BEGUN)
    columns = Dimension(
        "counted", Words(N_("Absences")),
        (
            Member("begun", Words(N_("Began in the period")), began.days, _BEGUN),
            Member("open", Words(N_("Going on on the last day")), (subject.as_of, subject.as_of), "absence.open"),
        ),
    )  # fmt: skip
    yield CountTable(
        key="absences",
        title=Words(N_("Absences")),
        population=subject.population("absence"),
        rows=rows,
        columns=columns,
        counts=tuple((line.begun, line.open) for line in lines),
        workers=tuple((line.begun_workers, line.open) for line in lines),  # one absence a worker goes on at a time
        column_totals=True,
        chart=drawn(subject, Drawing.BARS),
    )
    yield _by_month(subject, began)
    if subject.side is Side.CONSULTANCY:
        yield FigureTable(
            key="days_lost",
            title=Words(N_("Days of absence")),
            population=subject.population("absence.worker"),
            rows=rows,
            measures=(_DAYS_LOST,),
            figures=tuple((Figure(base=line.workers, value=float(line.days)),) for line in lines),
            overall=(Figure(base=sum(line.workers for line in lines), value=float(sum(line.days for line in lines))),),
            note=Words(N_("Calendar days in the period, weekends too. n: workers who were absent.")),
        )


class _Line:
    """One row: a client organisation, or a department of one."""

    def __init__(self, key: str, name: str | Words, numbers: Sequence[int]) -> None:
        self.key, self.name = key, name
        self.begun, self.begun_workers, self.open, self.days, self.workers = numbers


_NOTHING: Final = (0, 0, 0, 0, 0)
_HEADINGS: Final = {
    Side.CONSULTANCY: ("employer", Words(N_("Client organisation"))),
    Side.EMPLOYER: ("department", Words(N_("Department"))),
}


def _lines(subject: Subject) -> list[_Line]:
    found = []
    for each, sums in subject.of(Measure.ABSENCES):
        if subject.side is Side.EMPLOYER:
            found += [_department(line) for line in sums["departments"]]
        else:
            numbers = added([_NOTHING, *(line[2:] for line in sums["departments"])])
            found.append(_Line(str(each.employer_id), each.name, numbers))
    return found


def _department(line: Sequence[Any]) -> _Line:
    return _Line(line[0] or "", line[1] if line[0] else Words(N_("No department")), line[2:])


def _by_month(subject: Subject, began: Population) -> Table:
    """Return the absences that began by month; a month without any is a line too."""
    counts: Counter[str] = Counter()
    workers: Counter[str] = Counter()
    for _each, sums in subject.of(Measure.ABSENCES):
        for month, begun, people in sums["months"]:
            counts[month] += begun
            workers[month] += people
    spans = list(_months(*began.days))
    keys = [first.replace(day=1).isoformat() for first, _last in spans]
    members = tuple(Member(key, month_words(span[0]), span) for key, span in zip(keys, spans, strict=True))
    return CountTable(
        key="begun_by_month",
        title=Words(N_("Absences that began, by month")),
        population=began,
        rows=Dimension("month", Words(N_("Month")), members),
        counts=tuple((counts[key],) for key in keys),
        workers=tuple((workers[key],) for key in keys),
        column_totals=True,
        chart=Drawing.BARS if len(keys) > 1 else None,
    )


def _months(first_day: date, last_day: date) -> Iterator[Days]:
    """Yield the months of a period; the first and the last may be cut off."""
    while first_day <= last_day:
        next_month = (first_day.replace(day=1) + timedelta(days=32)).replace(day=1)
        yield first_day, min(next_month - timedelta(days=1), last_day)
        first_day = next_month


def return_tables(subject: Subject) -> Iterator[Table]:
    """Yield how long it took until the first and until a sustained return, and of how many it is not known yet."""
    yield _known(subject)
    if subject.side is Side.EMPLOYER:
        yield _medians_of_one(subject)
        return
    yield _medians(subject)
    yield from _medians_by_quarter(subject)


def _known(subject: Subject) -> Table:
    status = Dimension(
        "returned", Words(N_("Known by the day of counting")),
        (Member("known", Words(N_("Returned"))), Member("censored", Words(N_("Not yet, or too recent to say")))),
    )  # fmt: skip
    found = {kind: _counts(subject, kind) for kind in _KINDS}
    return CountTable(
        key="returned",
        title=Words(N_("Absences that began, by return")),
        population=subject.population(_BEGUN),
        rows=_kinds(),
        columns=status,
        counts=tuple((found[kind]["known"][0], found[kind]["censored"][0]) for kind in _KINDS),
        workers=tuple((found[kind]["known"][1], found[kind]["censored"][1]) for kind in _KINDS),
        row_totals=True,
    )


def _kinds() -> Dimension:
    """Return the two returns as rows: each speaks of the same absences, so what each adds up to is one number."""
    members = tuple(Member(kind, Words(name)) for kind, name in _KINDS.items())
    return Dimension("return", Words(N_("Return")), members, complete=False, repeats=True)


def _counts(subject: Subject, kind: str) -> dict[str, tuple[int, ...]]:
    """Return [absences, workers] of all client organisations by what is known."""
    return {
        status: added([(0, 0), *(sums[kind][status].get("all", (0, 0)) for _each, sums in subject.of(Measure.RETURNS))])
        for status in ("known", "censored", "all")
    }


def _medians_of_one(subject: Subject) -> Table:
    """Return the medians of one employer, on the base of workers: one who was absent ten times is one."""
    figures = []
    for kind in _KINDS:
        found = duration(merged(_days(subject, kind)))
        figures.append((_figure(found, _counts(subject, kind)["all"][1]),))
    return FigureTable(
        key="returns",
        title=Words(N_("Time until the return")),
        population=subject.population("absence.begun.worker"),
        rows=_kinds(),
        measures=(Column("median", Words(N_("Median")), Kind.MEDIAN, Unit.DAYS),),
        figures=tuple(figures),
        note=Words(N_("Days from the first day of absence; half were back within the median. n: workers.")),
    )


def _medians(subject: Subject) -> Table:
    lines = []
    for _each, sums in subject.of(Measure.RETURNS):
        found = [duration(merged(sums[kind]["days"].values())) for kind in _KINDS]
        lines.append(tuple(_figure(each, each.base) for each in found))
    overall = [duration(merged(_days(subject, kind))) for kind in _KINDS]
    return FigureTable(
        key="returns",
        title=Words(N_("Time until the return, by client organisation")),
        population=subject.population(_BEGUN),
        rows=subject.employers(),
        measures=_columns(),
        figures=tuple(lines),
        overall=tuple(_figure(each, each.base) for each in overall),
        note=Words(N_("Median days from the first day of absence, with the middle half. n: absences.")),
    )


def _medians_by_quarter(subject: Subject) -> Iterator[Table]:
    """Yield the medians by the quarter in which the absences began, where the period has several."""
    spans = list(_quarters(*subject.population(_BEGUN).days))
    if len(spans) < 2:  # noqa: PLR2004 - a line needs two points
        return
    lines = []
    for span in spans:
        key = _quarter_of(span[0])
        found = [duration(merged(_days(subject, kind, key))) for kind in _KINDS]
        lines.append(tuple(_figure(each, each.base) for each in found))
    yield FigureTable(
        key="returns_by_quarter",
        title=Words(N_("Time until the return, by the quarter in which the absence began")),
        population=subject.population(_BEGUN),
        rows=Dimension(
            "quarter", Words(N_("Quarter from")),
            tuple(Member(_quarter_of(span[0]), month_words(span[0]), span) for span in spans),
        ),
        measures=_columns(),
        figures=tuple(lines),
        chart=Drawing.LINES,
        note=Words(N_("Median days from the first day of absence, with the middle half. n: absences.")),
    )  # fmt: skip


def _columns() -> tuple[Column, ...]:
    return tuple(Column(kind, Words(name), Kind.MEDIAN, Unit.DAYS) for kind, name in _KINDS.items())


def _days(subject: Subject, kind: str, quarter: str | None = None) -> Iterator[Sequence[Sequence[int]]]:
    for _each, sums in subject.of(Measure.RETURNS):
        quarters = sums[kind]["days"]
        yield from quarters.values() if quarter is None else [quarters.get(quarter, [])]


def _figure(found: Duration, base: int) -> Figure:
    median = None if found.median is None else float(found.median)
    quartiles = None
    if found.quartiles is not None and base >= _QUARTILE_BASE:
        quartiles = (float(found.quartiles[0]), float(found.quartiles[1]))
    return Figure(base=base, value=median, spread=quartiles)


def _quarters(first_day: date, last_day: date) -> Iterator[Days]:
    for first, last in _months(first_day, last_day):
        if first == first_day or first.month % 3 == 1:
            begin = first
        if last == last_day or (last + timedelta(days=1)).month % 3 == 1:
            yield begin, last


def _quarter_of(day: date) -> str:
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1).isoformat()
