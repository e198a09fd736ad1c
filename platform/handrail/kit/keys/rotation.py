"""Rotating keys: what is wrapped with an older key is wrapped anew, part by part; nothing that was sealed is touched.

Both keys open while it goes on, so people work meanwhile, and one that is killed goes on where it was. Keys that are
there are changed as the owner of the tables: the login with which the application serves can not spoil one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from handrail.kit import crypto
from handrail.kit.crypto import DataKey, TenantKey
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.keys import envelope
from handrail.kit.keys.keeper import keeper
from handrail.kit.owning import owners_session

TOGETHER: Final = 500
"""How many data keys one transaction wraps anew: their rows are locked until it commits."""
SETTLES_AFTER: Final = timedelta(hours=1)
"""So long after a rotation the older key stays: an act that read it before may be about to wrap with it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One tenant key: which master key wrapped it, and how many data keys it wraps."""

    number: int
    master_key: str
    data_keys: int
    wraps: bool


def standing(session: Session, tenant_id: UUID) -> list[Standing]:
    """Return the tenant's keys, the newest first."""
    used = select(DataKey.wrapped_by, func.count()).where(DataKey.tenant_id == tenant_id).group_by(DataKey.wrapped_by)
    counts: dict[UUID, int] = {row[0]: row[1] for row in session.execute(used)}
    found = _keys(session, tenant_id)
    return [
        Standing(key.number, envelope.master_key_of(key.wrapped), counts.get(key.id, 0), wraps=key is found[0])
        for key in found
    ]


def rotate(tenant_id: UUID) -> int:
    """Make a new key the one that wraps for this tenant, and return its number; `rewrap_data_keys` does the rest."""
    with tenant_session(engine_context(tenant_id)) as session:
        crypto.tenant_key(session, tenant_id)  # the first, where nothing was sealed yet
        newest = _keys(session, tenant_id)[0]
        made = crypto.new_tenant_key(tenant_id, newest.number + 1)
        row = {"tenant_id": tenant_id, "id": made.id, "number": made.number, "wrapped": made.wrapped}
        session.execute(upsert(TenantKey).values(row).on_conflict_do_nothing())
        return made.number


def rewrap_data_keys(tenant_id: UUID, together: int = TOGETHER) -> Iterator[int]:
    """Wrap what older keys of the tenant wrapped with its newest: yields how many, after each part was committed."""
    while True:
        with owners_session(tenant_id) as session:
            done = _rewrap_part(session, tenant_id, together)
        if not done:
            return
        yield done


def _rewrap_part(session: Session, tenant_id: UUID, together: int) -> int:
    found = _keys(session, tenant_id)
    if not found:
        return 0
    older = (
        select(DataKey)
        .where(DataKey.tenant_id == tenant_id, DataKey.wrapped_by.in_([key.id for key in found[1:]]))
        .order_by(DataKey.id)
        .limit(together)
        .with_for_update()
    )
    rows = [{"the_id": key.id, "anew": crypto.rewrapped(session, key)} for key in session.scalars(older)]
    if rows:
        change = (
            update(DataKey)
            .where(DataKey.tenant_id == tenant_id, DataKey.id == bindparam("the_id"))
            .values(wrapped=bindparam("anew"))
        )
        session.connection().execute(change, rows)
    return len(rows)


def rewrap_tenant_keys(tenant_id: UUID) -> int:
    """Wrap the tenant's keys with the newest master key; returns how many an older one had wrapped."""
    newest, done = keeper().newest(), 0
    with owners_session(tenant_id) as session:
        for key in _keys(session, tenant_id, lock=True):
            if envelope.master_key_of(key.wrapped) != newest:
                plain = envelope.unwrap_tenant_key(tenant_id, key.wrapped)
                key.wrapped = envelope.wrap_tenant_key(tenant_id, plain)
                done += 1
    return done


def let_go_of_older(tenant_id: UUID) -> int:
    """Delete the tenant's older keys that wrap nothing any more, once the newest has settled; returns how many.

    The database refuses where a data key is wrapped with one after all.
    """
    with owners_session(tenant_id) as session:
        found = _keys(session, tenant_id)
        older = [key.id for key in found[1:]]
        settled = session.scalar(select(func.now() - SETTLES_AFTER >= found[0].made_at)) if older else False
        if not settled:
            return 0
        used = select(DataKey.wrapped_by).where(DataKey.tenant_id == tenant_id, DataKey.wrapped_by.in_(older))
        unused = set(older) - set(session.scalars(used.distinct()))
        session.execute(delete(TenantKey).where(TenantKey.tenant_id == tenant_id, TenantKey.id.in_(unused)))
        return len(unused)


def _keys(session: Session, tenant_id: UUID, *, lock: bool = False) -> list[TenantKey]:
    """Return the tenant's keys, the newest first."""
    statement: Any = select(TenantKey).where(TenantKey.tenant_id == tenant_id).order_by(TenantKey.number.desc())
    return list(session.scalars(statement.with_for_update() if lock else statement))
