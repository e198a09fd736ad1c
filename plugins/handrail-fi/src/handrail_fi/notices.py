"""What is told and asked for: the notice to occupational health and the application for allowance."""

from handrail.sdk import AbsenceCase, Obligation, step
from handrail_fi.catalogue import APPLY_ALLOWANCE, EMPLOYER_NOTIFY_OHS

NOTIFY_DAYS = 30
APPLY_MONTHS = 2


def notify_occupational_health(case: AbsenceCase) -> Obligation:
    """When the absence has lasted a month (Occupational Health Care Act 10a), since 1 June 2012.

    Practice counts 30 days. A calendar month is defensible too: where it ends earlier, that day is the safe one.
    Whether scattered absences add up to a month is for people to see.
    """
    derived, month = case.after(NOTIFY_DAYS), case.clock.plus_months(1).day
    since = EMPLOYER_NOTIFY_OHS.effective_from
    if since is not None and derived.day < since:
        told = (*derived.steps, step("in_force_from", date=since), step("not_owed"))
        return Obligation.not_owed(EMPLOYER_NOTIFY_OHS, "before_effective_date", told, case=case)
    safe = month if month < derived.day else None
    return Obligation.on(EMPLOYER_NOTIFY_OHS, derived, case=case, safe_target=safe)


def apply_for_allowance(case: AbsenceCase) -> Obligation:
    """Two months from the start of incapacity (sairausvakuutuslaki 15:4); recovery does not end the right to apply."""
    return Obligation.on(APPLY_ALLOWANCE, case.clock.plus_months(APPLY_MONTHS), case=case)
