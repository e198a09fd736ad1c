"""A backup's folder while it is written: hidden until it is whole, gone when it does not become so."""

import errno
import fcntl
import gzip
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from handrail.audit.folder import sync_folder
from handrail.entrypoints.backup.catalogue import Connection, Table
from handrail.entrypoints.backup.manifest import NAME, Manifest, Part
from handrail.entrypoints.errors import StartError

_PARTIAL: Final = ".partial"
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@contextmanager
def parent(root: Path) -> Iterator[None]:
    """Hold a folder of backups, so that one backup at a time is written to it, and clear what a killed one left."""
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(root / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            raise StartError(f"Another backup is being written to {root}.") from problem
        for left in root.glob(f".*{_PARTIAL}"):
            shutil.rmtree(left)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def partial(root: Path, name: str) -> Iterator[Path]:
    """Give a hidden folder to write into, readable by this user only; it is removed where it does not become whole."""
    folder = root / f".{name}{_PARTIAL}"
    folder.mkdir(mode=0o700)
    try:
        yield folder
    except OSError as problem:
        if problem.errno in _FULL:
            raise StartError(
                f"There is no room left in {root}; the unfinished backup was removed. Make room, or name another disk."
            ) from problem
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def discard(folder: Path) -> None:
    """Remove a whole backup: it is none from its first moment on, and the next one clears what a killed one leaves."""
    gone = folder.with_name(f".{folder.name}{_PARTIAL}")
    folder.rename(gone)
    sync_folder(gone.parent)
    shutil.rmtree(gone)


def complete(folder: Path, manifest: Manifest) -> Path:
    """Write the manifest, last, and give the folder its name; it is on disk when this returns."""
    with private(folder / NAME) as file:
        file.write(manifest.text().encode())
        file.flush()
        os.fsync(file.fileno())
    sync_folder(folder)
    whole = folder.with_name(manifest.name)
    folder.rename(whole)
    sync_folder(whole.parent)
    return whole


def copy_out(connection: Connection, table: Table, folder: Path) -> Part:
    """Write one table, compressed and as a stream, and say what was written."""
    name = f"{table.name}.copy.gz"
    with private(folder / name) as file:
        counted = _Counted(file)
        with (
            gzip.GzipFile(filename="", fileobj=counted, mode="wb", compresslevel=3, mtime=0) as packed,
            connection.cursor() as cursor,
        ):
            with cursor.copy(table.copy("to stdout")) as rows:
                for block in rows:
                    packed.write(block)
            count = cursor.rowcount
        file.flush()
        os.fsync(file.fileno())
    return Part(table.name, table.columns, name, count, counted.size, counted.digest.hexdigest())


@contextmanager
def private(path: Path) -> Iterator[IO[bytes]]:
    """Open a new file that only this user can read."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        yield file


class _Counted:
    """Passes bytes on to a file, and knows their number and digest."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.size, self.digest = file, 0, hashlib.sha256()

    def write(self, block: bytes) -> int:
        self.digest.update(block)
        self.size += len(block)
        return self.file.write(block)

    def flush(self) -> None:
        self.file.flush()
