"""Whose name is still needed, whatever a directory says: the worker of a case or an absence that is not over."""

from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from handrail.cases.absence_models import Absence
from handrail.cases.models import CaseProcess
from handrail.tenancy.models import Case, Employment


def is_accompanied(session: Session, tenant_id: UUID, person_id: UUID) -> bool:
    """Whether somebody is the worker of a case that is not closed, or absent; ask in the engine's scope.

    Retention decides about them, and about everything that is kept of them.
    """
    jobs = select(Employment.id).where(Employment.tenant_id == tenant_id, Employment.person_id == person_id)
    closed = exists().where(
        CaseProcess.tenant_id == tenant_id, CaseProcess.subject_id == Case.id, CaseProcess.outcome.is_not(None)
    )
    running = exists().where(Case.tenant_id == tenant_id, Case.employment_id.in_(jobs), ~closed)
    absent = exists().where(
        Absence.tenant_id == tenant_id, Absence.subject_id.in_(jobs), Absence.first_day_fit.is_(None)
    )
    return bool(session.scalar(select(or_(running, absent))))
