"""Every federal rule, and the one of California: who owes it, where it is written, and how sure we are.

How a date is found stands in `family_leave`, `certification`, `twelve_weeks` and `injuries`. Titles of other languages
stand in `locale`. A rule of kind "standing" has no date. Nothing here is ended by recovery: terms of notice run on, and
leave is a right.
"""

import datetime as dt

from handrail.sdk import RuleBook
from handrail_us import sources

REVIEWED_ON = dt.date(2026, 11, 1)
PREGNANT_WORKERS_FROM = dt.date(2023, 6, 27)


_rule = RuleBook("us", REVIEWED_ON, lapses=False)


# Family and medical leave -------------------------------------------------------------------------------------------
ELIGIBLE = _rule(
    "fmla_eligible", "Whether there is a right to FMLA leave", "hr", sources.ELIGIBILITY, "high", kind="value"
)
EMPLOYEE_NOTICE_DUE = _rule(
    "fmla_employee_notice_due", "Notice of leave to the employer", "worker", sources.EMPLOYEE_NOTICE, "high"
)
ELIGIBILITY_NOTICE_DUE = _rule(
    "fmla_eligibility_notice_due", "Notice of eligibility, rights and responsibilities (WH-381)", "hr",
    sources.ELIGIBILITY_NOTICE, "high",
)  # fmt: skip
CERT_REQUEST_DUE = _rule(
    "fmla_cert_request_due", "Request for a medical certification", "hr", sources.CERTIFICATION_REQUEST, "high"
)
CERT_DUE = _rule("fmla_cert_due", "Medical certification (WH-380-E)", "worker", sources.CERTIFICATION, "high")
CERT_CURE_DUE = _rule("fmla_cert_cure_due", "Corrected certification", "worker", sources.CURE, "medium")
DESIGNATION_DUE = _rule("fmla_designation_due", "Designation notice (WH-382)", "hr", sources.DESIGNATION, "high")
RECERT_MIN = _rule(
    "fmla_recert_min", "First day on which a new certification may be asked", "hr", sources.RECERTIFICATION, "medium",
    kind="threshold",
)  # fmt: skip
LEAVE_LAST_DAY = _rule(
    "fmla_leave_last_day", "Last day of twelve weeks of leave", "hr", sources.TWELVE_WEEKS, "medium", kind="end"
)
WEEKS_USED = _rule("fmla_weeks_used", "Weeks of leave used", "hr", sources.TWELVE_WEEKS, "medium", kind="value")
REINSTATEMENT = _rule(
    "fmla_reinstatement", "Return to the same or an equivalent job", "hr", sources.REINSTATEMENT, "medium"
)

# Disability, pregnancy, injuries ------------------------------------------------------------------------------------
ADA_INTERACTIVE = _rule(
    "ada_interactive", "Talk about accommodations", "hr", sources.INTERACTIVE_PROCESS, "high", kind="standing"
)
PWFA = _rule(
    "pwfa", "Accommodation during and after pregnancy", "hr", sources.PREGNANT_WORKERS, "medium", kind="standing",
    tells_cause=True, effective_from=PREGNANT_WORKERS_FROM,
)  # fmt: skip
OSHA300 = _rule(
    "osha300", "Entry of an injury in the OSHA 300 log", "hr", sources.INJURY_RECORDS, "medium", tells_cause=True
)
CA_DWC1_DUE = _rule(
    "ca_dwc1_due", "Claim form DWC-1 to the worker (California)", "hr", sources.CLAIM_FORM, "medium", tells_cause=True
)

RULES = (
    ELIGIBLE, EMPLOYEE_NOTICE_DUE, ELIGIBILITY_NOTICE_DUE, CERT_REQUEST_DUE, CERT_DUE, CERT_CURE_DUE, DESIGNATION_DUE,
    RECERT_MIN, LEAVE_LAST_DAY, WEEKS_USED, REINSTATEMENT, ADA_INTERACTIVE, PWFA, OSHA300, CA_DWC1_DUE,
)  # fmt: skip
