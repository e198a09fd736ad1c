"""Every rule of British Columbia: who owes it, where it is written, and how sure we are.

How a date is counted stands in `injury` and `leave`. The duties hold by the day of the injury: co-operation since 2022,
maintaining employment since July 2023, though both came into force in 2024.
"""

import datetime as dt

from handrail.sdk import RuleBook
from handrail_ca.british_columbia import sources
from handrail_ca.declaring import REVIEWED_ON

rule = RuleBook("ca_bc", REVIEWED_ON, lapses=False)
"""Few lapse on recovery: most are terms and rights that an injury or a leave sets running."""

DUTIES_FROM = dt.date(2024, 1, 1)
COOPERATE_INJURED_FROM = dt.date(2022, 1, 1)
MAINTAIN_INJURED_FROM = dt.date(2023, 7, 1)
SICK_NOTES_LIMITED_FROM = dt.date(2025, 11, 12)
SERIOUS_ILLNESS_FROM = dt.date(2025, 11, 27)

# Injury at work ---------------------------------------------------------------------------------------------------
EMPLOYER_REPORT = rule(
    "employer_report_due", "Employer's report to WorkSafeBC (Form 7)", "hr", sources.EMPLOYER_REPORT, "low",
    tells_cause=True,
)  # fmt: skip
COOPERATE = rule(
    "duty_cooperate_applies", "Whether the duty to co-operate holds", "hr", sources.COOPERATE, "high",
    kind="value", tells_cause=True, effective_from=DUTIES_FROM,
)  # fmt: skip
MAINTAIN = rule(
    "duty_maintain_applies", "Whether the duty to maintain employment holds", "hr", sources.MAINTAIN, "high",
    kind="value", tells_cause=True, effective_from=DUTIES_FROM,
)  # fmt: skip
MAINTAIN_END = rule(
    "duty_maintain_end", "Last day of the duty to maintain employment", "hr", sources.MAINTAIN_END, "medium",
    kind="end", tells_cause=True, effective_from=DUTIES_FROM,
)  # fmt: skip
PRESUMPTION_END = rule(
    "termination_presumption_end", "Last day on which a termination counts as a breach", "hr",
    sources.PRESUMPTION, "high", kind="end", tells_cause=True, effective_from=DUTIES_FROM,
)  # fmt: skip
DISPUTE_DECISION = rule(
    "dispute_decision_due", "WorkSafeBC decides on co-operation", "authority", sources.DISPUTE, "medium",
    tells_cause=True, effective_from=DUTIES_FROM,
)  # fmt: skip

# Ordinary sickness ------------------------------------------------------------------------------------------------
SICK_NOTE_ALLOWED = rule(
    "sick_note_allowed", "Whether the employer may ask for a note", "hr", sources.SICK_NOTE, "high",
    kind="value", effective_from=SICK_NOTES_LIMITED_FROM,
)  # fmt: skip
SICK_LEAVE = rule(
    "esa_sick", "Sick days used in the year", "worker", sources.SICK_LEAVE, "high", kind="value"
)  # fmt: skip
SERIOUS_ILLNESS_END = rule(
    "sii_leave_max_end", "Last day of leave for a serious illness or injury", "worker",
    sources.SERIOUS_ILLNESS_LEAVE, "medium", kind="end", lapses=True, effective_from=SERIOUS_ILLNESS_FROM,
)  # fmt: skip

RULES = (
    EMPLOYER_REPORT, COOPERATE, MAINTAIN, MAINTAIN_END, PRESUMPTION_END, DISPUTE_DECISION, SICK_NOTE_ALLOWED,
    SICK_LEAVE, SERIOUS_ILLNESS_END,
)  # fmt: skip
