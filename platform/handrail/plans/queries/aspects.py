"""Reading what was noted for prevention, and which of it may still be used (S4-3, CON-7)."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.consents import queries as consents
from handrail.consents.rules import ConsentPurpose
from handrail.kit.errors import NotFound
from handrail.plans.models import WorkAspect
from handrail.tenancy.models import Case


def aspects_of(session: Session, case: Case) -> list[WorkAspect]:
    """Return everything that was noted, oldest first; also what a consent that was taken back no longer covers."""
    statement = select(WorkAspect).where(WorkAspect.tenant_id == case.tenant_id, WorkAspect.subject_id == case.id)
    return list(session.scalars(statement.order_by(WorkAspect.noted_on, WorkAspect.id)))


def aspects_for_prevention(session: Session, case: Case) -> list[WorkAspect]:
    """Return what may be used for prevention today: noted under the very consent that stands now."""
    consent = consents.live(session, case, ConsentPurpose.PREVENTION)
    return [aspect for aspect in aspects_of(session, case) if consent is not None and aspect.consent_id == consent.id]


def aspect_of(session: Session, case: Case, aspect_id: UUID) -> WorkAspect:
    """Return one aspect of this case; raises NotFound."""
    found = next((aspect for aspect in aspects_of(session, case) if aspect.id == aspect_id), None)
    if found is None:
        raise NotFound
    return found
