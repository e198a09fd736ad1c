"""What an injury at work asks in British Columbia: the report, and the two duties of the return to work."""

import datetime as dt
from collections.abc import Iterator
from itertools import zip_longest

from handrail.sdk import (
    AfterEvent,
    Calendar,
    CaseFacts,
    Derivation,
    ExplanationStep,
    Obligation,
    Reason,
    injuries_at_work,
    step,
)
from handrail_ca.back_at_work import back_at_work, injured_on
from handrail_ca.british_columbia.catalogue import (
    COOPERATE,
    COOPERATE_INJURED_FROM,
    DISPUTE_DECISION,
    EMPLOYER_REPORT,
    MAINTAIN,
    MAINTAIN_END,
    MAINTAIN_INJURED_FROM,
    PRESUMPTION_END,
)
from handrail_ca.larger_employers import unmet

MAINTAIN_YEARS = 2
PRESUMPTION_MONTHS = 6

REPORT = AfterEvent(rule=EMPLOYER_REPORT, key="ca.injury", days=3)
REPORT_LEARNED = AfterEvent(rule=EMPLOYER_REPORT, key="ca.employer_learned", events=("employer_learned",), days=3)
DISPUTE = AfterEvent(rule=DISPUTE_DECISION, key="ca_bc.application", events=("noncooperation_notice",), days=60)


def injury(facts: CaseFacts, calendar: Calendar) -> Iterator[Obligation]:
    """Return what each injury asks.

    A notice that somebody does not co-operate is the application on which WorkSafeBC decides within 60 days.
    """
    yield from employer_reports(facts, calendar)
    for injured in injuries_at_work(facts):
        yield cooperate(injured.date)
        yield maintain(facts, injured.date)
        yield maintain_end(facts, injured.date)
    for back in back_at_work(facts):
        yield presumption(facts, back)
    yield from DISPUTE.obligations(facts, calendar)


def employer_reports(facts: CaseFacts, calendar: Calendar) -> Iterator[Obligation]:
    """Three days after the injury or after learning of it (s.150).

    The statute says days and some guidance business days; calendar days are the earlier reading (low).
    """
    injuries = injuries_at_work(facts)
    if not injuries:
        yield from REPORT_LEARNED.obligations(facts, calendar)
    for injured, following in zip_longest(injuries, injuries[1:]):
        end = dt.date.max if following is None else following.date
        told = (event for event in facts.events_of("employer_learned") if injured.date <= event.date < end)
        learned = next(told, None)
        yield REPORT.obligation(injured, calendar) if learned is None else REPORT_LEARNED.obligation(learned, calendar)


def cooperate(injured: dt.date) -> Obligation:
    """Say whether both have to co-operate: for injuries since 2022 (s.154.2). How is asked as soon as practicable."""
    told = step("ca_bc.injured_from", date=injured, cutoff=COOPERATE_INJURED_FROM)
    return Obligation(rule=COOPERATE, value=injured >= COOPERATE_INJURED_FROM, explanation=(told,))


def maintain(facts: CaseFacts, injured: dt.date) -> Obligation:
    """Say whether employment has to be maintained (s.154.3): by day of injury, size and a year of service."""
    told = step("ca_bc.injured_from", date=injured, cutoff=MAINTAIN_INJURED_FROM)
    failing = _failing(facts, injured)
    if failing is None:
        return Obligation(rule=MAINTAIN, value=True, explanation=(told,))
    reason, because = failing
    if reason.startswith("parameter_missing"):
        return Obligation.not_owed(MAINTAIN, reason, (told, because))
    return Obligation(rule=MAINTAIN, value=False, explanation=(told, because))


def maintain_end(facts: CaseFacts, injured: dt.date) -> Obligation:
    """Two years from the injury; from which day is not confirmed (medium)."""
    told = Derivation.at(injured, "ca.injury")
    failing = _failing(facts, injured)
    if failing is not None:
        reason, because = failing
        return Obligation.not_owed(MAINTAIN_END, reason, (*told.steps, because))
    return Obligation.on(MAINTAIN_END, told.plus_years(MAINTAIN_YEARS))


def presumption(facts: CaseFacts, back: dt.date) -> Obligation:
    """Return the end of the six months after work is resumed in which a termination counts as a breach.

    What is not known of the duty is taken as met.
    """
    told = Derivation.at(back, "ca.back")
    failing = _failing(facts, injured_on(facts, back) or back)
    if failing is not None and not failing[0].startswith("parameter_missing"):
        return Obligation.not_owed(PRESUMPTION_END, failing[0], (*told.steps, failing[1], step("not_owed")))
    return Obligation.on(PRESUMPTION_END, told.plus_months(PRESUMPTION_MONTHS))


def _failing(facts: CaseFacts, injured: dt.date) -> tuple[Reason, ExplanationStep] | None:
    """Return why employment need not be maintained, or what is not known of it; None where the duty holds."""
    if injured < MAINTAIN_INJURED_FROM:
        return "before_effective_date", step("ca_bc.injured_before", date=injured, cutoff=MAINTAIN_INJURED_FROM)
    condition = unmet(facts, injured)
    return None if condition is None else (condition.reason, condition.because)
