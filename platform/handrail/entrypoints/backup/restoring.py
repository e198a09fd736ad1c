"""Restoring a backup into an empty database: in one transaction, so that it is there whole or not at all."""

import gzip
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

import psycopg
from psycopg import sql

from handrail.entrypoints.backup import catalogue, manifest, settling
from handrail.entrypoints.backup.catalogue import Connection, Table
from handrail.entrypoints.backup.manifest import DATA, KEYS, Manifest, Part
from handrail.entrypoints.errors import StartError
from handrail.kit import crypto, deadlines, migrations
from handrail.kit.roles import OWNER, unreachable
from handrail.privacy.retention.reapplying import Reapplied, reapply

ANSWER_SECONDS: Final = 3600
"""How long the server may take over one table, its indexes and keys included, or over the commit."""
_BLOCK: Final = 1 << 20
_NAMED: Final = 5
_FORCED: Final = """
select relname from pg_class
where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relforcerowsecurity order by relname
"""


@dataclass(frozen=True, slots=True)
class Plan:
    """Two halves of a backup that were looked at to the last byte."""

    data: Path
    keys: Path
    data_manifest: Manifest
    keys_manifest: Manifest

    def parts(self) -> Iterator[tuple[Path, Part]]:
        """Yield every file with what it holds, the keys first."""
        yield from ((self.keys / part.file, part) for part in self.keys_manifest.parts)
        yield from ((self.data / part.file, part) for part in self.data_manifest.parts)


@dataclass(frozen=True, slots=True)
class Choices:
    """What whoever restores decided: whether work that was due is done at once, and whether anything is written."""

    release_work: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back: rows of each table, and the consultancies with their short names."""

    rows: dict[str, int]
    tenants: list[tuple[UUID, str]]
    settled: settling.Settled
    ended_again: Reapplied


def plan(data: Path, keys: Path, trusted: Collection[bytes], *, older_keys: bool = False) -> Plan:
    """Look at both halves before anything is touched; raises StartError where one is not whole or not trusted.

    The keys may be those of a later backup: what was erased in between stays erased. Older ones are refused unless
    `older_keys`, since what was confided after them could not be read.
    """
    found = Plan(data, keys, manifest.read(data), manifest.read(keys))
    for folder, each, kind in ((data, found.data_manifest, DATA), (keys, found.keys_manifest, KEYS)):
        if each.kind != kind:
            raise StartError(f"{folder} holds {each.kind}, and {kind} are wanted there.")
        manifest.check(folder, each, trusted)
    if found.keys_manifest.taken_at < found.data_manifest.taken_at and not older_keys:
        raise StartError(
            "These keys are older than the data: what was confided in between could not be read. Name the keys of the "
            "same or a later backup; where there are none any more, say --accept-older-keys."
        )
    return found


def restore(url: str, planned: Plan, master_key: bytes, choices: Choices) -> Restored:
    """Bring everything back, as the owner of the tables; raises StartError and leaves nothing where that can not be.

    Policies bind the owner too, so they are lifted for the owner inside the transaction: the tables are locked, and
    nobody ever sees them so.
    """
    _prepare_schema(url, planned.data_manifest.revision, choices)
    try:
        with deadlines.connect(url, application_name="handrail restore") as connection:
            connection.answer_seconds = ANSWER_SECONDS
            restored = _restore(connection, planned, master_key, choices)
            if choices.dry_run:
                connection.rollback()
            return restored
    except psycopg.errors.LockNotAvailable as problem:
        raise StartError("Something uses this database. Stop every part of Handrail that does first.") from problem
    except psycopg.OperationalError as problem:
        raise StartError(unreachable(url, problem)) from problem


def _restore(connection: Connection, planned: Plan, master_key: bytes, choices: Choices) -> Restored:
    connection.execute("set local lock_timeout = '5s'")
    connection.execute(sql.SQL("set local role {}").format(sql.Identifier(OWNER)))
    found = {table.name: table for table in catalogue.tables(connection)}
    _refuse_other_tables(found, planned)
    forced = [name for (name,) in connection.execute(_FORCED).fetchall()]
    _force(connection, forced, sql.SQL("no force"))
    _refuse_rows(connection, found)
    rows = {part.table: _copy_in(connection, path, part) for path, part in planned.parts()}
    _refuse_other_master_key(connection, master_key)
    settled = settling.settle(connection, release_work=choices.release_work)
    again = reapply(connection, taken_at(planned), planned.keys_manifest.taken_at, [planned.data_manifest.key])
    tenants = connection.execute("select id, slug from tenant order by slug").fetchall()
    _force(connection, forced, sql.SQL("force"))
    return Restored(rows, tenants, settled, again)


def _prepare_schema(url: str, revision: str, choices: Choices) -> None:
    """Bring an empty database to the schema of the backup; one that is there already must be that one."""
    try:
        with deadlines.connect(url) as connection:
            current = catalogue.revision(connection)
    except psycopg.OperationalError as problem:
        raise StartError(unreachable(url, problem)) from problem
    if current is None and choices.dry_run:
        raise StartError("The database is empty and has no schema yet; a restore makes it. Nothing was changed.")
    if current is None:
        migrations.upgrade(url, revision)
    elif current != revision:
        raise StartError(
            f"The database has the schema {current}, and the backup was taken of {revision}. Restore into a database "
            "that is quite empty, with this release or a newer one."
        )


def _refuse_other_tables(found: dict[str, Table], planned: Plan) -> None:
    held = {part.table: part.columns for _, part in planned.parts()}
    differ = sorted(
        {name for name, table in found.items() if set(table.columns) != set(held.get(name, ()))} | (held.keys() - found)
    )
    if differ:
        raise StartError(f"The backup's tables are not this schema's: {', '.join(differ[:_NAMED])}.")


def _refuse_rows(connection: Connection, found: dict[str, Table]) -> None:
    """Raise StartError unless every table is empty; called where no policy hides a row."""
    full = [
        name
        for name in sorted(found)
        if connection.execute(sql.SQL("select 1 from {} limit 1").format(sql.Identifier(name))).fetchone()
    ]
    if full:
        named = ", ".join(full[:_NAMED]) + (" and more" if len(full) > _NAMED else "")
        raise StartError(f"This database is not empty: there are rows in {named}. Restore into a new one.")


def _force(connection: Connection, names: Sequence[str], how: sql.SQL) -> None:
    for name in names:
        connection.execute(sql.SQL("alter table {} {} row level security").format(sql.Identifier(name), how))


def _copy_in(connection: Connection, path: Path, part: Part) -> int:
    with gzip.open(path, "rb") as packed, connection.cursor() as cursor:
        with cursor.copy(Table(part.table, part.columns).copy("from stdin")) as rows:
            while block := packed.read(_BLOCK):
                rows.write(block)
        count = cursor.rowcount
    if count != part.rows:
        raise StartError(f"{path} holds {count} rows, and {part.rows} were backed up.")
    return count


def _refuse_other_master_key(connection: Connection, master_key: bytes) -> None:
    for tenant_id, wrapped in connection.execute("select tenant_id, wrapped from tenant_key").fetchall():
        if not crypto.opens_tenant_key(master_key, tenant_id, bytes(wrapped)):
            raise StartError(
                "The master key of this installation is not the one that these keys were wrapped with. Put the "
                "master.key of the old installation in place (or name it as HANDRAIL_MASTER_KEY) and restore again."
            )


def taken_at(planned: Plan) -> datetime:
    """Return the instant as of which the data comes back."""
    return planned.data_manifest.taken_at
