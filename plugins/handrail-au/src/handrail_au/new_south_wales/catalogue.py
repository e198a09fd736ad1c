"""Every rule of New South Wales: who owes it, where it is written, and how sure we are.

How a date is counted stands in `notices` and `protection`. A rule of kind "standing" has no date of a case. All of them
follow an injury at work, so an employer's reader sees their dates alone.
"""

from handrail.sdk import RuleBook
from handrail_au.declaring import REVIEWED_ON
from handrail_au.new_south_wales import sources

rule = RuleBook("au_nsw", REVIEWED_ON, lapses=False)
"""Few lapse on recovery: most are terms and rights that an injury or a leave sets running."""

# Notice and injury management -------------------------------------------------------------------------------------
WORKER_NOTICE = rule(
    "worker_notice", "Notice of the injury to the employer", "worker", sources.WORKER_NOTICE, "high",
    kind="standing", tells_cause=True,
)  # fmt: skip
INSURER_NOTIFICATION = rule(
    "insurer_notification_due", "Initial notification to the insurer", "hr", sources.INSURER_NOTIFICATION,
    "high", tells_cause=True,
)  # fmt: skip
SIGNIFICANT_INJURY = rule(
    "significant_injury", "Significant injury: more than seven days of incapacity", "insurer",
    sources.SIGNIFICANT_INJURY, "high", kind="threshold", lapses=True, tells_cause=True,
)  # fmt: skip
INSURER_CONTACT = rule(
    "insurer_contact_due", "Insurer contacts worker, employer and doctor", "insurer", sources.INSURER_CONTACT,
    "high", tells_cause=True,
)  # fmt: skip
INJURY_MANAGEMENT_PLAN = rule(
    "im_plan_due", "Injury management plan", "insurer", sources.INJURY_MANAGEMENT_PLAN, "high",
    basis="regulator_policy", tells_cause=True,
)  # fmt: skip

# Claim and payments -----------------------------------------------------------------------------------------------
PROVISIONAL_PAYMENT = rule(
    "provisional_payment_due", "Provisional weekly payments, or a reasonable excuse", "insurer",
    sources.PROVISIONAL_PAYMENT, "high", tells_cause=True,
)  # fmt: skip
LIABILITY_DECISION = rule(
    "liability_decision_due", "Decision on liability", "insurer", sources.LIABILITY_DECISION, "medium",
    tells_cause=True,
)  # fmt: skip
CERTIFICATE_LAST_DAY = rule(
    "certificate_max_last_day", "Last day that a certificate of capacity can cover", "treating_physician",
    sources.CERTIFICATE, "medium", kind="end", tells_cause=True,
)  # fmt: skip

# Work and protection ----------------------------------------------------------------------------------------------
SUITABLE_WORK = rule(
    "suitable_work", "Suitable work for a worker with capacity", "hr", sources.SUITABLE_WORK, "medium",
    kind="standing", tells_cause=True,
)  # fmt: skip
RETURN_TO_WORK_PROGRAM = rule(
    "rtw_program_due", "Return-to-work programme and coordinator", "hr", sources.RETURN_TO_WORK_PROGRAM,
    "medium", kind="standing",
)  # fmt: skip
DISMISSAL_PROTECTION_END = rule(
    "dismissal_protection_end", "Last day of protection against dismissal", "hr",
    sources.DISMISSAL_PROTECTION, "medium", kind="end", tells_cause=True,
)  # fmt: skip
REINSTATEMENT_REQUEST = rule(
    "reinstatement_request_due", "Worker asks to be reinstated", "worker", sources.REINSTATEMENT, "low",
    tells_cause=True,
)  # fmt: skip

RULES = (
    WORKER_NOTICE, INSURER_NOTIFICATION, SIGNIFICANT_INJURY, INSURER_CONTACT, INJURY_MANAGEMENT_PLAN,
    PROVISIONAL_PAYMENT, LIABILITY_DECISION, CERTIFICATE_LAST_DAY, SUITABLE_WORK, RETURN_TO_WORK_PROGRAM,
    DISMISSAL_PROTECTION_END, REINSTATEMENT_REQUEST,
)  # fmt: skip
