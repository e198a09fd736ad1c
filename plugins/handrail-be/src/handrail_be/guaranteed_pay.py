"""Thirty days of guaranteed pay, and what is left of them after a relapse (contracts act art. 52, 70-73).

Thirty calendar days count from the first day of incapacity, from the next one where work had begun that day. The same
illness again within the term gives only what is left; another illness, which the certificate has to say, gives thirty
days of its own. The term is eight weeks for an incapacity that begins in 2026 or later, fourteen days before. It runs
from the day after the last incapacity in which such pay was due: one in which nothing was left does not renew it.
Without a cause an incapacity is taken as the same illness.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from handrail.sdk import AbsenceCase, CaseFacts, Derivation, ExplanationStep, Obligation, Rule, Spell, step
from handrail_be.catalogue import GUARANTEED_PAY_END, GUARANTEED_PAY_START, REFORM_2026, RELAPSE, RELAPSE_BEFORE_2026

PAID_DAYS = 30
RELAPSE_DAYS, RELAPSE_BEFORE_2026_DAYS = 56, 14
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PayPeriod:
    """What one incapacity draws on: the first day that counts, the days of pay left then, the relapse it is of."""

    spell: Spell
    counted_from: dt.date
    left_days: int
    relapse_of: "PayPeriod | None"

    @property
    def used_days(self) -> int:
        """Return the days of pay that this incapacity used, once it is over."""
        until = self.spell.closed_on
        return self.left_days if until is None else max(0, min(self.left_days, (until - self.counted_from).days))


def guaranteed_pay(facts: CaseFacts, cases: tuple[AbsenceCase, ...]) -> Iterator[Obligation]:
    """Return start, end and relapse of every incapacity."""
    for case, period in zip(cases, pay_periods(facts), strict=True):
        first = case.clock
        if period.counted_from > case.first_day:
            first = first.noting("be.worked_first").plus_days(1)
        yield _relapse(period, case)
        yield from paid_from(case, first, period.left_days)


def paid_from(case: AbsenceCase, first: Derivation, left_days: int) -> Iterator[Obligation]:
    """Return first and last day of the pay that is left; what is used up is owed no more."""
    if left_days <= 0:
        steps = (*first.steps, step("be.pay_used"))
        for rule in (GUARANTEED_PAY_START, GUARANTEED_PAY_END):
            yield Obligation.not_owed(rule, "not_entitled", steps, case=case)
        return
    yield Obligation.on(GUARANTEED_PAY_START, first, case=case)
    counted = first if left_days == PAID_DAYS else first.noting("be.days_left", days=left_days)
    yield Obligation.on(GUARANTEED_PAY_END, counted.plus_days(left_days - 1), case=case)


def pay_periods(facts: CaseFacts) -> tuple[PayPeriod, ...]:
    """Return what each incapacity draws on, in order of time."""
    periods: list[PayPeriod] = []
    worked = {event.date for event in facts.events_of("absence_started") if event.fields.get("before_work") is False}
    for spell in facts.spells:
        before = _relapse_of(spell, periods)
        left = PAID_DAYS if before is None else before.left_days - before.used_days
        counted_from = spell.first_day + _DAY if spell.first_day in worked else spell.first_day
        periods.append(PayPeriod(spell=spell, counted_from=counted_from, left_days=left, relapse_of=before))
    return tuple(periods)


def term_days(first_day: dt.date) -> int:
    """Return the days within which an incapacity that begins on this day is a relapse."""
    return RELAPSE_DAYS if first_day >= REFORM_2026 else RELAPSE_BEFORE_2026_DAYS


def _relapse_of(spell: Spell, periods: list[PayPeriod]) -> PayPeriod | None:
    """Return the last incapacity of the same illness in which pay was due, where the new one falls in its term."""
    paid = next((each for each in reversed(periods) if each.used_days and _same_illness(each.spell, spell)), None)
    if paid is None or paid.spell.closed_on is None:
        return None
    term_until = paid.spell.closed_on + dt.timedelta(days=term_days(spell.first_day))
    return paid if spell.first_day < term_until else None


def _same_illness(before: Spell, after: Spell) -> bool:
    causes = [{cause for cause in spell.causes if cause is not None} for spell in (before, after)]
    return not all(causes) or bool(causes[0] & causes[1])


def _relapse(period: PayPeriod, case: AbsenceCase) -> Obligation:
    """Answer whether an incapacity is a relapse; the cause is read here and never told."""
    before = period.relapse_of
    if before is None or before.spell.closed_on is None:
        told: tuple[ExplanationStep, ...] = (step("be.new_period"),)
    else:
        days = (case.first_day - before.spell.closed_on).days
        term = term_days(case.first_day)
        told = (step("be.between", date=before.spell.closed_on, days=days), step("be.relapse", term=term))
    rule: Rule = RELAPSE if case.first_day >= REFORM_2026 else RELAPSE_BEFORE_2026
    return Obligation(
        rule=rule, value="new_period" if before is None else "relapse", case=case, spell=period.spell,
        explanation=(*case.clock.steps, *told),
    )  # fmt: skip
