"""Tables of the consultancy's own: cases, how long they stand where, who accompanies them."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from handrail.cases.rules.participation import Participation
from handrail.cases.wording import PARTICIPATION
from handrail.kit.i18n import N_
from handrail.reports.codes import Measure
from handrail.reports.composing.subject import Subject
from handrail.reports.measuring.cases import STILL
from handrail.reports.tables import CountTable, Dimension, Drawing, Member, Table, Words

_STEPS: Final = {
    1: N_("1 File opened"),
    2: N_("2 First contact"),
    3: N_("3 Recovery"),
    4: N_("4 Preparing the meeting"),
    5: N_("5 The plan"),
    6: N_("6 Carrying out the plan"),
    7: N_("7 Follow-up"),
    STILL: N_("Takes no part"),
}
_AGES: Final = (N_("Under 6 weeks"), N_("6 to 13 weeks"), N_("13 to 26 weeks"), N_("26 weeks and over"))
_MOST_BARS: Final = 24
"""A drawing with more rows says less than the table."""


def caseload_tables(subject: Subject) -> Iterator[Table]:
    """Yield how many cases there are, and where their workers stand towards support."""
    opened, closed = subject.population("case.new").days, subject.population("case.closed").days
    columns = Dimension(
        "counted", Words(N_("Cases")),
        (
            Member("open", Words(N_("Open on the last day")), (subject.as_of, subject.as_of), "case.open"),
            Member("new", Words(N_("New")), opened, "case.new"),
            Member("closed", Words(N_("Closed")), closed, "case.closed"),
        ),
    )  # fmt: skip
    yield CountTable(
        key="caseload",
        title=Words(N_("Cases by client organisation")),
        population=subject.population("case"),
        rows=subject.employers(),
        columns=columns,
        counts=subject.grid(Measure.CASELOAD, lambda sums: (sums["open"], sums["new"], sums["closed"])),
        column_totals=True,
        chart=drawn(subject, Drawing.BARS),
    )
    states = Dimension(
        "participation", Words(N_("Participation")),
        tuple(Member(code.value, Words(PARTICIPATION[code][1])) for code in Participation), sensitive=True,
    )  # fmt: skip
    yield CountTable(
        key="participation",
        title=Words(N_("Open cases by what the worker chose")),
        population=subject.population("case.open", on=subject.as_of),
        rows=subject.employers(),
        columns=states,
        counts=subject.grid(
            Measure.CASELOAD, lambda sums: (sums["participation"].get(code.value, 0) for code in Participation)
        ),
        row_totals=True,
        column_totals=True,
    )


def ageing_tables(subject: Subject) -> Iterator[Table]:
    """Yield how long open cases have stood on their step, in all and by client organisation."""
    steps = Dimension("step", Words(N_("Step")), tuple(Member(str(step), Words(_STEPS[step])) for step in _STEPS))
    ages = Dimension("age", Words(N_("Time on this step")), tuple(Member(str(at), Words(_AGES[at])) for at in _ages()))
    found: Counter[tuple[int, int]] = Counter()
    for _each, lines in subject.of(Measure.AGEING):
        for step, age, cases in lines:
            found[step, age] += cases
    open_cases = subject.population("case.open", on=subject.as_of)
    yield CountTable(
        key="ageing",
        title=Words(N_("How long cases have been on their step")),
        population=open_cases,
        rows=steps,
        columns=ages,
        counts=tuple(tuple(found[step, age] for age in _ages()) for step in _STEPS),
        row_totals=True,
        column_totals=True,
        chart=Drawing.STACKED,
    )
    yield CountTable(
        key="steps",
        title=Words(N_("Open cases by step and client organisation")),
        population=open_cases,
        rows=subject.employers(),
        columns=steps,
        counts=subject.grid(Measure.AGEING, _by_step),
        row_totals=True,
        column_totals=True,
    )


def workload_tables(subject: Subject) -> Iterator[Table]:
    """Yield how many open cases each coordinator has."""
    names: dict[str, str | Words] = {}
    cases: Counter[str] = Counter()
    for _each, lines in subject.of(Measure.WORKLOAD):
        for person_id, name, count in lines:
            names[person_id or ""] = name if person_id else Words(N_("Nobody yet"))
            cases[person_id or ""] += count
    ordered = sorted(names, key=lambda key: (-cases[key], str(names[key]), key))
    if ordered:
        yield CountTable(
            key="workload",
            title=Words(N_("Open cases by coordinator")),
            population=subject.population("case.open.coordinator", on=subject.as_of),
            rows=Dimension("coordinator", Words(N_("Coordinator")), tuple(Member(key, names[key]) for key in ordered)),
            counts=tuple((cases[key],) for key in ordered),
            chart=Drawing.BARS if len(ordered) <= _MOST_BARS else None,
        )


def drawn(subject: Subject, drawing: Drawing) -> Drawing | None:
    """Return how to draw a table of client organisations; None where there are too many or just one."""
    return drawing if 1 < len(subject.counted) <= _MOST_BARS else None


def _ages() -> range:
    return range(len(_AGES))


def _by_step(lines: list[list[Any]]) -> Iterator[int]:
    found: Counter[int] = Counter()
    for step, _age, cases in lines:
        found[step] += cases
    yield from (found[step] for step in _STEPS)
