"""Every rule of New Zealand: who owes it, where it is written, and how sure we are.

How a date is counted stands in `claims`, `compensation` and `sick_leave`. Titles of other languages stand in `locale`.
What belongs to an injury tells a cause: the employer's side sees its date alone.
"""

import datetime as dt

from handrail.sdk import Citation, Confidence, Kind, Party, Rule
from handrail_nz import sources

REVIEWED_ON = dt.date(2026, 11, 1)


def _rule(
    name: str,
    title: str,
    owed_by: Party,
    source: Citation,
    confidence: Confidence = "medium",
    *,
    kind: Kind = "act",
    lapses: bool = False,
    tells_cause: bool = True,
) -> Rule:
    return Rule(
        id=f"nz.{name}", title=title, owed_by=owed_by, source=source, confidence=confidence, kind=kind, lapses=lapses,
        tells_cause=tells_cause, reviewed_on=REVIEWED_ON,
    )  # fmt: skip


CLAIM_LODGE_DUE = _rule("claim_lodge_due", "Claim to ACC", "worker", sources.CLAIM)
COVER_DECISION_DUE = _rule("cover_decision_due", "Decision of ACC on cover", "authority", sources.COVER)
IRP_DECISION_DUE = _rule(
    "irp_decision_due", "Whether an individual rehabilitation plan is needed", "authority", sources.REHABILITATION_PLAN
)
FIRST_WEEK_PAY = _rule(
    "first_week_pay", "Last day of the first week, which the employer pays", "hr", sources.FIRST_WEEK, "low",
    kind="end", lapses=True,
)  # fmt: skip
MED_CERT_MAX = _rule(
    "med_cert_max", "Last day that a medical certificate can cover", "treating_physician", sources.CERTIFICATE, "low",
    kind="end",
)  # fmt: skip
SICK_PROOF_FROM = _rule(
    "sick_proof_from", "From when the employer may ask for proof", "hr", sources.PROOF, kind="threshold", lapses=True,
    tells_cause=False,
)  # fmt: skip
SICK_LEAVE = _rule(
    "sick_leave", "Days of sick leave used in the calendar year", "hr", sources.SICK_LEAVE, kind="value",
    tells_cause=False,
)  # fmt: skip
REVIEW_DUE = _rule("review_due", "Request for a review of a decision of ACC", "worker", sources.REVIEW)

RULES = (
    CLAIM_LODGE_DUE, COVER_DECISION_DUE, IRP_DECISION_DUE, FIRST_WEEK_PAY, MED_CERT_MAX, SICK_PROOF_FROM, SICK_LEAVE,
    REVIEW_DUE,
)  # fmt: skip
