"""Reports after an accident: Form 7, modified work that has to be reported, the worker's claim, the joint committee."""

from collections.abc import Iterator

from handrail.sdk import AfterEvent, Calendar, CaseFacts, Derivation, Obligation, step
from handrail_ca.ontario.accidents import Accident, accidents
from handrail_ca.ontario.catalogue import FORM_7, MODIFIED_WORK_REPORTABLE, SAFETY_NOTICE, WORKER_CLAIM

FORM_7_WORKING_DAYS = 3
MODIFIED_WORK_DAYS = 8

CLAIM = AfterEvent(rule=WORKER_CLAIM, key="ca.injury", months=6)
NOTICE = AfterEvent(rule=SAFETY_NOTICE, key="ca.injury", days=4)


def reports(facts: CaseFacts, calendar: Calendar) -> Iterator[Obligation]:
    """Return what each accident asks to be reported."""
    for accident in accidents(facts):
        reportable = reportable_from(accident, calendar)
        if reportable is not None and _lost_before(accident, reportable):
            told = (*reportable.steps, step("ca_on.other_trigger", date=accident.lost_on), step("not_owed"))
            yield Obligation.not_owed(MODIFIED_WORK_REPORTABLE, "not_in_scope", told)
            reportable = None
        elif reportable is not None:
            yield Obligation.on(MODIFIED_WORK_REPORTABLE, reportable)
        yield from form_7(accident, reportable, calendar)


def form_7(accident: Accident, reportable: Derivation | None, calendar: Calendar) -> Iterator[Obligation]:
    """Three business days after the employer learns of a reportable accident (WSIA s.21); the WSIB must have it then.

    A duty that comes from modified work alone begins on the day from which that is reportable, if the employer learned
    of the accident before.
    """
    starts = [Derivation.at(day, "ca.employer_learned") for day in accident.learned_on]
    if reportable is not None:
        starts = [start if start.day > reportable.day else reportable for start in starts] or [reportable]
    for start in starts:
        yield Obligation.on(FORM_7, start.plus_working_days(FORM_7_WORKING_DAYS, calendar))


def reportable_from(accident: Accident, calendar: Calendar) -> Derivation | None:
    """Return the eighth day of modified work at full pay (WSIB policy 15-01-02); None where there is none.

    It counts from the accident, and a short return to regular work does not begin it anew. Where regular work came
    first, on a working day in between, it counts from the first day of modified work.
    """
    if accident.on is None or accident.modified_on is None:
        return None
    told = Derivation.at(accident.on, "ca.injury")
    if calendar.working_days_after(accident.on, 1) < accident.modified_on:
        told = told.to(accident.modified_on, "ca_on.modified_after_working_days")
    else:
        told = told.noting("ca_on.modified_from_next_working_day", start=accident.modified_on)
    return told.plus_days(MODIFIED_WORK_DAYS)


def _lost_before(accident: Accident, reportable: Derivation) -> bool:
    return accident.lost_on is not None and accident.lost_on <= reportable.day
