"""What the reference framework says to a case."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from handrail.tenancy.models import Employment

BASE_THRESHOLD_DAYS = 14


def version_in_force(session: Session, employment: Employment, on: date) -> UUID | None:
    """Return the version of the framework that a case opened on this day starts under (FRW-3)."""
    del session, employment, on
    return None


def threshold_days(session: Session, employment: Employment) -> int:
    """Return how long an absence lasts, or is expected to last, before it becomes a case: calendar days (S1-1)."""
    del session, employment
    return BASE_THRESHOLD_DAYS
