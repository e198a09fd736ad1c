"""What employers look at or answer beside sick pay: long absence, injuries at work, the return, access to data."""

import datetime as dt
from collections.abc import Iterator

from handrail.sdk import AbsenceCase, Calendar, CaseFacts, Derivation, Event, Obligation, Rule
from handrail_uk.catalogue import (
    DISABILITY_LONG_TERM_FLAG,
    LONG_TERM_ABSENCE_FLAG,
    RIDDOR_OVER7_THRESHOLD_PASSED,
    RIDDOR_REPORT_DUE,
    SAR_RESPONSE_DUE,
)
from handrail_uk.evidence import first_day
from handrail_uk.incapacity import DAY, day_one
from handrail_uk.parameters import return_interview_days

LONG_TERM_DAYS = 28
LONG_TERM_MONTHS = 12
EIGHTH_DAY, REPORT_DAYS = 8, 15
RETURNS = frozenset(("recovered", "returned_to_work"))


def long_absence(facts: CaseFacts, case: AbsenceCase) -> Iterator[Obligation]:
    """Flag four weeks (usage) and twelve months (Equality Act Sch 1 para 2), never as a gate: likelihood counts."""
    yield Obligation.on(LONG_TERM_ABSENCE_FLAG, first_day(facts, case).plus_days(LONG_TERM_DAYS), case=case)
    year = first_day(facts, case).plus_months(LONG_TERM_MONTHS).noting("uk.never_a_gate")
    yield Obligation.on(DISABILITY_LONG_TERM_FLAG, year, case=case)


def return_interview(facts: CaseFacts, case: AbsenceCase, rule: Rule, calendar: Calendar) -> Iterator[Obligation]:
    """Within some working days of the return, after every absence; the employer's policy says how many."""
    if case.fit_on is not None and case.spells[-1].closed_by in RETURNS:
        fit = Derivation.at(case.fit_on, "uk.fit_on").noting("uk.after_every_absence")
        yield Obligation.on(rule, fit.plus_working_days(return_interview_days(facts), calendar), case=case)


def injuries_at_work(facts: CaseFacts, cases: tuple[AbsenceCase, ...]) -> Iterator[Obligation]:
    """Report within 15 days who is unfit for more than seven days in a row, the day of the accident not counted.

    The row of days is the sickness that holds the day after the accident (RIDDOR 2013 reg 4(2)).
    """
    for injury in facts.events_of("injury_occurred"):
        yield from _injury(facts, injury, cases)


def _injury(facts: CaseFacts, injury: Event, cases: tuple[AbsenceCase, ...]) -> Iterator[Obligation]:
    accident = Derivation.at(injury.date, "uk.accident")
    case = next((each for each in cases if _unfit_after(facts, each, injury.date)), None)
    if injury.fields.get("at_work") is False:
        told = accident.noting("uk.not_at_work").steps
        yield Obligation.not_owed(RIDDOR_OVER7_THRESHOLD_PASSED, "not_in_scope", told, case=case)
        yield Obligation.not_owed(RIDDOR_REPORT_DUE, "not_in_scope", told, case=case)
        return
    eighth, report = accident.plus_days(EIGHTH_DAY), accident.plus_days(REPORT_DAYS)
    short = accident.noting("uk.not_over_seven_days").steps
    if case is None:
        yield Obligation.not_owed(RIDDOR_OVER7_THRESHOLD_PASSED, "threshold_not_reached", short)
    else:
        yield Obligation.on(RIDDOR_OVER7_THRESHOLD_PASSED, eighth, case=case)
    if case is None or (case.fit_on is not None and case.fit_on <= eighth.day):
        yield Obligation.not_owed(RIDDOR_REPORT_DUE, "threshold_not_reached", short, case=case)
    else:
        yield Obligation.on(RIDDOR_REPORT_DUE, report.noting("uk.over_seven_days"), case=case)


def _unfit_after(facts: CaseFacts, case: AbsenceCase, accident_on: dt.date) -> bool:
    spell = case.spells[0]
    return day_one(facts, spell) <= accident_on + DAY and spell.holds(accident_on + DAY)


def subject_access(facts: CaseFacts, calendar: Calendar) -> Iterator[Obligation]:
    """One month, to the same day number or the month's last day; then the next working day (ICO's way of counting).

    A complex request can take two months more: no such fact is kept.
    """
    for received in facts.events_of("sar_received"):
        month = Derivation.at(received.date, "uk.request_received").plus_months(1)
        yield Obligation.on(SAR_RESPONSE_DUE, month.next_working_day(calendar))
