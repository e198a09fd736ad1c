"""The tables of plans. Every row hangs on a case and lies in one compartment, which the table itself insists on."""

from handrail.plans.models.carrying_out import (
    ActualWeek,
    PromiseConfirmation,
    QuestionAnswer,
    ReturnRecord,
)
from handrail.plans.models.concerns import Concern, OwnConcern, PlanConcern
from handrail.plans.models.plan import (
    Acceptance,
    PlanAction,
    PlanDraft,
    PlanVersion,
)
from handrail.plans.models.preparation import Meeting, Readiness, Summary, TentativePlan

__all__ = [
    "Acceptance",
    "ActualWeek",
    "Concern",
    "Meeting",
    "OwnConcern",
    "PlanAction",
    "PlanConcern",
    "PlanDraft",
    "PlanVersion",
    "PromiseConfirmation",
    "QuestionAnswer",
    "Readiness",
    "ReturnRecord",
    "Summary",
    "TentativePlan",
]
