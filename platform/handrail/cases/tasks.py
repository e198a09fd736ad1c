"""The jobs of this slice."""

from datetime import time
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from handrail.cases.absence_models import Absence
from handrail.cases.commands.forwarding import open_due_cases
from handrail.kit import clock
from handrail.kit.db import tenant_session
from handrail.kit.jobs import OutboxRun, outbox_actor
from handrail.kit.schedules import Daily, schedule
from handrail.kit.subjects import System
from handrail.tenancy.models import Case, Employment

log = structlog.get_logger(__name__)
_QUEUE: Final = "housekeeping"
_EARLY: Final = time(5)
_SECONDS: Final = 900


@outbox_actor(queue=_QUEUE, time_limit=_SECONDS, max_retries=0)
def open_cases_that_are_due(run: OutboxRun) -> None:
    """Open the cases of absences that reached the framework's threshold by going on (S1-1).

    Each in a transaction of its own: one that can not be opened holds no other back, and what was opened stays.
    """
    tenant_id = run.context.tenant_id
    with tenant_session(run.context) as session:
        waiting = absent_without_case(session, tenant_id)
    for employment_id in waiting:
        with tenant_session(run.context) as session:
            statement = select(Employment).where(Employment.tenant_id == tenant_id, Employment.id == employment_id)
            case = open_due_cases(session, System(tenant_id), session.scalars(statement).one())
        if case is not None:
            log.info("case.opened_by_threshold", tenant=str(tenant_id), case=str(case.id))


def absent_without_case(session: Session, tenant_id: UUID) -> list[UUID]:
    """Return the employments whose absence goes on and has no case since it began, longest absent first."""
    opened = exists().where(
        Case.tenant_id == Absence.tenant_id,
        Case.employment_id == Absence.subject_id,
        Case.opened_on >= Absence.first_day,
    )
    goes_on = or_(Absence.first_day_fit.is_(None), Absence.first_day_fit > clock.today())
    statement = (
        select(Absence.subject_id)
        .where(Absence.tenant_id == tenant_id, goes_on, ~opened)
        .order_by(Absence.first_day, Absence.subject_id)
    )
    return list(session.scalars(statement))


schedule(open_cases_that_are_due.name, queue=_QUEUE, rhythm=Daily(_EARLY))
