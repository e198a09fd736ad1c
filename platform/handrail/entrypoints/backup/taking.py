"""Taking a backup: one snapshot of all tables, the keys apart from the data."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Final

import psycopg

from handrail.entrypoints.backup import catalogue, writing
from handrail.entrypoints.backup.catalogue import KEY_TABLES, Connection, Table
from handrail.entrypoints.backup.manifest import DATA, KEYS, NAME, Manifest, manifest_from
from handrail.entrypoints.errors import StartError
from handrail.kit import clock, deadlines
from handrail.kit.roles import unreachable

ANSWER_SECONDS: Final = 600
"""How long a lock on a table, or the next rows of it, may be waited for."""
_SIZE: Final = "select pg_database_size(current_database())"


@dataclass(frozen=True, slots=True)
class Taken:
    """Where the two halves lie, and what they hold."""

    data: Path
    keys: Path
    rows: int
    size: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a backup would be about: `size` is the database's in bytes, `free` what the disk has left."""

    tables: int
    size: int
    free: int


def refuse_nested(root: Path, keys_root: Path) -> None:
    """Raise StartError where the keys would lie with the data: whoever gets one backup would have both."""
    data, keys = root.resolve(), keys_root.resolve()
    if data == keys or data in keys.parents or keys in data.parents:
        raise StartError("The keys go to another folder than the data, and not inside it: they are kept less long.")


def outlook(url: str, root: Path) -> Outlook:
    """Look at what there is to back up, and write nothing."""
    there = next(folder for folder in (root, *root.absolute().parents) if folder.exists())
    with _snapshot(url) as connection:
        (size,) = connection.execute(_SIZE).fetchone() or (0,)
        return Outlook(len(catalogue.tables(connection)), size, shutil.disk_usage(there).free)


def take(url: str, root: Path, keys_root: Path, private_key: bytes) -> Taken:
    """Write a backup into a new folder of `root`, and its keys into one of the same name in `keys_root`.

    Both are of one snapshot. The keys are whole before the data is, so whole data always has its keys.
    """
    refuse_nested(root, keys_root)
    with writing.parent(root), writing.parent(keys_root), _snapshot(url) as connection:
        (taken_at,) = connection.execute("select now()").fetchone() or (clock.now(),)
        name = f"{taken_at:%Y-%m-%dT%H%M%S.%fZ}"
        found = catalogue.tables(connection)
        keys = [table for table in found if table.name in KEY_TABLES]
        rest = [table for table in found if table.name not in KEY_TABLES]
        empty = Manifest(DATA, name, _revision(connection), taken_at, ())
        with writing.partial(keys_root, name) as keys_folder, writing.partial(root, name) as folder:
            data_manifest = _written(connection, folder, rest, empty).signed_by(private_key)
            keys_manifest = _written(connection, keys_folder, keys, replace(empty, kind=KEYS)).signed_by(private_key)
            whole_keys = writing.complete(keys_folder, keys_manifest)
            whole = writing.complete(folder, data_manifest)
    parts = [*data_manifest.parts, *keys_manifest.parts]
    return Taken(whole, whole_keys, sum(part.rows for part in parts), sum(part.size for part in parts))


def expire(root: Path, days: int) -> list[Path]:
    """Remove whole backups older than `days`; the newest stays whatever its age, and nothing else is touched."""
    oldest = clock.now() - timedelta(days=days)
    with writing.parent(root):
        found = sorted((manifest.taken_at, folder) for folder, manifest in backups(root))
        gone = [folder for taken_at, folder in found[:-1] if taken_at < oldest]
        for folder in gone:
            writing.discard(folder)
    return gone


def backups(root: Path) -> Iterator[tuple[Path, Manifest]]:
    """Yield the whole backups that lie in a folder, of data and of keys, by what their manifests say."""
    for path in root.glob(f"*/{NAME}"):
        try:
            manifest = manifest_from(path.read_text("utf-8"))
        except ValueError:
            continue
        if manifest.name == path.parent.name:
            yield path.parent, manifest


def _written(connection: Connection, folder: Path, tables: list[Table], empty: Manifest) -> Manifest:
    return replace(empty, parts=tuple(writing.copy_out(connection, table, folder) for table in tables))


def _revision(connection: Connection) -> str:
    found = catalogue.revision(connection)
    if found is None:
        raise StartError("There is no schema yet, so there is nothing to back up.")
    return found


@contextmanager
def _snapshot(url: str) -> Iterator[Connection]:
    """Open one read-only transaction that sees every row as of one instant."""
    try:
        connection = deadlines.connect(url, application_name="handrail backup")
    except psycopg.OperationalError as problem:
        raise StartError(unreachable(url, problem)) from problem
    connection.answer_seconds = ANSWER_SECONDS
    with connection:
        connection.read_only = True
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        # Where a policy would hide rows from this role, let that be an error and not a backup with rows missing.
        connection.execute("set local row_security = off")
        yield connection
