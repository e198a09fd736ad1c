"""Injuries at work: the OSHA 300 log, and California's claim form. The employer's side reads no cause from them."""

from collections.abc import Iterator

from handrail.sdk import Calendar, CaseFacts, Derivation, Event, Obligation
from handrail_us.catalogue import CA_DWC1_DUE, OSHA300
from handrail_us.parameters import is_california

LOG_DAYS = 7
CLAIM_FORM_DAYS = 1


def injuries(facts: CaseFacts, calendar: Calendar) -> Iterator[Obligation]:
    """Return what follows from each injury, and from what the employer learns."""
    for injury in facts.events_of("injury_occurred"):
        yield _log(facts, injury)
    for learned in facts.events_of("employer_learned"):
        yield _claim_form(facts, learned, calendar)


def _log(facts: CaseFacts, injury: Event) -> Obligation:
    """Within seven days of learning of a recordable case (29 CFR 1904.29(b)(3)).

    A death is reported in 8 hours, a stay in hospital, an amputation or the loss of an eye in 24: no such fact is kept.
    """
    occurred = Derivation.at(injury.date, "us.injury")
    if injury.fields.get("at_work") is False:
        return Obligation.not_owed(OSHA300, "not_in_scope", occurred.noting("us.not_at_work").steps)
    learned = next((each for each in facts.events_of("employer_learned") if each.date >= injury.date), None)
    known = occurred if learned is None else Derivation.at(learned.date, "us.employer_learned")
    return Obligation.on(OSHA300, known.plus_days(LOG_DAYS))


def _claim_form(facts: CaseFacts, learned: Event, calendar: Calendar) -> Obligation:
    """Within one working day of learning of an injury, in California alone (Labor Code 5401)."""
    derived = Derivation.at(learned.date, "us.employer_learned")
    here = is_california(facts)
    if here is None:
        return Obligation.parameter_missing(CA_DWC1_DUE, "division", derived.steps)
    if not here:
        return Obligation.not_owed(CA_DWC1_DUE, "not_in_scope", derived.noting("us.not_california").steps)
    return Obligation.on(CA_DWC1_DUE, derived.plus_working_days(CLAIM_FORM_DAYS, calendar))
