"""Appending to the chains.

`append` takes note of a change; the links are written just before the commit, since a chain's head stays locked from
then on.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.orm import Session

from handrail.audit import linking, rules
from handrail.audit.models import RecordVersion
from handrail.kit import clock, crypto
from handrail.kit.codes import Compartment
from handrail.kit.db import TenantSession
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
    tenant_id, links = notes[0].actor.tenant_id, linking.Links()
    places = {note.id: _place(note) for note in notes if note.subject is not None and note.changes}
    links.heads = linking.lock(session, tenant_id, sorted(chains), [*places.values()])
    for chain_id in sorted(chains):
        for note in chains[chain_id]:
            _extend(session, links, note, places.get(note.id))
    linking.write(session, tenant_id, links)


def _place(note: _Note) -> crypto.Place:
    """Return where the values that a note is about will lie."""
    if note.subject is None or note.compartment is None:
        raise TypeError("An act of the tenant keeps its values in the entry.")
    subject = note.subject
    return crypto.Place(
        subject.tenant_id,
        subject.employer_id,
        subject.subject_id,
        note.compartment,
        RecordVersion.__tablename__,
        new_id(),
        "values_sealed",
    )


def _extend(session: Session, links: linking.Links, note: _Note, place: crypto.Place | None) -> None:
    seq, prev_hash = links.heads[note.chain_id]
    entry = rules.Entry(
        tenant_id=note.actor.tenant_id,
        chain_id=note.chain_id,
        id=note.id,
        seq=seq + 1,
        at=note.at,
        actor_id=note.actor.person_id,
        actor_role=note.actor.role,
        verb=note.verb,
        compartment=note.compartment,
        object_table=note.object_table,
        object_id=note.object_id,
        detail=_detail(session, links, note, place),
    )
    hashed = rules.link(prev_hash, entry)
    links.heads[note.chain_id] = (entry.seq, hashed)
    row: dict[str, Any] = {
        "id": entry.id,
        "seq": entry.seq,
        "at": entry.at.isoformat(),
        "actor_id": entry.actor_id,
        "actor_role": entry.actor_role,
        "verb": entry.verb,
        "object_table": entry.object_table,
        "object_id": entry.object_id,
        "detail": entry.detail,
        "prev_hash": prev_hash,
        "hash": hashed,
    }
    if note.subject is None:
        links.of_tenant.append(row)
        return
    links.of_subjects.append(
        row | {"employer_id": note.subject.employer_id, "subject_id": note.chain_id, "compartment": note.compartment}
    )


def _detail(session: Session, links: linking.Links, note: _Note, place: crypto.Place | None) -> dict[str, Any]:
    """Return what the entry holds of the changed values: digests for a subject, the values for a tenant's act."""
    if not note.changes:
        return {}
    plain = json.loads(json.dumps(dict(note.changes), default=str))
    if place is None:
        return {"changes": plain}
    salt = os.urandom(_SALT_BYTES)
    values = json.dumps({"salt": salt.hex(), "changes": plain}, ensure_ascii=False)
    version = {
        "id": place.row,
        "employer_id": place.employer_id,
        "subject_id": place.subject_id,
        "compartment": place.compartment,
        "entry_id": note.id,
        "values_sealed": crypto.seal(session, place, values.encode()),
    }
    links.versions.append(version)
    return {"version": str(place.row), "fields": rules.digests(salt, plain)}
