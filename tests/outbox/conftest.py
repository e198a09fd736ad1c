"""A table for effects, a tenant, and the means to publish, to look and to let leases run out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
import pytest

from handrail.entrypoints.relay import Relay
from handrail.entrypoints.servers.embedded import EmbeddedServers
from handrail.kit import outbox, queues
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.ids import new_id
from handrail.kit.settings import Settings


@dataclass(frozen=True, slots=True)
class Row:
    attempts: int
    done: bool
    parked: bool
    sent: bool
    error: str | None


@dataclass(slots=True)
class Desk:
    """Publishes for a tenant and looks at what became of it, as the server's superuser."""

    superuser: psycopg.Connection[Any]
    tenant: UUID

    def publish(self, name: str, *, key: str | None = None, tenant: UUID | None = None, **more: Any) -> UUID:
        with tenant_session(engine_context(tenant or self.tenant)) as session:
            return outbox.publish(session, more.pop("queue", "test"), name, {}, key=key or str(new_id()), **more)

    def row(self, row_id: UUID) -> Row:
        found = self.superuser.execute(
            "select attempts, done_at is not null, parked_at is not null, coalesce(sent_until > now(), false), "
            "last_error from outbox where id = %s",
            [row_id],
        ).fetchone()
        assert found is not None
        return Row(*found)

    def effects(self) -> list[tuple[UUID, int]]:
        found = self.superuser.execute("select row_id, attempt from effect where tenant_id = %s", [self.tenant])
        return sorted(found.fetchall())

    def expire(self) -> None:
        """Let every lease run out and every pause be over, as time would."""
        self.superuser.execute(
            "update outbox set sent_until = case when sent_until is not null then now() - interval '1 s' end, "
            "run_until = case when run_until is not null then now() - interval '1 s' end, "
            "not_before = least(not_before, now())"
        )


@pytest.fixture
def desk(servers: EmbeddedServers, database: Settings) -> Iterator[Desk]:
    name = str(psycopg.conninfo.conninfo_to_dict(database.database_url)["dbname"])
    with psycopg.connect(servers.postgres.url(database=name), autocommit=True) as connection:
        connection.execute("create table if not exists effect (tenant_id uuid, row_id uuid, attempt int)")
        connection.execute("grant select, insert on effect to handrail_app")
        connection.execute("truncate outbox, effect")
        yield Desk(connection, new_id())


@pytest.fixture
def make_relay(database: Settings, valkey: Any) -> Iterator[Callable[..., Relay]]:  # noqa: ARG001 - an empty queue
    opened: list[Relay] = []

    def make(**limits: Any) -> Relay:
        connection = psycopg.connect(database.relay_url, autocommit=True)
        broker = queues.sending_broker(database.redis_url)
        opened.append(Relay(connection, broker, **limits))
        return opened[-1]

    yield make
    for relay in opened:
        relay.connection.close()
        relay.broker.client.close()
