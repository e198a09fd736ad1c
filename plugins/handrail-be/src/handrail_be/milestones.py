"""What is a plain count of days from the first day of the absence (D). None moves off a weekend.

A law is chosen by the day judged, and for work potential by the first day of the incapacity.
"""

import datetime as dt

from handrail.sdk import AbsenceCase, CaseFacts, Milestone, NotOwed, step
from handrail_be.catalogue import (
    FUND_QUESTIONNAIRE,
    INFORMATION,
    REFORM_2026,
    TRAJECTORY_2_FROM,
    WORK_POTENTIAL,
)

FOUR_WEEKS_DAYS, EIGHT_WEEKS_DAYS, TEN_WEEKS_DAYS = 28, 56, 70


def before_2022(_facts: CaseFacts, _case: AbsenceCase, due: dt.date) -> NotOwed | None:
    """Answer for four weeks of absence reached before the reform of 2022 asked for anything then."""
    if due >= TRAJECTORY_2_FROM:
        return None
    return NotOwed(reason="before_effective_date", because=step("be.law_since", date=TRAJECTORY_2_FROM))


def began_before_2026(_facts: CaseFacts, case: AbsenceCase, _due: dt.date) -> NotOwed | None:
    """Answer for what is asked of incapacities that begin from 2026 on."""
    if case.first_day >= REFORM_2026:
        return None
    return NotOwed(reason="before_effective_date", because=step("be.incapacities_since", date=REFORM_2026))


MILESTONES = (
    Milestone(rule=INFORMATION, days=FOUR_WEEKS_DAYS, unless=(before_2022,)),
    Milestone(rule=WORK_POTENTIAL, days=EIGHT_WEEKS_DAYS, unless=(began_before_2026,)),
    Milestone(rule=FUND_QUESTIONNAIRE, days=TEN_WEEKS_DAYS),
)
