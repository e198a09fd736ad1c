"""Twelve workweeks of leave: the last day, what is used so far, and the job to come back to (29 CFR 825.200, .214).

Continuous leave. A holiday in a full week of leave counts; in a part of a week it does not, unless somebody was to work
that day. A closure of the employer for a week or more does not count: no such fact is kept. Leave that was taken before
in the same twelve months shortens it: the employer gives what is left as `balance_weeks`.
"""

import datetime as dt
from collections.abc import Iterator
from math import ceil

from handrail.sdk import Calendar, CaseFacts, Derivation, Event, Obligation, step
from handrail_us.catalogue import LEAVE_LAST_DAY, REINSTATEMENT, WEEKS_USED
from handrail_us.family_leave import eligible
from handrail_us.parameters import weeks_of_leave, workdays

DAY, WEEK_DAYS = dt.timedelta(days=1), 7


def twelve_weeks(facts: CaseFacts, calendar: Calendar) -> Iterator[Obligation]:
    """Return the end of each leave, the weeks it has used, and the return from it."""
    leaves = facts.events_of("leave_started")
    for leave, following in zip(leaves, (*leaves[1:], None), strict=False):
        right, told, _ = eligible(facts, leave)
        back = _back(facts, leave, following)
        if right is False:
            yield Obligation.not_owed(LEAVE_LAST_DAY, "not_entitled", told)
            yield Obligation.not_owed(WEEKS_USED, "not_entitled", told)
            if back is not None:
                yield Obligation.not_owed(REINSTATEMENT, "not_entitled", told)
            continue
        last_day = _last_day(facts, leave)
        yield Obligation.on(LEAVE_LAST_DAY, last_day)
        yield _weeks_used(facts, leave, last_day.day, back, calendar)
        if back is not None:
            yield _reinstatement(last_day, back)


def _last_day(facts: CaseFacts, leave: Event) -> Derivation:
    """Return the start and 83 days: twelve weeks, the first day being one of them; fewer where a balance says so."""
    days = ceil(weeks_of_leave(facts) * WEEK_DAYS) - 1
    return Derivation.at(leave.date, "us.leave_started").plus_days(days).noting("us.other_leave_shortens_it")


def _weeks_used(
    facts: CaseFacts, leave: Event, last_day: dt.date, back: Event | None, calendar: Calendar
) -> Obligation:
    """Count up to the day on which one asks: whole weeks from the first day, then workdays of the week begun."""
    until = [day for day in (facts.as_of, None if back is None else back.date - DAY) if day is not None]
    began = step("us.leave_started", date=leave.date)
    if not until:
        return Obligation.parameter_missing(WEEKS_USED, "as_of", (began,))
    counted_to = min(*until, last_day)
    whole, rest = divmod(max(0, (counted_to - leave.date).days + 1), WEEK_DAYS)
    pattern = workdays(facts)
    begun = [leave.date + dt.timedelta(days=whole * WEEK_DAYS + each) for each in range(rest)]
    worked = sum(day.weekday() in pattern and not _is_holiday(day, calendar) for day in begun)
    weeks = round(whole + worked / len(pattern), 2)
    told = step("us.weeks_used", date=counted_to, whole=whole, part=worked, week=len(pattern))
    return Obligation(rule=WEEKS_USED, value=weeks, explanation=(began, told))


def _reinstatement(last_day: Derivation, back: Event) -> Obligation:
    """On the day of the return: the same job or one of equal pay, benefits and terms, where leave was not overrun."""
    derived = Derivation.at(back.date, "us.back_on")
    if back.date > last_day.day + DAY:
        return Obligation.not_owed(REINSTATEMENT, "not_entitled", derived.noting("us.overrun", date=last_day.day).steps)
    return Obligation.on(REINSTATEMENT, derived.noting("us.fitness_for_duty"))


def _back(facts: CaseFacts, leave: Event, following: Event | None) -> Event | None:
    """Return what says that somebody came back from a leave, before the next one."""
    returns = facts.events_of("returned_to_work", "recovered")
    return next(
        (each for each in returns if leave.date < each.date and (following is None or each.date <= following.date)),
        None,
    )


def _is_holiday(day: dt.date, calendar: Calendar) -> bool:
    """Say whether a weekday is a holiday: on a weekend the calendar can not tell, and nobody counts on it."""
    saturday = 5
    return day.weekday() < saturday and not calendar.is_working_day(day)
