"""What people hear of an import: one mail, however many cases came of it (CON-3)."""

import socket
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select, update
from tests.exchange.feeds import HEADER, add_workers

from handrail.exchange.intake.gathering import gather
from handrail.exchange.intake.in_parts import Import, carry_out
from handrail.exchange.intake.library import load
from handrail.exchange.intake.shelf import Shelf
from handrail.kit import jobs
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.outbox import Outbox
from handrail.kit.settings import Settings, configure, with_connections
from handrail.kit.subjects import System
from handrail.notifications import tasks
from handrail.notifications.models import Message
from handrail.notifications.rules import ALREADY_TOLD
from handrail.tenancy.models import Case, Person

World = Any  # the fixture's own type lies in conftest, which tests do not import
CASES = 12


class Kept:
    """A mail server that takes everything."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        del server, session
        self.mails.append(envelope.content)
        return "250 Kept"


@pytest.fixture
def kept(database: Settings) -> Iterator[Kept]:
    made = Kept()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    controller = Controller(made, hostname="127.0.0.1", port=port, enable_SMTPUTF8=True)
    controller.start()
    configure(with_connections(database, smtp=f"smtp://127.0.0.1:{port}"))
    yield made
    controller.stop()
    configure(database)


def work_off(world: World) -> None:
    """Do all that is asked for in the outbox, and what follows from it."""
    seen: set[Any] = set()
    while True:
        with tenant_session(engine_context(world.tenant_id)) as session:
            open_rows = select(Outbox.id).where(Outbox.done_at.is_(None), Outbox.queue == "notifications")
            new = [row for row in session.scalars(open_rows) if row not in seen]
        if not new:
            return
        for row in new:
            seen.add(row)
            jobs.run_row(world.tenant_id, row)


@pytest.mark.rule("CON-3")
def test_a_coordinator_of_many_new_cases_gets_one_mail_that_says_nothing_of_them(world: World, kept: Kept) -> None:
    assert tasks.tell.name == "notifications.tell"
    keys = [f"x{number}" for number in range(CASES)]
    add_workers(world.tenant_id, world.employers["harbour"], keys)
    context = engine_context(world.tenant_id)
    with tenant_session(context) as session:
        to = update(Person).where(Person.id == world.people["coordinator"])
        session.execute(to.values(email="coordinator@example.test"))
    content = "\n".join([HEADER, *(f"a-{key},{key},2026-10-01,,," for key in keys), ""]).encode()
    with Shelf() as shelf:
        read = gather(BytesIO(content), load("generic"), shelf, today=date(2026, 11, 20), start_year=None, site=None)
        work = Import(context, System(world.tenant_id), world.employers["harbour"], read, file_name="feed.csv")
        carry_out(work, work.begin(), lambda _progress, _found: None, may_go_on=lambda: True)
    work_off(world)
    with tenant_session(context) as session:
        assert len(session.scalars(select(Case.id)).all()) == CASES
        whys = session.scalars(select(Message.why).where(Message.person_id == world.people["coordinator"])).all()
    assert (whys.count(ALREADY_TOLD), whys.count(None)) == (CASES - 1, 1)
    (mail,) = kept.mails
    assert not any(key.encode() in mail for key in (*keys, "harbour"))
