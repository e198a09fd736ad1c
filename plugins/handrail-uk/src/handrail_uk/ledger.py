"""Statutory Sick Pay day by day: every day of every sickness, whether it is paid, at which rate, and why not.

A lawyer finds the law in four places: `incapacity` says which days are periods and which are linked, `account` what a
series of them uses up, `terms` the rate of a day, `transition` what became of a sickness that crossed 6 April 2026.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from handrail.sdk import CaseFacts, Spell
from handrail_uk.account import NO_PERIOD, NOT_QUALIFYING, RATE_ZERO, WORKED, Account
from handrail_uk.incapacity import DAY, Run, runs_of, series_of
from handrail_uk.rates import NEW_LAW_FROM, RATE_CHANGES
from handrail_uk.terms import Terms, terms_of
from handrail_uk.transition import is_at_rate_zero, keeps_the_flat_rate

NOTHING = Decimal(0)


class LedgerDay(NamedTuple):
    """One day of a sickness. `why_not` is None on a paid day; `weekly` is None where no rate applies or is known."""

    on: dt.date
    qualifying: bool
    why_not: str | None
    weekly: Decimal | None

    @property
    def paid(self) -> bool:
        """Whether the day is paid, be it at a rate that is not known here."""
        return self.why_not is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledgers:
    """All days of all spells, by the number of the spell and in order; and the account of each series."""

    terms: Terms
    runs: tuple[Run, ...]
    accounts: tuple[Account, ...]
    days: Mapping[int, list[LedgerDay]]

    def of(self, spell: Spell) -> list[LedgerDay]:
        """Return the days of a spell; one that goes on is followed to the end of what can be paid."""
        return self.days.get(spell.number, [])


def ledgers(facts: CaseFacts) -> Ledgers:
    """Keep the account of every series, and the days of what formed no period beside it."""
    terms, runs = terms_of(facts), runs_of(facts)
    accounts = tuple([Account(series, terms) for series in series_of(runs)])
    account_of = {run: account for account in accounts for run in account.series.runs}
    days: dict[int, list[LedgerDay]] = {}
    for run in runs:
        own, account = days.setdefault(run.spell.number, []), account_of.get(run)
        if account is not None and own and account.is_used_up and run.spell.closed_on is None:
            continue  # a phased return without an end: what follows the last paid day tells nothing
        if own:
            own.extend(_worked_between(own[-1].on, run.first_on, terms))
        own.extend(_no_period(run, terms) if account is None else _period(run, account))
    return Ledgers(terms=terms, runs=runs, accounts=accounts, days=days)


def _period(run: Run, account: Account) -> Iterator[LedgerDay]:
    """Yield the days of one run of a period. One that goes on stops where nothing more can be paid."""
    terms, goes_on = account.terms, run.spell.closed_on is None
    at_rate_zero = is_at_rate_zero(run, earnings_are_low=account.earnings_are_low)
    protected, rate = False, terms.weekly_rate(run.first_on, protected=False)
    last_on = run.last_on or max(run.first_on, account.entitled_until)
    day = run.first_on
    while day <= last_on:
        if day in RATE_CHANGES:
            if day == NEW_LAW_FROM:
                protected = keeps_the_flat_rate(run, account.paid_on, terms.earnings)
            rate = terms.weekly_rate(day, protected=protected)
        if day.weekday() in terms.weekdays:
            why_not = account.take(day, at_rate_zero=at_rate_zero)
            weekly = rate if why_not is None else NOTHING if why_not == RATE_ZERO else None
            yield LedgerDay(on=day, qualifying=True, why_not=why_not, weekly=weekly)
            if goes_on and account.is_used_up:
                return
        else:
            yield LedgerDay(on=day, qualifying=False, why_not=NOT_QUALIFYING, weekly=None)
        day += DAY


def _no_period(run: Run, terms: Terms) -> Iterator[LedgerDay]:
    for day in _days(run.first_on, run.last_on or run.first_on):
        qualifying = day.weekday() in terms.weekdays
        why_not = NO_PERIOD if qualifying else NOT_QUALIFYING
        yield LedgerDay(on=day, qualifying=qualifying, why_not=why_not, weekly=None)


def _worked_between(before: dt.date, after: dt.date, terms: Terms) -> Iterator[LedgerDay]:
    """Yield the days between two runs of one spell: on each of them some work was done."""
    for day in _days(before + DAY, after - DAY):
        yield LedgerDay(on=day, qualifying=day.weekday() in terms.weekdays, why_not=WORKED, weekly=None)


def _days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    for number in range((last - first).days + 1):
        yield first + dt.timedelta(days=number)
