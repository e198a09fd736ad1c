"""Signs of life: each process says now and then, in the queue's memory, that it came round. Everybody there can look.

Relay and scheduler beat from the loop that does the work: what hangs stops beating. The worker's work is done by
threads, so its beat comes from beside them, and only while every kind of work has a thread that is not past the longest
time limit of all jobs. The queue may forget; ten seconds later everything that lives is known again.
"""

import json
import os
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, Final

import redis

from handrail.entrypoints.observing import watching
from handrail.kit.settings import settings

SECONDS: Final = 10.0
KEPT_SECONDS: Final = 60
PATIENCE_SECONDS: Final = 1.0
_PREFIX: Final = "handrail:beat:"


@dataclass(frozen=True, slots=True)
class Sign:
    """One process that came round less than KEPT_SECONDS ago."""

    process: str
    host: str
    pid: int
    seconds_ago: float
    release: str


def beat(process: str, now: Callable[[], float] = time.monotonic) -> Callable[[], None]:
    """Return what this process calls each time it comes round; at most every SECONDS it says so."""
    url = settings().connections.redis
    client = None if url is None else _client(url)
    key = f"{_PREFIX}{process}:{socket.gethostname()}:{os.getpid()}"
    last: list[float] = []

    def come_round() -> None:
        at = now()
        if last and at - last[0] < SECONDS:
            return
        last[:] = [at]
        watcher = watching.current()
        if watcher is not None:
            watcher.beats()
        if client is not None:
            _say(client, key)

    return come_round


def signs(redis_url: str) -> list[Sign]:
    """Return the processes that live, on whatever machine; raises redis.RedisError."""
    with _client(redis_url) as client:
        keys = sorted(client.scan_iter(f"{_PREFIX}*", count=1000))
        values: list[Any] = client.mget(keys) if keys else []
    return [_sign(key.decode(), value) for key, value in zip(keys, values, strict=True) if value]


def _client(url: str) -> redis.Redis:
    return redis.Redis.from_url(url, socket_connect_timeout=PATIENCE_SECONDS, socket_timeout=PATIENCE_SECONDS)


def _say(client: redis.Redis, key: str) -> None:
    with suppress(redis.RedisError, OSError):  # it is away or hangs; the work goes on, and the next beat tries again
        client.set(key, json.dumps({"at": time.time(), "release": version("handrail")}), ex=KEPT_SECONDS)


def _sign(key: str, value: bytes) -> Sign:
    process, host, pid = key.removeprefix(_PREFIX).split(":", 2)
    said = json.loads(value)
    return Sign(process, host, int(pid), max(0.0, time.time() - said["at"]), said["release"])
