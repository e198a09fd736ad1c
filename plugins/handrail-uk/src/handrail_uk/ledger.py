"""The account of Statutory Sick Pay, day by day: which qualifying day is paid, at which rate, and why another is not.

SSCBA 1992 Part XI; SI 1982/894; ERA 2025 ss.10-13 with SI 2026/373. For each day the version of the law of that day
counts. A series of linked periods has one account: three waiting days on days up to 5 April 2026, and 28 weeks, which
is 28 times the qualifying days of a week, within three years.

On 6 April 2026 (published guidance, medium confidence):
- waiting days that were served stay unpaid, and pay begins that day for whoever still served them;
- whoever was paid already and goes on without a break keeps the flat rate where 80 % of earnings would be less
  (earnings of at most 154.05; under the lower earnings limit nobody was paid);
- earnings under the limit: paid at 80 % from that day where this sickness began on or after 22 September 2025; where
  it began before and went on without a break there is a right at rate 0, which uses up nothing of the 28 weeks.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from handrail.sdk import CaseFacts, Spell
from handrail_uk.incapacity import DAY, Run, Series, runs_of, series_of
from handrail_uk.parameters import average_weekly_earnings, qualifying_days
from handrail_uk.rates import EARNINGS_SHARE, NEW_LAW_FROM, RATE_CHANGES, tax_year

WAITING_DAYS = 3
MOST_WEEKS = 28
MATERNITY_WEEKS = 39
PROTECTED_EARNINGS = Decimal("154.05")
RATE_ZERO_BEFORE = dt.date(2025, 9, 22)
"""28 weeks before the new law: who was sick since before then had used up what others were paid."""

# Why a day is not paid.
NOT_QUALIFYING, NO_PERIOD, WORKED, WAITING = "not_qualifying", "no_period", "worked", "waiting_day"
LOW_EARNINGS, RATE_ZERO, USED_UP = "low_earnings", "rate_zero", "used_up"
THREE_YEARS, MATERNITY, EMPLOYMENT_ENDED = "three_years", "maternity", "employment_ended"
NOT_ENTITLED = frozenset((LOW_EARNINGS, USED_UP, THREE_YEARS, MATERNITY, EMPLOYMENT_ENDED))
"""Reasons for which the employer pays nothing, as against a day that is not reached yet."""


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
class Terms:
    """What of the employment decides on pay, besides the sickness."""

    weekdays: frozenset[int]
    earnings: Decimal | None
    ended_on: dt.date | None
    leaves: tuple[tuple[dt.date, dt.date], ...]

    @property
    def most_days(self) -> int:
        """The days that 28 weeks are worth."""
        return MOST_WEEKS * len(self.weekdays)

    def on_leave(self, day: dt.date) -> bool:
        """Say whether a day lies in the disqualifying period of maternity."""
        return any(first <= day < until for first, until in self.leaves)


@dataclass(slots=True)
class Account:
    """What the linked periods of one series have used up so far."""

    waiting_left: int = WAITING_DAYS
    paid_on: list[dt.date] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledgers:
    """All days of all spells: `days` by the number of the spell, in order; `accounts` go with `series`."""

    terms: Terms
    runs: tuple[Run, ...]
    series: tuple[Series, ...]
    accounts: tuple[Account, ...]
    days: dict[int, list[LedgerDay]]

    def of(self, spell: Spell) -> list[LedgerDay]:
        """Return the days of a spell; one that goes on is followed to the end of what can be paid."""
        return self.days.get(spell.number, [])


def terms_of(facts: CaseFacts) -> Terms:
    """Return the terms of an employment from parameters and events; the day it ends is still a day of it."""
    ended = facts.events_of("employment_ended")
    return Terms(
        weekdays=qualifying_days(facts),
        earnings=average_weekly_earnings(facts),
        ended_on=ended[0].date if ended else None,
        leaves=tuple([
            (leave.first_day, leave.ends_on or leave.first_day + dt.timedelta(weeks=MATERNITY_WEEKS))
            for leave in facts.leaves
        ]),
    )  # fmt: skip


def ledgers(facts: CaseFacts) -> Ledgers:
    """Keep the account of every series, and the days of what formed no period beside it."""
    terms, runs = terms_of(facts), runs_of(facts)
    series = series_of(runs)
    accounts = tuple([Account() for _ in series])
    days: dict[int, list[LedgerDay]] = {}
    kept = {run: (each, account) for each, account in zip(series, accounts, strict=True) for run in each.runs}
    for run in runs:
        own = days.setdefault(run.spell.number, [])
        if run in kept and _nothing_is_left(run, kept[run][1], terms):
            continue
        if own:
            own.extend(_days_worked(own[-1].on, run.first_on, terms))
        if run in kept:
            own.extend(_period(run, *kept[run], terms))
        else:
            own.extend(_no_period(run, terms))
    return Ledgers(terms=terms, runs=runs, series=series, accounts=accounts, days=days)


def weekly_rate(day: dt.date, earnings: Decimal | None, *, protected: bool) -> Decimal | None:
    """Return the weekly rate of a day in pounds; None without a published rate, or without earnings where they count.

    Up to 5 April 2026 the flat rate of the tax year; from then on the lower of that and 80 % of earnings.
    """
    year = tax_year(day)
    if year is None or day < NEW_LAW_FROM or protected:
        return None if year is None else year.flat_rate
    return None if earnings is None else min(year.flat_rate, earnings * EARNINGS_SHARE)


def earnings_are_low(series: Series, earnings: Decimal | None) -> bool:
    """Say whether earnings lie under the limit at the start of the series; unknown ones are taken to reach it."""
    year = tax_year(series.first_on)
    return earnings is not None and year is not None and earnings < year.earnings_limit


def _period(run: Run, series: Series, account: Account, terms: Terms) -> Iterator[LedgerDay]:
    """Yield the days of one run of a period; one that goes on stops where nothing more can be paid."""
    low = earnings_are_low(series, terms.earnings)
    at_rate_zero = low and run.crosses_the_change and run.since < RATE_ZERO_BEFORE
    last_on, entitled_until = _last_to_look_at(run, series, terms), _entitled_until(series, terms)
    most_days, goes_on = terms.most_days, run.spell.closed_on is None
    day = run.first_on
    protected, rate = False, weekly_rate(day, terms.earnings, protected=False)
    while day <= last_on:
        if day in RATE_CHANGES:
            protected = protected or (day == NEW_LAW_FROM and _was_paid_before(run, account, terms))
            rate = weekly_rate(day, terms.earnings, protected=protected)
        if day.weekday() in terms.weekdays:
            why_not = _barred(day, series, terms) if day > entitled_until or terms.leaves else None
            why_not = why_not or _why_not(day, account, terms, low=low, at_rate_zero=at_rate_zero)
            if why_not is None:
                account.paid_on.append(day)
                yield LedgerDay(on=day, qualifying=True, why_not=None, weekly=rate)
            else:
                weekly = Decimal(0) if why_not == RATE_ZERO else None
                yield LedgerDay(on=day, qualifying=True, why_not=why_not, weekly=weekly)
            if goes_on and len(account.paid_on) >= most_days:
                return
        else:
            yield LedgerDay(on=day, qualifying=False, why_not=NOT_QUALIFYING, weekly=None)
        day += DAY


def _why_not(day: dt.date, account: Account, terms: Terms, *, low: bool, at_rate_zero: bool) -> str | None:
    """Return why a qualifying day is not paid, None where it is; a waiting day is taken from the account."""
    new_law = day >= NEW_LAW_FROM
    if low and not new_law:
        return LOW_EARNINGS
    if account.waiting_left and not new_law:
        account.waiting_left -= 1
        return WAITING
    if len(account.paid_on) >= terms.most_days:
        return USED_UP
    return RATE_ZERO if at_rate_zero and new_law else None


def _barred(day: dt.date, series: Series, terms: Terms) -> str | None:
    """Return what takes the right away whatever the account says: employment over, maternity, three years."""
    if terms.ended_on is not None and day > terms.ended_on:
        return EMPLOYMENT_ENDED
    if terms.leaves and terms.on_leave(day):
        return MATERNITY
    return THREE_YEARS if day > series.three_years_on else None


def _was_paid_before(run: Run, account: Account, terms: Terms) -> bool:
    """Say whether somebody with protected earnings was paid in this very sickness before 6 April 2026."""
    earnings = terms.earnings
    paid = bool(account.paid_on) and account.paid_on[-1] >= run.since
    return paid and earnings is not None and earnings <= PROTECTED_EARNINGS


def _nothing_is_left(run: Run, account: Account, terms: Terms) -> bool:
    """Say whether the days of a sickness that goes on tell nothing any more: the 28 weeks were used up in it."""
    used_up = len(account.paid_on) >= terms.most_days
    return used_up and run.spell.closed_on is None and account.paid_on[-1] >= run.spell.first_day


def _entitled_until(series: Series, terms: Terms) -> dt.date:
    """Return the last day on which there can be a right at all: of three years, or of the employment."""
    latest = series.three_years_on
    return latest if terms.ended_on is None else min(latest, terms.ended_on)


def _last_to_look_at(run: Run, series: Series, terms: Terms) -> dt.date:
    """Return the last day of a run; one that goes on is followed to the end of employment, or for three years."""
    if run.last_on is not None:
        return run.last_on
    return max(run.first_on, _entitled_until(series, terms))


def _no_period(run: Run, terms: Terms) -> Iterator[LedgerDay]:
    for day in _days(run.first_on, run.last_on or run.first_on):
        qualifying = day.weekday() in terms.weekdays
        why_not = NO_PERIOD if qualifying else NOT_QUALIFYING
        yield LedgerDay(on=day, qualifying=qualifying, why_not=why_not, weekly=None)


def _days_worked(before: dt.date, after: dt.date, terms: Terms) -> Iterator[LedgerDay]:
    """Yield the days between two runs of one spell: on each of them some work was done."""
    for day in _days(before + DAY, after - DAY):
        yield LedgerDay(on=day, qualifying=day.weekday() in terms.weekdays, why_not=WORKED, weekly=None)


def _days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    for number in range((last - first).days + 1):
        yield first + dt.timedelta(days=number)
