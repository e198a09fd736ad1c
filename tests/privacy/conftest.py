"""What the tests of one's own data share: a full case, workers who just proved who they are, jobs done at once."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from tests.builders import World
from tests.isolation.worlds import NOW, Full, build_full

from handrail.entrypoints.worker import load_tasks
from handrail.identity.actor import Actor
from handrail.identity.proofs import Method
from handrail.kit import clock, jobs
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session
from handrail.kit.outbox import Outbox
from handrail.kit.settings import Settings, configure, with_connections
from handrail.privacy.package import commands

LATER = NOW + timedelta(minutes=1)


@pytest.fixture(scope="module")
def full(database: Settings) -> Iterator[Full]:
    """One case in which every record exists; the clock stands still where everybody looks."""
    configure(with_connections(database, smtp="smtp://127.0.0.1:9"))
    made = build_full("Quillon")
    with clock.frozen(NOW):
        yield made


def proven(world: World, role: Role = Role.WORKER, person_id: UUID | None = None) -> Actor:
    """Return somebody who showed a moment ago who they are."""
    return replace(world.actor(role, person_id), method=Method.PASSKEY, proven_at=clock.now())


@dataclass
class Taken:
    """A package that was made: what it says, and its files by name."""

    document: dict[str, Any]
    files: dict[str, bytes]

    @property
    def text(self) -> str:
        return json.dumps(self.document, ensure_ascii=False)

    def rows(self, table: str) -> list[dict[str, Any]]:
        found: dict[str, Any] = self.document["tables"].get(table, {"records": []})
        return list(found["records"])


def do_jobs(world: World, name: str) -> None:
    """Do what the outbox was asked for under this name."""
    load_tasks()
    with world.engine() as session:
        rows = session.scalars(select(Outbox.id).where(Outbox.name == name, Outbox.done_at.is_(None))).all()
    for row_id in rows:
        assert jobs.run_row(world.tenant_id, row_id)
    with world.engine() as session:
        left = session.scalars(select(Outbox.last_error).where(Outbox.name == name, Outbox.done_at.is_(None))).all()
    assert left == []


def take(world: World, actor: Actor | None = None) -> Taken:
    """Ask for a package, have it made, and open it."""
    worker = actor or proven(world)
    with tenant_session(worker.context()) as session:
        package_id = commands.ask(session, worker, locale=worker.locale).id
    do_jobs(world, commands.BUILD)
    with tenant_session(worker.context()) as session:
        _package, archive = commands.fetch(session, worker, package_id)
    return opened(archive)


def opened(archive: bytes) -> Taken:
    """Return what an archive holds."""
    with zipfile.ZipFile(io.BytesIO(archive)) as found:
        files = {name: found.read(name) for name in found.namelist()}
    return Taken(json.loads(files["package.json"]), files)


Taking = Callable[[World], Taken]
