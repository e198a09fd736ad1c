"""The neutral period of a permitted part-time return (contracts act art. 52, 73).

Somebody who falls wholly ill again during such a return has no guaranteed pay for its first twenty weeks; the mutual
fund pays. From 2026 on that holds for the whole return (announced; medium), and before 28 November 2022 it did too: the
twenty weeks are counted where their last day lies between. Another pattern of hours begins no new period, a stop and a
new permission does: a `partial_return_started` is a permission, a `partial_return` after it another pattern.

A new full incapacity that lasts beyond the neutral period is paid from the day after it; the days of sickness that went
before count among the thirty.
"""

import datetime as dt
from collections.abc import Iterator

from handrail.sdk import AbsenceCase, CaseFacts, Derivation, Event, Obligation, step
from handrail_be.catalogue import NEUTRAL_20_WEEKS_FROM, NEUTRAL_END, REFORM_2026
from handrail_be.guaranteed_pay import PAID_DAYS, paid_from

TWENTY_WEEKS_LAST_DAY = 139


def partial_returns(facts: CaseFacts, cases: tuple[AbsenceCase, ...]) -> Iterator[Obligation]:
    """Return the neutral period of each return, and the pay of each full incapacity that breaks one off."""
    if facts.types.isdisjoint(("partial_return", "partial_return_started")):
        return
    for case in cases:
        returns = _returns(facts, case)
        for begun in returns:
            yield _neutral_end(case, begun)
        for fell_ill in _in_case(facts, case, "absence_started")[1:]:
            during = [begun for begun in returns if begun.date <= fell_ill.date]
            if during:
                yield from _pay_again(case, during[-1], fell_ill)


def _returns(facts: CaseFacts, case: AbsenceCase) -> list[Event]:
    found: list[Event] = []
    for event in _in_case(facts, case, "partial_return", "partial_return_started"):
        if event.type == "partial_return_started" or not found:
            found.append(event)
    return found


def _in_case(facts: CaseFacts, case: AbsenceCase, *types: str) -> list[Event]:
    return [event for event in facts.events_of(*types) if case.spells[0].holds(event.date)]


def _neutral_end(case: AbsenceCase, begun: Event) -> Obligation:
    derived = Derivation.at(begun.date, "be.partial_return").plus_days(TWENTY_WEEKS_LAST_DAY)
    if derived.day >= REFORM_2026:
        steps = (*derived.steps, step("be.whole_return_since", date=REFORM_2026))
        return Obligation.not_owed(NEUTRAL_END, "after_effective_date", steps, case=case)
    if derived.day < NEUTRAL_20_WEEKS_FROM:
        steps = (*derived.steps, step("be.law_since", date=NEUTRAL_20_WEEKS_FROM))
        return Obligation.not_owed(NEUTRAL_END, "before_effective_date", steps, case=case)
    return Obligation.on(NEUTRAL_END, derived, case=case)


def _pay_again(case: AbsenceCase, begun: Event, fell_ill: Event) -> Iterator[Obligation]:
    first = Derivation.at(fell_ill.date, "be.wholly_ill_again")
    last_neutral = begun.date + dt.timedelta(days=TWENTY_WEEKS_LAST_DAY)
    whole = fell_ill.date >= REFORM_2026 or fell_ill.date < NEUTRAL_20_WEEKS_FROM
    if whole or (fell_ill.date <= last_neutral and last_neutral >= REFORM_2026):
        yield from paid_from(case, first.noting("be.whole_return"), 0)
        return
    neutral_days = max(0, (last_neutral - fell_ill.date).days + 1)
    if neutral_days:
        first = first.noting("be.neutral_days", last=last_neutral).plus_days(neutral_days)
    yield from paid_from(case, first, PAID_DAYS - neutral_days)
