"""The folder of one consultancy's seals: outside the database, written once, never overwritten.

Each seal is one file named after its day. It is written beside and then linked into its place, so that it is there
whole or not at all, and so that of two writers only the first has its way.
"""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final
from uuid import UUID

from handrail.audit.rules.files import seal_from, seal_text
from handrail.audit.rules.heads import Forest
from handrail.audit.rules.restores import Restore, restore_from, restore_text
from handrail.audit.rules.seals import Seal

_NOTE: Final = "restored-"
_DAY: Final = "[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9].json"


@dataclass(frozen=True, slots=True)
class SealFolder:
    """`root`/`tenant_id`/; readable by this user only, for it tells how many cases there are."""

    root: Path
    tenant_id: UUID

    @property
    def path(self) -> Path:
        """Where the files lie."""
        return self.root / str(self.tenant_id)

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Let one sealer at a time in; the kernel lets go when a process ends."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self.path / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            for left in self.path.glob(".*.json.*"):  # of one that was killed
                left.unlink(missing_ok=True)
            yield
        finally:
            os.close(descriptor)

    def days(self) -> list[date]:
        """Return the days that have a seal, the earliest first."""
        return sorted(date.fromisoformat(path.stem) for path in self.path.glob(_DAY))

    def read(self, on: date) -> Seal:
        """Return the seal of a day; raises ValueError where its file can not be read."""
        found = seal_from((self.path / f"{on.isoformat()}.json").read_text("utf-8"))
        if found.statement.on != on:
            raise ValueError("The file is named after another day.")
        return found

    def newest(self) -> Seal | None:
        """Return the last seal; None where there is none yet."""
        days = self.days()
        return self.read(days[-1]) if days else None

    def forest(self, until: date) -> Forest:
        """Return all heads as of the seal of this day: the last full one, and what moved since."""
        days = [on for on in self.days() if on <= until]
        since: list[Seal] = []
        for on in reversed(days):
            since.append(self.read(on))
            if since[-1].full:
                break
        found = Forest()
        for seal in reversed(since):
            found.apply(seal.moved)
        return found

    def put(self, seal: Seal) -> Seal:
        """Put a seal in its place, on disk when this returns; returns the one that lies there, which may be another."""
        on = seal.statement.on
        self._put(f"{on.isoformat()}.json", seal_text(seal))
        return self.read(on)

    def notes(self) -> list[tuple[str, Restore | None]]:
        """Return the notes of restores by name; None for one that can not be read."""
        return [(path.name, _note(path)) for path in sorted(self.path.glob(f"{_NOTE}*.json"))]

    def put_note(self, note: Restore) -> None:
        """Keep the note of a restore."""
        self._put(f"{_NOTE}{note.restored_at:%Y-%m-%dT%H%M%S}.json", restore_text(note))

    def _put(self, name: str, text: str) -> None:
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = self.path / f".{name}.{os.getpid()}"
        draft.unlink(missing_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o400)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            (self.path / name).hardlink_to(draft)
        draft.unlink()
        sync_folder(self.path)


def sync_folder(path: Path) -> None:
    """Bring a folder's names to the disk."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _note(path: Path) -> Restore | None:
    try:
        return restore_from(path.read_text("utf-8"))
    except ValueError:
        return None
