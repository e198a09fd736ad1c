"""Appending to the chains.

`append` takes note of a change; the links are written just before the commit, since a chain's head stays locked from
then on. They are written in the engine's scope: whether the change was allowed was decided before, and a rule of who
may read must never lose an entry of what happened.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import event, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from handrail.audit import rules
from handrail.audit.models import ChainHead, RecordVersion, TenantEntry, TimelineEntry
from handrail.kit import clock
from handrail.kit.codes import Compartment
from handrail.kit.db import TenantSession, elevated
from handrail.kit.ids import new_id
from handrail.kit.subjects import Acting, SubjectRef

_SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class _Note:
    chain_id: UUID
    subject: SubjectRef | None
    compartment: Compartment | None
    actor: Acting
    verb: str
    object_table: str
    object_id: UUID
    changes: Mapping[str, tuple[Any, Any]]
    at: datetime
    id: UUID = field(default_factory=new_id)


def append(
    session: Session,
    subject: SubjectRef,
    actor: Acting,
    verb: str,
    *,
    compartment: Compartment,
    record: Any,
    changes: Mapping[str, tuple[Any, Any]] | None = None,
) -> UUID:
    """Take note that `actor` did `verb` to `record` (a row of ours), with values before and after.

    `verb` is `noun.past_participle` (``consent.recorded``); values are JSON or dates. Returns the entry's id.
    """
    note = _Note(
        subject.subject_id,
        subject,
        compartment,
        actor,
        verb,
        record.__tablename__,
        record.id,
        changes or {},
        clock.now(),
    )
    session.info.setdefault("timeline", []).append(note)
    return note.id


def append_tenant_act(
    session: Session, actor: Acting, verb: str, *, record: Any, changes: Mapping[str, tuple[Any, Any]] | None = None
) -> UUID:
    """Take note of an act outside cases; it chains per tenant. Its values stay in the entry: no health data here."""
    table, row = record.__tablename__, record.id
    note = _Note(actor.tenant_id, None, None, actor, verb, table, row, changes or {}, clock.now())
    session.info.setdefault("timeline", []).append(note)
    return note.id


@event.listens_for(TenantSession, "before_commit")
def _write_notes(session: Session) -> None:
    if session.in_nested_transaction() or not session.info.get("timeline"):
        return
    notes: list[_Note] = session.info.pop("timeline")
    chains: dict[UUID, list[_Note]] = {}
    for note in notes:
        chains.setdefault(note.chain_id, []).append(note)
    with elevated(session, "append to the chains"):
        for chain_id in sorted(chains):  # one order for all, so that two commands never wait for each other
            _extend(session, chain_id, chains[chain_id])


def _extend(session: Session, chain_id: UUID, notes: list[_Note]) -> None:
    tenant_id = notes[0].actor.tenant_id
    seq, prev_hash = _lock_head(session, tenant_id, chain_id)
    for note in notes:
        seq += 1
        detail = _detail(session, note)
        entry = rules.Entry(
            tenant_id=tenant_id,
            chain_id=chain_id,
            id=note.id,
            seq=seq,
            at=note.at,
            actor_id=note.actor.person_id,
            actor_role=note.actor.role,
            verb=note.verb,
            compartment=note.compartment,
            object_table=note.object_table,
            object_id=note.object_id,
            detail=detail,
        )
        hashed = rules.link(prev_hash, entry)
        session.add(_row(note, entry, prev_hash, hashed))
        prev_hash = hashed
    session.execute(
        update(ChainHead)
        .where(ChainHead.tenant_id == tenant_id, ChainHead.id == chain_id)
        .values(seq=seq, hash=prev_hash)
        .execution_options(synchronize_session=False)
    )


def _lock_head(session: Session, tenant_id: UUID, chain_id: UUID) -> tuple[int, bytes]:
    values = {"tenant_id": tenant_id, "id": chain_id, "seq": 0, "hash": rules.GENESIS}
    statement = upsert(ChainHead).values(values)
    locked = statement.on_conflict_do_update(
        index_elements=["tenant_id", "id"], set_={"seq": ChainHead.__table__.c.seq}
    ).returning(ChainHead.__table__.c.seq, ChainHead.__table__.c.hash)
    seq, prev_hash = session.connection().execute(locked).one()
    return seq, bytes(prev_hash)


def _detail(session: Session, note: _Note) -> dict[str, Any]:
    """Return what the entry holds of the changed values: digests for a subject, the values for a tenant's act."""
    if not note.changes:
        return {}
    plain = json.loads(json.dumps(dict(note.changes), default=str))
    if note.subject is None or note.compartment is None:
        return {"changes": plain}
    salt = os.urandom(_SALT_BYTES)
    version = RecordVersion(
        tenant_id=note.subject.tenant_id,
        employer_id=note.subject.employer_id,
        subject_id=note.subject.subject_id,
        compartment=note.compartment,
        entry_id=note.id,
    )
    version.values = json.dumps({"salt": salt.hex(), "changes": plain}, ensure_ascii=False)
    session.add(version)
    return {"version": str(version.id), "fields": rules.digests(salt, plain)}


def _row(note: _Note, entry: rules.Entry, prev_hash: bytes, hashed: bytes) -> TimelineEntry | TenantEntry:
    common: dict[str, Any] = {
        "tenant_id": entry.tenant_id,
        "id": entry.id,
        "seq": entry.seq,
        "at": entry.at,
        "actor_id": entry.actor_id,
        "actor_role": entry.actor_role,
        "verb": entry.verb,
        "object_table": entry.object_table,
        "object_id": entry.object_id,
        "detail": dict(entry.detail),
        "prev_hash": prev_hash,
        "hash": hashed,
    }
    if note.subject is None:
        return TenantEntry(**common)
    return TimelineEntry(
        employer_id=note.subject.employer_id, subject_id=entry.chain_id, compartment=note.compartment, **common
    )
