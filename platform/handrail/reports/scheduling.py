"""Reports that are made by themselves, and how long reports are kept. Runs in the engine's context."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from handrail.identity import queries as identity
from handrail.identity.actor import Actor
from handrail.kit import clock
from handrail.kit.errors import Invalid, NotFound
from handrail.reports.commands import Wanted, ask, zone_of
from handrail.reports.models import ReportFile, ReportPart, ReportRun, ReportSchedule
from handrail.reports.periods import ended_period

KEPT: Final = timedelta(days=400)
"""How long a report is kept: more than a year, so that last year's can be laid beside this year's."""
log = structlog.get_logger(__name__)


def ask_for_due(session: Session, tenant_id: UUID) -> int:
    """Ask for every scheduled report whose newest ended period has none yet; returns how many there are to have.

    A schedule is of the person who made it, in their role: where that ended, nothing is asked for. A period that ended
    before the schedule was made is left alone.
    """
    statement = select(ReportSchedule).where(ReportSchedule.tenant_id == tenant_id, ReportSchedule.ended_at.is_(None))
    today = clock.today(zone_of(session, tenant_id))
    asked = 0
    for found in session.scalars(statement.order_by(ReportSchedule.id)).all():
        period = ended_period(found.rhythm, today)
        actor = identity.actor_of(session, tenant_id, found.person_id, found.role)
        if actor is None or period.last_day < found.made_at.date():
            continue
        asked += _ask(session, actor, found, Wanted(found.kind, period, tuple(found.employer_ids)))
    return asked


def _ask(session: Session, actor: Actor, found: ReportSchedule, wanted: Wanted) -> int:
    """Ask as the person who made the schedule; what they reach no more is not made."""
    try:
        ask(session, actor, wanted, schedule_id=found.id)
    except (NotFound, Invalid):
        log.warning("report.schedule_not_allowed", tenant=str(found.tenant_id), schedule=str(found.id))
        return 0
    return 1


def remove_old(session: Session, tenant_id: UUID) -> int:
    """Remove reports that ended longer ago than they are kept; returns how many.

    One that was given up and that nobody cancelled or took up again counts from when it was asked for.
    """
    told_at = func.coalesce(ReportRun.ended_at, ReportRun.asked_at)
    statement = select(ReportRun.id).where(ReportRun.tenant_id == tenant_id, told_at < clock.now() - KEPT)
    old = list(session.scalars(statement))
    _remove(session, tenant_id, old)
    return len(old)


def _remove(session: Session, tenant_id: UUID, runs: Iterable[UUID]) -> None:
    ids = list(runs)
    for model in (ReportFile, ReportPart):
        session.execute(delete(model).where(model.tenant_id == tenant_id, model.run_id.in_(ids)))
    session.execute(delete(ReportRun).where(ReportRun.tenant_id == tenant_id, ReportRun.id.in_(ids)))
