"""What must hold before anything is started; each failure says what to do."""

from __future__ import annotations

import fcntl
import os
import shutil
import sys
from typing import TYPE_CHECKING, Final

from handrail.entrypoints.errors import StartError
from handrail.kit.settings import ensure_state_dir

if TYPE_CHECKING:
    from pathlib import Path

LEAST_FREE_MB: Final = 300
MEGABYTE: Final = 1024 * 1024
LEAST_PYTHON: Final = (3, 11)


def check(state_dir: Path) -> None:
    """Raise StartError or SettingError when Handrail could not run here."""
    check_python(sys.version_info[:2])
    ensure_state_dir(state_dir)
    check_space(state_dir)


def check_python(version: tuple[int, ...]) -> None:
    """Refuse a Python that lacks what we use."""
    if version < LEAST_PYTHON:
        raise StartError(
            f"Handrail needs Python {LEAST_PYTHON[0]}.{LEAST_PYTHON[1]} or newer; this is "
            f"{'.'.join(map(str, version))}. Install a newer one and run: make install PYTHON=/path/to/python3",
        )


def check_space(state_dir: Path) -> None:
    """Refuse to start a database on a disk that is as good as full."""
    free = shutil.disk_usage(state_dir).free // MEGABYTE
    if free < LEAST_FREE_MB:
        raise StartError(
            f"The disk of {state_dir} has {free} MB left, and the database needs at least {LEAST_FREE_MB} MB. "
            "Make room, or set HANDRAIL_STATE_DIR to a folder on another disk.",
        )


class Lock:
    """Held by the one supervisor of a state folder; the kernel lets go of it when that process ends."""

    def __init__(self, state_dir: Path) -> None:
        self.path = state_dir / "up.lock"
        self.descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            holder = self.path.read_text("utf-8").strip()
            os.close(self.descriptor)
            raise StartError(
                f"Handrail already runs in this folder{f' ({holder})' if holder else ''}. "
                "Use that one, or stop it first; another checkout may run beside it.",
            ) from problem
        os.register_at_fork(after_in_child=self.release)  # a child that lives on must not hold it
        self.describe(f"process {os.getpid()}")

    def describe(self, text: str) -> None:
        """Write down who holds it, for whoever is refused."""
        os.ftruncate(self.descriptor, 0)
        os.pwrite(self.descriptor, text.encode(), 0)

    def release(self) -> None:
        """Let go; once."""
        if self.descriptor >= 0:
            os.close(self.descriptor)
        self.descriptor = -1
