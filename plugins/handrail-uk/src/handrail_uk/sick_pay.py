"""What Statutory Sick Pay answers for a sickness: period and link, waiting days, the days paid, and its end.

The days are in `ledger`, the money is in `sick_pay_money`. Dates and sums speak of one sickness; the end
of the 28 weeks and of three years is that of a whole series of linked periods, and reported once.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from handrail.sdk import CaseFacts, Derivation, Obligation, Reason, Value, step
from handrail_uk.account import WAITING, Account
from handrail_uk.catalogue import SickPayRules
from handrail_uk.incapacity import FOUR_DAYS, LINKING_GAP_DAYS, SERIES_YEARS, gap_days
from handrail_uk.ledger import Ledgers
from handrail_uk.parameters import window
from handrail_uk.rates import NEW_LAW_FROM, daily_rate
from handrail_uk.sick_pay_money import earnings_limit, paid, weekly_rates
from handrail_uk.sickness import Sickness, answered, not_arising, why_nothing


def sick_pay(
    facts: CaseFacts, kept: Ledgers, sicknesses: Iterable[Sickness], rules: SickPayRules
) -> Iterator[Obligation]:
    """Return all that Statutory Sick Pay answers."""
    asked = window(facts)
    for sickness in sicknesses:
        yield _period_formed(sickness, rules)
        yield from _link(sickness, rules)
        yield _waiting_days(sickness, rules)
        yield _first_payable(sickness, rules)
        yield from weekly_rates(sickness, rules)
        yield earnings_limit(sickness, rules)
        yield from paid(sickness, kept.terms, rules, asked)
        yield _ledger(sickness, kept, rules)
        if sickness.period is None:
            yield not_arising(rules.end, sickness, "threshold_not_reached", step("uk.no_period"))
            yield not_arising(rules.three_year_end, sickness, "threshold_not_reached", step("uk.no_period"))
    yield from _ends(kept, rules)


# Period and link ----------------------------------------------------------------------------------------------------
def _period_formed(sickness: Sickness, rules: SickPayRules) -> Obligation:
    """Four days in a row up to 5 April 2026, one day since; the version is that of the last day of the sickness."""
    run = sickness.period or (sickness.runs[-1] if sickness.runs else None)
    if run is None:
        told = step("uk.no_full_day")
        return answered(rules.piw_formed_by_four_days, sickness, False, told)  # noqa: FBT003 - the answer
    told = step("uk.sick_on", days=run.days) if run.days is not None else step("uk.still_sick")
    if not run.reaches_the_new_law:
        return answered(rules.piw_formed_by_four_days, sickness, run.is_a_period, told, step("uk.four_days_needed"))
    law = [step("uk.one_day_is_enough", date=NEW_LAW_FROM)]
    if run.crosses_the_change and run.days is not None and run.days < FOUR_DAYS:
        law.append(step("uk.short_across_the_change"))
    return answered(rules.piw_formed_by_one_day, sickness, run.is_a_period, told, *law)


def _link(sickness: Sickness, rules: SickPayRules) -> Iterator[Obligation]:
    """56 days or fewer between two periods of incapacity make them one; what formed no period links nothing."""
    run, before = sickness.period, sickness.before
    if run is None or before is None:
        told = step("uk.no_period" if run is None else "uk.no_earlier_period")
        yield answered(rules.linked, sickness, False, told)  # noqa: FBT003 - the answer
        reason: Reason = "threshold_not_reached" if run is None else "not_in_scope"
        yield not_arising(rules.gap_days, sickness, reason, told)
        return
    days = gap_days(before, run)
    told = step("uk.gap", date=before.last_on, to=run.first_on, days=days)
    linked = days <= LINKING_GAP_DAYS
    yield answered(rules.linked, sickness, linked, told, step("uk.linked" if linked else "uk.not_linked"))
    yield answered(rules.gap_days, sickness, days, told)


# Days ---------------------------------------------------------------------------------------------------------------
def _waiting_days(sickness: Sickness, rules: SickPayRules) -> Obligation:
    """Return the first three qualifying days of linked periods, as far as they lie before 6 April 2026."""
    waited: list[Value] = [day.on for day in sickness.days if day.why_not == WAITING]
    told = step("uk.waiting_days", days=len(waited), date=NEW_LAW_FROM)
    return answered(rules.waiting_days, sickness, waited, told)


def _first_payable(sickness: Sickness, rules: SickPayRules) -> Obligation:
    """Return the first qualifying day after the waiting days; from 6 April 2026 there are none."""
    if sickness.paid:
        first = sickness.paid[0]
        waited = sum(day.why_not == WAITING for day in sickness.days)
        derived = Derivation(first.on, (sickness.began, step("uk.first_paid", date=first.on, days=waited)))
        return replace(Obligation.on(rules.first_payable, derived), spell=sickness.spell)
    return not_arising(rules.first_payable, sickness, *why_nothing(sickness))


def _ledger(sickness: Sickness, kept: Ledgers, rules: SickPayRules) -> Obligation:
    """Return every day with its reason, and the rate of a day where one is paid (pounds, four decimals)."""
    a_week = len(kept.terms.weekdays)
    lines: list[Value] = [
        {
            "date": day.on, "qd": day.qualifying, "payable": day.paid, "reason": day.why_not,
            "rate": None if day.weekly is None else float(daily_rate(day.weekly, a_week)),
        }
        for day in sickness.days
    ]  # fmt: skip
    return answered(rules.ledger, sickness, lines, step("uk.ledger", days=len(lines), paid=len(sickness.paid)))


# The end ------------------------------------------------------------------------------------------------------------
def _ends(kept: Ledgers, rules: SickPayRules) -> Iterator[Obligation]:
    """Return the end of 28 weeks and of three years, once for each series of linked periods."""
    for account in kept.accounts:
        yield _end(account, rules)
        after = Derivation.at(account.series.first_on, "uk.series_start").plus_years(SERIES_YEARS)
        yield Obligation.on(rules.three_year_end, after, case=account.series.case)


def _end(account: Account, rules: SickPayRules) -> Obligation:
    """Return the paid day with which 28 weeks are used up: its number is 28 times the days of a week."""
    case, most = account.series.case, account.terms.most_days
    begun = Derivation.at(account.series.first_on, "uk.series_start")
    if account.is_used_up:
        return Obligation.on(rules.end, begun.to(account.paid_on[most - 1], "uk.last_paid", days=most), case=case)
    used = begun.noting("uk.not_used_up", days=len(account.paid_on), most=most)
    return Obligation.not_owed(rules.end, account.not_arising_because, used.steps, case=case)
