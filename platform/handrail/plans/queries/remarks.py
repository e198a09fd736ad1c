"""Reading what was said of the versions of a plan: by the worker (coordination), by the supervisor (plan)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.plans.models import PlanObjection, PlanRemark
from handrail.tenancy.models import Case


def remarks_of(session: Session, case: Case) -> list[PlanRemark]:
    """Return what the worker said of the versions, oldest first: for worker and coordinator."""
    statement = select(PlanRemark).where(PlanRemark.tenant_id == case.tenant_id, PlanRemark.subject_id == case.id)
    return list(session.scalars(statement.order_by(PlanRemark.said_at, PlanRemark.id)))


def objections_of(session: Session, case: Case) -> list[PlanObjection]:
    """Return what the supervisor could not promise, oldest first: for all who read the plan."""
    statement = select(PlanObjection).where(
        PlanObjection.tenant_id == case.tenant_id, PlanObjection.subject_id == case.id
    )
    return list(session.scalars(statement.order_by(PlanObjection.said_at, PlanObjection.id)))
