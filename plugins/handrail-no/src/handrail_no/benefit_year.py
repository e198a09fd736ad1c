"""The last day of sickness benefit (folketrygdloven § 8-11, § 8-12): 248 benefit days after the employer's period.

Benefit days are Monday to Friday, public holidays included, each counted whole, in the three years up to the day. A new
right comes after 26 weeks fully fit since the last benefit of NAV. Where NAV pays from day one it is 260 days, which no
fact here tells. The exact day is of medium confidence.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handrail.sdk import Derivation, Obligation, add_months, step
from handrail_no.catalogue import MAX_DATE
from handrail_no.employer_period import Share

BENEFIT_DAYS = 248
WINDOW_MONTHS = 36
NEW_RIGHT_AFTER_FIT_DAYS = 182
_WEEK, _WORKED = 7, 5
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Paid:
    """Days for which NAV paid, from `first_day` to the day before `until`."""

    first_day: dt.date
    until: dt.date


def max_dates(taken: tuple[Share, ...]) -> Iterator[Obligation]:
    """Return for each absence the day on which the benefit ends if the absence lasts so long."""
    paid: list[Paid] = []
    fit_on: dt.date | None = None
    for share in taken:
        case = share.case
        if fit_on is not None and (case.first_day - fit_on).days >= NEW_RIGHT_AFTER_FIT_DAYS:
            paid.clear()
        last_day = _last_day(paid, share.benefit_from)
        yield _obligation(share, last_day, _days_in_window(paid, share.benefit_from))
        if case.fit_on is not None and case.fit_on > share.benefit_from:
            fit_on = case.fit_on
            if last_day is not None:
                paid.append(Paid(share.benefit_from, min(fit_on, last_day + _DAY)))


def _obligation(share: Share, last_day: dt.date | None, used: int) -> Obligation:
    derived = Derivation(share.case.first_day, share.case.clock.steps).to(share.benefit_from, "no.benefit_from")
    if used:
        derived = derived.noting("no.benefit_days_used", days=used)
    if last_day is None:
        return Obligation.not_owed(
            MAX_DATE, "not_entitled", (*derived.steps, step("no.benefit_used_up", days=BENEFIT_DAYS)), case=share.case
        )
    counted = derived.to(last_day, "no.benefit_days", days=BENEFIT_DAYS - used)
    return Obligation.on(MAX_DATE, counted, case=share.case)


def _last_day(paid: Sequence[Paid], first_day: dt.date) -> dt.date | None:
    """Return the 248th benefit day, None where no day is left on the first one.

    Days that drop out of the three years while the absence lasts are counted day by day.
    """
    used = _days_in_window(paid, first_day)
    if used >= BENEFIT_DAYS:
        return None
    day = nth_weekday(first_day, BENEFIT_DAYS - used)
    while (counted := _days_in_window(paid, day) + weekdays_between(first_day, day + _DAY)) < BENEFIT_DAYS:
        day = nth_weekday(day + _DAY, BENEFIT_DAYS - counted)
    return day


def _days_in_window(paid: Sequence[Paid], day: dt.date) -> int:
    if not paid:
        return 0
    opens = add_months(day, -WINDOW_MONTHS) + _DAY
    return sum(weekdays_between(max(each.first_day, opens), each.until) for each in paid)


def weekdays_between(first_day: dt.date, until: dt.date) -> int:
    """Return how many days from Monday to Friday lie from the first day to the day before `until`."""
    weeks, rest = divmod(max(0, (until - first_day).days), _WEEK)
    return weeks * _WORKED + sum((first_day.weekday() + n) % _WEEK < _WORKED for n in range(rest))


def nth_weekday(first_day: dt.date, count: int) -> dt.date:
    """Return the `count`-th day from Monday to Friday on or after the first day; the count is at least 1."""
    weeks, rest = divmod(count - 1, _WORKED)
    day = first_day + dt.timedelta(days=max(0, _WEEK - first_day.weekday()) if first_day.weekday() >= _WORKED else 0)
    ahead = rest + (2 if day.weekday() + rest >= _WORKED else 0)
    return day + dt.timedelta(weeks=weeks, days=ahead)
