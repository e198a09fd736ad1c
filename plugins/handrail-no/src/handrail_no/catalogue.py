"""Every rule of Norway: who owes it, where it is written, and how sure we are.

How a date is counted stands in `milestones`, `follow_up`, `employer_period` and `benefit_year`. Titles of other
languages stand in `locale`. A rule of kind "standing" has no date.
"""

import datetime as dt

from handrail.sdk import RuleBook
from handrail_no import sources

REVIEWED_ON = dt.date(2026, 11, 1)
SHORTER_TERMS_FROM = dt.date(2011, 7, 1)
"""Since then the plan is asked after four weeks (before: six) and meeting 1 after seven (before: twelve)."""
GRADED_EXCEPTION_FROM = dt.date(2014, 7, 1)
"""Since then meeting 1 is asked of somebody partly sick only where one of the three finds it useful."""
_DAY_BEFORE = dt.date(2011, 6, 30)


_rule = RuleBook("no", REVIEWED_ON)


EMPLOYER_PERIOD_END = _rule(
    "employer_period_end", "Last day that the employer pays", "hr", sources.EMPLOYER_PERIOD, "high", kind="end"
)
FOLLOW_UP_PLAN = _rule(
    "follow_up_plan", "Follow-up plan", "hr", sources.FOLLOW_UP_PLAN, "high", effective_from=SHORTER_TERMS_FROM
)
FOLLOW_UP_PLAN_BEFORE_2011 = _rule(
    "follow_up_plan", "Follow-up plan", "hr", sources.FOLLOW_UP_PLAN, "high", effective_to=_DAY_BEFORE
)
DIALOGUE_MEETING_1 = _rule(
    "dialogue_meeting_1", "Dialogue meeting 1, with the employer", "hr", sources.DIALOGUE_MEETING_1, "high",
    effective_from=SHORTER_TERMS_FROM,
)  # fmt: skip
DIALOGUE_MEETING_1_BEFORE_2011 = _rule(
    "dialogue_meeting_1", "Dialogue meeting 1, with the employer", "hr", sources.DIALOGUE_MEETING_1, "high",
    effective_to=_DAY_BEFORE,
)  # fmt: skip
ACTIVITY_REQUIREMENT = _rule("activity_requirement", "Work-related activity", "worker", sources.ACTIVITY, "high")
NAV_NEED_QUESTION = _rule(
    "nav_need_question", "NAV asks whether a meeting is needed", "authority", sources.NEED_QUESTION, "medium",
    basis="regulator_policy",
)  # fmt: skip
DIALOGUE_MEETING_2 = _rule(
    "dialogue_meeting_2", "Dialogue meeting 2, with NAV", "authority", sources.DIALOGUE_MEETING_2, "high"
)
DM2_NOTICE = _rule(
    "dm2_notice", "Invitation of NAV to dialogue meeting 2", "authority", sources.DIALOGUE_MEETING_2, "high"
)
DM2_UPDATED_PLAN = _rule(
    "dm2_updated_plan", "Updated follow-up plan to NAV before meeting 2", "hr", sources.DIALOGUE_MEETING_2, "high"
)
DIALOGUE_MEETING_3 = _rule(
    "dialogue_meeting_3", "Dialogue meeting 3, when somebody asks for it", "authority", sources.DIALOGUE_MEETING_3,
    "high", kind="standing",
)  # fmt: skip
MAX_DATE = _rule("max_date", "Last day of sickness benefit", "authority", sources.BENEFIT_YEAR, "medium", kind="end")

RULES = (
    EMPLOYER_PERIOD_END, FOLLOW_UP_PLAN_BEFORE_2011, FOLLOW_UP_PLAN, DIALOGUE_MEETING_1_BEFORE_2011,
    DIALOGUE_MEETING_1, ACTIVITY_REQUIREMENT, NAV_NEED_QUESTION, DIALOGUE_MEETING_2, DM2_NOTICE, DM2_UPDATED_PLAN,
    DIALOGUE_MEETING_3, MAX_DATE,
)  # fmt: skip
