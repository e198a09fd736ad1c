"""Gives every Python process of a test the clock of a machine that is wrong: read anew from a file each time.

Python loads a module of this name by itself where it is on PYTHONPATH; only tests put it there.
"""

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from handrail.kit import clock

_SECONDS = Path(os.environ["WRONG_BY_SECONDS"])
_time = time.time


def _ahead() -> float:
    return float(_SECONDS.read_text("ascii") or 0)


def _now() -> datetime:
    return datetime.now(UTC) + timedelta(seconds=_ahead())


time.time = lambda: _time() + _ahead()
clock.now = _now
