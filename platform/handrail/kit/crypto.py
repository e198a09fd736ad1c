"""Envelope encryption: a master key wraps one key per tenant, which wraps one key per (subject, compartment).

AES-256-GCM with a random 96-bit nonce. A sealed value starts with its format and nonce; its associated data names
tenant, subject, compartment, table, row and column, so a value moved to another row does not open. Destroying the
wrapped key makes all that it sealed unreadable, in backups too once the key table's backups expire.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Mapped, Session

from handrail.kit.codes import Compartment
from handrail.kit.db import Base, SubjectOwned, TenantOwned
from handrail.kit.errors import HandrailError
from handrail.kit.rls import ENGINE
from handrail.kit.settings import settings

_FORMAT = b"\x01"
_NONCE_BYTES = 12
_KEY_BYTES = 32


class Erased(HandrailError):
    """The key of this value was destroyed: what it held is gone for good (PRI-2)."""

    status, slug, title = 410, "erased", "This was erased"


class TenantKey(TenantOwned, Base):
    """The tenant's own key, wrapped by the master key."""

    __tablename__ = "tenant_key"
    __grants__ = ("select", "insert")

    wrapped: Mapped[bytes]


class DataKey(SubjectOwned, Base):
    """The key of one compartment of one subject, wrapped by the tenant's key."""

    __tablename__ = "data_key"
    # A lead coordinator knows facts of coordination, not what was confided: without the key its texts stay closed.
    __narrow__ = (
        f"({ENGINE} or compartment <> 'coordination' or "
        "(select current_setting('app.role', true)) <> 'lead_coordinator')"
    )
    __grants__ = ("select", "insert", "delete")

    wrapped: Mapped[bytes]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed value lies; all of it is authenticated."""

    tenant_id: UUID
    employer_id: UUID
    subject_id: UUID
    compartment: Compartment
    table: str
    row: UUID
    column: str

    def associated(self) -> bytes:
        """Return the associated data: every part with its length in front, so no two places collide."""
        parts = (self.tenant_id, self.subject_id, self.compartment.value, self.table, self.row, self.column)
        return b"".join(len(part).to_bytes(2, "big") + part for part in (str(part).encode() for part in parts))


def encrypt(key: bytes, plain: bytes, associated: bytes) -> bytes:
    """Seal `plain`; the same input never gives the same output twice."""
    nonce = os.urandom(_NONCE_BYTES)
    return _FORMAT + nonce + AESGCM(key).encrypt(nonce, plain, associated)


def decrypt(key: bytes, sealed: bytes, associated: bytes) -> bytes:
    """Open what `encrypt` sealed; raises Erased where key or place are not the ones it was sealed with."""
    if sealed[:1] != _FORMAT:
        raise Erased("The value was sealed in a form this release does not know.")
    try:
        return AESGCM(key).decrypt(sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :], associated)
    except InvalidTag as problem:
        raise Erased from problem


def seal(session: Session, place: Place, plain: bytes) -> bytes:
    """Seal a value with the key of its subject and compartment, which is made on first use."""
    return encrypt(_data_key(session, place, create=True), plain, place.associated())


def unseal(session: Session, place: Place, sealed: bytes) -> bytes:
    """Open a value; raises Erased when its key is gone or not readable by whoever asks."""
    return decrypt(_data_key(session, place, create=False), sealed, place.associated())


def missing_keys(session: Session, places: Iterable[Place]) -> dict[UUID, Place]:
    """Return, by the id of their row, which data keys of these places this transaction has not read yet."""
    cache = _cache(session)
    return {_data_key_id(each): each for each in places if (each.subject_id, each.compartment) not in cache}


def offer_keys(session: Session, tenant_id: UUID, wrapped: Mapping[UUID, bytes], places: Mapping[UUID, Place]) -> None:
    """Take in wrapped keys that were read along with something else: data keys by id, the tenant's by its own."""
    cache = _cache(session)
    if tenant_id in wrapped and tenant_id not in cache:
        cache[tenant_id] = _open_tenant_key(tenant_id, wrapped[tenant_id])
    for key_id, place in places.items():
        if key_id in wrapped:
            opened = decrypt(tenant_key(session, tenant_id), wrapped[key_id], _key_name(place))
            cache[place.subject_id, place.compartment] = opened


def make_keys(session: Session, places: Mapping[UUID, Place]) -> None:
    """Make the keys of these places, by the ids of their rows, that are not at hand: all in one statement."""
    cache = _cache(session)
    new = [
        _new_row(session, places[key_id])
        for key_id in sorted(places)
        if (places[key_id].subject_id, places[key_id].compartment) not in cache
    ]
    if not new:
        return
    session.connection().execute(upsert(DataKey).on_conflict_do_nothing(), new)
    stored = session.connection().execute(
        select(DataKey.id, DataKey.wrapped).where(
            DataKey.tenant_id == new[0]["tenant_id"], DataKey.id.in_([row["id"] for row in new])
        )
    )  # whoever made one at the same moment made the one that counts
    offer_keys(session, new[0]["tenant_id"], {row.id: row.wrapped for row in stored}, places)


def _cache(session: Session) -> dict[Any, bytes]:
    found: dict[Any, bytes] = session.info.setdefault("keys", {})
    return found


def _data_key(session: Session, place: Place, *, create: bool) -> bytes:
    cache, name = _cache(session), (place.subject_id, place.compartment)
    if name not in cache:
        wrapped = _stored_data_key(session, place)
        if wrapped is None and create:
            wrapped = _new_data_key(session, place)
        if wrapped is None:
            raise Erased
        cache[name] = decrypt(tenant_key(session, place.tenant_id), wrapped, _key_name(place))
    return cache[name]


def _key_name(place: Place) -> bytes:
    return f"data-key|{place.tenant_id}|{place.subject_id}|{place.compartment}".encode()


def _stored_data_key(session: Session, place: Place) -> bytes | None:
    return session.connection().scalar(
        select(DataKey.wrapped).where(
            DataKey.tenant_id == place.tenant_id,
            DataKey.id == _data_key_id(place),  # the primary key; the subject is part of what it is made from
            DataKey.subject_id == place.subject_id,
        )
    )


def _data_key_id(place: Place) -> UUID:
    """Return the id of the one key of this subject and compartment: two writers at once make one key."""
    return uuid5(place.subject_id, place.compartment)


def _new_data_key(session: Session, place: Place) -> bytes | None:
    session.connection().execute(upsert(DataKey).values(_new_row(session, place)).on_conflict_do_nothing())
    return _stored_data_key(session, place)


def _new_row(session: Session, place: Place) -> dict[str, Any]:
    return {
        "tenant_id": place.tenant_id,
        "id": _data_key_id(place),
        "employer_id": place.employer_id,
        "subject_id": place.subject_id,
        "compartment": place.compartment,
        "wrapped": encrypt(tenant_key(session, place.tenant_id), os.urandom(_KEY_BYTES), _key_name(place)),
    }


def tenant_key(session: Session, tenant_id: UUID) -> bytes:
    """Return the tenant's own key, unwrapped; it is made on first use."""
    cache = _cache(session)
    if tenant_id not in cache:
        statement = select(TenantKey.wrapped).where(TenantKey.tenant_id == tenant_id, TenantKey.id == tenant_id)
        wrapped = session.connection().scalar(statement) or _new_tenant_key(session, tenant_id)
        cache[tenant_id] = _open_tenant_key(tenant_id, wrapped)
    return cache[tenant_id]


def _open_tenant_key(tenant_id: UUID, wrapped: bytes) -> bytes:
    return decrypt(settings().master_key, wrapped, f"tenant-key|{tenant_id}".encode())


def opens_tenant_key(master_key: bytes, tenant_id: UUID, wrapped: bytes) -> bool:
    """Whether this master key is the one that wrapped the tenant's key."""
    try:
        decrypt(master_key, wrapped, f"tenant-key|{tenant_id}".encode())
    except Erased:
        return False
    return True


def _new_tenant_key(session: Session, tenant_id: UUID) -> bytes:
    wrapped = encrypt(settings().master_key, os.urandom(_KEY_BYTES), f"tenant-key|{tenant_id}".encode())
    values = {"tenant_id": tenant_id, "id": tenant_id, "wrapped": wrapped}
    session.connection().execute(upsert(TenantKey).values(values).on_conflict_do_nothing())
    found = session.connection().scalar(select(TenantKey.wrapped).where(TenantKey.tenant_id == tenant_id))
    return found or wrapped
