"""Reading chains back, to show and to verify them."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from handrail.audit import rules
from handrail.audit.models import ChainHead, ReadLog, RecordVersion, Seal, TenantEntry, TimelineEntry
from handrail.audit.rules.heads import Head
from handrail.kit.crypto import Erased

READ_LOG_ENDED: Final = "read_log.ended"
_ERASED: Final[dict[str, Any]] = {"erased": True}


def timeline_of(session: Session, tenant_id: UUID, subjects: Sequence[UUID], limit: int = 200) -> list[TimelineEntry]:
    """Return the newest entries of these subjects that the reader may see, newest first."""
    statement = (
        select(TimelineEntry)
        .where(TimelineEntry.tenant_id == tenant_id, TimelineEntry.subject_id.in_(subjects))
        .order_by(TimelineEntry.at.desc(), TimelineEntry.id.desc())
        .limit(limit)
    )
    return list(session.scalars(statement))


def changes_of(session: Session, tenant_id: UUID, entries: Sequence[TimelineEntry]) -> dict[UUID, dict[str, Any]]:
    """Return by entry id the values before and after; None stands for what was erased."""
    ids = [entry.id for entry in entries if entry.detail]
    if not ids:
        return {}
    statement = select(RecordVersion).where(RecordVersion.tenant_id == tenant_id, RecordVersion.entry_id.in_(ids))
    found: dict[UUID, dict[str, Any]] = {}
    for version in session.scalars(statement):
        try:
            found[version.entry_id] = json.loads(version.values)["changes"] if version.values_sealed else _ERASED
        except Erased:
            found[version.entry_id] = _ERASED
    return found


def reads_of(session: Session, tenant_id: UUID, subjects: Sequence[UUID], limit: int = 100) -> list[ReadLog]:
    """Return who looked at these subjects, newest first."""
    statement = (
        select(ReadLog)
        .where(ReadLog.tenant_id == tenant_id, ReadLog.subject_id.in_(subjects))
        .order_by(ReadLog.at.desc(), ReadLog.id.desc())
        .limit(limit)
    )
    return list(session.scalars(statement))


def faults(session: Session, tenant_id: UUID) -> Iterator[rules.Fault]:
    """Yield every fault in every chain of the tenant; the session has the engine's scope."""
    heads = {
        row.id: (row.seq, bytes(row.hash))
        for row in session.scalars(select(ChainHead).where(ChainHead.tenant_id == tenant_id))
    }
    own = select(TenantEntry).where(TenantEntry.tenant_id == tenant_id).order_by(TenantEntry.seq)
    yield from rules.verify(
        tenant_id, (_stored(row, tenant_id) for row in session.scalars(own)), heads.pop(tenant_id, None)
    )
    chains = select(TimelineEntry.subject_id).where(TimelineEntry.tenant_id == tenant_id).distinct()
    for chain_id in sorted({*heads, *session.scalars(chains)}):
        links = (
            select(TimelineEntry)
            .where(TimelineEntry.tenant_id == tenant_id, TimelineEntry.subject_id == chain_id)
            .order_by(TimelineEntry.seq)
        )
        yield from rules.verify(
            chain_id, (_stored(row, chain_id) for row in session.scalars(links)), heads.get(chain_id)
        )


def zone_of(session: Session, tenant_id: UUID) -> str:
    """Return the zone in which the consultancy's days begin (an IANA name)."""
    # The table is of a slice above, whose models are not imported here.
    statement = text("select time_zone from tenant where tenant_id = :tenant")
    return str(session.execute(statement, {"tenant": tenant_id}).scalar_one())


def heads_of(session: Session, tenant_id: UUID) -> dict[UUID, Head]:
    """Return where each chain of the tenant ends, by chain."""
    statement = select(ChainHead.id, ChainHead.seq, ChainHead.hash).where(
        ChainHead.tenant_id == tenant_id, ChainHead.seq > 0
    )
    return {chain_id: Head(chain_id, seq, bytes(hashed)) for chain_id, seq, hashed in session.execute(statement)}


def not_on_chain(session: Session, tenant_id: UUID, heads: Sequence[Head]) -> Iterator[tuple[Head, bool]]:
    """Yield the heads that do not lie on their chain, with whether another link has their place."""
    for part in range(0, len(heads), _TOGETHER):
        some = [head for head in heads[part : part + _TOGETHER] if head.seq]
        asked = {
            "tenant": tenant_id,
            "chains": [head.chain_id for head in some],
            "seqs": [head.seq for head in some],
        }
        found = {(chain_id, seq): bytes(hashed) for chain_id, seq, hashed in session.execute(_LINKS, asked)}
        for head in some:
            stored = found.get((head.chain_id, head.seq))
            if stored != head.hash:
                yield head, stored is not None


_TOGETHER = 2000
_LINKS = text(
    "with sealed as (select * from unnest(cast(:chains as uuid[]), cast(:seqs as bigint[])) as s(chain_id, seq)) "
    "select s.chain_id, s.seq, e.hash from sealed s join timeline_entry e "
    "on e.tenant_id = :tenant and e.subject_id = s.chain_id and e.seq = s.seq "
    "union all select s.chain_id, s.seq, e.hash from sealed s join tenant_entry e "
    "on e.tenant_id = :tenant and s.chain_id = :tenant and e.seq = s.seq"
)


def sealed_at(session: Session, tenant_id: UUID) -> datetime | None:
    """Return when the newest seal was made, or the first entry where there is no seal; None without both."""
    made = session.scalar(select(func.max(Seal.made_at)).where(Seal.tenant_id == tenant_id))
    if made is not None:
        return made
    firsts = [
        session.scalar(select(func.min(entry.at)).where(entry.tenant_id == tenant_id))
        for entry in (TenantEntry, TimelineEntry)
    ]
    return min((first for first in firsts if first is not None), default=None)


def read_log_ended(session: Session, tenant_id: UUID) -> datetime | None:
    """Return up to when the read log was let go of, as the tenant's chain tells; None where it never was."""
    statement = select(TenantEntry.detail).where(TenantEntry.tenant_id == tenant_id, TenantEntry.verb == READ_LOG_ENDED)
    return max(
        (datetime.fromisoformat(detail["changes"]["until"][1]) for detail in session.scalars(statement)), default=None
    )


def _stored(row: TimelineEntry | TenantEntry, chain_id: UUID) -> rules.Stored:
    entry = rules.Entry(
        tenant_id=row.tenant_id,
        chain_id=chain_id,
        id=row.id,
        seq=row.seq,
        at=row.at,
        actor_id=row.actor_id,
        actor_role=row.actor_role,
        verb=row.verb,
        compartment=getattr(row, "compartment", None),
        object_table=row.object_table,
        object_id=row.object_id,
        detail=row.detail,
    )
    return rules.Stored(entry, bytes(row.prev_hash), bytes(row.hash))
