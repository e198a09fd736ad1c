"""The outbox: what is to be done after a commit, written in the transaction that asks for it.

Nothing is sent to a queue from a request. The relay leases rows to the queue, a worker does the work and marks the
row done; so the queue may lose or double anything and no work is lost or doubled.
"""

from datetime import datetime
from enum import IntEnum
from typing import Any, Final, TypeAlias, cast
from uuid import UUID

from sqlalchemy import Index, Table, UniqueConstraint, bindparam, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from handrail.kit import observing
from handrail.kit.codes import Role
from handrail.kit.db import Base, TenantOwned, check, context_of
from handrail.kit.ids import new_id

JSON: TypeAlias = "str | int | float | bool | list[JSON] | dict[str, JSON] | None"

CHANNEL: Final = "handrail_outbox"
MOST_STARTS: Final = 5
LONGEST_SECONDS: Final = 6 * 3600
"""No start is given longer at once, and no pause before the next: one that ends later was given by a wrong clock."""
_OPEN: Final = "done_at is null and parked_at is null"
_TRACEPARENT: Final = "^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$"


class Priority(IntEnum):
    """What of one tenant goes first; between tenants the relay takes turns."""

    HIGH = 0
    NORMAL = 5
    LOW = 9


class Outbox(TenantOwned, Base):
    """One piece of work: ids only, never what is confidential, since operators and queues see it.

    Two leases, both instants of the database's clock. `sent_until`: a message about this row is out; sending again
    later is no attempt. `run_until`: a worker has started; `attempts` counts the starts and is the fencing token of
    the one that runs. After MOST_STARTS starts the row is parked for the operator, who lets it start anew or sets it
    aside: then it is both parked and done. `trace` is the W3C traceparent of what asked for the work, where it was
    traced.
    """

    __tablename__ = "outbox"
    __relay__ = True
    __table_args__ = (
        UniqueConstraint("tenant_id", "idem_key"),
        Index("outbox_open_idx", "tenant_id", "queue", "priority", "not_before", postgresql_where=text(_OPEN)),
        Index("outbox_sent_idx", "tenant_id", "queue", postgresql_where=text(f"{_OPEN} and sent_until is not null")),
        Index("outbox_done_idx", "tenant_id", "done_at", postgresql_where=text("done_at is not null")),
        Index("outbox_parked_idx", "tenant_id", "id", postgresql_where=text("parked_at is not null")),
        check(f"trace ~ '{_TRACEPARENT}'", "trace_is_a_traceparent"),
    )

    queue: Mapped[str]
    name: Mapped[str]
    payload: Mapped[dict[str, Any]]
    idem_key: Mapped[str]
    priority: Mapped[int]
    acting_person_id: Mapped[UUID | None]
    acting_role: Mapped[Role | None]
    published_at: Mapped[datetime] = mapped_column(server_default=func.now())
    not_before: Mapped[datetime] = mapped_column(server_default=func.now())
    sent_until: Mapped[datetime | None] = mapped_column(default=None)
    run_until: Mapped[datetime | None] = mapped_column(default=None)
    attempts: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    done_at: Mapped[datetime | None] = mapped_column(default=None)
    parked_at: Mapped[datetime | None] = mapped_column(default=None)
    last_error: Mapped[str | None] = mapped_column(default=None)
    trace: Mapped[str | None] = mapped_column(default=None)


_TABLE: Final = cast("Table", Outbox.__table__)
# The notification only wakes the relay sooner; it goes out with the commit, in the same statement. Made once and sent
# below the ORM, since publishing is part of most acts.
_PUBLISH: Final = (
    insert(_TABLE)
    .values(not_before=func.coalesce(bindparam("due", type_=_TABLE.c.not_before.type), func.now()))
    .on_conflict_do_nothing(index_elements=["tenant_id", "idem_key"])
    .returning(_TABLE.c.id, func.pg_notify(CHANNEL, ""))
)


def publish(
    session: Session,
    queue: str,
    name: str,
    payload: dict[str, JSON],
    *,
    key: str,
    not_before: datetime | None = None,
    priority: Priority = Priority.NORMAL,
) -> UUID:
    """Ask for work once this transaction commits, and return the row's id.

    `name` is the actor's, such as "notifications.send_reminder"; `payload` holds ids and codes only. The same `name`
    and `key` again return the first row, so a retry asks for nothing twice. `not_before` is aware; without it the
    work is due at once.
    """
    ctx = context_of(session)
    idem_key = f"{name}:{key}"
    values = {
        "tenant_id": ctx.tenant_id,
        "id": new_id(),
        "queue": queue,
        "name": name,
        "payload": payload,
        "idem_key": idem_key,
        "priority": priority,
        "acting_person_id": ctx.person_id,
        "acting_role": ctx.role,
        "trace": observing.observer().traceparent(),
        "due": not_before,
    }
    made = session.connection().execute(_PUBLISH, values).first()
    if made is not None:
        return made[0]  # type: ignore[no-any-return]
    return session.scalars(
        select(Outbox.id).where(Outbox.tenant_id == ctx.tenant_id, Outbox.idem_key == idem_key)
    ).one()
