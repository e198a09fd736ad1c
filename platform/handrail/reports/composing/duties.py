"""Tables of obligations: done on time, late, missed, still ahead; by client organisation, by who owes, by rule."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from handrail.kit.i18n import N_
from handrail.obligations.presenting import OWED_BY, title_of
from handrail.reports.codes import Measure, Side
from handrail.reports.composing.cases import drawn
from handrail.reports.composing.subject import Subject
from handrail.reports.measuring.duties import Outcome
from handrail.reports.tables import (
    CountTable,
    Dimension,
    Drawing,
    Figure,
    FigureTable,
    Kind,
    Member,
    Table,
    Text,
    Unit,
    Words,
)
from handrail.reports.tables import Measure as Column

_OUTCOMES: Final[Mapping[Outcome, str]] = {
    Outcome.ON_TIME: N_("Done on time"),
    Outcome.LATE: N_("Done late"),
    Outcome.MISSED: N_("Missed"),
    Outcome.AHEAD: N_("Still ahead"),
}
_JUDGED: Final = (Outcome.ON_TIME, Outcome.LATE, Outcome.MISSED)
_WHAT: Final = "obligation.due"
_Line = list[Any]


def duty_tables(subject: Subject) -> Iterator[Table]:
    """Yield what became of the obligations whose date lies in the period."""
    if subject.side is Side.EMPLOYER:
        yield _table(subject, "obligations", Words(N_("Statutory obligations")), _RULES, chart=Drawing.STACKED)
        return
    yield _by_employer(subject)
    yield _shares(subject)
    yield _table(subject, "owed_by", Words(N_("Obligations by who owes them")), _OWING, chart=Drawing.STACKED)
    yield _table(subject, "rules", Words(N_("Obligations by rule")), _RULES)


def _by_employer(subject: Subject) -> Table:
    return CountTable(
        key="obligations",
        title=Words(N_("Obligations by client organisation")),
        population=subject.population(_WHAT),
        rows=subject.employers(),
        columns=_outcomes(),
        counts=subject.grid(Measure.DUTIES, lambda lines: _tally(lines, 4)),
        row_totals=True,
        column_totals=True,
        chart=drawn(subject, Drawing.STACKED),
    )


def _shares(subject: Subject) -> Table:
    figures = tuple((_share(_tally(lines, 4)),) for _each, lines in subject.of(Measure.DUTIES))
    return FigureTable(
        key="obligations_share",
        title=Words(N_("Obligations done on time")),
        population=subject.population("obligation.judged"),
        rows=subject.employers(),
        measures=(
            Column("on_time", Words(N_("Done on time")), Kind.SHARE, Unit.SHARE, ("outcome", Outcome.ON_TIME.value)),
        ),
        figures=figures,
        overall=(_share(_tally([line for _each, lines in subject.of(Measure.DUTIES) for line in lines], 4)),),
        note=Words(N_("Of those whose day has come; what is still ahead is not judged.")),
    )


def _share(tally: tuple[int, ...]) -> Figure:
    found = dict(zip(Outcome, tally, strict=True))
    return Figure(base=sum(found[each] for each in _JUDGED), part=found[Outcome.ON_TIME])


class _Rows:
    """What the rows of a table of obligations are, and how a line of the sums says which."""

    def __init__(self, key: str, heading: str, at: int, label: Callable[[str], Text]) -> None:
        self.key, self.heading, self.at, self.label = key, heading, at, label


def _owing(party: str) -> Text:
    return Words(OWED_BY.get(party, N_("another party")))


_RULES: Final = _Rows("rule", N_("Obligation"), 0, title_of)
_OWING: Final = _Rows("owed_by", N_("Owed by"), 1, _owing)


def _table(subject: Subject, key: str, title: Words, rows: _Rows, *, chart: Drawing | None = None) -> Table:
    """Return a table over all client organisations of the report, in order of the rows' names.

    Not in order of their numbers: where some are held back, their places would tell what these are.
    """
    lines: dict[str, list[_Line]] = defaultdict(list)
    for _each, found in subject.of(Measure.DUTIES):
        for line in found:
            lines[line[rows.at]].append(line)
    ordered = sorted(lines, key=lambda name: (str(rows.label(name)), name))
    return CountTable(
        key=key,
        title=title,
        population=subject.population(_WHAT),
        rows=Dimension(rows.key, Words(rows.heading), tuple(Member(name, rows.label(name)) for name in ordered)),
        columns=_outcomes(),
        counts=tuple(_tally(lines[name], 4) for name in ordered),
        workers=tuple(_at_least(lines[name], 5) for name in ordered),
        row_totals=True,
        column_totals=True,
        chart=chart if ordered else None,
    )


def _outcomes() -> Dimension:
    members = tuple(Member(code.value, Words(_OUTCOMES[code])) for code in Outcome)
    return Dimension("outcome", Words(N_("What became of it")), members)


def _at_least(lines: list[_Line], column: int) -> tuple[int, ...]:
    """Return how many workers there are at least by outcome: one worker may stand in several lines."""
    found: Counter[str] = Counter()
    for line in lines:
        found[line[3]] = max(found[line[3]], line[column])
    return tuple(found[code.value] for code in Outcome)


def _tally(lines: list[_Line], column: int) -> tuple[int, ...]:
    """Return the sums of a column by outcome."""
    found: Counter[str] = Counter()
    for line in lines:
        found[line[3]] += line[column]
    return tuple(found[code.value] for code in Outcome)
