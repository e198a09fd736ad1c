"""Every rule of Denmark: who owes it, where it is written, and how sure we are.

How a date is counted stands in `milestones`, `municipality` and `rule_120`. Titles of other languages stand in
`locale`. A rule of kind "standing" has no date.
"""

import datetime as dt

from handrail.sdk import RuleBook
from handrail_dk import sources

REVIEWED_ON = dt.date(2026, 11, 1)
REFORM_FROM = dt.date(2026, 7, 1)
"""Since then those expected fit within 26 weeks are as a rule outside the follow-up; chosen by the day it is due."""
_DAY_BEFORE = dt.date(2026, 6, 30)


_rule = RuleBook("dk", REVIEWED_ON)


EMPLOYER_PERIOD_END = _rule(
    "employer_period_end", "Last day that the employer pays without refund", "hr", sources.EMPLOYER_PERIOD, "medium",
    kind="end",
)  # fmt: skip
ABSENCE_INTERVIEW = _rule("absence_interview", "Absence interview", "hr", sources.INTERVIEW, "high")
ABILITY_STATEMENT = _rule(
    "ability_statement", "Statement of what is possible", "hr", sources.ABILITY_STATEMENT, "high", kind="standing"
)
FAST_TRACK_REQUEST = _rule("fast_track_request", "Request for the fast track", "hr", sources.FAST_TRACK, "high")

# The cell of the table reads "high (old), low (new text not seen)": the lowest holds for both versions.
MUNICIPAL_FIRST_FOLLOWUP_BEFORE_JULY_2026 = _rule(
    "municipal_first_followup", "First follow-up by the municipality", "authority", sources.FOLLOW_UP_BEFORE_JULY_2026,
    "low", effective_to=_DAY_BEFORE,
)  # fmt: skip
MUNICIPAL_FIRST_FOLLOWUP = _rule(
    "municipal_first_followup", "First follow-up by the municipality", "authority", sources.FOLLOW_UP, "low",
    effective_from=REFORM_FROM,
)  # fmt: skip
REASSESSMENT_22W = _rule(
    "reassessment_22w", "Benefit stops unless it is extended", "authority", sources.REASSESSMENT, "medium", kind="end"
)

# The 120-day rule of salaried staff ------------------------------------------------------------------------------
RULE_120_DAY_REACHED = _rule(
    "rule_120_day_reached", "Day 120 of paid sickness in twelve months", "hr", sources.RULE_120, "high",
    kind="threshold",
)  # fmt: skip
RULE_120_FIRST_NOTICE = _rule(
    "rule_120_first_notice", "First day of a notice under the 120-day rule", "hr", sources.RULE_120_NOTICE, "high",
    kind="threshold",
)  # fmt: skip
RULE_120_LAST_NOTICE = _rule(
    "rule_120_last_notice", "Last day of a notice under the 120-day rule", "hr", sources.RULE_120_NOTICE, "high",
    kind="end",
)  # fmt: skip
RULE_120_NOTICE_VALID = _rule(
    "rule_120_notice_valid", "Whether a notice holds under the 120-day rule", "hr", sources.RULE_120_NOTICE, "high",
    kind="value", lapses=False,
)  # fmt: skip

RULES = (
    EMPLOYER_PERIOD_END, ABSENCE_INTERVIEW, ABILITY_STATEMENT, FAST_TRACK_REQUEST,
    MUNICIPAL_FIRST_FOLLOWUP_BEFORE_JULY_2026, MUNICIPAL_FIRST_FOLLOWUP, REASSESSMENT_22W, RULE_120_DAY_REACHED,
    RULE_120_FIRST_NOTICE, RULE_120_LAST_NOTICE, RULE_120_NOTICE_VALID,
)  # fmt: skip
