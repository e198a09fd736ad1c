"""The queue between relay and workers: Dramatiq on Valkey or Redis, carrying a tenant and a row id and nothing else."""

import functools
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import dramatiq
import redis
from dramatiq.brokers.redis import RedisBroker
from dramatiq.middleware import TimeLimit
from redis.backoff import NoBackoff
from redis.retry import Retry

from handrail.kit import jobs

NAMESPACE: Final = "handrail"
CONNECT_SECONDS: Final = 5
ANSWER_SECONDS: Final = 10
_TUNED: Final = {"TCP_KEEPIDLE": 15, "TCP_KEEPINTVL": 5, "TCP_KEEPCNT": 3, "TCP_USER_TIMEOUT": 10_000}
_KEEPALIVE: Final = {getattr(socket, name): value for name, value in _TUNED.items() if hasattr(socket, name)}
"""Seconds between signs of life, and milliseconds without one; what this system does not know stays as it has it."""
LONG: Final[Mapping[str, int]] = {"reports": 2}
"""Queues of long work, with how many rows of one tenant are in flight there at most.

They have threads of their own, so that however much long work waits, a reminder never waits for it; and few rows in
flight, so that the long work of one tenant waits for little of another's.
"""
_LONG_PART: Final = 4
"""One thread of so many is for long work."""


@dataclass(frozen=True, slots=True)
class Lane:
    """Threads of a worker, and the queues that they serve."""

    queues: frozenset[str]
    threads: int


def lanes(threads: int) -> list[Lane]:
    """Return how a worker divides its threads; every lane has one at least."""
    known = {actor.queue for actor in jobs.actors().values()}
    long = max(1, threads // _LONG_PART)
    divided = (Lane(frozenset(known - LONG.keys()), max(1, threads - long)), Lane(frozenset(known & LONG.keys()), long))
    return [lane for lane in divided if lane.queues]


def broker(redis_url: str) -> RedisBroker:
    """Return a broker for the queues of all known actors; every queue has one actor, which runs rows."""
    limit = max((actor.time_limit for actor in jobs.actors().values()), default=jobs.DEFAULT_SECONDS)
    middleware = [TimeLimit(time_limit=limit * 1000)]
    made: RedisBroker = RedisBroker(client=_client(redis_url), middleware=middleware, namespace=NAMESPACE)  # type: ignore[no-untyped-call]
    dramatiq.set_broker(made)
    for queue in sorted({actor.queue for actor in jobs.actors().values()}):
        dramatiq.Actor(_receive, broker=made, actor_name=actor_of(queue), queue_name=queue, priority=0, options={})
    return made


def sending_broker(redis_url: str) -> RedisBroker:
    """Return a broker that only sends, for the relay."""
    client = _client(redis_url, socket_timeout=ANSWER_SECONDS)
    made: RedisBroker = RedisBroker(client=client, middleware=[], namespace=NAMESPACE)  # type: ignore[no-untyped-call]
    return made


def _client(redis_url: str, **more: Any) -> redis.Redis:
    """Return a client that notices a machine that is gone. Who comes in vain is told at once, and tries again itself.

    Only the relay gives up a server that is there and says nothing: Dramatiq would take that for a fault of a job, and
    while nothing can be fetched there is nothing for a worker to do.
    """
    over_tcp = {"socket_keepalive": True, "socket_keepalive_options": _KEEPALIVE}
    options = {} if redis_url.startswith("unix:") else over_tcp
    return redis.Redis.from_url(
        redis_url, socket_connect_timeout=CONNECT_SECONDS, retry=Retry(NoBackoff(), 0), **options, **more
    )


def send_together(broker: RedisBroker, messages: Sequence[dramatiq.Message[Any]]) -> None:
    """Send many messages in one exchange with the queue; Dramatiq itself waits for an answer to each."""
    pipeline = broker.client.pipeline(transaction=False)
    alone = broker.scripts["dispatch"]
    broker.scripts["dispatch"] = functools.partial(alone, client=pipeline)
    try:
        for message in messages:
            broker.enqueue(message)
    finally:
        broker.scripts["dispatch"] = alone
    pipeline.execute()


def actor_of(queue: str) -> str:
    """Return the name under which a message of this queue is received."""
    return f"outbox.{queue}"


def _receive(tenant_id: str, row_id: str) -> None:
    jobs.run_row(UUID(tenant_id), UUID(row_id))
