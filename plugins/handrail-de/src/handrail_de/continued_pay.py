"""Six weeks of continued pay, and when the same illness gives six new ones (EFZG s. 3).

Pay runs for 42 calendar days. The first is the day on which the incapacity began, unless it began after the work of
that day: then it is the next one. Another illness gives 42 days of its own. The same illness gives only what is left,
unless for six months before there was no incapacity from it (no. 1, counted back from the first new day), or twelve
months have passed since the first incapacity from it and the new one starts after them (no. 2). A new claim begins a
new period of twelve months.

In the first four weeks of an employment there is no claim (s. 3(3)): one who is still sick then is paid from the first
day after them for six weeks, which the weeks before do not shorten. This is asked where `employment_start` is given.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from handrail.sdk import AbsenceCase, CaseFacts, Derivation, Obligation, add_months, step
from handrail_de.catalogue import (
    CONTINUED_PAY_END,
    CONTINUED_PAY_NEW_CLAIM,
    SIX_MONTH_FIRST_NEW_DAY,
    TWELVE_MONTH_END,
)
from handrail_de.illnesses import Incapacity, Period

PAID_DAYS = 42
FREE_MONTHS, PERIOD_MONTHS = 6, 12
NO_CLAIM_DAYS = 28
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Claim:
    """What an incapacity may draw on: whether the six weeks are new, when their twelve months began, days used."""

    is_new: bool
    began: Period
    used_days: int

    @property
    def left_days(self) -> int:
        """Return the days of pay that are left."""
        return max(0, PAID_DAYS - self.used_days)


def claim_of(incapacity: Incapacity) -> Claim:
    """Return the claim of an incapacity, from the earlier days of the same illness."""
    claim: Claim | None = None
    before: Period | None = None
    for period in (*incapacity.earlier, incapacity.own):
        if claim is None or before is None or _gives_six_new_weeks(claim, before, period):
            claim = Claim(is_new=True, began=period, used_days=0)
        else:
            claim = replace(claim, is_new=False, used_days=claim.used_days + _days(before))
        before = period
    if claim is None:
        raise AssertionError("an incapacity has at least its own period")
    return claim


def continued_pay(
    facts: CaseFacts, case: AbsenceCase, incapacity: Incapacity, claim: Claim
) -> tuple[Derivation | None, Obligation]:
    """Return the last paid day, None where nothing is left to pay, and the obligation that says so."""
    first = _first_paid_day(facts, case, incapacity)
    if not claim.left_days:
        steps = (*first.steps, step("de.six_weeks_used"))
        return None, Obligation.not_owed(CONTINUED_PAY_END, "not_entitled", steps, case=case)
    counted = first.noting("de.days_left", days=claim.left_days) if claim.used_days else first
    last = counted.noting("de.first_paid_day", paid=first.day).plus_days(claim.left_days - 1)
    return last, Obligation.on(CONTINUED_PAY_END, last, case=case)


def new_claim(case: AbsenceCase, incapacity: Incapacity, claim: Claim) -> Obligation:
    """Answer whether the incapacity gives six new weeks; the cause is read here and never told."""
    if not incapacity.earlier:
        told = step("de.nothing_before")
    elif claim.is_new:
        told = step("de.new_weeks")
    else:
        told = step("de.same_weeks", days=claim.left_days)
    return Obligation(
        rule=CONTINUED_PAY_NEW_CLAIM, value=claim.is_new, case=case, spell=incapacity.spell,
        explanation=(*case.clock.steps, told),
    )  # fmt: skip


def first_new_day(case: AbsenceCase, incapacity: Incapacity) -> Iterator[Obligation]:
    """Return the first day from which six months, counted back, hold no day of this incapacity; after recovery only.

    Counting back and forth differ at the end of a month: from 1 March six months back is 1 September, and from the end
    of February they are a day of August.
    """
    until = incapacity.own.until
    if until is None:
        return
    derived = Derivation.at(until, "de.fit_from").plus_months(FREE_MONTHS)
    day = derived.day
    while add_months(day, -FREE_MONTHS) < until:
        day += _DAY
    if day != derived.day:
        derived = derived.to(day, "de.six_whole_months_back")
    yield Obligation.on(SIX_MONTH_FIRST_NEW_DAY, derived, case=case)


def twelve_months(case: AbsenceCase, claim: Claim) -> Obligation:
    """Return the last of the twelve months: the day before the same date, or that date where day one was worked."""
    began = Derivation.at(claim.began.first_day, "de.illness_began").plus_months(PERIOD_MONTHS)
    derived = began.noting("de.worked_first") if claim.began.worked_first else began.minus_days(1)
    return Obligation.on(TWELVE_MONTH_END, derived, case=case)


def _gives_six_new_weeks(claim: Claim, before: Period, new: Period) -> bool:
    if before.until is None or add_months(new.first_day, -FREE_MONTHS) >= before.until:
        return True
    period_ends_after = add_months(claim.began.first_day, PERIOD_MONTHS)
    return new.first_day > period_ends_after if claim.began.worked_first else new.first_day >= period_ends_after


def _days(period: Period) -> int:
    return 0 if period.until is None else max(0, (period.until - period.counted_from).days)


def _first_paid_day(facts: CaseFacts, case: AbsenceCase, incapacity: Incapacity) -> Derivation:
    own = incapacity.own
    first = case.clock.noting("de.worked_first").plus_days(1) if own.worked_first else case.clock
    employed = _date(facts, "employment_start")
    if employed is None or first.day >= employed + dt.timedelta(days=NO_CLAIM_DAYS):
        return first
    return first.noting("de.first_four_weeks").to(employed, "de.employed_from").plus_days(NO_CLAIM_DAYS)


def _date(facts: CaseFacts, parameter: str) -> dt.date | None:
    value = facts.params.get(parameter)
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
