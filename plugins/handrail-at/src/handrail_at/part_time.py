"""Reintegration part-time (Wiedereingliederungsteilzeit, AVRAG s. 13a): until when it can begin, and how long it lasts.

After six weeks of sick leave without a gap it may begin up to one month after the last sick day (since July 2018),
where the employment has lasted three months by then, sick leave counted; this is asked where `employment_start` is
given. It is agreed for one to six months and may be extended once by one to three, nine in all; months end on the day
before the same-numbered day. A new one is possible eighteen months after the last one ended (general knowledge, low).

The end that came is told by `act_done` of `at.wietz_min_end`, `at.wietz_max_end` or `at.wietz_extended_max_end`; until
then six months are taken. Approval of the benefit by the insurer, and a new sick leave that puts the start off beyond
the month, are for people to see.
"""

import datetime as dt
from collections.abc import Iterator

from handrail.sdk import AbsenceCase, CaseFacts, Derivation, Event, Obligation, Rule, add_months, step
from handrail_at.catalogue import (
    AGAIN,
    EXTENDED_MAX_END,
    LATEST_START,
    MAX_END,
    MIN_END,
    ONE_MONTH_FROM,
    WIETZ_FROM,
)

SIX_WEEKS_DAYS = 42
START_WITHIN_MONTHS = 1
EMPLOYED_MONTHS = 3
LENGTHS: tuple[tuple[Rule, int], ...] = ((MIN_END, 1), (MAX_END, 6), (EXTENDED_MAX_END, 9))
LONGEST_AGREED_MONTHS = 6
AGAIN_MONTHS = 18
_DAY = dt.timedelta(days=1)


def latest_start(facts: CaseFacts, case: AbsenceCase) -> Iterator[Obligation]:
    """Return the last day to begin, once the sick leave is over; none after fewer than six weeks."""
    if case.fit_on is None:
        return
    days = (case.fit_on - case.first_day).days
    if days < SIX_WEEKS_DAYS:
        steps = (*case.clock.noting("at.days_sick", days=days).steps, step("at.fewer_than_six_weeks"))
        yield Obligation.not_owed(LATEST_START, "threshold_not_reached", steps, case=case)
        return
    derived = Derivation.at(case.fit_on - _DAY, "at.last_sick_day").plus_months(START_WITHIN_MONTHS)
    if derived.day < ONE_MONTH_FROM:
        steps = (*derived.steps, step("at.law_since", date=ONE_MONTH_FROM))
        yield Obligation.not_owed(LATEST_START, "before_effective_date", steps, case=case)
        return
    employed = employment_start(facts)
    if employed is not None and add_months(employed, EMPLOYED_MONTHS) > derived.day:
        steps = (*derived.steps, step("at.employed_too_short", date=employed))
        yield Obligation.not_owed(LATEST_START, "not_entitled", steps, case=case)
        return
    yield Obligation.on(LATEST_START, derived, case=case)


def lengths(facts: CaseFacts, cases: tuple[AbsenceCase, ...]) -> Iterator[Obligation]:
    """Return the shortest and the longest end of each part-time that began, and the first day of a new one."""
    started = facts.events_of("wietz_started")
    for number, event in enumerate(started):
        spell = facts.spell_of(event)
        case = None if spell is None else cases[spell.number - 1]
        begun = Derivation.at(event.date, "at.started")
        if event.date < WIETZ_FROM:
            steps = (*begun.steps, step("at.law_since", date=WIETZ_FROM))
            for rule in (MIN_END, MAX_END, EXTENDED_MAX_END, AGAIN):
                yield Obligation.not_owed(rule, "before_effective_date", steps, case=case)
            continue
        for rule, months in LENGTHS:
            yield Obligation.on(rule, begun.plus_months(months).minus_days(1), case=case)
        until = started[number + 1].date if number + 1 < len(started) else dt.date.max
        yield Obligation.on(AGAIN, _again(facts, begun, until), case=case)


def employment_start(facts: CaseFacts) -> dt.date | None:
    """Return the first day of the employment, None where it is not told."""
    given = facts.params.get("employment_start")
    if isinstance(given, dt.date):
        return given
    try:
        return dt.date.fromisoformat(given) if isinstance(given, str) else None
    except ValueError:
        return None


def _again(facts: CaseFacts, begun: Derivation, until: dt.date) -> Derivation:
    ends = [act for rule, _months in LENGTHS for act in facts.acts_of(rule.id) if begun.day < act.date < until]
    if ends:
        ended = Derivation.at(_last(ends).date, "at.ended")
    else:
        ended = begun.plus_months(LONGEST_AGREED_MONTHS).minus_days(1).noting("at.taken_as_six_months")
    return ended.plus_days(1).plus_months(AGAIN_MONTHS)


def _last(acts: list[Event]) -> Event:
    return max(acts, key=lambda act: act.date)
