"""What the municipality does: its first follow-up (§ 13 b) and the reassessment after 22 weeks of benefit (§ 24)."""

import calendar
import datetime as dt
from collections.abc import Iterator, Sequence

from handrail.sdk import AbsenceCase, CaseFacts, Obligation, add_months, exempted
from handrail_dk.catalogue import (
    MUNICIPAL_FIRST_FOLLOWUP,
    MUNICIPAL_FIRST_FOLLOWUP_BEFORE_JULY_2026,
    REASSESSMENT_22W,
    REFORM_FROM,
)
from handrail_dk.reading import fit_within_26_weeks

END_OF_WEEK_8 = 55
EMPLOYER_PERIOD_DAYS = 30
PAID_DAYS = 22 * 7
WINDOW_MONTHS = 9

_Days = tuple[dt.date, dt.date]
"""A first day, and the day after the last."""


def first_follow_up(facts: CaseFacts, case: AbsenceCase) -> Obligation:
    """Before the end of the eighth week, counted from the first day of absence.

    Where that day is 1 July 2026 or later the reform holds: those expected fit within 26 weeks are as a rule outside.
    Its final text was not seen (low). Later follow-ups have no day of their own.
    """
    derived = case.after(END_OF_WEEK_8)
    if derived.day < REFORM_FROM:
        return Obligation.on(MUNICIPAL_FIRST_FOLLOWUP_BEFORE_JULY_2026, derived, case=case)
    derived = derived.noting("dk.reform")
    exempt = exempted(MUNICIPAL_FIRST_FOLLOWUP, derived, facts, case, (fit_within_26_weeks,))
    return exempt or Obligation.on(MUNICIPAL_FIRST_FOLLOWUP, derived, case=case)


def reassessments(cases: tuple[AbsenceCase, ...]) -> Iterator[Obligation]:
    """Return the end of the month in which more than 22 weeks were paid in nine calendar months.

    Paid are the calendar days after the 30 of the employer, in the month judged and the eight before it, of every
    absence. The seven grounds of extension (§ 27) are for the municipality to find.
    """
    paid: list[_Days] = []
    for case in cases:
        paid_from = case.first_day + dt.timedelta(days=EMPLOYER_PERIOD_DAYS)
        yield _reassessment(case, paid, paid_from)
        if case.fit_on is not None and case.fit_on > paid_from:
            paid.append((paid_from, case.fit_on))


def _reassessment(case: AbsenceCase, paid: Sequence[_Days], paid_from: dt.date) -> Obligation:
    before = _paid_before(paid, paid_from)
    derived = case.clock.to(paid_from, "dk.paid_from")
    if before:
        derived = derived.noting("dk.paid_before", days=before)
    reached = paid_from + dt.timedelta(days=max(0, PAID_DAYS - before))
    while (missing := PAID_DAYS + 1 - _paid_before(paid, reached) - (reached - paid_from).days - 1) > 0:
        reached += dt.timedelta(days=missing)
    last_day = reached.replace(day=calendar.monthrange(reached.year, reached.month)[1])
    counted = derived.to(reached, "dk.more_than_22_weeks").to(last_day, "dk.month_end")
    return Obligation.on(REASSESSMENT_22W, counted, case=case)


def _paid_before(paid: Sequence[_Days], day: dt.date) -> int:
    """Return the days that earlier absences were paid within the nine calendar months that end with this one."""
    opens = add_months(day.replace(day=1), 1 - WINDOW_MONTHS)
    return sum(max(0, (until - max(first, opens)).days) for first, until in paid)
