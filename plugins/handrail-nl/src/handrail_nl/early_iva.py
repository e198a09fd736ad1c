"""The shortened waiting period for those who can not recover (WIA art. 23(6)); one application only.

That the question arises at all tells something of the illness: all of it is medical.
"""

from collections.abc import Iterator

from handrail.sdk import AbsenceCase, CaseFacts, Derivation, Obligation, step
from handrail_nl.catalogue import EARLY_IVA_EARLIEST_START, EARLY_IVA_LATEST_APPLICATION
from handrail_nl.reading import first_act

LATEST_APPLICATION_DAYS = 475
AFTER_APPLICATION_DAYS = 70
SHORTEST_WAIT_DAYS = 91


def early_iva(facts: CaseFacts, case: AbsenceCase) -> Iterator[Obligation]:
    """Return the first day of benefit: ten weeks after the application, and after thirteen weeks of waiting.

    The latest application, in week 68, thus starts in week 78; a later one has no shortened wait to ask for.
    """
    applied = first_act(facts, case, EARLY_IVA_LATEST_APPLICATION)
    if applied is None:
        return
    derived = Derivation.at(applied.date, "nl.early_iva_applied").plus_days(AFTER_APPLICATION_DAYS)
    latest = case.after(LATEST_APPLICATION_DAYS)
    if applied.date > latest.day:
        late = step("nl.early_iva_too_late", date=latest.day)
        yield Obligation.not_owed(EARLY_IVA_EARLIEST_START, "not_entitled", (*derived.steps, late), case=case)
        return
    waited = case.after(SHORTEST_WAIT_DAYS).noting("nl.thirteen_weeks")
    later = derived if derived.day > waited.day else waited
    yield Obligation.on(EARLY_IVA_EARLIEST_START, later, case=case)
