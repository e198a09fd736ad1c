"""The jobs of this slice."""

from datetime import time
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from handrail.cases.absence_models import Absence
from handrail.cases.commands.forwarding import open_due_cases
from handrail.cases.commands.freeing import free_what_waits, waiting_for_word
from handrail.cases.drafts.commands import remove_old
from handrail.kit import clock
from handrail.kit.db import Context, tenant_session
from handrail.kit.jobs import OutboxRun, outbox_actor
from handrail.kit.schedules import Daily, Every, schedule
from handrail.kit.subjects import System
from handrail.tenancy.models import Case, Employment

log = structlog.get_logger(__name__)
_QUEUE: Final = "housekeeping"
_EARLY: Final = time(5)
_SECONDS: Final = 900
_HOUR: Final = 3600  # seconds
_BATCH: Final = 100


class NotAllOpened(Exception):
    """Some cases could not be opened; the log names their employments, and the next start tries only these."""


@outbox_actor(queue=_QUEUE, time_limit=_SECONDS, max_retries=0)
def open_cases_that_are_due(run: OutboxRun) -> None:
    """Open the cases of absences that reached the framework's threshold by going on (S1-1).

    Each in a transaction of its own: one that can not be opened holds no other back, and what was opened stays. Raises
    NotAllOpened at the end, so that the row is tried again and then waits for the operator.
    """
    left = 0
    after: UUID | None = None
    while batch := _next_batch(run.context, after):
        left += sum(not _open(run.context, employment_id) for employment_id in batch)
        after = batch[-1]
    if left:
        raise NotAllOpened(f"{left} cases could not be opened")


def absent_without_case(
    session: Session, tenant_id: UUID, *, after: UUID | None = None, limit: int = _BATCH
) -> list[UUID]:
    """Return employments whose absence goes on and has no case since it began, by id, those after `after`."""
    opened = exists().where(
        Case.tenant_id == Absence.tenant_id,
        Case.employment_id == Absence.subject_id,
        Case.opened_on >= Absence.first_day,
    )
    goes_on = or_(Absence.first_day_fit.is_(None), Absence.first_day_fit > clock.today())
    statement = select(Absence.subject_id).distinct().where(Absence.tenant_id == tenant_id, goes_on, ~opened)
    if after is not None:
        statement = statement.where(Absence.subject_id > after)
    return list(session.scalars(statement.order_by(Absence.subject_id).limit(limit)))


def _next_batch(context: Context, after: UUID | None) -> list[UUID]:
    with tenant_session(context) as session:
        return absent_without_case(session, context.tenant_id, after=after)


def _open(context: Context, employment_id: UUID) -> bool:
    """Open the case of one employment where it is due; False when something went wrong."""
    tenant_id, began = context.tenant_id, clock.now()
    try:
        with tenant_session(context) as session:
            statement = select(Employment).where(Employment.tenant_id == tenant_id, Employment.id == employment_id)
            case = open_due_cases(session, System(tenant_id), session.scalars(statement).one())
    except Exception as problem:  # noqa: BLE001 - whatever it was, the others are opened
        # The kind without the message: an exception may quote what only few may read.
        log.error(  # noqa: TRY400 - same
            "case.not_opened", tenant=str(tenant_id), employment=str(employment_id), error=type(problem).__name__
        )
        return False
    if case is not None and case.opened_at >= began:
        log.info("case.opened_by_threshold", tenant=str(tenant_id), case=str(case.id))
    return True


@outbox_actor(queue=_QUEUE, time_limit=_SECONDS)
def remove_old_drafts(run: OutboxRun) -> None:
    """Remove the drafts of forms that nobody sent in time."""
    with run.transaction() as session:
        remove_old(session, run.context.tenant_id)


@outbox_actor(queue=_QUEUE, time_limit=_SECONDS)
def free_contacts(run: OutboxRun) -> None:
    """Give out the letters that waited for the coordinator's word where contacts are free since (NEU-2).

    An end of the absence that lies ahead when it is recorded comes by itself. Each worker in a transaction of its own.
    """
    with run.transaction() as session:
        waiting = waiting_for_word(session, run.context.tenant_id)
    for employment_id in waiting:
        with tenant_session(run.context) as session:
            free_what_waits(session, System(run.context.tenant_id), [employment_id])


schedule(free_contacts.name, queue=_QUEUE, rhythm=Every(_HOUR))
schedule(remove_old_drafts.name, queue=_QUEUE, rhythm=Daily(_EARLY))
schedule(open_cases_that_are_due.name, queue=_QUEUE, rhythm=Daily(_EARLY))
