"""The re-employment obligation (WSIA s.41), and contributions to benefits (s.25).

It holds for workers who were unable to work, with a year of continuous employment, of an employer who regularly has 20
workers or more. Construction has rules of its own, which are not told here.
"""

import datetime as dt
from collections.abc import Iterator

from handrail.sdk import CaseFacts, Derivation, Event, Obligation, Rule, add_months, injuries_at_work, step
from handrail_ca.back_at_work import back_at_work, injured_on
from handrail_ca.larger_employers import unmet
from handrail_ca.ontario.accidents import accidents
from handrail_ca.ontario.catalogue import BENEFITS_END, PRESUMPTION_END, REEMPLOYMENT_END, REEMPLOYMENT_START
from handrail_ca.parameters import day

YEARS_AFTER_INJURY, YEARS_AFTER_FIT = 2, 1
RETIREMENT_AGE = 65
PRESUMPTION_MONTHS = 6


def reemployment(facts: CaseFacts) -> Iterator[Obligation]:
    """Return the start and end of the obligation, of the presumption in it, and of contributions."""
    for fit in facts.events_of("fit_for_essential_duties"):
        yield start(facts, fit)
    for injury in injuries_at_work(facts):
        yield end(facts, injury.date)
        yield Obligation.on(BENEFITS_END, Derivation.at(injury.date, "ca.injury").plus_years(1))
    for back in _reemployed_on(facts):
        yield presumption(facts, back)


def start(facts: CaseFacts, fit: Event) -> Obligation:
    """Return the day on which the employer is told that the worker is fit for the essential duties."""
    told = Derivation.at(fit.date, "ca_on.fit_for_essential_duties")
    known = _known_not(REEMPLOYMENT_START, facts, injured_on(facts, fit.date) or fit.date, told)
    return known or Obligation.on(REEMPLOYMENT_START, told)


def end(facts: CaseFacts, injury: dt.date) -> Obligation:
    """Return the earliest of two years after the injury, one after being fit, and the 65th birthday.

    Without a date of birth the birthday is left out. Modified work from the first day, with no time lost, shows that
    the worker was never unable to work.
    """
    told = Derivation.at(injury, "ca.injury")
    condition = unmet(facts, injury)
    if condition is not None:
        return Obligation.not_owed(REEMPLOYMENT_END, condition.reason, (*told.steps, condition.because))
    if _never_unable(facts, injury):
        steps = (*told.steps, step("ca_on.never_unable"), step("not_owed"))
        return Obligation.not_owed(REEMPLOYMENT_END, "not_in_scope", steps)
    earliest = _earliest(facts, injury)
    if earliest.day <= injury:
        return Obligation.not_owed(REEMPLOYMENT_END, "not_entitled", (*earliest.steps, step("not_owed")))
    return Obligation.on(REEMPLOYMENT_END, earliest)


def presumption(facts: CaseFacts, back: dt.date) -> Obligation:
    """Return the end of the six months in which a termination counts as a breach (s.41(10)), within the obligation."""
    told = Derivation.at(back, "ca.back")
    injury = injured_on(facts, back)
    known = _known_not(PRESUMPTION_END, facts, injury or back, told)
    if known is not None:
        return known
    derived = told.plus_months(PRESUMPTION_MONTHS)
    last = None if injury is None else end(facts, injury).due
    if last is None or last >= derived.day:
        return Obligation.on(PRESUMPTION_END, derived)
    if last < back:
        steps = (*told.steps, step("ca_on.obligation_over", date=last), step("not_owed"))
        return Obligation.not_owed(PRESUMPTION_END, "not_in_scope", steps)
    return Obligation.on(PRESUMPTION_END, derived.to(last, "ca_on.obligation_over"))


def _earliest(facts: CaseFacts, injury: dt.date) -> Derivation:
    """Return the earliest of the three ends, with the step that decides it."""
    ends = [Derivation.at(injury, "ca.injury").plus_years(YEARS_AFTER_INJURY)]
    fit = next((event for event in facts.events_of("fit_for_essential_duties") if event.date >= injury), None)
    if fit is not None:
        ends.append(Derivation.at(fit.date, "ca_on.fit_for_essential_duties").plus_years(YEARS_AFTER_FIT))
    born = day(facts, "date_of_birth")
    if born is not None:
        birthday = add_months(born, 12 * RETIREMENT_AGE)
        ends.append(Derivation.at(injury, "ca.injury").to(birthday, "ca_on.birthday_years", years=RETIREMENT_AGE))
    return min(ends, key=lambda each: each.day)


def _reemployed_on(facts: CaseFacts) -> tuple[dt.date, ...]:
    acts = facts.acts_of(REEMPLOYMENT_START.id)
    return tuple([act.date for act in acts]) or back_at_work(facts)


def _known_not(rule: Rule, facts: CaseFacts, injury: dt.date, told: Derivation) -> Obligation | None:
    """Return the obligation as not owed where it is known that it does not hold; what is not known is taken as met."""
    condition = unmet(facts, injury)
    if condition is None or not condition.is_known:
        return None
    return Obligation.not_owed(rule, condition.reason, (*told.steps, condition.because, step("not_owed")))


def _never_unable(facts: CaseFacts, injury: dt.date) -> bool:
    accident = next(each for each in accidents(facts) if each.on == injury)
    return accident.modified_on is not None and accident.lost_on is None
