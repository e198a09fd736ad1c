"""The relay: leases due rows of the outbox to the queue, tenant by tenant in turn.

It reads and leases as handrail_relay, which sees nothing but the outbox. PostgreSQL's notification wakes it; asking
every few seconds is what is relied on.
"""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from threading import Event
from typing import Any, Final
from uuid import UUID

import dramatiq
import psycopg
import redis
import structlog
from dramatiq.brokers.redis import RedisBroker

from handrail.entrypoints import bound, logs, stopping
from handrail.entrypoints.observing import beats, watching
from handrail.entrypoints.observing.backlog import Backlog
from handrail.kit import deadlines, observing, outbox, queues, roles
from handrail.kit.settings import settings

BATCH: Final = 500
IN_FLIGHT: Final = 20  # of one tenant in one queue
LEASE_SECONDS: Final = 120
IDLE_SECONDS: Final = 2.0
BUSY_SECONDS: Final = 0.05
LONGEST_PAUSE_SECONDS: Final = 10.0
EPOCH_KEY: Final = "handrail:outbox:epoch"
log = structlog.get_logger(__name__)

# The open (tenant, queue) pairs by hopping through the index; per pair as many due rows as there is room for; and of
# all those the first of each tenant before the second of any. Where the database's clock was set back, a lease or a
# pause may end further away than any is given, and work that was due at once may seem due later: all that is due now.
CLAIM: Final = """
with recursive pair(tenant_id, queue) as (
  (select tenant_id, queue from outbox where done_at is null and parked_at is null order by tenant_id, queue limit 1)
  union all
  select next.tenant_id, next.queue from pair cross join lateral (
    select o.tenant_id, o.queue from outbox o
     where o.done_at is null and o.parked_at is null and (o.tenant_id, o.queue) > (pair.tenant_id, pair.queue)
     order by o.tenant_id, o.queue limit 1) next
), room as (
  select pair.*, coalesce(cast(%(long)s::jsonb ->> pair.queue as int), %(in_flight)s) - (
    select count(*) from outbox f
     where f.tenant_id = pair.tenant_id and f.queue = pair.queue and f.done_at is null and f.parked_at is null
       and f.sent_until is not null and (
         f.sent_until between now() and now() + make_interval(secs => 2 * %(lease)s)
         or f.run_until between now() and now() + make_interval(secs => %(longest)s))) as free
  from pair
), due as (
  select found.*, row_number() over (partition by found.tenant_id order by found.priority, found.not_before) as turn
  from room cross join lateral (
    select o.tenant_id, o.id, o.priority, o.not_before from outbox o
     where o.tenant_id = room.tenant_id and o.queue = room.queue and o.done_at is null and o.parked_at is null
       and (o.not_before <= now() or o.not_before <= o.published_at
         or (o.attempts > 0 and o.not_before > now() + make_interval(secs => %(longest)s)))
       and (o.sent_until is null or o.sent_until not between now() and now() + make_interval(secs => 2 * %(lease)s))
       and (o.run_until is null or o.run_until not between now() and now() + make_interval(secs => %(longest)s))
     order by o.priority, o.not_before limit least(greatest(room.free, 0), %(batch)s) for update skip locked) found
), taken as (
  select tenant_id, id, turn from due order by turn, priority limit %(batch)s
)
update outbox o set sent_until = now() + make_interval(secs => %(lease)s)
from taken where o.tenant_id = taken.tenant_id and o.id = taken.id
returning o.tenant_id, o.id, o.queue, o.trace, taken.turn
"""
FORGET: Final = """
update outbox set sent_until = null
where done_at is null and parked_at is null and sent_until is not null and (run_until is null or run_until <= now())
"""
UNSEND: Final = """
update outbox set sent_until = null
where (tenant_id, id) = any(select * from unnest(%s::uuid[], %s::uuid[])) and done_at is null
"""


@dataclass(frozen=True, slots=True)
class Lease:
    """A row that is ours to send now."""

    tenant_id: UUID
    row_id: UUID
    queue: str
    trace: str | None = None


class Relay:
    """Claims and sends; one round at a time, so that tests can drive it."""

    def __init__(
        self,
        connection: psycopg.Connection[Any],
        broker: RedisBroker,
        *,
        batch: int = BATCH,
        in_flight: int = IN_FLIGHT,
        lease_seconds: float = LEASE_SECONDS,
    ) -> None:
        self.connection = connection
        self.broker = broker
        self.limits = {
            "batch": batch,
            "in_flight": in_flight,
            "long": json.dumps(dict(queues.LONG)),
            "lease": lease_seconds,
            "longest": outbox.LONGEST_SECONDS,
        }

    def claim(self) -> list[Lease]:
        """Lease due rows, in the order in which they are to be sent, and commit."""
        with self.connection.transaction():
            rows = self.connection.execute(CLAIM, self.limits).fetchall()
        return [Lease(*found) for *found, _turn in sorted(rows, key=lambda found: found[-1])]

    def round(self) -> int:
        """Claim and send once; returns how many rows were sent. A row that could not be sent is due again."""
        self.notice_a_lost_queue()
        leases = self.claim()
        self._send_all(leases)
        return len(leases)

    def notice_a_lost_queue(self) -> None:
        """Send everything again when the queue has lost its memory: a mark of ours that is gone tells."""
        if self.broker.client.set(EPOCH_KEY, str(time.time()), nx=True):
            with self.connection.transaction():
                forgotten = self.connection.execute(FORGET).rowcount
            log.info("relay.queue_was_empty", leases_forgotten=forgotten)

    def _send_all(self, leases: list[Lease]) -> None:
        if not leases:
            return
        try:
            with ExitStack() as spans:
                for lease in leases:
                    if lease.trace:
                        spans.enter_context(_span(lease))
                queues.send_together(self.broker, [_message(lease) for lease in leases])
        except redis.RedisError:
            self._unsend(leases)  # some may have arrived: a doubled message starts nothing
            raise
        observing.observer().relayed(len(leases))

    def _unsend(self, leases: list[Lease]) -> None:
        with self.connection.transaction():
            self.connection.execute(UNSEND, [[one.tenant_id for one in leases], [one.row_id for one in leases]])


def _span(lease: Lease) -> AbstractContextManager[None]:
    ids = {"tenant": str(lease.tenant_id), "row": str(lease.row_id), "queue": lease.queue}
    return observing.observer().span("relay", parent=lease.trace, attributes=ids, kind="producer")


def _message(lease: Lease) -> dramatiq.Message[Any]:
    return dramatiq.Message(
        queue_name=lease.queue,
        actor_name=queues.actor_of(lease.queue),
        args=(str(lease.tenant_id), str(lease.row_id)),
        kwargs={},
        options={},
    )


def run() -> None:
    """Relay until SIGTERM; a database or queue that is away is tried again, ever later."""
    logs.configure("relay")
    watching.start("relay")
    stop = stopping.event_on_signals()
    broker = queues.sending_broker(settings().redis_url)
    come_round, backlog = beats.beat("relay"), Backlog()  # once: they know what they said last
    pause = 0.2
    while not stop.is_set():
        try:
            with deadlines.connect(settings().relay_url, autocommit=True) as connection:
                bound.refuse_unsafe(connection, "HANDRAIL_RELAY_URL", roles.RELAY)
                connection.execute(f"listen {outbox.CHANNEL}")
                log.info("relay.ready")
                pause = 0.2
                for sent in _rounds(Relay(connection, broker), stop):
                    backlog.look(connection)
                    come_round()
                    if sent:
                        log.info("relay.sent", rows=sent)
        except (psycopg.OperationalError, redis.RedisError) as problem:
            log.warning("relay.waiting", error=type(problem).__name__, seconds=pause)
            stop.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
    broker.close()
    watching.finish()


def _rounds(relay: Relay, stop: Event) -> Iterator[int]:
    """Yield after each round how many rows were sent in it."""
    pause = IDLE_SECONDS
    while not stop.is_set():
        sent = relay.round()
        yield sent
        # Rows may wait for room that workers make without telling: ask soon after sending, then ever less often.
        pause = BUSY_SECONDS if sent else min(pause * 2, IDLE_SECONDS)
        _wait(relay.connection, stop, pause)


def _wait(connection: psycopg.Connection[Any], stop: Event, seconds: float) -> None:
    """Return on a notification, when told to stop, or after `seconds`."""
    deadline = time.monotonic() + seconds
    while not stop.is_set() and (left := deadline - time.monotonic()) > 0:
        if _notified(connection.notifies, min(left, 0.25)):
            return


def _notified(notifies: Callable[..., Any], seconds: float) -> bool:
    return any(True for _ in notifies(timeout=seconds, stop_after=1))
