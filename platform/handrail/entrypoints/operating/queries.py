"""Reading the outbox of one consultancy, without what its rows are about."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, text
from sqlalchemy.orm import Session

from handrail.kit.outbox import Outbox

MOST: Final = 50


@dataclass(frozen=True, slots=True)
class QueueCount:
    """How much of one queue is in which state; `done` and `set_aside` of the last 24 hours."""

    queue: str
    waiting: int
    running: int
    parked: int
    done: int
    set_aside: int


@dataclass(frozen=True, slots=True)
class Parked:
    """One piece of work that was started too often without an end."""

    id: UUID
    name: str
    queue: str
    published_at: datetime
    parked_at: datetime | None
    attempts: int
    error: str | None


@dataclass(frozen=True, slots=True)
class Kind:
    """Parked work of one actor that ended by one kind of error."""

    name: str
    error: str | None
    count: int


_COUNTS: Final = text(
    "select queue, count(*) filter (where state = 'waiting'), count(*) filter (where state = 'running'), "
    "count(*) filter (where state = 'parked'), count(*) filter (where state = 'done'), "
    "count(*) filter (where state = 'aside') from ("
    "select queue, case when run_until > now() then 'running' else 'waiting' end as state from outbox "
    "where tenant_id = :tenant and done_at is null and parked_at is null "
    "union all select queue, 'parked' from outbox "
    "where tenant_id = :tenant and parked_at is not null and done_at is null "
    "union all select queue, case when parked_at is null then 'done' else 'aside' end from outbox "
    "where tenant_id = :tenant and done_at > now() - interval '24 hours') found group by queue order by queue"
)


_PARKED: Final = (
    Outbox.id, Outbox.name, Outbox.queue, Outbox.published_at, Outbox.parked_at, Outbox.attempts, Outbox.last_error,
)  # fmt: skip


def counts(session: Session, tenant_id: UUID) -> list[QueueCount]:
    """Return what stands in each queue that has something."""
    return [QueueCount(*row) for row in session.execute(_COUNTS, {"tenant": tenant_id})]


def parked(
    session: Session, tenant_id: UUID, *, name: str | None = None, error: str | None = None, before: UUID | None = None
) -> list[Parked]:
    """Return parked work, the newest first, at most MOST; `before` is the last id of the page before."""
    statement = select(*_PARKED).where(*is_parked(tenant_id, name=name, error=error))
    if before is not None:
        statement = statement.where(Outbox.id < before)
    return [Parked(*row) for row in session.execute(statement.order_by(Outbox.id.desc()).limit(MOST))]


def one(session: Session, tenant_id: UUID, row_id: UUID) -> Parked | None:
    """Return one parked row; None where there is none of this id."""
    row = session.execute(select(*_PARKED).where(*is_parked(tenant_id), Outbox.id == row_id)).one_or_none()
    return Parked(*row) if row else None


def kinds(session: Session, tenant_id: UUID) -> list[Kind]:
    """Return which actors' work is parked for which kind of error, and how much."""
    statement = (
        select(Outbox.name, Outbox.last_error, func.count())
        .where(*is_parked(tenant_id))
        .group_by(Outbox.name, Outbox.last_error)
        .order_by(Outbox.name, Outbox.last_error)
    )
    return [Kind(*row) for row in session.execute(statement)]


def locked(session: Session, tenant_id: UUID, row_id: UUID) -> Outbox | None:
    """Return one row, locked until the commit; None where the consultancy has none of this id."""
    statement = select(Outbox).where(Outbox.tenant_id == tenant_id, Outbox.id == row_id).with_for_update()
    return session.scalars(statement).one_or_none()


def is_parked(tenant_id: UUID, *, name: str | None = None, error: str | None = None) -> list[ColumnElement[Any]]:
    """Return the conditions of parked work, of one actor and one kind of error where these are named."""
    found: list[ColumnElement[Any]] = [
        Outbox.tenant_id == tenant_id, Outbox.parked_at.is_not(None), Outbox.done_at.is_(None),
    ]  # fmt: skip
    if name is not None:
        found.append(Outbox.name == name)
    if error is not None:
        found.append(Outbox.last_error == error)
    return found
