"""Every rule of the Commonwealth: who owes it, where it is written, and how sure we are.

How a date is counted stands in `temporary_absence` and `decisions`. A rule of kind "standing" has no date of a case.
"""

import datetime as dt

from handrail.sdk import RuleBook
from handrail_au.commonwealth import sources
from handrail_au.declaring import REVIEWED_ON

rule = RuleBook("au_cth", REVIEWED_ON, lapses=False)
"""Few lapse on recovery: most are terms and rights that an injury or a leave sets running."""

DECISION_PERIODS_FROM = dt.date(2024, 4, 1)


# Protection of a temporary absence --------------------------------------------------------------------------------
THREE_MONTHS = rule(
    "temp_absence_three_months", "Absence of more than three months", "hr", sources.TEMPORARY_ABSENCE, "high",
    kind="threshold", lapses=True,
)  # fmt: skip
EVIDENCE = rule("temp_absence_evidence_due", "Certificate or statutory declaration", "worker", sources.EVIDENCE, "high")

# Comcare ----------------------------------------------------------------------------------------------------------
CLAIM_DECISION = rule(
    "claim_decision_due", "Determination of the claim", "authority", sources.CLAIM_DECISION, "medium",
    tells_cause=True, effective_from=DECISION_PERIODS_FROM,
)  # fmt: skip
RECONSIDERATION = rule(
    "reconsideration_due", "Decision on the request to reconsider", "authority", sources.RECONSIDERATION,
    "high", tells_cause=True, effective_from=DECISION_PERIODS_FROM,
)  # fmt: skip
RECONSIDERATION_REQUEST = rule(
    "worker_reconsideration_request_due", "Request to reconsider the determination", "worker",
    sources.RECONSIDERATION_REQUEST, "medium", tells_cause=True,
)  # fmt: skip
ASSESSMENT = rule(
    "rehab_assessment", "Assessment of the capacity for rehabilitation", "authority", sources.ASSESSMENT,
    "high", kind="standing", tells_cause=True,
)  # fmt: skip
RETURN_TO_WORK_PLAN = rule(
    "rtw_plan", "Rehabilitation programme", "authority", sources.RETURN_TO_WORK_PLAN, "low", kind="standing",
    tells_cause=True,
)  # fmt: skip
SUITABLE_EMPLOYMENT = rule(
    "suitable_employment", "Suitable employment after the programme", "hr", sources.SUITABLE_EMPLOYMENT,
    "medium", kind="standing", tells_cause=True,
)  # fmt: skip

RULES = (
    THREE_MONTHS, EVIDENCE, CLAIM_DECISION, RECONSIDERATION, RECONSIDERATION_REQUEST, ASSESSMENT, RETURN_TO_WORK_PLAN,
    SUITABLE_EMPLOYMENT,
)  # fmt: skip
