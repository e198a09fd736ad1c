"""Leave for a long-term illness (ESA, since 19 June 2025): 27 weeks in 52, with a certificate."""

import datetime as dt
from collections.abc import Iterator

from handrail.sdk import AbsenceCase, CaseFacts, Derivation, Event, Obligation, not_yet_in_force, step
from handrail_ca.ontario.catalogue import LONG_TERM_ILLNESS
from handrail_ca.parameters import served_from

LEAVE_WEEKS, WINDOW_WEEKS, SERVICE_WEEKS = 27, 52, 13
_WEEK = 7


def long_term_illness(facts: CaseFacts, cases: tuple[AbsenceCase, ...]) -> Iterator[Obligation]:
    """Return the last day of the leave for each certificate that opens one.

    It starts with the week of the certificate or of stopping work, whichever comes first; the act's weeks begin on a
    Sunday. One cap holds whatever the number of conditions, so a certificate within the 52 weeks opens no second leave.
    A leave that is broken up ends later, within the 52 weeks: which weeks were taken as leave nobody tells here. What
    is not known of service is taken as long enough. Whether a condition is serious the certificate says.
    """
    window_until = dt.date.min
    for certificate in facts.events_of("certificate_received"):
        given = certificate.day("from") or certificate.date
        if given < window_until:
            continue
        case = _absence(facts, cases, certificate, given)
        started = _week_start(given if case is None else min(given, case.first_day))
        leave = _leave(facts, case, given, started)
        if leave.due is not None:
            window_until = started + dt.timedelta(weeks=WINDOW_WEEKS)
        yield leave


def _leave(facts: CaseFacts, case: AbsenceCase | None, given: dt.date, started: dt.date) -> Obligation:
    told = Derivation.at(given, "ca_on.certificate_from")
    early = not_yet_in_force(LONG_TERM_ILLNESS, given, told)
    if early is not None:
        return Obligation.not_owed(LONG_TERM_ILLNESS, "before_effective_date", early.explanation, case=case)
    served = served_from(facts, days=SERVICE_WEEKS * _WEEK)
    if served is not None and served > started + dt.timedelta(days=_WEEK - 1):
        steps = (*told.steps, step("ca.not_served"), step("not_owed"))
        return Obligation.not_owed(LONG_TERM_ILLNESS, "not_entitled", steps, case=case)
    noted = told.noting("ca.service_assumed") if served is None else told
    derived = noted.to(started, "ca_on.week_of_leave").noting("ca_on.leave_weeks", weeks=LEAVE_WEEKS)
    return Obligation.on(LONG_TERM_ILLNESS, derived.plus_days(LEAVE_WEEKS * _WEEK - 1), case=case)


def _absence(
    facts: CaseFacts, cases: tuple[AbsenceCase, ...], certificate: Event, given: dt.date
) -> AbsenceCase | None:
    """Return the absence for which a certificate was given: the one of its day, or of the day it starts from."""
    for day in (certificate.date, given):
        found = next((spell for spell in facts.spells if spell.holds(day)), None)
        if found is not None:
            return next(case for case in cases if found in case.spells)
    return None


def _week_start(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.isoweekday() % _WEEK)
