"""Every rule of Ireland: who owes it, where it is written, and how sure we are.

How days are counted stands in `covered_days`, `sick_leave` and `illness_benefit`. Titles of other languages stand in
`locale`. A rule of kind "standing" has no date.
"""

import datetime as dt

from handrail.sdk import RuleBook
from handrail_ie import sources

REVIEWED_ON = dt.date(2026, 11, 1)
SICK_LEAVE_FROM = dt.date(2023, 1, 1)
THREE_WAITING_DAYS_FROM = dt.date(2021, 3, 1)


_rule = RuleBook("ie", REVIEWED_ON, lapses=False)


SSL_SERVICE_MET_ON = _rule(
    "ssl_service_met_on", "First day on which statutory sick leave can be taken", "hr", sources.SERVICE, "medium",
    kind="threshold", effective_from=SICK_LEAVE_FROM,
)  # fmt: skip
SSL_DAYS_USED = _rule(
    "ssl_days_used", "Days of statutory sick leave that this absence uses", "hr", sources.DAYS, "high", kind="value",
    effective_from=SICK_LEAVE_FROM,
)  # fmt: skip
SSL_LAST_COVERED_DAY = _rule(
    "ssl_last_covered_day", "Last day of statutory sick leave", "hr", sources.DAYS, "high", kind="end",
    effective_from=SICK_LEAVE_FROM,
)  # fmt: skip
SSL_DAILY_PAY = _rule(
    "ssl_daily_pay", "Pay for a day of statutory sick leave, in euros", "hr", sources.DAILY_PAY, "high", kind="value",
    effective_from=SICK_LEAVE_FROM,
)  # fmt: skip
SSL_CERT_DUE = _rule(
    "ssl_cert_due", "Medical certificate for statutory sick leave", "worker", sources.CERTIFICATE, "high",
    effective_from=SICK_LEAVE_FROM,
)  # fmt: skip
ILLNESS_BENEFIT_FROM = _rule(
    "illness_benefit_from", "First day of Illness Benefit", "worker", sources.ILLNESS_BENEFIT, "low", kind="threshold",
    lapses=True, effective_from=THREE_WAITING_DAYS_FROM,
)  # fmt: skip
ACCOMMODATION = _rule(
    "accommodation", "Appropriate measures for somebody with a disability", "hr", sources.ACCOMMODATION, "medium",
    kind="standing",
)  # fmt: skip
COMPLAINT_LIMIT = _rule(
    "complaint_limit", "Complaint to the WRC within six months, twelve with reasonable cause", "worker",
    sources.COMPLAINT, "medium", kind="standing",
)  # fmt: skip

RULES = (
    SSL_SERVICE_MET_ON, SSL_DAYS_USED, SSL_LAST_COVERED_DAY, SSL_DAILY_PAY, SSL_CERT_DUE, ILLNESS_BENEFIT_FROM,
    ACCOMMODATION, COMPLAINT_LIMIT,
)  # fmt: skip
