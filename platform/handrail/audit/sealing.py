"""Making the seal of a day: once, whoever tries how often, and the same whoever looks."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid5

import structlog
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from handrail.audit import queries
from handrail.audit.errors import SealsMissing, SealUnreadable
from handrail.audit.folder import SealFolder
from handrail.audit.models import ReadLog
from handrail.audit.models import Seal as SealRow
from handrail.audit.rules.chain import GENESIS
from handrail.audit.rules.heads import Forest, Head, changed
from handrail.audit.rules.merkle import Tree
from handrail.audit.rules.seals import Reads, Seal, Statement, day_begins, public_key, read_leaf, sign
from handrail.kit import clock
from handrail.kit.db import allow, engine_context, tenant_session
from handrail.kit.settings import settings

FULL_EVERY: Final = 30
"""Every so many seals one holds all heads, so that nobody has to read all seals to know what there was."""
SECONDS: Final = 600
"""How long one statement may take that reads all heads, or a day's rows of the read log."""
log = structlog.get_logger(__name__)


def folder_of(tenant_id: UUID) -> SealFolder:
    """Return the folder of a consultancy's seals."""
    return SealFolder(settings().seals_dir, tenant_id)


def make(tenant_id: UUID, on: date, folder: SealFolder, *, anew: bool = False) -> Seal:
    """Return the seal of this day, which is made now where there is none of it, nor of a later day.

    The heads are those of this moment, in one snapshot; of the read log it covers what was read before this day began
    where the consultancy is, from where the seal before ended. Raises SealsMissing where the folder is behind the
    database, unless `anew`: then the row of seals goes on from what the database knows of the last one.
    """
    with folder.locked():
        last = _newest(folder)
        if last is not None and last.statement.on >= on:
            return last
        with tenant_session(replace(engine_context(tenant_id), read_only=True)) as session:
            allow(session, SECONDS)
            return folder.put(_made(session, tenant_id, on, folder, last, anew=anew))


def record(session: Session, seal: Seal) -> None:
    """Let the database know that the seal was made; again does nothing."""
    made = seal.statement
    values = {
        "tenant_id": made.tenant_id,
        "id": uuid5(made.tenant_id, made.on.isoformat()),
        "number": made.number,
        "sealed_on": made.on,
        "made_at": made.made_at,
        "reads_until": made.reads.until,
        "reads": made.reads.count,
        "digest": made.digest(),
    }
    session.execute(insert(SealRow).values(values).on_conflict_do_nothing())


def _newest(folder: SealFolder) -> Seal | None:
    try:
        return folder.newest()
    except ValueError as problem:
        raise SealUnreadable(f"The newest seal in {folder.path} is damaged. Put back your copy of it.") from problem


def _made(session: Session, tenant_id: UUID, on: date, folder: SealFolder, last: Seal | None, *, anew: bool) -> Seal:
    number, previous, since = _goes_on_from(session, tenant_id, folder, last, anew=anew)
    until = day_begins(on, queries.zone_of(session, tenant_id))
    reads = reads_between(session, tenant_id, since, max(until, since) if since else until)
    made_at = clock.now()
    heads = queries.heads_of(session, tenant_id)
    full, moved, root = _moved(folder, last, heads, number)
    statement = Statement(tenant_id, number, on, made_at, previous, len(heads), root, reads)
    key = _key(folder, number)
    return Seal(statement, public_key(key), sign(key, statement.encoded()), full, moved)


def _key(folder: SealFolder, number: int) -> bytes:
    """Return the key that signs; it is made with the first seal of all, and never in place of one that is missing."""
    is_first = number == 1 and not any(folder.root.glob("*/[0-9]*.json"))
    return settings().first_seal_key() if is_first else settings().seal_key


def _goes_on_from(
    session: Session, tenant_id: UUID, folder: SealFolder, last: Seal | None, *, anew: bool
) -> tuple[int, bytes, datetime | None]:
    known = session.scalars(
        select(SealRow).where(SealRow.tenant_id == tenant_id).order_by(SealRow.number.desc()).limit(1)
    ).first()
    in_folder = last.statement.number if last else 0
    if known is not None and known.number > in_folder:
        if not anew:
            raise SealsMissing(
                f"The database knows seal {known.number} of {known.sealed_on}, and the newest in {folder.path} is "
                f"{in_folder}. Name the right folder with HANDRAIL_SEALS_DIR or put your copies back; where they are "
                "lost for good, `handrail audit seal --begin-anew`.",
            )
        return known.number + 1, bytes(known.digest), known.reads_until
    if last is None:
        return 1, GENESIS, None
    return in_folder + 1, last.statement.digest(), last.statement.reads.until


def _moved(
    folder: SealFolder, last: Seal | None, heads: dict[UUID, Head], number: int
) -> tuple[bool, list[Head], bytes]:
    """Return whether the seal is full, the heads it holds, and the root over all of them."""
    forest = _forest(folder, last) if last and number % FULL_EVERY != 1 else None
    if last is None or forest is None or forest.root != last.statement.heads_root:
        return True, sorted(heads.values(), key=lambda head: head.chain_id.int), Forest.of(heads.values()).root
    moved = changed(forest.heads, heads)
    forest.apply(moved)
    return False, moved, forest.root


def _forest(folder: SealFolder, last: Seal) -> Forest | None:
    """Return all heads as of the last seal; None where an older seal is damaged, and a full one is needed."""
    try:
        return folder.forest(last.statement.on)
    except ValueError:
        log.exception("seal.older_damaged", tenant=folder.tenant_id)
        return None


def reads_between(session: Session, tenant_id: UUID, since: datetime | None, until: datetime) -> Reads:
    """Return count and root of the read log's rows from `since` up to before `until`, in the order of time."""
    leaves = [read_leaf(fields) for fields in _rows(session, tenant_id, since, until)]
    return Reads(since, until, len(leaves), Tree(leaves).root)


def _rows(session: Session, tenant_id: UUID, since: datetime | None, until: datetime) -> Iterator[tuple[object, ...]]:
    statement = (
        select(
            ReadLog.at, ReadLog.id, ReadLog.employer_id, ReadLog.subject_id, ReadLog.person_id, ReadLog.role,
            ReadLog.purpose, ReadLog.compartments,
        )
        .where(ReadLog.tenant_id == tenant_id, ReadLog.at < until)
        .order_by(ReadLog.at, ReadLog.id)
        .execution_options(yield_per=5000)
    )  # fmt: skip
    if since is not None:
        statement = statement.where(ReadLog.at >= since)
    for row in session.execute(statement):
        yield (*row[:-1], len(row[-1]), *row[-1])
