"""What an employment injury sets running (AIAOD): pay, notices, claims, and the right to return."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from handrail.sdk import (
    AbsenceCase,
    AfterEvent,
    Calendar,
    CaseFacts,
    Derivation,
    Event,
    Incapacity,
    Obligation,
    incapacities,
    injuries_at_work,
    is_work_injury,
    step,
)
from handrail_ca.parameters import whole
from handrail_ca.quebec.catalogue import (
    ASSIGNMENT_REFUND,
    EMPLOYER_NOTICE,
    FOURTEEN_DAYS_END,
    REPRISAL_COMPLAINT,
    RIGHT_TO_RETURN_END,
    WORKER_CLAIM,
)

FULL_DAYS = 14
NOTICE_DAYS = 2
CLAIM_MONTHS = 6
SMALL_ESTABLISHMENT_WORKERS = 20
SMALL_YEARS, LARGE_YEARS = 1, 2
_DAY = dt.timedelta(days=1)

REFUND = AfterEvent(rule=ASSIGNMENT_REFUND, key="ca.pay_period_ended", events=("pay_period_ended",), days=90)
COMPLAINT = AfterEvent(rule=REPRISAL_COMPLAINT, key="ca.dismissed", events=("dismissal_notice",), days=30)
CLAIM = AfterEvent(rule=WORKER_CLAIM, key="ca.injury", months=CLAIM_MONTHS)


def injury(facts: CaseFacts, cases: tuple[AbsenceCase, ...], calendar: Calendar) -> Iterator[Obligation]:
    """Return all that an employment injury asks; what an absence tells of the incapacity belongs to that absence."""
    injured = injuries_at_work(facts)
    for incapacity in incapacities(facts):
        yield replace(fourteen_days(incapacity), spell=incapacity.spell)
        yield replace(employer_notice(incapacity), spell=incapacity.spell)
    yield from chain.from_iterable(worker_claim(facts, event, calendar) for event in injured)
    yield from REFUND.obligations(facts, calendar)
    # A dismissal is the one sanction of which a fact is kept; it can be a reprisal only where there is an injury.
    if injured or any(is_work_injury(facts, spell) for spell in facts.spells):
        yield from COMPLAINT.obligations(facts, calendar)
    for case in cases:
        yield right_to_return(facts, case)


def fourteen_days(incapacity: Incapacity) -> Obligation:
    """Return the last of the 14 full days after day 0 that the employer pays at 90 % of net (ss.59-60)."""
    derived = _day_0(incapacity).plus_days(FULL_DAYS)
    if incapacity.fit_on is not None and incapacity.fit_on <= derived.day:
        fit = step("recovered", date=incapacity.fit_on)
        return Obligation.not_owed(FOURTEEN_DAYS_END, "recovered", (*derived.steps, fit))
    return Obligation.on(FOURTEEN_DAYS_END, derived)


def employer_notice(incapacity: Incapacity) -> Obligation:
    """Two days after the return or after the 14 full days, whichever comes first (ss.268-269).

    Not needed where the incapacity does not go beyond the day of the injury.
    """
    day_0, fit_on = _day_0(incapacity), incapacity.fit_on
    if fit_on is not None and fit_on <= incapacity.first_day + _DAY:
        told = (*day_0.steps, step("ca.fit", date=fit_on), step("ca_qc.day_0_only"), step("not_owed"))
        return Obligation.not_owed(EMPLOYER_NOTICE, "threshold_not_reached", told)
    after_14 = day_0.plus_days(FULL_DAYS).noting("ca_qc.full_days", limit=FULL_DAYS)
    counted = day_0.to(fit_on, "ca.fit") if fit_on is not None and fit_on < after_14.day else after_14
    return Obligation.on(EMPLOYER_NOTICE, counted.plus_days(NOTICE_DAYS))


def worker_claim(facts: CaseFacts, event: Event, calendar: Calendar) -> Iterator[Obligation]:
    """Six months from the injury, where more than 14 full days are lost or an impairment stays (ss.270-272).

    An impairment shows later, so the date is shown until a return within the 14 days is known.
    """
    incapacity = next((each for each in incapacities(facts) if each.first_day >= event.date), None)
    if incapacity is not None and incapacity.fit_on is not None:
        lost = (incapacity.fit_on - incapacity.first_day).days - 1
        if lost <= FULL_DAYS:
            told = (step("ca.injury", date=event.date), step("ca_qc.full_days_lost", lost=lost, limit=FULL_DAYS))
            yield Obligation.not_owed(WORKER_CLAIM, "threshold_not_reached", (*told, step("not_owed")))
            return
    yield CLAIM.obligation(event, calendar)


def right_to_return(facts: CaseFacts, case: AbsenceCase) -> Obligation:
    """One year from the start of the continuous absence with at most 20 workers, two years with more (ss.236, 240).

    The establishment counts as it was on that day. The CNESST words the start more loosely (medium). Ordinary sickness
    gives no such right; a collective agreement may lengthen it and a fixed term end it, which nobody tells here.
    """
    (spell,) = case.spells
    if not is_work_injury(facts, spell):
        told = (*case.clock.steps, step("ca_qc.no_employment_injury"), step("not_owed"))
        return Obligation.not_owed(RIGHT_TO_RETURN_END, "not_in_scope", told, case=case)
    workers = whole(facts, "establishment_workers")
    if workers is None:
        return Obligation.parameter_missing(RIGHT_TO_RETURN_END, "establishment_workers", case.clock.steps, case=case)
    years = SMALL_YEARS if workers <= SMALL_ESTABLISHMENT_WORKERS else LARGE_YEARS
    derived = case.clock.noting("ca_qc.establishment", workers=workers, limit=SMALL_ESTABLISHMENT_WORKERS)
    return Obligation.on(RIGHT_TO_RETURN_END, derived.plus_years(years), case=case)


def _day_0(incapacity: Incapacity) -> Derivation:
    return Derivation.at(incapacity.first_day, "ca.incapacity")
