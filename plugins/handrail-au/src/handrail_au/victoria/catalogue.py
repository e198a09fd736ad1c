"""Every rule of Victoria: who owes it, where it is written, and how sure we are.

How a date is counted stands in `claims` and `employment_obligation`. A rule of kind "standing" has no date of a case.
"""

import datetime as dt

from handrail.sdk import RuleBook
from handrail_au.declaring import REVIEWED_ON
from handrail_au.victoria import sources

rule = RuleBook("au_vic", REVIEWED_ON, lapses=False)
"""Few lapse on recovery: most are terms and rights that an injury or a leave sets running."""

MENTAL_INJURY_FROM = dt.date(2021, 7, 1)

# The claim --------------------------------------------------------------------------------------------------------
WORKER_NOTICE = rule(
    "worker_notice_due", "Notice of the injury to the employer", "worker", sources.WORKER_NOTICE, "medium",
    tells_cause=True,
)  # fmt: skip
CLAIM_FORWARD = rule(
    "claim_forward_due", "Claim forwarded to the agent", "hr", sources.CLAIM_FORWARD, "high", tells_cause=True
)
CLAIM_DECISION = rule(
    "claim_decision_due", "Decision on weekly payments", "insurer", sources.CLAIM_DECISION, "medium",
    tells_cause=True,
)  # fmt: skip
PROVISIONAL_DECISION = rule(
    "provisional_decision", "Decision on provisional payments", "insurer", sources.PROVISIONAL_DECISION, "high",
    tells_cause=True, effective_from=MENTAL_INJURY_FROM,
)  # fmt: skip

# Planning and work ------------------------------------------------------------------------------------------------
PLANNING_FROM = rule(
    "plan_rtw_from", "Return to work planned from", "hr", sources.PLANNING, "high", kind="threshold",
    tells_cause=True,
)  # fmt: skip
OBLIGATION_START = rule(
    "employment_obligation_start", "First day of the employment obligation", "hr", sources.OBLIGATION_START,
    "high", kind="threshold", tells_cause=True,
)  # fmt: skip
OBLIGATION_END = rule(
    "employment_obligation_end", "Last day of the employment obligation", "hr", sources.OBLIGATION_END, "high",
    kind="end", tells_cause=True,
)  # fmt: skip
ADVICE = rule(
    "s119_notice_due", "Written advice before the employment obligation ends", "authority", sources.ADVICE,
    "high", tells_cause=True,
)  # fmt: skip

# The workplace ----------------------------------------------------------------------------------------------------
COORDINATOR = rule("rtw_coordinator", "Return-to-work coordinator", "hr", sources.COORDINATOR, "low", kind="standing")
INFORMATION = rule(
    "rtw_information", "Return-to-work information for the workers", "hr", sources.INFORMATION, "high",
    kind="standing",
)  # fmt: skip

RULES = (
    WORKER_NOTICE, CLAIM_FORWARD, CLAIM_DECISION, PROVISIONAL_DECISION, PLANNING_FROM, OBLIGATION_START,
    OBLIGATION_END, ADVICE, COORDINATOR, INFORMATION,
)  # fmt: skip
