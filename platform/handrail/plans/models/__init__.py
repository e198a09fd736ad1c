"""The tables of plans. Every row hangs on a case and lies in one compartment, which the table itself insists on."""

from handrail.plans.models.carrying_out import (
    ActualWeek,
    PromiseConfirmation,
    QuestionAnswer,
    ReturnRecord,
    SupervisorTalk,
)
from handrail.plans.models.concerns import Concern, ConcernReview, OwnConcern, PlanConcern, WorkAspect
from handrail.plans.models.plan import (
    Acceptance,
    PlanAction,
    PlanDraft,
    PlanObjection,
    PlanRemark,
    PlanVersion,
)
from handrail.plans.models.preparation import Meeting, Readiness, Summary, TentativePlan

__all__ = [
    "Acceptance",
    "ActualWeek",
    "Concern",
    "ConcernReview",
    "Meeting",
    "OwnConcern",
    "PlanAction",
    "PlanConcern",
    "PlanDraft",
    "PlanObjection",
    "PlanRemark",
    "PlanVersion",
    "PromiseConfirmation",
    "QuestionAnswer",
    "Readiness",
    "ReturnRecord",
    "Summary",
    "SupervisorTalk",
    "TentativePlan",
    "WorkAspect",
]
