"""How much memory this machine, or this container, has; and what of it the database may keep for itself."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

SHARE: Final = 8  # one part in eight; the rest of Handrail runs on the same machine
LEAST_MB: Final = 64
MOST_MB: Final = 1024
MEGABYTE: Final = 1024 * 1024
_CONTAINER_LIMITS: Final = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")


def shared_buffers_mb() -> int:
    """Return PostgreSQL's shared_buffers in megabytes for this machine."""
    return max(LEAST_MB, min(MOST_MB, memory_bytes() // SHARE // MEGABYTE))


def memory_bytes() -> int:
    """Return the memory of the machine, or the limit of the container where that is less."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return min([machine, *(limit for path in _CONTAINER_LIMITS if (limit := _limit(Path(path))))])


def _limit(path: Path) -> int:
    try:
        text = path.read_text("ascii").strip()
    except OSError:
        return 0
    return int(text) if text.isdecimal() else 0
