"""What is a plain count of days from the first day of sick leave (D): six weeks in one piece (AVRAG s. 13a(1))."""

import datetime as dt

from handrail.sdk import AbsenceCase, CaseFacts, Milestone, NotOwed, step
from handrail_at.catalogue import MIN_ABSENCE_MET, WIETZ_FROM

DAY_42 = 41


def before_it_was_law(_facts: CaseFacts, _case: AbsenceCase, due: dt.date) -> NotOwed | None:
    """Answer for six weeks that were reached before reintegration part-time was law."""
    if due >= WIETZ_FROM:
        return None
    return NotOwed(reason="before_effective_date", because=step("at.law_since", date=WIETZ_FROM))


MILESTONES = (
    # The 42nd day: six weeks without a gap. Sick leaves are not added up.
    Milestone(rule=MIN_ABSENCE_MET, days=DAY_42, unless=(before_it_was_law,), note="at.day_42"),
)
