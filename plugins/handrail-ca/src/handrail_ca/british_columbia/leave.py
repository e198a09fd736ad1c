"""Ordinary sickness under the Employment Standards Act: notes, sick days, and leave for a serious illness."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from handrail.sdk import AbsenceCase, Calendar, CaseFacts, Obligation, not_yet_in_force, step
from handrail_ca.british_columbia.catalogue import (
    SERIOUS_ILLNESS_END,
    SERIOUS_ILLNESS_FROM,
    SICK_LEAVE,
    SICK_NOTE_ALLOWED,
)
from handrail_ca.entitlements import days_used
from handrail_ca.parameters import served_from

SHORT_ABSENCE_DAYS, FREE_SHORT_ABSENCES = 5, 2
PAID_DAYS, UNPAID_DAYS, SERVICE_DAYS = 5, 3, 90
WEEK_DAYS = 7
LEAVE_DAYS, WINDOW_DAYS = 27 * WEEK_DAYS, 52 * WEEK_DAYS


def sick_notes(cases: tuple[AbsenceCase, ...]) -> Iterator[Obligation]:
    """No note for the first two absences of at most five days in a calendar year, since 12 November 2025.

    An absence counts in the year in which it began. Those that began before that day are not judged and not counted. A
    note about fitness or accommodation may always be asked for.
    """
    short: Counter[int] = Counter()
    for case in cases:
        early = not_yet_in_force(SICK_NOTE_ALLOWED, case.first_day, case.clock)
        if early is not None:
            yield Obligation.not_owed(SICK_NOTE_ALLOWED, "before_effective_date", early.explanation, case=case)
            continue
        if case.fit_on is None or (case.fit_on - case.first_day).days > SHORT_ABSENCE_DAYS:
            because, allowed = step("ca.longer_than", days=SHORT_ABSENCE_DAYS), True
        else:
            year = case.first_day.year
            short[year] += 1
            because = step("ca_bc.short_absence", number=short[year], limit=SHORT_ABSENCE_DAYS, year=year)
            allowed = short[year] > FREE_SHORT_ABSENCES
        steps = (*case.clock.steps, because)
        yield Obligation(rule=SICK_NOTE_ALLOWED, value=allowed, case=case, explanation=steps)


def sick_days(facts: CaseFacts, calendar: Calendar) -> Iterator[Obligation]:
    """Five paid and three unpaid days a calendar year after 90 days of service (s.49.1)."""
    yield from days_used(
        SICK_LEAVE, facts, calendar, limit=PAID_DAYS + UNPAID_DAYS,
        entitled_from=served_from(facts, days=SERVICE_DAYS),
    )  # fmt: skip


def serious_illness_leave(cases: tuple[AbsenceCase, ...]) -> Iterator[Obligation]:
    """At most 27 weeks in the 52 from the first use, in units of a week, for who can not work for a week at least.

    It ends at return. An absence that spans 27 November 2025 takes the leave from that day on. A later absence takes
    what is left, and one that begins after the 52 weeks opens the next. Whether the illness is serious a certificate
    says, not the program.
    """
    opened, used = dt.date.min, 0
    for case in cases:
        if case.fit_on is not None and case.fit_on <= SERIOUS_ILLNESS_FROM:
            early = (*case.clock.steps, step("in_force_from", date=SERIOUS_ILLNESS_FROM), step("not_owed"))
            yield Obligation.not_owed(SERIOUS_ILLNESS_END, "before_effective_date", early, case=case)
            continue
        if case.fit_on is not None and (case.fit_on - case.first_day).days < WEEK_DAYS:
            short = (*case.clock.steps, step("ca_bc.shorter_than", limit=WEEK_DAYS), step("not_owed"))
            yield Obligation.not_owed(SERIOUS_ILLNESS_END, "threshold_not_reached", short, case=case)
            continue
        start = max(case.first_day, SERIOUS_ILLNESS_FROM)
        if opened == dt.date.min or start >= opened + dt.timedelta(days=WINDOW_DAYS):
            opened, used = start, 0
        yield _leave_left(case, start, opened, used)
        if case.fit_on is not None:
            used += -(-(case.fit_on - start).days // WEEK_DAYS) * WEEK_DAYS


def _leave_left(case: AbsenceCase, start: dt.date, opened: dt.date, used: int) -> Obligation:
    derived = case.clock
    if start > case.first_day:
        derived = derived.to(start, "in_force_from")
    if used:
        derived = derived.noting("ca_bc.leave_used", used=used, opened=opened)
    if used >= LEAVE_DAYS:
        return Obligation.not_owed(SERIOUS_ILLNESS_END, "not_entitled", (*derived.steps, step("not_owed")), case=case)
    derived = derived.plus_days(LEAVE_DAYS - used - 1)
    window_end = opened + dt.timedelta(days=WINDOW_DAYS - 1)
    if derived.day > window_end:
        derived = derived.to(window_end, "ca_bc.window_end", opened=opened)
    return Obligation.on(SERIOUS_ILLNESS_END, derived, case=case)
