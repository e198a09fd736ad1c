"""The first day of Illness Benefit: the fourth day of illness, and after statutory sick leave (low confidence).

Three waiting days since 1 March 2021; Sundays are ignored. A claim is made within six weeks. That waiting days fall
away after a claim in the 26 weeks before is not counted, since no fact tells of a claim.
"""

import datetime as dt

from handrail.sdk import Derivation, Obligation, step
from handrail_ie.catalogue import ILLNESS_BENEFIT_FROM, THREE_WAITING_DAYS_FROM
from handrail_ie.covered_days import Covered
from handrail_ie.working_days import Scheduled

WAITING_DAYS = 3
_SUNDAY = 6
_DAY = dt.timedelta(days=1)


def illness_benefit(each: Covered, scheduled: Scheduled) -> Obligation:
    """Return the first day of benefit of an absence; low, from general knowledge."""
    derived = _fourth_day(each.case.first_day)
    leave_ends = _end_of_leave(each, scheduled, derived.day)
    if leave_ends is not None and leave_ends >= derived.day:
        derived = derived.to(_no_sunday(leave_ends + _DAY), "ie.after_the_leave_calendar", last_day=leave_ends)
    if derived.day < THREE_WAITING_DAYS_FROM:
        told = (*derived.steps, step("in_force_from", date=THREE_WAITING_DAYS_FROM), step("not_owed"))
        return Obligation.not_owed(ILLNESS_BENEFIT_FROM, "before_effective_date", told, case=each.case)
    return Obligation.on(ILLNESS_BENEFIT_FROM, derived.noting("ie.claim_in_six_weeks"), case=each.case)


def _fourth_day(first_day: dt.date) -> Derivation:
    day = _no_sunday(first_day)
    for _each in range(WAITING_DAYS):
        day = _no_sunday(day + _DAY)
    return Derivation.at(first_day, "clock_start").to(day, "ie.fourth_calendar_day", days=WAITING_DAYS)


def _end_of_leave(each: Covered, scheduled: Scheduled, fourth: dt.date) -> dt.date | None:
    """Return the last of the first unbroken run of leave days; a run that begins later delays no benefit."""
    if not each.days or each.days[0] > fourth:
        return None
    last = each.days[0]
    for day in each.days[1:]:
        between = range(1, (day - last).days)
        if any(scheduled(last + dt.timedelta(days=n)) for n in between):
            break
        last = day
    return last


def _no_sunday(day: dt.date) -> dt.date:
    return day + _DAY if day.weekday() == _SUNDAY else day
