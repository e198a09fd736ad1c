"""Envelope encryption: a master key wraps each tenant's keys, which wrap one key per (subject, compartment).

AES-256-GCM with a random 96-bit nonce. A sealed value starts with its format and nonce; its associated data names
tenant, subject, compartment, table, row and column, so a value moved to another row does not open. A wrapped key names
the key it was wrapped with, so that several are readable at once and the newest wraps. Destroying a wrapped data key
makes all that it sealed unreadable, in backups too once the key table's backups expire.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

from sqlalchemy import Computed, ForeignKeyConstraint, Index, UniqueConstraint, func, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Mapped, Session, mapped_column

from handrail.kit.codes import Compartment
from handrail.kit.db import Base, SubjectOwned, TenantOwned
from handrail.kit.keys import envelope
from handrail.kit.keys.envelope import TenantKeyVersion, opens_tenant_key
from handrail.kit.keys.wrapping import Erased, decrypt, encrypt
from handrail.kit.rls import ENDING, ENGINE, ROLE

__all__ = ["DataKey", "Erased", "Place", "TenantKey", "decrypt", "encrypt", "opens_tenant_key", "seal", "unseal"]

KEY_BYTES: Final = 32


class TenantKey(TenantOwned, Base):
    """A tenant's own key, wrapped by a master key; the one with the highest number wraps.

    The first one's id is the tenant's. An older one goes when no data key is wrapped with it any more, and the
    database lets none go before. The application makes keys and changes none: see `kit.keys.rotation`.
    """

    __tablename__ = "tenant_key"
    __grants__ = ("select", "insert")
    __owner__ = ENDING
    __table_args__ = (UniqueConstraint("tenant_id", "number"),)

    number: Mapped[int]
    wrapped: Mapped[bytes]
    made_at: Mapped[datetime] = mapped_column(server_default=func.now())


class DataKey(SubjectOwned, Base):
    """The key of one compartment of one subject, wrapped by a tenant's key, which the wrapped bytes name.

    The application makes keys, changes none and destroys none: what ends goes through `erase_item` alone, which asks
    for the decision of two people.
    """

    __tablename__ = "data_key"
    __grants__ = ("select", "insert")
    # A lead coordinator knows facts of coordination, not what was confided: without the key its texts stay closed.
    __narrow__ = f"({ENGINE} or compartment <> 'coordination' or {ROLE} <> 'lead_coordinator')"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "wrapped_by"], ["tenant_key.tenant_id", "tenant_key.id"]),
        Index(None, "tenant_id", "wrapped_by"),
    )

    wrapped: Mapped[bytes]
    wrapped_by: Mapped[UUID] = mapped_column(
        Computed("encode(substring(wrapped from 2 for 16), 'hex')::uuid", persisted=True)
    )


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


@dataclass(slots=True)
class _Ring:
    """The keys that one transaction has opened, and the tenant's keys as they are stored."""

    data: dict[tuple[UUID, Compartment], bytes] = field(default_factory=dict)
    tenant: dict[UUID, bytes] = field(default_factory=dict)
    stored: dict[UUID, TenantKeyVersion] = field(default_factory=dict)


def seal(session: Session, place: Place, plain: bytes) -> bytes:
    """Seal a value with the key of its subject and compartment, which is made on first use."""
    return encrypt(_data_key(session, place, create=True), plain, place.associated())


def unseal(session: Session, place: Place, sealed: bytes) -> bytes:
    """Open a value; raises Erased when its key is gone or not readable by whoever asks."""
    return decrypt(_data_key(session, place, create=False), sealed, place.associated())


def missing_keys(session: Session, places: Iterable[Place]) -> dict[UUID, Place]:
    """Return, by the id of their row, which data keys of these places this transaction has not read yet."""
    ring = _ring(session)
    return {data_key_id(each): each for each in places if (each.subject_id, each.compartment) not in ring.data}


def offer_keys(
    session: Session, wrapped: Mapping[UUID, bytes], of_tenant: Iterable[TenantKeyVersion], places: Mapping[UUID, Place]
) -> None:
    """Take in wrapped keys that were read along with something else: data keys by id, and all of the tenant's."""
    ring = _ring(session)
    ring.stored |= {version.id: version for version in of_tenant}
    for key_id, place in places.items():
        if key_id in wrapped:
            ring.data[place.subject_id, place.compartment] = _opened(session, place, wrapped[key_id])


def make_keys(session: Session, places: Mapping[UUID, Place]) -> None:
    """Make the keys of these places, by the ids of their rows, that are not at hand: all in one statement."""
    ring = _ring(session)
    new = [
        _new_row(session, places[key_id])
        for key_id in sorted(places)
        if (places[key_id].subject_id, places[key_id].compartment) not in ring.data
    ]
    if not new:
        return
    session.connection().execute(upsert(DataKey).on_conflict_do_nothing(), new)
    stored = session.connection().execute(
        select(DataKey.id, DataKey.wrapped).where(
            DataKey.tenant_id == new[0]["tenant_id"], DataKey.id.in_([row["id"] for row in new])
        )
    )  # whoever made one at the same moment made the one that counts
    offer_keys(session, {row.id: row.wrapped for row in stored}, (), places)


def data_key_id(place: Place) -> UUID:
    """Return the id of the one key of this subject and compartment: two writers at once make one key."""
    return uuid5(place.subject_id, place.compartment)


def tenant_key(session: Session, tenant_id: UUID) -> bytes:
    """Return the tenant's newest key, unwrapped; the first is made on first use."""
    return _tenant_key(session, tenant_id, _newest(session, tenant_id).id)


def new_tenant_key(tenant_id: UUID, number: int) -> TenantKey:
    """Return a new key of a tenant, wrapped by the newest master key."""
    made = tenant_id if number == 1 else uuid5(tenant_id, f"key {number}")
    wrapped = envelope.wrap_tenant_key(tenant_id, os.urandom(KEY_BYTES))
    return TenantKey(tenant_id=tenant_id, id=made, number=number, wrapped=wrapped)


def rewrapped(session: Session, key: DataKey) -> bytes:
    """Return a data key wrapped anew, by the tenant's newest key; what it sealed stays as it is."""
    name = _key_name(key)
    plain = decrypt(_tenant_key(session, key.tenant_id, envelope.tenant_key_of(key.wrapped)), _body(key.wrapped), name)
    return _wrapped(session, key.tenant_id, plain, name)


def _ring(session: Session) -> _Ring:
    found: _Ring = session.info.setdefault("keys", _Ring())
    return found


def _data_key(session: Session, place: Place, *, create: bool) -> bytes:
    ring, name = _ring(session), (place.subject_id, place.compartment)
    if name not in ring.data:
        wrapped = _stored_data_key(session, place)
        if wrapped is None and create:
            wrapped = _new_data_key(session, place)
        if wrapped is None:
            raise Erased
        ring.data[name] = _opened(session, place, wrapped)
    return ring.data[name]


def _opened(session: Session, place: Place, wrapped: bytes) -> bytes:
    key = _tenant_key(session, place.tenant_id, envelope.tenant_key_of(wrapped))
    return decrypt(key, _body(wrapped), _key_name(place))


def _wrapped(session: Session, tenant_id: UUID, plain: bytes, name: bytes) -> bytes:
    newest = _newest(session, tenant_id)
    return envelope.data_key_head(newest.id) + encrypt(_tenant_key(session, tenant_id, newest.id), plain, name)


def _body(wrapped: bytes) -> bytes:
    return wrapped[envelope.HEAD_BYTES :]


def _key_name(place: Place | DataKey) -> bytes:
    return f"data-key|{place.tenant_id}|{place.subject_id}|{place.compartment}".encode()


def _stored_data_key(session: Session, place: Place) -> bytes | None:
    return session.connection().scalar(
        select(DataKey.wrapped).where(
            DataKey.tenant_id == place.tenant_id,
            DataKey.id == data_key_id(place),  # the primary key; the subject is part of what it is made from
            DataKey.subject_id == place.subject_id,
        )
    )


def _new_data_key(session: Session, place: Place) -> bytes | None:
    session.connection().execute(upsert(DataKey).values(_new_row(session, place)).on_conflict_do_nothing())
    return _stored_data_key(session, place)


def _new_row(session: Session, place: Place) -> dict[str, Any]:
    return {
        "tenant_id": place.tenant_id,
        "id": data_key_id(place),
        "employer_id": place.employer_id,
        "subject_id": place.subject_id,
        "compartment": place.compartment,
        "wrapped": _wrapped(session, place.tenant_id, os.urandom(KEY_BYTES), _key_name(place)),
    }


def _tenant_key(session: Session, tenant_id: UUID, key_id: UUID) -> bytes:
    """Return one of the tenant's keys; another process may have made it since this transaction looked."""
    ring = _ring(session)
    if key_id not in ring.tenant:
        if key_id not in ring.stored:
            _read_tenant_keys(session, tenant_id)
        if key_id not in ring.stored:
            raise Erased
        ring.tenant[key_id] = envelope.unwrap_tenant_key(tenant_id, ring.stored[key_id].wrapped)
    return ring.tenant[key_id]


def _newest(session: Session, tenant_id: UUID) -> TenantKeyVersion:
    ring = _ring(session)
    if not ring.stored:
        _read_tenant_keys(session, tenant_id)
    if not ring.stored:
        first = new_tenant_key(tenant_id, 1)
        values = {"tenant_id": tenant_id, "id": first.id, "number": 1, "wrapped": first.wrapped}
        session.connection().execute(upsert(TenantKey).values(values).on_conflict_do_nothing())
        _read_tenant_keys(session, tenant_id)
    return max(ring.stored.values(), key=lambda version: version.number)


def _read_tenant_keys(session: Session, tenant_id: UUID) -> None:
    statement = select(TenantKey.id, TenantKey.number, TenantKey.wrapped).where(TenantKey.tenant_id == tenant_id)
    rows = session.connection().execute(statement)
    _ring(session).stored = {row.id: TenantKeyVersion(row.id, row.number, bytes(row.wrapped)) for row in rows}
