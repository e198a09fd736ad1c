"""From what was counted to the tables of a report, and the words that go with them. Pure."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from handrail.kit.i18n import N_
from handrail.reports.codes import Kind, Measure, Side
from handrail.reports.composing.absences import absence_tables, return_tables
from handrail.reports.composing.cases import ageing_tables, caseload_tables, workload_tables
from handrail.reports.composing.duties import duty_tables
from handrail.reports.composing.subject import Counted, Subject
from handrail.reports.measuring.returns import SUSTAINED_DAYS
from handrail.reports.tables import Table, Text, Words

__all__ = ["KINDS", "Counted", "Subject", "audience_of", "definitions_of", "tables_of", "title_of"]

_TABLES: Final[Mapping[Measure, Callable[[Subject], Iterator[Table]]]] = {
    Measure.CASELOAD: caseload_tables,
    Measure.AGEING: ageing_tables,
    Measure.WORKLOAD: workload_tables,
    Measure.DUTIES: duty_tables,
    Measure.ABSENCES: absence_tables,
    Measure.RETURNS: return_tables,
}
KINDS: Final[Mapping[Kind, str]] = {
    Kind.OVERVIEW: N_("Overview"),
    Kind.CASELOAD: N_("Cases and steps"),
    Kind.OBLIGATIONS: N_("Obligations"),
    Kind.RETURNS: N_("Absences and returns"),
}
_AUDIENCES: Final[Mapping[Side, str]] = {
    Side.CONSULTANCY: N_("For the consultancy only. Sums without names of workers."),
    Side.EMPLOYER: N_("For this employer. Whether somebody takes support is in no number of it."),
}
_FIRST_RETURN: Final = {
    Side.CONSULTANCY: N_(
        "Days from the first day of absence to the first day of any work, part of a job included, whoever recorded "
        "it. Who is not back yet counts for as long as is known of them."
    ),
    Side.EMPLOYER: N_(
        "Days from the first day of absence to the first day of any work, part of a job included, as the absence "
        "administration has it. Who is not back yet counts for as long as is known of them."
    ),
}
_DAYS_OF_ABSENCE: Final = (
    Words(N_("Days of absence")),
    Words(N_("Calendar days, weekends and holidays too; also those of a part-time absence.")),
)
"""Of the consultancy's reports alone, as the table is."""
_DEFINITIONS: Final[Mapping[Measure, tuple[tuple[str, str], ...]]] = {
    Measure.CASELOAD: (
        (N_("Case"), N_("An absence whose file was forwarded to the coordinator.")),
        (N_("Open"), N_("Opened by the last day of the period (or by the day of counting) and not closed by then.")),
    ),
    Measure.AGEING: (
        (N_("Step"), N_("The highest of the seven steps that has begun; beyond step 2 only for who takes part.")),
        (N_("Time on a step"), N_("Calendar days from the first day of the step to the last day of the period.")),
    ),
    Measure.WORKLOAD: ((N_("Open cases by coordinator"), N_("By who is the coordinator on the last day.")),),
    Measure.DUTIES: (
        (N_("Obligation"), N_("A thing that somebody has to do, whose last day on time lies in the period.")),
        (N_("Done late"), N_("Done after its last day on time.")),
        (N_("Missed"), N_("Not done by the day of counting, and its last day on time is over.")),
    ),
    Measure.ABSENCES: (
        (N_("Absence"), N_(
            "An unbroken stretch of days, from the first day to the last before the first day fit, and never beyond "
            "the end of the employment."
        )),
    ),
    Measure.RETURNS: (
        (N_("Sustained return"), N_(
            "The first day of the earliest return with no sickness absence on that day and the 27 days after it. "
            "It is known %(days)s days after that day; before, it counts as not known yet."
        )),
        (N_("Median"), N_(
            "The number of days within which half had returned, those not back yet included (Kaplan-Meier). "
            "The middle half: between a quarter and three quarters."
        )),
    ),
}  # fmt: skip


def tables_of(subject: Subject) -> list[Table]:
    """Return the tables of a report, in order."""
    return [table for measure in subject.measures for table in _TABLES[measure](subject)]


def title_of(kind: Kind) -> Words:
    """Return what a report is called."""
    return Words(KINDS[kind])


def audience_of(side: Side) -> Words:
    """Return who may read a report of this side."""
    return Words(_AUDIENCES[side])


def definitions_of(subject: Subject) -> tuple[tuple[Text, Text], ...]:
    """Return what the words of a report mean: they are printed with it."""
    found: list[tuple[Text, Text]] = []
    for measure in subject.measures:
        if measure is Measure.RETURNS:
            found.append((Words(N_("First return")), Words(_FIRST_RETURN[subject.side])))
        found += [(Words(term), Words(text, {"days": SUSTAINED_DAYS})) for term, text in _DEFINITIONS[measure]]
        if measure is Measure.ABSENCES and subject.side is Side.CONSULTANCY:
            found.append(_DAYS_OF_ABSENCE)
    return (*found, (Words(N_("Day of counting")), Words("%(day)s", {"day": subject.cut_on})))
