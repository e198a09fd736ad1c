"""What an operator does about parked work. Each act can be repeated, and stands in the consultancy's chain."""

from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.entrypoints.operating import queries
from handrail.kit import clock
from handrail.kit.errors import Conflict, NotFound
from handrail.kit.i18n import _
from handrail.kit.outbox import CHANNEL, Outbox
from handrail.kit.subjects import Acting

MOST: Final = 500
"""Of one kind at once; the rest stays parked and can be started again after."""


class Reason(StrEnum):
    """Why parked work is set aside: a code and no words, since operators write about nobody (PRI-4)."""

    DONE_BY_HAND = "done_by_hand"
    NO_LONGER_NEEDED = "no_longer_needed"
    CAN_NOT_WORK = "can_not_work"


def replay(session: Session, actor: Acting, row_id: UUID) -> bool:
    """Let one parked row start anew; False where it is not parked (any more). Raises NotFound for an unknown id.

    What it did before has not taken effect, or has and is recognised: a row's effects and its end are one transaction.
    """
    row = _row(session, actor, row_id)
    if row.parked_at is None or row.done_at is not None:
        return False
    _start_anew(session, actor, row)
    _wake_the_relay(session)
    return True


def replay_kind(session: Session, actor: Acting, name: str, error: str | None) -> int:
    """Let parked rows of one actor and one kind of error start anew, at most MOST; returns how many."""
    conditions = queries.is_parked(actor.tenant_id, name=name, error=error)
    statement = select(Outbox).where(*conditions).order_by(Outbox.id).limit(MOST).with_for_update(skip_locked=True)
    rows = session.scalars(statement).all()
    for row in rows:
        _start_anew(session, actor, row)
    if rows:
        _wake_the_relay(session)
    return len(rows)


def set_aside(session: Session, actor: Acting, row_id: UUID, reason: Reason) -> bool:
    """End parked work that is not to be done any more; False where it was set aside before.

    Raises NotFound for an unknown id, and Conflict for work that is not parked.
    """
    row = _row(session, actor, row_id)
    if row.parked_at is None:
        raise Conflict(_("This is not parked any more: it was started again, or it is done."))
    if row.done_at is not None:
        return False
    row.done_at = clock.now()
    changes = {"job": (None, row.name), "state": ("parked", "set aside"), "reason": (None, reason.value)}
    timeline.append_tenant_act(session, actor, "job.set_aside", record=row, changes=changes)
    return True


def _row(session: Session, actor: Acting, row_id: UUID) -> Outbox:
    row = queries.locked(session, actor.tenant_id, row_id)
    if row is None:
        raise NotFound
    return row


def _start_anew(session: Session, actor: Acting, row: Outbox) -> None:
    changes = {"job": (None, row.name), "state": ("parked", "waiting"), "attempts": (row.attempts, 0)}
    timeline.append_tenant_act(session, actor, "job.replayed", record=row, changes=changes)
    row.parked_at = row.run_until = row.sent_until = None
    row.attempts = 0
    row.not_before = func.now()  # the database's clock, like every lease


def _wake_the_relay(session: Session) -> None:
    session.execute(select(func.pg_notify(CHANNEL, "")))
