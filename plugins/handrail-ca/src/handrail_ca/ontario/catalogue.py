"""Every rule of Ontario: who owes it, where it is written, and how sure we are.

How a date is counted stands in `reports`, `cooperation`, `reemployment` and `leave`. A rule of kind "standing" has no
date.
"""

import datetime as dt

from handrail.sdk import RuleBook
from handrail_ca.declaring import REVIEWED_ON
from handrail_ca.ontario import sources

rule = RuleBook("ca_on", REVIEWED_ON, lapses=False)
"""Few lapse on recovery: most are terms and rights that an injury or a leave sets running."""

LONG_TERM_ILLNESS_FROM = dt.date(2025, 6, 19)

# Reports ----------------------------------------------------------------------------------------------------------
FORM_7 = rule("form7_due", "Employer's report to the WSIB (Form 7)", "hr", sources.FORM_7, "high", tells_cause=True)
MODIFIED_WORK_REPORTABLE = rule(
    "modified_work_reportable_from", "Modified work at full pay to be reported from", "hr",
    sources.MODIFIED_WORK, "medium", kind="threshold", basis="regulator_policy", tells_cause=True,
)  # fmt: skip
WORKER_CLAIM = rule(
    "worker_claim_due", "Worker's claim to the WSIB (Form 6)", "worker", sources.WORKER_CLAIM, "medium",
    tells_cause=True,
)  # fmt: skip
FUNCTIONAL_ABILITIES = rule(
    "faf", "Functional abilities form", "treating_physician", sources.FUNCTIONAL_ABILITIES, "medium",
    kind="standing", tells_cause=True,
)  # fmt: skip
SAFETY_NOTICE = rule(
    "ohsa_notice_due", "Written notice to the joint committee and the union", "hr", sources.SAFETY_NOTICE,
    "medium", tells_cause=True,
)  # fmt: skip

# Co-operation -----------------------------------------------------------------------------------------------------
CONTACT = rule(
    "contact_duty", "Contact throughout the recovery", "hr", sources.CONTACT, "high", kind="standing",
    tells_cause=True,
)  # fmt: skip
INITIAL_PENALTY = rule(
    "noncoop_initial_penalty_from", "First penalty for not co-operating from", "authority",
    sources.NON_COOPERATION, "high", kind="threshold", basis="regulator_policy", tells_cause=True,
)  # fmt: skip
FULL_PENALTY = rule(
    "noncoop_full_penalty_from", "Full penalty for not co-operating from", "authority", sources.NON_COOPERATION,
    "high", kind="threshold", basis="regulator_policy", tells_cause=True,
)  # fmt: skip

# Re-employment ----------------------------------------------------------------------------------------------------
REEMPLOYMENT_START = rule(
    "reemployment_start", "Offer of re-employment", "hr", sources.REEMPLOYMENT_START, "high", kind="threshold",
    tells_cause=True,
)  # fmt: skip
REEMPLOYMENT_END = rule(
    "reemployment_end", "Last day of the re-employment obligation", "hr", sources.REEMPLOYMENT_END, "high",
    kind="end", tells_cause=True,
)  # fmt: skip
PRESUMPTION_END = rule(
    "reemploy_presumption_end", "Last day on which a termination counts as a breach", "hr", sources.PRESUMPTION,
    "high", kind="end", tells_cause=True,
)  # fmt: skip
BENEFITS_END = rule(
    "benefits_contrib_end", "Last day of contributions to benefits", "hr", sources.BENEFITS, "medium",
    kind="end", tells_cause=True,
)  # fmt: skip

# Ordinary sickness ------------------------------------------------------------------------------------------------
SICK_LEAVE = rule("esa_sick", "Unpaid sick days used in the year", "worker", sources.SICK_LEAVE, "high", kind="value")
LONG_TERM_ILLNESS = rule(
    "esa_long_term_illness", "Last day of leave for a long-term illness", "worker", sources.LONG_TERM_ILLNESS,
    "high", kind="end", effective_from=LONG_TERM_ILLNESS_FROM,
)  # fmt: skip

RULES = (
    FORM_7, MODIFIED_WORK_REPORTABLE, WORKER_CLAIM, FUNCTIONAL_ABILITIES, CONTACT, INITIAL_PENALTY, FULL_PENALTY,
    REEMPLOYMENT_START, REEMPLOYMENT_END, PRESUMPTION_END, BENEFITS_END, SICK_LEAVE, LONG_TERM_ILLNESS,
    SAFETY_NOTICE,
)  # fmt: skip
