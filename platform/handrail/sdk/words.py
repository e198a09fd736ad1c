"""The closed lists of codes that plugins and the host share."""

from typing import Literal, cast

Party = Literal[
    "worker", "coordinator", "lead_coordinator", "supervisor", "hr", "absence_admin", "employer_admin",
    "senior_management", "committee", "union", "occupational_health", "provider", "insurer", "consultancy_admin",
    "consultancy_manager", "privacy_officer", "auditor", "support", "operator", "authority", "treating_physician",
]  # fmt: skip
"""Who owes an obligation: a role of the platform, or the two outside parties that law puts under a duty."""

CompartmentCode = Literal[
    "administrative", "coordination", "own", "plan", "medical", "provider", "union", "prevention"
]  # fmt: skip
Basis = Literal["statutory", "regulator_policy", "convention", "framework", "plan"]
Confidence = Literal["high", "medium", "low"]
Status = Literal["pending", "due", "met", "missed", "not_applicable", "suspended"]

Kind = Literal["act", "threshold", "end", "value", "standing"]
"""What the date of a rule means: the last day on time for an act, the first day on which a condition holds, the
last day of a period, an answer instead of a date, or a standing duty that has no date at all."""

Reason = Literal[
    "threshold_not_reached", "recovered", "before_effective_date", "after_effective_date", "not_in_scope",
    "activity_under_way", "not_entitled",
]  # fmt: skip
"""Why a rule does not arise for these facts. What `missing` answers comes beside these."""


def missing(parameter: str) -> Reason:
    """Return the reason that names a parameter without which a rule can not be answered."""
    return cast("Reason", f"parameter_missing:{parameter}")


Roll = Literal["next_working_day", "previous_working_day"]
