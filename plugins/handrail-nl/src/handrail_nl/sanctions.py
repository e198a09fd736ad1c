"""What follows a wage sanction: objection, shortening, its end after repair. Recovery ends none of the terms."""

from collections.abc import Iterator

from handrail.sdk import AbsenceCase, Calendar, CaseFacts, Derivation, Obligation
from handrail_nl.catalogue import (
    SANCTION_OBJECTION,
    UWV_SHORTENING_DECISION,
    UWV_WAGE_SANCTION_DECISION,
    WAGE_SANCTION_END,
)
from handrail_nl.reading import acts, in_case
from handrail_nl.waiting_period import REPAIR_DAYS, SANCTION_WEEKS, weeks_before_the_end

OBJECTION_DAYS = 42
SHORTENING_DECISION_DAYS = 21


def wage_sanction(facts: CaseFacts, case: AbsenceCase, calendar: Calendar) -> Iterator[Obligation]:
    """Return the terms after a sanction in one case."""
    for decided in acts(facts, case, UWV_WAGE_SANCTION_DECISION):
        # Six weeks; the General Extension of Time-Limits Act moves the last day off a weekend or holiday.
        derived = Derivation.at(decided.date, "nl.sanction_decided").plus_days(OBJECTION_DAYS)
        yield Obligation.on(SANCTION_OBJECTION, derived.next_working_day(calendar), case=case)
    granted = in_case(facts, case, facts.events_of("shortening_granted"))
    for requested in in_case(facts, case, facts.events_of("shortening_requested")):
        derived = Derivation.at(requested.date, "nl.shortening_requested").plus_days(SHORTENING_DECISION_DAYS)
        yield Obligation.on(UWV_SHORTENING_DECISION, derived, case=case)
    for repaired in granted:
        # Six weeks after UWV found the defect repaired, never later than the maximum.
        derived = Derivation.at(repaired.date, "nl.repair_found").plus_days(REPAIR_DAYS)
        latest = weeks_before_the_end(facts, case, -SANCTION_WEEKS).day
        capped = derived.to(latest, "nl.at_most") if derived.day > latest else derived
        yield Obligation.on(WAGE_SANCTION_END, capped, case=case)
