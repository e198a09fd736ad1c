"""Every rule of Quebec: who owes it, where it is written, and how sure we are.

How a date is counted stands in `leave` and `injury`. A rule of kind "standing" has no date of a case.
"""

import datetime as dt

from handrail.sdk import RuleBook
from handrail_ca.declaring import REVIEWED_ON
from handrail_ca.quebec import sources

rule = RuleBook("ca_qc", REVIEWED_ON, lapses=False)
"""Few lapse on recovery: most are terms and rights that an injury or a leave sets running."""

CERTIFICATES_LIMITED_FROM = dt.date(2025, 1, 1)
PAID_DAYS_FROM = dt.date(2019, 1, 1)
MODERNISED_FROM = dt.date(2022, 10, 6)
PERMANENT_REGIME_FROM = dt.date(2025, 10, 1)
PSYCHOSOCIAL_RISKS_FROM = dt.date(2025, 10, 6)

# Ordinary sickness ------------------------------------------------------------------------------------------------
SICK_LEAVE = rule(
    "als_26wk_last_day", "Last day of the 26 weeks of protected sick leave", "worker", sources.SICK_LEAVE,
    "high", kind="end", tells_cause=True,
)  # fmt: skip
CERTIFICATE_ALLOWED = rule(
    "med_cert_allowed", "Whether the employer may ask for a document", "hr", sources.CERTIFICATE, "high",
    kind="value", effective_from=CERTIFICATES_LIMITED_FROM,
)  # fmt: skip
PAID_DAYS = rule(
    "als_paid_days", "Paid sick days used in the year", "hr", sources.PAID_DAYS, "medium", kind="value",
    effective_from=PAID_DAYS_FROM,
)  # fmt: skip
REINSTATEMENT = rule(
    "als_reinstatement", "Back to the former position after sick leave", "hr", sources.REINSTATEMENT, "medium",
    kind="standing",
)  # fmt: skip

# Employment injury ------------------------------------------------------------------------------------------------
FOURTEEN_DAYS_END = rule(
    "employer_pays_14_days_end", "Last of the 14 days that the employer pays", "hr", sources.FOURTEEN_DAYS,
    "medium", kind="end", lapses=True, tells_cause=True,
)  # fmt: skip
EMPLOYER_NOTICE = rule(
    "adr_form_due", "Employer's notice and claim for reimbursement", "hr", sources.EMPLOYER_NOTICE, "medium",
    tells_cause=True,
)  # fmt: skip
WORKER_CLAIM = rule(
    "worker_claim_due", "Worker's claim to the CNESST", "worker", sources.WORKER_CLAIM, "medium",
    tells_cause=True,
)  # fmt: skip
WORKER_NOTICE = rule(
    "worker_notice", "Notice of the injury to the superior", "worker", sources.WORKER_NOTICE, "high",
    kind="standing", tells_cause=True,
)  # fmt: skip
REGISTER = rule(
    "register_no_lost_time", "Entry in the first-aid register", "hr", sources.REGISTER, "high",
    kind="standing", tells_cause=True,
)  # fmt: skip
TEMPORARY_ASSIGNMENT = rule(
    "temp_assignment", "Temporary assignment on the form of the CNESST", "hr", sources.TEMPORARY_ASSIGNMENT,
    "high", kind="standing", tells_cause=True, effective_from=MODERNISED_FROM,
)  # fmt: skip
ASSIGNMENT_REFUND = rule(
    "temp_assignment_refund_due", "Declaration of hours on temporary assignment", "hr",
    sources.ASSIGNMENT_REFUND, "medium", tells_cause=True, effective_from=MODERNISED_FROM,
)  # fmt: skip
RIGHT_TO_RETURN_END = rule(
    "rtw_right_end", "Last day of the right to return to work", "worker", sources.RIGHT_TO_RETURN, "medium",
    kind="end", tells_cause=True,
)  # fmt: skip
ACCOMMODATION = rule(
    "accommodation", "Accommodation of lasting limitations", "hr", sources.ACCOMMODATION, "high",
    kind="standing", tells_cause=True, effective_from=MODERNISED_FROM,
)  # fmt: skip
REPRISAL_COMPLAINT = rule(
    "reprisal_complaint_due", "Complaint against a sanction after an injury", "worker", sources.REPRISAL,
    "medium", tells_cause=True,
)  # fmt: skip

# The workplace ----------------------------------------------------------------------------------------------------
PSYCHOSOCIAL_RISKS = rule(
    "psr_duty", "Psychosocial risks identified, corrected and controlled", "hr", sources.PSYCHOSOCIAL_RISKS,
    "high", kind="standing", effective_from=PSYCHOSOCIAL_RISKS_FROM,
)  # fmt: skip
PREVENTION_PROGRAM = rule(
    "prevention_program_due", "Prevention programme", "hr", sources.PREVENTION, "medium", kind="standing",
    effective_from=PERMANENT_REGIME_FROM,
)  # fmt: skip
ACTION_PLAN = rule(
    "action_plan_due", "Action plan for prevention", "hr", sources.PREVENTION, "medium", kind="standing",
    effective_from=PERMANENT_REGIME_FROM,
)  # fmt: skip

RULES = (
    SICK_LEAVE, CERTIFICATE_ALLOWED, PAID_DAYS, REINSTATEMENT, FOURTEEN_DAYS_END, EMPLOYER_NOTICE, WORKER_CLAIM,
    WORKER_NOTICE, REGISTER, TEMPORARY_ASSIGNMENT, ASSIGNMENT_REFUND, RIGHT_TO_RETURN_END, ACCOMMODATION,
    REPRISAL_COMPLAINT, PSYCHOSOCIAL_RISKS, PREVENTION_PROGRAM, ACTION_PLAN,
)  # fmt: skip
