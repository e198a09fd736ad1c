"""Letting go of the read log once its time is over: whole sealed stretches, and the chain says so."""

from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from handrail.audit import queries, timeline
from handrail.audit.models import Seal
from handrail.audit.rules.retention import kept_from
from handrail.kit import clock
from handrail.kit.db import allow
from handrail.kit.settings import settings
from handrail.kit.subjects import System

_SECONDS: Final = 300


def stretch_that_is_over(session: Session, tenant_id: UUID) -> Seal | None:
    """Return the earliest sealed stretch of the read log whose time is over and that was not let go of yet."""
    ended = queries.read_log_ended(session, tenant_id)
    kept = kept_from(clock.now(), settings().read_log_years)
    over = select(Seal).where(Seal.tenant_id == tenant_id, Seal.reads > 0, Seal.reads_until <= kept)
    if ended is not None:
        over = over.where(Seal.reads_until > ended)
    return session.scalars(over.order_by(Seal.reads_until, Seal.number).limit(1)).first()


def let_go(session: Session, stretch: Seal) -> int:
    """Remove the rows of one stretch, all of them or none, and return how many.

    The database lets nothing go that is younger than two years or not sealed, whatever is asked here.
    """
    allow(session, _SECONDS)
    count = session.scalar(select(func.end_read_log(stretch.reads_until))) or 0
    changes = {"until": (None, stretch.reads_until.isoformat()), "rows": (None, count)}
    timeline.append_tenant_act(
        session, System(stretch.tenant_id), queries.READ_LOG_ENDED, record=stretch, changes=changes
    )
    return int(count)
