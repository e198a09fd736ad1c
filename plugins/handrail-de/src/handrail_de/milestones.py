"""What is a plain count of days from the first day of incapacity (D).

None of these moves off a weekend: they are a duty "without delay" and a medical finding, not declarations that BGB
s. 193 covers.
"""

import datetime as dt

from handrail.sdk import AbsenceCase, CaseFacts, Milestone, NotOwed, step
from handrail_de.catalogue import GRADUAL_RETURN_CHECK, GRADUAL_RETURN_CHECK_FROM, NOTIFY_EMPLOYER

SIX_WEEKS_DAYS = 42


def before_the_check_was_law(_facts: CaseFacts, _case: AbsenceCase, due: dt.date) -> NotOwed | None:
    """Answer for statements on gradual return that would have been due before SGB V s. 74 asked for them."""
    if due >= GRADUAL_RETURN_CHECK_FROM:
        return None
    return NotOwed(reason="before_effective_date", because=step("de.law_since", date=GRADUAL_RETURN_CHECK_FROM))


MILESTONES = (
    # EFZG s. 5(1) sentence 1: without delay, with the expected length.
    Milestone(rule=NOTIFY_EMPLOYER, days=0, note="de.without_delay"),
    # SGB V s. 74: from six weeks on, with every certificate; the first of them is asked for here.
    Milestone(rule=GRADUAL_RETURN_CHECK, days=SIX_WEEKS_DAYS, unless=(before_the_check_was_law,)),
)
