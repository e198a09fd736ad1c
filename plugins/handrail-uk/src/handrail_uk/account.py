"""The account of one series of linked periods: what it has used up, and why a qualifying day is not paid.

SSCBA 1992 ss.153-155; SI 1982/894 reg 3(3); ERA 2025 s.10(6). Three waiting days, on days up to 5 April 2026; 28 weeks,
which is 28 times the qualifying days of a week; three years. For each day the law of that day counts.
"""

import datetime as dt
from dataclasses import dataclass, field

from handrail.sdk import Reason
from handrail_uk.incapacity import Series
from handrail_uk.rates import NEW_LAW_FROM
from handrail_uk.terms import Terms

WAITING_DAYS = 3

NOT_QUALIFYING, NO_PERIOD, WORKED, WAITING = "not_qualifying", "no_period", "worked", "waiting_day"
LOW_EARNINGS, RATE_ZERO, USED_UP = "low_earnings", "rate_zero", "used_up"
THREE_YEARS, MATERNITY, EMPLOYMENT_ENDED = "three_years", "maternity", "employment_ended"
NOT_ENTITLED = frozenset((LOW_EARNINGS, USED_UP, THREE_YEARS, MATERNITY, EMPLOYMENT_ENDED))
"""Reasons for which the employer pays nothing, as against a day that is not reached yet."""


@dataclass(slots=True)
class Account:
    """What the linked periods of one series have used up so far. Days are asked for in order of time."""

    series: Series
    terms: Terms
    earnings_are_low: bool = field(init=False)
    entitled_until: dt.date = field(init=False)
    """The last day on which there can be a right at all: of three years, or of the employment."""
    waiting_left: int = WAITING_DAYS
    paid_on: list[dt.date] = field(default_factory=list)

    def __post_init__(self) -> None:
        ended_on, three_years_on = self.terms.ended_on, self.series.three_years_on
        self.earnings_are_low = self.terms.earnings_are_low(self.series.first_on)
        self.entitled_until = three_years_on if ended_on is None else min(three_years_on, ended_on)

    @property
    def is_used_up(self) -> bool:
        """Whether the 28 weeks are paid."""
        return len(self.paid_on) >= self.terms.most_days

    @property
    def not_arising_because(self) -> Reason:
        """Why a day that only a longer account has does not come: no right at all, or fit before it."""
        refused = self.earnings_are_low and not self.paid_on
        return "not_entitled" if refused or self.series.case.fit_on is None else "recovered"

    def take(self, day: dt.date, *, at_rate_zero: bool) -> str | None:
        """Take a qualifying day into the account; return why it is not paid, None where it is."""
        why_not = self._barred(day) or self._not_yet_or_not_more(day)
        if why_not is None and at_rate_zero and day >= NEW_LAW_FROM:
            return RATE_ZERO
        if why_not is None:
            self.paid_on.append(day)
        return why_not

    def _barred(self, day: dt.date) -> str | None:
        """Return what takes the right away whatever was used up: employment over, maternity, three years."""
        if self.terms.leaves and self.terms.on_leave(day):
            return MATERNITY
        if day <= self.entitled_until:
            return None
        ended_on = self.terms.ended_on
        return EMPLOYMENT_ENDED if ended_on is not None and day > ended_on else THREE_YEARS

    def _not_yet_or_not_more(self, day: dt.date) -> str | None:
        """Return what the account itself says: earnings and waiting days of the old law, 28 weeks of both."""
        if day < NEW_LAW_FROM and self.earnings_are_low:
            return LOW_EARNINGS
        if day < NEW_LAW_FROM and self.waiting_left:
            self.waiting_left -= 1
            return WAITING
        return USED_UP if self.is_used_up else None
