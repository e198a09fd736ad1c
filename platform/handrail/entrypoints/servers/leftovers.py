"""What a killed server left in its folder: its pid file, and for a moment its processes."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from handrail.entrypoints.errors import StartError

PATIENCE_SECONDS: Final = 20
NUDGE_SECONDS: Final = 5
_PROC: Final = Path("/proc")


def clear(data: Path) -> None:
    """Remove a stale postmaster.pid, once no postgres of this data folder lives.

    The processes of a server whose postmaster was killed end by themselves; to start a second server beside them
    would destroy the data, so they are waited for, and its postmaster is asked to stop when it lives on.
    Raises StartError when they do not end.
    """
    pid_file = data / "postmaster.pid"
    started = time.monotonic()
    asked = False
    while alive := postgres_processes(data):
        waited = time.monotonic() - started
        if waited > PATIENCE_SECONDS:
            raise StartError(
                f"Another PostgreSQL (process {alive[0]}) still uses {data}. Stop the Handrail that started it; "
                f"if there is none, end it with: kill -INT {alive[0]}",
            )
        if waited > NUDGE_SECONDS and not asked:
            asked = True
            _ask_to_stop(pid_file, alive)
        time.sleep(0.05)
    pid_file.unlink(missing_ok=True)


def postgres_processes(data: Path) -> list[int]:
    """Return the live processes of a postgres whose data folder this is: each has it as its working directory."""
    if not _PROC.is_dir():
        return _by_ps(data)
    folder = data.resolve()
    return sorted(pid for entry in _PROC.iterdir() if (pid := _pid(entry)) and _works_in(entry, folder))


def _pid(entry: Path) -> int:
    return int(entry.name) if entry.name.isdecimal() else 0


def _works_in(entry: Path, folder: Path) -> bool:
    try:
        return (entry / "cwd").readlink() == folder and (entry / "exe").readlink().name.startswith("postgres")
    except OSError:  # it ended, is a zombie, or is somebody else's
        return False


def _by_ps(data: Path) -> list[int]:
    argv = ["ps", "-axo", "pid=,command="]
    listed = subprocess.run(argv, check=False, capture_output=True, text=True).stdout
    found = (line.strip().split(None, 1) for line in listed.splitlines() if f"-D {data}" in line)
    return [int(pid) for pid, command in found if "postgres" in command]


def _ask_to_stop(pid_file: Path, alive: list[int]) -> None:
    try:
        postmaster = int(pid_file.read_text("ascii").splitlines()[0])
    except (OSError, ValueError, IndexError):
        return
    if postmaster in alive:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(postmaster, signal.SIGINT)
