"""What the rules ask of the facts: acts and statements that belong to one case."""

import datetime as dt
from collections.abc import Iterable

from handrail.sdk import AbsenceCase, CaseFacts, Event, NotOwed, Rule, step
from handrail_nl.catalogue import PLAN_OF_ACTION, PROBLEM_ANALYSIS


def in_case(facts: CaseFacts, case: AbsenceCase, events: Iterable[Event]) -> tuple[Event, ...]:
    """Return those of the events that belong to a spell of the case."""
    return tuple([event for event in events if facts.spell_of(event) in case.spells])


def acts(facts: CaseFacts, case: AbsenceCase, rule: Rule) -> tuple[Event, ...]:
    """Return the acts of a rule in the case, in order of time."""
    return in_case(facts, case, facts.acts_of(rule.id))


def first_act(facts: CaseFacts, case: AbsenceCase, rule: Rule) -> Event | None:
    """Return the first act of a rule in the case."""
    return next(iter(acts(facts, case, rule)), None)


def stated(facts: CaseFacts, case: AbsenceCase, *types: str) -> Event | None:
    """Return the last statement of one of these types in the case."""
    if facts.types.isdisjoint(types):
        return None
    return next(reversed(in_case(facts, case, facts.events_of(*types))), None)


# Exemptions: asked with the date that a duty would have ----------------------------------------------------------
def employment_ended(facts: CaseFacts, case: AbsenceCase, due: dt.date) -> NotOwed | None:
    """Answer for the employer's duties: they end with the employment, and UWV takes over (ZW)."""
    ended = stated(facts, case, "employment_ended")
    if ended is None or ended.date >= due or (case.fit_on is not None and case.fit_on <= ended.date):
        return None
    return NotOwed(reason="not_in_scope", because=step("nl.employment_ended", date=ended.date))


def quick_recovery_expected(facts: CaseFacts, case: AbsenceCase, _due: dt.date) -> NotOwed | None:
    """Answer for what only a threatening long absence asks (RPEZ art. 2(2)); an analysis on file shows that it does."""
    expected = stated(facts, case, "quick_recovery_expected")
    if expected is None or first_act(facts, case, PROBLEM_ANALYSIS) is not None:
        return None
    return NotOwed(reason="not_in_scope", because=step("nl.quick_recovery", date=expected.date))


def no_work_capacity(facts: CaseFacts, case: AbsenceCase, _due: dt.date) -> NotOwed | None:
    """Answer for plans: not needed where occupational health sees no capacity for work at all."""
    seen = stated(facts, case, "no_work_capacity")
    return None if seen is None else NotOwed(reason="not_in_scope", because=step("nl.no_capacity", date=seen.date))


def never_any_capacity(facts: CaseFacts, case: AbsenceCase, due: dt.date) -> NotOwed | None:
    """Answer for the final evaluation: not needed where there never was capacity; a plan or partial work shows some."""
    some = first_act(facts, case, PLAN_OF_ACTION) or stated(facts, case, "partial_return", "partial_return_started")
    return no_work_capacity(facts, case, due) if some is None else None
