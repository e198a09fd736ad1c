"""A small consultancy, a mail server that can be told how to behave, and the worker's side of the outbox."""

import socket
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from flask.testing import FlaskClient

from handrail.identity.commands import start_sign_in
from handrail.identity.proofs import DEVELOPMENT
from handrail.kit import jobs
from handrail.kit.codes import Role
from handrail.kit.settings import Settings, configure, with_connections
from handrail.notifications import tasks


def _world_module() -> ModuleType:
    """Load the shared test world by its path: test folders are no packages."""
    name = "handrail_test_world"
    if name not in sys.modules:
        spec = spec_from_file_location(name, Path(__file__).parents[1] / "documents" / "world.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@pytest.fixture
def world(database: Settings) -> Any:  # noqa: ARG001 - the rows lie there
    """A consultancy of its own for one test."""
    return _world_module().build_world(uuid4())


@pytest.fixture
def client_of(app: Flask, world: Any) -> Callable[[Role], FlaskClient]:
    """Return a browser that is signed in as the person of a role."""

    def sign_in(role: Role) -> FlaskClient:
        with world.engine() as session:
            _row, secret = start_sign_in(session, world.tenant_id, world.people[role], role, proof=DEVELOPMENT)
        client = app.test_client()
        client.set_cookie("hr", secret, domain="localhost")
        return client

    return sign_in


@dataclass
class Catcher:
    """What a mail server took, and how it is to behave: answers to RCPT and DATA, or a pause that a test ends."""

    url: str = ""
    mails: list[bytes] = field(default_factory=list)
    rcpt_answer: str = "250 OK"
    data_answer: str = "250 Kept"
    hang_up_after_data: bool = False
    pause_at_rcpt: threading.Event | None = None
    pause_after_data: threading.Event | None = None
    reached: threading.Event = field(default_factory=threading.Event)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802 - aiosmtpd's name and signature
        del session, options
        if self.pause_at_rcpt is not None:
            self.reached.set()
            await server.loop.run_in_executor(None, self.pause_at_rcpt.wait, 60)
        if self.rcpt_answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt_answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        del session
        if self.data_answer.startswith("250"):
            self.mails.append(envelope.content)
        if self.pause_after_data is not None:
            self.reached.set()
            await server.loop.run_in_executor(None, self.pause_after_data.wait, 60)
        if self.hang_up_after_data:
            server.transport.abort()
        return self.data_answer

    def messages(self) -> list[EmailMessage]:
        """Return what came, parsed."""
        return [message_from_bytes(content, policy=default) for content in self.mails]


@pytest.fixture
def catcher(database: Settings) -> Iterator[Catcher]:
    """A mail server on loopback; the settings of this process name it."""
    made = Catcher()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    controller = Controller(made, hostname="127.0.0.1", port=port, enable_SMTPUTF8=True)
    controller.start()
    made.url = f"smtp://127.0.0.1:{port}"
    configure(with_connections(database, smtp=made.url))
    yield made
    for pause in (made.pause_at_rcpt, made.pause_after_data):
        if pause is not None:
            pause.set()
    controller.stop()
    configure(database)


@dataclass(slots=True)
class Desk:
    """Looks into the outbox as the server's superuser, and works it off in this process as a worker would."""

    superuser: psycopg.Connection[Any]
    tenant_id: UUID

    def open_rows(self) -> list[tuple[UUID, str]]:
        """Return id and name of every row that is neither done nor parked, due or not."""
        found = self.superuser.execute(
            "select id, name from outbox where tenant_id = %s and done_at is null and parked_at is null order by id",
            [self.tenant_id],
        )
        return found.fetchall()

    def work_off(self) -> int:
        """Start every open row once, and what they publish; returns how many were started."""
        seen: set[UUID] = set()
        while new := [row for row, _name in self.open_rows() if row not in seen]:
            for row in new:
                seen.add(row)
                jobs.run_row(self.tenant_id, row)
        return len(seen)

    def expire(self) -> None:
        """Let every lease run out and every pause be over, as time would."""
        self.superuser.execute(
            "update outbox set sent_until = null, not_before = least(not_before, now()), "
            "run_until = case when run_until is not null then now() - interval '1 s' end"
        )

    def one(self, query: str, *values: Any) -> Any:
        """Return the first column of the first row."""
        row = self.superuser.execute(query, values).fetchone()  # type: ignore[arg-type]
        return row[0] if row else None


@pytest.fixture
def desk(servers: Any, database: Settings, world: Any) -> Iterator[Desk]:
    """The outbox of this test's consultancy."""
    assert tasks.deliver_message.name == "notifications.deliver_message"
    name = str(psycopg.conninfo.conninfo_to_dict(database.database_url)["dbname"])
    with psycopg.connect(servers.postgres.url(database=name), autocommit=True) as connection:
        yield Desk(connection, world.tenant_id)
