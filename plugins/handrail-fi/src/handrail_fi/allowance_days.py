"""What follows from the number of allowance weekdays in two years, whatever the illnesses.

60: Kela looks at the need for rehabilitation (12:6). 90: a statement on the work ability that remains, after a talk of
employer, worker and occupational health; without it the payment stops (8:5a). 150 and 230: checkpoints as needed.
300: the most that is paid, to the end of the month before the one in which it would be reached; a new right after a
year fit. A day is reached once: an absence that begins beyond it is asked nothing again.
"""

import datetime as dt
from collections.abc import Iterator, Sequence

from handrail.sdk import Derivation, Obligation, Rule, add_months, step
from handrail_fi.catalogue import ALLOWANCE_DAY_60, CHECKPOINT_150, CHECKPOINT_230, MAX_300, STATEMENT_90
from handrail_fi.waiting_time import Paid
from handrail_fi.working_days import Weekdays

COUNTS = ((ALLOWANCE_DAY_60, 60), (STATEMENT_90, 90), (CHECKPOINT_150, 150), (CHECKPOINT_230, 230))
MOST_DAYS = 300
WINDOW_MONTHS = 24
NEW_RIGHT_MONTHS = 12
_DAY = dt.timedelta(days=1)


def counted_days(paid: tuple[Paid, ...], weekdays: Weekdays) -> Iterator[Obligation]:
    """Return the days 60 to 230 of each absence, and the last day of allowance."""
    earlier: list[Paid] = []
    since_new_right: list[Paid] = []
    exhausted = False
    for each in paid:
        for rule, count in COUNTS:
            yield _reached(rule, count, each, Count(weekdays, earlier))
        if earlier and _a_year_fit(earlier[-1], each):
            since_new_right, exhausted = [], False
        last = _last_day(each, Count(weekdays, since_new_right), exhausted=exhausted)
        yield last
        fit_on = each.case.fit_on
        exhausted = exhausted or (last.due is not None and fit_on is not None and fit_on > last.due)
        earlier.append(each)
        since_new_right.append(each)


class Count:
    """The allowance days of earlier absences, by which the days of this one come sooner."""

    def __init__(self, weekdays: Weekdays, earlier: Sequence[Paid]) -> None:
        self._weekdays = weekdays
        self._paid = [(each.first_day, each.case.fit_on) for each in earlier if each.case.fit_on is not None]
        self.version = weekdays.version

    def before(self, day: dt.date) -> int:
        """Return the days of earlier absences in the two years that end on a day."""
        if not self._paid:
            return 0
        opens = add_months(day, -WINDOW_MONTHS) + _DAY
        return sum(self._weekdays.between(max(first, opens), until) for first, until in self._paid)

    def reached(self, first_day: dt.date, count: int) -> dt.date | None:
        """Return the day on which the count is reached when paid from a day on; None where it was before."""
        before = self.before(first_day)
        if before >= count:
            return None
        day = self._weekdays.from_day(first_day, count - before)
        while (counted := self.before(day) + self._weekdays.between(first_day, day + _DAY)) < count:
            day = self._weekdays.after(day, count - counted)
        return day


def _reached(rule: Rule, count: int, paid: Paid, counting: Count) -> Obligation:
    day = counting.reached(paid.first_day, count)
    derived = _with_days_before(paid, counting)
    if day is None:
        told = (*derived.steps, step("fi.passed_before", count=count))
        return Obligation.not_owed(rule, "not_in_scope", told, case=paid.case)
    derived = derived.to(day, "fi.day_of_calendar", count=count, calendar=counting.version)
    return in_force(rule, derived, paid) or Obligation.on(rule, derived, case=paid.case)


def _last_day(paid: Paid, counting: Count, *, exhausted: bool) -> Obligation:
    day = None if exhausted else counting.reached(paid.first_day, MOST_DAYS)
    derived = _with_days_before(paid, counting)
    if day is None:
        told = (*derived.steps, step("fi.used_up", count=MOST_DAYS))
        return Obligation.not_owed(MAX_300, "not_entitled", told, case=paid.case)
    reached = derived.to(day, "fi.day_of_calendar", count=MOST_DAYS, calendar=counting.version)
    return Obligation.on(MAX_300, reached.to(day.replace(day=1) - _DAY, "fi.end_of_month_before"), case=paid.case)


def in_force(rule: Rule, derived: Derivation, paid: Paid) -> Obligation | None:
    """Return the obligation as not owed where its day lies before the rule was law."""
    since = rule.effective_from
    if since is None or derived.day >= since:
        return None
    told = (*derived.steps, step("in_force_from", date=since), step("not_owed"))
    return Obligation.not_owed(rule, "before_effective_date", told, case=paid.case)


def _with_days_before(paid: Paid, counting: Count) -> Derivation:
    before = counting.before(paid.first_day)
    return paid.start.noting("fi.days_before", days=before) if before else paid.start


def _a_year_fit(before: Paid, after: Paid) -> bool:
    fit_on = before.case.fit_on
    return fit_on is not None and after.case.first_day >= add_months(fit_on, NEW_RIGHT_MONTHS)
