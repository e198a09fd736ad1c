"""What Statutory Sick Pay is in pounds: the weekly rate with its changes, the earnings limit, the sum of a sickness."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from handrail.sdk import ExplanationStep, Obligation, Value, step
from handrail_uk.account import RATE_ZERO
from handrail_uk.catalogue import SickPayRules
from handrail_uk.ledger import LedgerDay
from handrail_uk.rates import NEW_LAW_FROM, TAX_YEARS, daily_rate, money, tax_year
from handrail_uk.sickness import Sickness, answered, money_unknown, not_arising, why_nothing
from handrail_uk.terms import Terms

Window = tuple[dt.date, dt.date] | None


def weekly_rates(sickness: Sickness, rules: SickPayRules) -> Iterator[Obligation]:
    """Return the rate of the first paid day, and of each date on which it changes; a right at rate 0 is a rate too."""
    entitled = [day for day in sickness.days if day.paid or day.why_not == RATE_ZERO]
    if not entitled:
        yield not_arising(rules.weekly_rate, sickness, *why_nothing(sickness))
    before: LedgerDay | None = None
    for day in entitled:
        if before is None or day.weekly != before.weekly:
            on = day.on if before is None else _changed_on(before.on, day.on)
            told = _why_this_rate(day, on)
            row = (
                money_unknown(rules.weekly_rate, sickness, day, told) if day.weekly is None
                else answered(rules.weekly_rate, sickness, float(day.weekly), told)
            )  # fmt: skip
            yield replace(row, value_on=on)
        before = day


def _changed_on(before: dt.date, day: dt.date) -> dt.date:
    """Return the first day of the tax year that begins between two days, the later day where none does."""
    return next((year.first_day for year in TAX_YEARS if before < year.first_day <= day), day)


def _why_this_rate(day: LedgerDay, on: dt.date) -> ExplanationStep:
    year = tax_year(day.on)
    if day.why_not == RATE_ZERO:
        return step("uk.rate_zero", date=on)
    if year is None or day.weekly is None:
        return step("uk.rate_unknown", date=on)
    key = "uk.rate_flat" if day.weekly == year.flat_rate else "uk.rate_of_earnings"
    return step(key, date=on, amount=f"{day.weekly:.2f}", flat=f"{year.flat_rate:.2f}")


def earnings_limit(sickness: Sickness, rules: SickPayRules) -> Obligation:
    """Return the earnings limit at the start of the linked periods, pounds a week; none for what the new law judges."""
    if sickness.spell.first_day >= NEW_LAW_FROM:
        gone = step("uk.no_earnings_test", date=NEW_LAW_FROM)
        return not_arising(rules.earnings_limit, sickness, "after_effective_date", gone)
    first_on = sickness.spell.first_day if sickness.account is None else sickness.account.series.first_on
    year = tax_year(first_on)
    if year is None:
        return not_arising(
            rules.earnings_limit, sickness, "before_effective_date", step("uk.rate_unknown", date=first_on)
        )
    told = [step("uk.earnings_limit", date=first_on, amount=f"{year.earnings_limit}")]
    if sickness.account is not None and sickness.account.earnings_are_low:
        told.append(step("uk.why_low_earnings"))
    return answered(rules.earnings_limit, sickness, float(year.earnings_limit), *told)


def paid(sickness: Sickness, terms: Terms, rules: SickPayRules, asked: Window) -> Iterator[Obligation]:
    """Return how many days are paid, which, and the money, within the window where one is asked."""
    days = [day for day in sickness.paid if asked is None or asked[0] <= day.on <= asked[1]]
    told = [step("uk.days_paid", days=len(days), most=terms.most_days, used=sickness.used_before)]
    if asked is not None:
        told.append(step("uk.window", date=asked[0], to=asked[1]))
    dates: list[Value] = [day.on for day in days]
    yield answered(rules.days_payable, sickness, len(days), *told)
    yield answered(rules.payable_dates, sickness, dates, *told)
    unknown = next((day for day in days if day.weekly is None), None)
    if unknown is not None:
        yield money_unknown(rules.amount, sickness, unknown, *told)
        return
    a_week = len(terms.weekdays)
    amount = money([(day.on, daily_rate(day.weekly or Decimal(0), a_week)) for day in days])
    yield answered(rules.amount, sickness, float(amount), *told, step("uk.rounded_by_week", amount=f"{amount:.2f}"))
