"""How many connections the pools of this process may have: what those in use are to be held against."""

from typing import Any, Final
from weakref import WeakSet

from sqlalchemy import Engine, event
from sqlalchemy.pool import QueuePool

_engines: Final[WeakSet[Engine]] = WeakSet()


def install() -> None:
    """Take note of every engine that is used from now on; those from before a fork are another process's."""
    _engines.clear()
    if not event.contains(Engine, "engine_connect", _used):
        event.listen(Engine, "engine_connect", _used)


def most() -> int:
    """Return how many connections may be open at once, of all pools that are in use here."""
    pools = [found.pool for found in list(_engines)]
    return sum(pool.size() + pool._max_overflow for pool in pools if isinstance(pool, QueuePool))  # noqa: SLF001 - there is no other way to ask


def _used(connection: Any) -> None:
    _engines.add(connection.engine)
