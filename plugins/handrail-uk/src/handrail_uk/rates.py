"""What Statutory Sick Pay is worth: the rates and earnings limits of each tax year, and how days become money.

The figures are those of the rates file of the government's own calculator (alphagov/smart-answers,
statutory_sick_pay.yml) and, for 2026/27, of the regulations. Pounds a week. A year that is not published yet takes the
figures of the year before, as that calculator does.
"""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable
from decimal import ROUND_DOWN, ROUND_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

NEW_LAW_FROM = dt.date(2026, 4, 6)
"""ERA 2025 ss.10-13: no waiting days, no earnings test, one day is enough (commencement: SI 2026/373)."""

EARNINGS_SHARE = Decimal("0.8")
PENNY, TEN_THOUSANDTH = Decimal("0.01"), Decimal("0.0001")
_SUNDAY = 6


class TaxYear(NamedTuple):
    """One tax year: the flat weekly rate, and the lower earnings limit that its periods had to reach."""

    first_day: dt.date
    flat_rate: Decimal
    earnings_limit: Decimal


TAX_YEARS = tuple([
    TaxYear(dt.date(year, 4, 6), Decimal(flat_rate), Decimal(limit))
    for year, flat_rate, limit in (
        (2010, "79.15", "97"), (2011, "81.60", "102"), (2012, "85.85", "107"), (2013, "86.70", "109"),
        (2014, "87.55", "111"), (2015, "88.45", "112"), (2016, "88.45", "112"), (2017, "89.35", "113"),
        (2018, "92.05", "116"), (2019, "94.25", "118"), (2020, "95.85", "120"), (2021, "96.35", "120"),
        (2022, "99.35", "123"), (2023, "109.40", "123"), (2024, "116.75", "123"), (2025, "118.75", "125"),
        (2026, "123.25", "0"),
    )
])  # fmt: skip
_FIRST_DAYS = [year.first_day for year in TAX_YEARS]
RATE_CHANGES = frozenset(_FIRST_DAYS)
"""The days on which a rate can change in the middle of a sickness."""


@lru_cache(maxsize=4096)
def tax_year(day: dt.date) -> TaxYear | None:
    """Return the tax year of a day, the latest published where it lies later; None before 6 April 2010."""
    found = bisect_right(_FIRST_DAYS, day)
    return TAX_YEARS[found - 1] if found else None


@lru_cache(maxsize=1024)
def daily_rate(weekly: Decimal, days_a_week: int) -> Decimal:
    """Return the rate of one qualifying day, cut off after four decimals as in the tables of HMRC."""
    return (weekly / days_a_week).quantize(TEN_THOUSANDTH, ROUND_DOWN)


def money(days: Iterable[tuple[dt.date, Decimal]]) -> Decimal:
    """Return the sum of paid days: each week from Sunday to Saturday is rounded up to the penny, then added."""
    weeks: dict[dt.date, Decimal] = {}
    for day, rate in days:
        saturday = day + dt.timedelta(days=(_SUNDAY - 1 - day.weekday()) % 7)
        weeks[saturday] = weeks.get(saturday, Decimal(0)) + rate
    return sum([week.quantize(PENNY, ROUND_UP) for week in weeks.values()], Decimal(0))
