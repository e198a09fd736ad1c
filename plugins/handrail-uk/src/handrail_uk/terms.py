"""What of the employment decides on Statutory Sick Pay, besides the sickness: days, earnings, its end, maternity."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from handrail.sdk import CaseFacts
from handrail_uk.parameters import average_weekly_earnings, qualifying_days
from handrail_uk.rates import EARNINGS_SHARE, NEW_LAW_FROM, tax_year

MOST_WEEKS = 28
MATERNITY_WEEKS = 39


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The qualifying days of a week, average weekly earnings in pounds, the last day of employment, and leaves."""

    weekdays: frozenset[int]
    earnings: Decimal | None
    ended_on: dt.date | None
    leaves: tuple[tuple[dt.date, dt.date], ...]

    @property
    def most_days(self) -> int:
        """The days that 28 weeks are worth (SSCBA s.155(4))."""
        return MOST_WEEKS * len(self.weekdays)

    def on_leave(self, day: dt.date) -> bool:
        """Say whether a day lies in the disqualifying period of maternity (SSCBA Sch 11)."""
        return any(first <= day < until for first, until in self.leaves)

    def earnings_are_low(self, day: dt.date) -> bool:
        """Say whether earnings lie under the limit of the day's tax year; unknown ones are taken to reach it."""
        year = tax_year(day)
        return self.earnings is not None and year is not None and self.earnings < year.earnings_limit

    def weekly_rate(self, day: dt.date, *, protected: bool) -> Decimal | None:
        """Return the weekly rate of a day in pounds; None without a published one, or without the earnings it asks for.

        Up to 5 April 2026 the flat rate of the tax year (SSCBA s.157); from then on the lower of that and 80 % of
        earnings (ERA 2025 s.11), but for whoever is protected.
        """
        year = tax_year(day)
        if year is None or day < NEW_LAW_FROM or protected:
            return None if year is None else year.flat_rate
        return None if self.earnings is None else min(year.flat_rate, self.earnings * EARNINGS_SHARE)


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
