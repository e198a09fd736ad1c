"""From a resolved framework to the intervals that the engine counts with."""

from uuid import UUID

from sqlalchemy.orm import Session

from handrail.frameworks.queries import InForce, framework_of_case
from handrail.obligations.rules import FRAMEWORK, ProcessIntervals
from handrail.tenancy.models import Case


def intervals_of_case(session: Session, employment_id: UUID, framework_version_id: UUID | None) -> ProcessIntervals:
    """Return the intervals of the framework version that a case started under (FRW-3)."""
    case = Case(employment_id=employment_id, framework_version_id=framework_version_id)  # a question, never added
    return process_intervals(framework_of_case(session, case))


def process_intervals(found: InForce) -> ProcessIntervals:
    """Return what a framework sets for the support process, named by its version in every source."""
    intervals = found.framework.intervals
    return ProcessIntervals(
        invitation_days=intervals.invitation_within_days,
        invitation_call_days=intervals.call_within_days,
        return_follow_up_days=intervals.follow_up_after_return_days,
        call_acknowledgement_days=intervals.call_acknowledged_within_days,
        framework=FRAMEWORK,
        version=str(found.number) if found.number else "base",
    )
