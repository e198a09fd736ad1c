"""Reading concerns. Who may was decided by whoever loaded the case; the row policies decide it once more."""

from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.kit.errors import NotFound
from handrail.plans.models import Concern, ConcernReview, OwnConcern, PlanConcern
from handrail.tenancy.models import Case

Row = TypeVar("Row", Concern, OwnConcern, PlanConcern)


def own_concerns_of(session: Session, case: Case) -> list[OwnConcern]:
    """Return what the worker keeps for themselves, oldest first; what they told is left out."""
    statement = select(OwnConcern).where(
        OwnConcern.tenant_id == case.tenant_id, OwnConcern.subject_id == case.id, OwnConcern.told_as.is_(None)
    )
    return list(session.scalars(statement.order_by(OwnConcern.written_at, OwnConcern.id)))


def concerns_of(session: Session, case: Case) -> list[Concern]:
    """Return what worker and coordinator talk about, in the order of priority."""
    statement = select(Concern).where(Concern.tenant_id == case.tenant_id, Concern.subject_id == case.id)
    return list(session.scalars(statement.order_by(Concern.place, Concern.id)))


def plan_concerns_of(session: Session, case: Case) -> list[PlanConcern]:
    """Return the released wordings that are part of the plan, in the order of priority."""
    statement = select(PlanConcern).where(PlanConcern.tenant_id == case.tenant_id, PlanConcern.subject_id == case.id)
    return list(session.scalars(statement.order_by(PlanConcern.place, PlanConcern.id)))


def reviews_of(session: Session, case: Case, concern_id: UUID | None = None) -> list[ConcernReview]:
    """Return how the concerns of a case stood, or one of them, from when it was noted on, oldest first."""
    statement = select(ConcernReview).where(
        ConcernReview.tenant_id == case.tenant_id, ConcernReview.subject_id == case.id
    )
    if concern_id is not None:
        statement = statement.where(ConcernReview.concern_id == concern_id)
    return list(session.scalars(statement.order_by(ConcernReview.noted_at, ConcernReview.id)))


def concern_of(session: Session, case: Case, concern_id: UUID) -> Concern:
    """Return one concern of this case; raises NotFound."""
    return _one(session, Concern, case, concern_id)


def plan_concern_of(session: Session, case: Case, plan_concern_id: UUID) -> PlanConcern:
    """Return one of the wordings that were raised; raises NotFound."""
    return _one(session, PlanConcern, case, plan_concern_id)


def own_concern_of(session: Session, case: Case, concern_id: UUID) -> OwnConcern:
    """Return one of the worker's own; raises NotFound."""
    return _one(session, OwnConcern, case, concern_id)


def _one(session: Session, model: type[Row], case: Case, row_id: UUID) -> Row:
    statement = select(model).where(model.tenant_id == case.tenant_id, model.subject_id == case.id, model.id == row_id)
    found = session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    return found
