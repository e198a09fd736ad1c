"""Every rule of Victoria: who owes it, where it is written, and how sure we are.

How a date is counted stands in `claims` and `employment_obligation`. A rule of kind "standing" has no date of a case.
"""

import datetime as dt

from handrail_au.declaring import rule
from handrail_au.victoria import sources

MENTAL_INJURY_FROM = dt.date(2021, 7, 1)

# The claim --------------------------------------------------------------------------------------------------------
WORKER_NOTICE = rule(
    "au_vic.worker_notice_due", "Notice of the injury to the employer", "worker", sources.WORKER_NOTICE, "medium",
    tells_cause=True,
)  # fmt: skip
CLAIM_FORWARD = rule(
    "au_vic.claim_forward_due", "Claim forwarded to the agent", "hr", sources.CLAIM_FORWARD, "high", tells_cause=True
)
CLAIM_DECISION = rule(
    "au_vic.claim_decision_due", "Decision on weekly payments", "insurer", sources.CLAIM_DECISION, "medium",
    tells_cause=True,
)  # fmt: skip
PROVISIONAL_DECISION = rule(
    "au_vic.provisional_decision", "Decision on provisional payments", "insurer", sources.PROVISIONAL_DECISION, "high",
    tells_cause=True, effective_from=MENTAL_INJURY_FROM,
)  # fmt: skip

# Planning and work ------------------------------------------------------------------------------------------------
PLANNING_FROM = rule(
    "au_vic.plan_rtw_from", "Return to work planned from", "hr", sources.PLANNING, "high", kind="threshold",
    tells_cause=True,
)  # fmt: skip
OBLIGATION_START = rule(
    "au_vic.employment_obligation_start", "First day of the employment obligation", "hr", sources.OBLIGATION_START,
    "high", kind="threshold", tells_cause=True,
)  # fmt: skip
OBLIGATION_END = rule(
    "au_vic.employment_obligation_end", "Last day of the employment obligation", "hr", sources.OBLIGATION_END, "high",
    kind="end", tells_cause=True,
)  # fmt: skip
ADVICE = rule(
    "au_vic.s119_notice_due", "Written advice before the employment obligation ends", "authority", sources.ADVICE,
    "high", tells_cause=True,
)  # fmt: skip

# The workplace ----------------------------------------------------------------------------------------------------
COORDINATOR = rule(
    "au_vic.rtw_coordinator", "Return-to-work coordinator", "hr", sources.COORDINATOR, "low", kind="standing"
)
INFORMATION = rule(
    "au_vic.rtw_information", "Return-to-work information for the workers", "hr", sources.INFORMATION, "high",
    kind="standing",
)  # fmt: skip

RULES = (
    WORKER_NOTICE, CLAIM_FORWARD, CLAIM_DECISION, PROVISIONAL_DECISION, PLANNING_FROM, OBLIGATION_START,
    OBLIGATION_END, ADVICE, COORDINATOR, INFORMATION,
)  # fmt: skip
