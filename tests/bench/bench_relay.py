"""The relay against the queue's own way to send."""

from typing import Any
from uuid import UUID

import dramatiq
import psycopg
import redis
from tests.bench.book import Book
from tests.bench.measuring import compared, timed
from tests.bench.town import connected

from handrail.entrypoints.relay import Relay
from handrail.entrypoints.servers.embedded import EmbeddedServers
from handrail.kit import queues
from handrail.kit.settings import Settings

TENANTS, EACH, TURNS = 100, 20, 9
FILL = """
insert into outbox (tenant_id, id, queue, name, payload, idem_key, priority)
select md5('tenant' || t)::uuid, md5(t || '/' || n)::uuid, 'bench', 'bench.nothing', '{}', n, 5
from generate_series(1, %s) t, generate_series(1, %s) n
"""


def bench_the_relay(servers: EmbeddedServers, database: Settings, valkey: redis.Redis, book: Book) -> None:
    name = str(psycopg.conninfo.conninfo_to_dict(database.database_url)["dbname"])
    with (
        connected(servers.postgres.url(database=name)) as superuser,
        psycopg.connect(database.relay_url, autocommit=True) as connection,
    ):
        relay = Relay(connection, queues.sending_broker(database.redis_url))
        messages = [_message(UUID(int=number)) for number in range(TENANTS * EACH)]
        raw, ours = [], []
        for turn in range(TURNS + 1):
            valkey.flushall()
            superuser.execute("truncate outbox")
            superuser.execute(FILL, [TENANTS, EACH])
            superuser.execute("vacuum analyze outbox")
            relay.notice_a_lost_queue()
            taken = timed(lambda: _send(relay.broker, messages)), timed(lambda: _drain(relay))
            if turn:  # the first warms up
                raw.append(taken[0])
                ours.append(taken[1])
        relay.broker.client.close()
    measured = compared(raw, ours)
    book.note("relay", measured, extra=f"{len(messages) / measured.ours:,.0f} rows a second")


def _message(row_id: UUID) -> dramatiq.Message[Any]:
    return dramatiq.Message(
        queue_name="bench", actor_name="outbox.bench", args=(str(row_id), str(row_id)), kwargs={}, options={}
    )


def _send(broker: Any, messages: list[dramatiq.Message[Any]]) -> None:
    for message in messages:
        broker.enqueue(message)


def _drain(relay: Relay) -> None:
    sent = 0
    while more := relay.round():
        sent += more
    assert sent == TENANTS * EACH
