"""From a resolved framework to the intervals that the engine counts with."""

from uuid import UUID

from sqlalchemy.orm import Session

from handrail.frameworks.queries import InForce, framework_of_version
from handrail.obligations.rules import FRAMEWORK, ProcessIntervals


def intervals_of_version(session: Session, version_id: UUID | None, jurisdiction: str) -> ProcessIntervals:
    """Return the intervals of the framework version that a case started under, at a place of work (FRW-3)."""
    return process_intervals(framework_of_version(session, version_id, jurisdiction))


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
