"""Sickness benefit: its first day, the 78 weeks within three years, and the blocks (SGB V ss. 46, 48, 49).

Blocks of three years follow each other without a gap from the first day of the first incapacity from an illness. In
each there are 546 days of benefit; days of continued pay count among them, and so do all days from that illness in the
block. Where they were used up, a later block gives new ones only to somebody who was fit for six months, as far as that
illness goes; that they were employed or available for work in that time is for people to see (s. 48(2)). Where they
were not used up and the incapacity reaches into the next block, that one has its own 546 days.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from handrail.sdk import AbsenceCase, Derivation, Obligation, add_months, step
from handrail_de.catalogue import SICKNESS_BENEFIT_BLOCK_END, SICKNESS_BENEFIT_MAX_END, SICKNESS_BENEFIT_START
from handrail_de.continued_pay import FREE_MONTHS
from handrail_de.illnesses import Incapacity, Period

MOST_DAYS = 546
BLOCK_MONTHS = 36
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Block:
    """Three years of one illness; `number` counts from 1, `until` is the first day of the next block."""

    number: int
    first_day: dt.date
    until: dt.date


def block_at(first_ever: dt.date, day: dt.date) -> Block:
    """Return the block in which a day lies; the anniversaries are those of the first day of the first incapacity."""
    number = max(1, (day.year - first_ever.year) // 3)
    while add_months(first_ever, BLOCK_MONTHS * number) <= day:
        number += 1
    return Block(
        number, add_months(first_ever, BLOCK_MONTHS * (number - 1)), add_months(first_ever, BLOCK_MONTHS * number)
    )


def benefit_start(case: AbsenceCase, last_paid: Derivation | None, incapacity: Incapacity) -> Obligation:
    """Return the day after continued pay ends; the first counted day where no pay is left."""
    if last_paid is not None:
        derived = last_paid.noting("de.last_paid_day", paid=last_paid.day).plus_days(1)
    else:
        derived = case.clock.plus_days((incapacity.own.counted_from - incapacity.own.first_day).days)
        derived = derived.noting("de.six_weeks_used")
    return Obligation.on(SICKNESS_BENEFIT_START, derived, case=case)


def benefit_block_end(case: AbsenceCase, incapacity: Incapacity) -> Obligation:
    """Return the day before the anniversary with which the next block begins."""
    first_ever = _first_ever(incapacity)
    block = block_at(first_ever, incapacity.own.first_day)
    derived = Derivation.at(first_ever, "de.illness_began").plus_years(3 * block.number).minus_days(1)
    return Obligation.on(SICKNESS_BENEFIT_BLOCK_END, derived, case=case)


def benefit_maximum(case: AbsenceCase, incapacity: Incapacity) -> Obligation:
    """Return the 546th day of the illness in the block; an absence without earlier days of it reaches D + 545."""
    block = block_at(_first_ever(incapacity), incapacity.own.first_day)
    used = _days_in(block, incapacity.earlier)
    if used >= MOST_DAYS or _used_up_before(block, incapacity):
        key = "de.benefit_used" if used >= MOST_DAYS else "de.not_fit_for_six_months"
        steps = (*case.clock.steps, step(key, total=MOST_DAYS))
        return Obligation.not_owed(SICKNESS_BENEFIT_MAX_END, "not_entitled", steps, case=case)
    counted = case.clock.noting("de.benefit_days", total=MOST_DAYS, used=used, days=MOST_DAYS - used)
    derived = counted.plus_days(MOST_DAYS - used - 1)
    if derived.day >= block.until:
        derived = counted.to(block.until, "de.next_block_years").plus_days(MOST_DAYS - 1)
    return Obligation.on(SICKNESS_BENEFIT_MAX_END, derived, case=case)


def _used_up_before(block: Block, incapacity: Incapacity) -> bool:
    """Say whether the block before was used up, and fewer than six months were free of the illness since."""
    if block.number == 1 or not incapacity.earlier:
        return False
    before = block_at(_first_ever(incapacity), block.first_day - _DAY)
    until = incapacity.earlier[-1].until
    free = until is not None and add_months(incapacity.own.first_day, -FREE_MONTHS) >= until
    return not free and _days_in(before, incapacity.earlier) >= MOST_DAYS


def _days_in(block: Block, periods: Iterable[Period]) -> int:
    return sum(
        max(0, (min(period.until, block.until) - max(period.first_day, block.first_day)).days)
        for period in periods if period.until is not None
    )  # fmt: skip


def _first_ever(incapacity: Incapacity) -> dt.date:
    return incapacity.earlier[0].first_day if incapacity.earlier else incapacity.own.first_day
