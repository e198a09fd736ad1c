"""Form SSP1, with which the employer hands somebody over to benefits (SI 1982/894 reg 15).

Two official phrasings of "within 7 days" differ, off sick or the decision: the earlier is taken, the day off sick.
Medical evidence for days that are not paid goes back with the form.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace

from handrail.sdk import AbsenceCase, CaseFacts, Derivation, Obligation, each_spell_its_own_case, step
from handrail_uk.account import NOT_ENTITLED, Account
from handrail_uk.catalogue import SSP1_DUE, SSP1_DUE_NOT_ENTITLED, SSP1_DUE_ON_END
from handrail_uk.incapacity import DAY
from handrail_uk.ledger import Ledgers
from handrail_uk.sickness import Sickness, not_arising

TERM_DAYS = 7
BEFORE_THE_END_DAYS = 42
WEEKS_BEFORE_THE_FORM = 22
"""The form is due on or before the start of week 23 of sick pay."""


def changeover_forms(facts: CaseFacts, kept: Ledgers, sicknesses: Iterable[Sickness]) -> Iterator[Obligation]:
    """Return the form for whoever gets nothing, whoever stops getting it, and whoever will run out of it."""
    for sickness, case in zip(sicknesses, each_spell_its_own_case(facts), strict=True):
        yield from _not_entitled(sickness, case)
        yield from _on_end(facts, sickness, case)
        if sickness.period is None:
            yield not_arising(SSP1_DUE, sickness, "threshold_not_reached", step("uk.no_period"))
    for account in kept.accounts:
        yield _before_it_runs_out(account)


def _not_entitled(sickness: Sickness, case: AbsenceCase) -> Iterator[Obligation]:
    """Within 7 days of going off sick, where the first qualifying day is not paid and no waiting day either.

    Used up, three years, maternity, employment over, and until 5 April 2026 earnings under the limit. Custody and
    strike are no facts that are kept here.
    """
    first = next((day for day in sickness.days if day.qualifying), None)
    if sickness.period is None or first is None or first.why_not not in NOT_ENTITLED:
        return
    off_sick = Derivation(sickness.runs[0].first_on, (sickness.began,)).noting(f"uk.why_{first.why_not}")
    yield Obligation.on(SSP1_DUE_NOT_ENTITLED, off_sick.plus_days(TERM_DAYS), case=case)


def _on_end(facts: CaseFacts, sickness: Sickness, case: AbsenceCase) -> Iterator[Obligation]:
    """Within 7 days of the last day of sick pay, where employment or a maternity leave ends it during sickness."""
    account = sickness.account
    if account is None or not sickness.paid:
        return
    for ended in facts.events_of("employment_ended"):
        refused = any(day.why_not in NOT_ENTITLED for day in sickness.days if day.on <= ended.date)
        over = refused or (account.is_used_up and account.paid_on[-1] <= ended.date)
        if sickness.spell.holds(ended.date) and not over:
            derived = Derivation.at(ended.date, "uk.employment_ended").plus_days(TERM_DAYS)
            yield Obligation.on(SSP1_DUE_ON_END, derived, case=case)
    if sickness.spell.closed_by == "maternity_leave_started" and sickness.spell.closed_on is not None:
        derived = Derivation.at(sickness.spell.closed_on - DAY, "uk.last_day_before_leave").plus_days(TERM_DAYS)
        # The leave closes the absence without anybody being fit: nothing lapses.
        yield Obligation.on(SSP1_DUE_ON_END, derived, case=replace(case, fit_on=None))


def _before_it_runs_out(account: Account) -> Obligation:
    """On or before the start of week 23 of sick pay: paid day number 22 times the days of a week, and one.

    Regulation 15 speaks of 42 days before the expected end, which can fall a little sooner: that is the safe day. Where
    the sickness ended before it, the end is the one that was expected: every qualifying day of six more weeks paid.
    """
    case, weekdays = account.series.case, account.terms.weekdays
    number = WEEKS_BEFORE_THE_FORM * len(weekdays) + 1
    begun = Derivation.at(account.series.first_on, "uk.series_start")
    if len(account.paid_on) < number:
        told = begun.noting("uk.week_23_not_reached", days=len(account.paid_on), number=number)
        return Obligation.not_owed(SSP1_DUE, account.not_arising_because, told.steps, case=case)
    week_23 = begun.to(account.paid_on[number - 1], "uk.week_23", number=number)
    expected_end = (
        account.paid_on[-1] if account.is_used_up
        else previous_qualifying_day(week_23.day + dt.timedelta(days=BEFORE_THE_END_DAYS), weekdays)
    )  # fmt: skip
    safe = expected_end - dt.timedelta(days=BEFORE_THE_END_DAYS)
    if safe >= week_23.day:
        return Obligation.on(SSP1_DUE, week_23, case=case)
    told = week_23.noting("uk.six_weeks_before", date=expected_end, safe=safe)
    return Obligation.on(SSP1_DUE, told, case=case, safe_target=safe)


def previous_qualifying_day(day: dt.date, weekdays: Iterable[int]) -> dt.date:
    """Return the last qualifying day before a day."""
    found = day - DAY
    while found.weekday() not in weekdays:
        found -= DAY
    return found
