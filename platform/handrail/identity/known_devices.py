"""Browsers in which somebody has signed in, so that a new one is noticed: by a random cookie that says nothing.

A device is known for each person by itself: on one that several people use no row tells of the others.
"""

import hashlib
import re
import secrets
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, exists, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from handrail.identity.actor import Actor
from handrail.identity.factors.telling import Told, tell
from handrail.identity.models import KnownDevice, SignIn
from handrail.kit import clock
from handrail.kit.errors import NotFound
from handrail.kit.ids import new_id

COOKIE: Final = "hr-device"
KEPT: Final = timedelta(days=365)
"""How long a device is known after somebody last signed in there, and how long its cookie lives."""
NEW_FOR: Final = timedelta(days=7)
"""How long the list says of a device that it is new."""
_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{43}")


def secret_of(kept: str | None) -> str:
    """Return what a browser keeps to be known by, or something new where it keeps nothing of ours."""
    return kept if kept and _SECRET.fullmatch(kept) else secrets.token_urlsafe(32)


def recognise(session: Session, actor: Actor, secret: str, *, origin: str | None) -> None:
    """Note on which device a session began, and tell its person of one that is new; never of their first."""
    at = clock.now()
    values = {
        "tenant_id": actor.tenant_id,
        "id": new_id(),
        "person_id": actor.person_id,
        "digest": _digest(actor, secret),
        "origin": origin,
        "first_at": at,
        "seen_at": at,
    }
    others = select(exists().where(KnownDevice.tenant_id == actor.tenant_id, KnownDevice.person_id == actor.person_id))
    is_first = not session.scalar(others)
    noted = insert(KnownDevice).values(values)
    noted = noted.on_conflict_do_update(
        index_elements=["tenant_id", "person_id", "digest"], set_={"seen_at": at, "origin": origin}
    )
    device_id = session.execute(noted.returning(KnownDevice.id)).scalar_one()
    session.execute(
        update(SignIn)
        .where(SignIn.tenant_id == actor.tenant_id, SignIn.id == actor.sign_in_id)
        .values(device_id=device_id)
        .execution_options(synchronize_session=False)
    )
    if device_id == values["id"] and not is_first:
        tell(session, actor.person_id, Told.NEW_DEVICE, key=f"device:{device_id}")


def devices_of(session: Session, tenant_id: UUID, person_id: UUID) -> list[KnownDevice]:
    """Return the devices on which somebody has signed in, the one used last first."""
    statement = select(KnownDevice).where(KnownDevice.tenant_id == tenant_id, KnownDevice.person_id == person_id)
    return list(session.scalars(statement.order_by(KnownDevice.seen_at.desc(), KnownDevice.id)))


def new_among(devices: list[KnownDevice]) -> set[UUID]:
    """Return which of somebody's devices are new: seen first in these days, and not their first of all."""
    since, first = clock.now() - NEW_FOR, min((each.first_at for each in devices), default=None)
    return {each.id for each in devices if each.first_at > since and each.first_at != first}


def device_of(session: Session, actor: Actor) -> UUID | None:
    """Return the device of the session in which somebody acts."""
    if actor.sign_in_id is None:
        return None
    return session.scalar(
        select(SignIn.device_id).where(SignIn.tenant_id == actor.tenant_id, SignIn.id == actor.sign_in_id)
    )


def forget(session: Session, actor: Actor, device_id: UUID) -> None:
    """End every session on one of one's own devices, and know it no more; raises NotFound for any other."""
    mine = KnownDevice.tenant_id == actor.tenant_id, KnownDevice.person_id == actor.person_id
    if session.execute(delete(KnownDevice).where(*mine, KnownDevice.id == device_id)).rowcount == 0:  # type: ignore[attr-defined]
        raise NotFound
    session.execute(
        update(SignIn)
        .where(
            SignIn.tenant_id == actor.tenant_id,
            SignIn.person_id == actor.person_id,
            SignIn.device_id == device_id,
            SignIn.ended_at.is_(None),
        )
        .values(ended_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def forget_old(session: Session, tenant_id: UUID) -> None:
    """Know no device any more on which nobody signed in for a year."""
    old = clock.now() - KEPT
    session.execute(delete(KnownDevice).where(KnownDevice.tenant_id == tenant_id, KnownDevice.seen_at < old))


def _digest(actor: Actor, secret: str) -> bytes:
    return hashlib.sha256(f"{actor.tenant_id}|{actor.person_id}|{secret}".encode()).digest()
