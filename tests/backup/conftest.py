"""What the tests of backups share: an installation full of records, a backup of it, and empty databases."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import psycopg
import pytest
from psycopg import sql
from tests.isolation.worlds import Full, build_full

from handrail.audit import sealing
from handrail.audit.rules.seals import public_key
from handrail.entrypoints.backup import restoring, taking
from handrail.entrypoints.backup.restoring import Choices, Plan, Restored
from handrail.entrypoints.servers.embedded import EmbeddedServers
from handrail.kit import clock, db, migrations, roles
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.settings import Connections, Settings, configure

MASTER: Final = "a1" * 32
_numbers = itertools.count(1)


@dataclass
class Installation:
    """Settings of one installation, and two consultancies in it where it is the source."""

    chosen: Settings
    worlds: tuple[Full, ...] = ()

    def use(self) -> None:
        """Make it the one that this process works with."""
        db.dispose_engines()
        configure(self.chosen)

    def backup_to(self, root: Path, keys_root: Path) -> taking.Taken:
        return taking.take(self.chosen.backup_url, root, keys_root, self.chosen.seal_key)

    def plan(self, data: Path, keys: Path, **options: bool) -> Plan:
        return restoring.plan(data, keys, [public_key(self.chosen.seal_key)], **options)

    def restore(self, data: Path, keys: Path, *, release_work: bool = True) -> Restored:
        choices = Choices(release_work=release_work)
        return restoring.restore(self.chosen.migrate_url, self.plan(data, keys), self.chosen.master_key, choices)

    def digests(self) -> dict[str, tuple[int, str]]:
        """Return number of rows and a digest of every table, as somebody who sees all."""
        with psycopg.connect(self.chosen.backup_url) as connection:
            names = [
                name
                for (name,) in connection.execute(
                    "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
                ).fetchall()
            ]
            return {name: self._digest(connection, name) for name in names}

    def _digest(self, connection: psycopg.Connection[Any], name: str) -> tuple[int, str]:
        found = sql.SQL("select count(*), md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from {} t")
        row = connection.execute(found.format(sql.Identifier(name))).fetchone()
        assert row is not None
        return row

    def ask(self, statement: str) -> list[Any]:
        """Return rows, as somebody who sees all."""
        with psycopg.connect(self.chosen.backup_url) as connection:
            return connection.execute(statement.encode()).fetchall()


@pytest.fixture(scope="module")
def source(
    database: Settings, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Installation]:
    """An installation with a consultancy in which every record exists, sealed; one for each of the module's WORDS."""
    seals = tmp_path_factory.mktemp("source") / "seals"
    chosen = replace(database, given_seals_dir=seals, given_keys={"HANDRAIL_MASTER_KEY": MASTER})
    configure(chosen)
    found = Installation(chosen, tuple(map(build_full, getattr(request.module, "WORDS", ("Quillon",)))))
    for full in found.worlds:
        tenant_id = full.world.tenant_id
        made = sealing.make(tenant_id, clock.today(), sealing.folder_of(tenant_id))
        with tenant_session(engine_context(tenant_id)) as session:
            sealing.record(session, made)
    yield found
    db.dispose_engines()
    configure(database)


@pytest.fixture(scope="module")
def backup(source: Installation, tmp_path_factory: pytest.TempPathFactory) -> taking.Taken:
    """A backup of it."""
    folder = tmp_path_factory.mktemp("backups")
    return source.backup_to(folder / "data", folder / "keys")


@pytest.fixture
def empty(servers: EmbeddedServers, source: Installation) -> Iterator[Callable[..., Installation]]:
    """Make empty databases, with the old installation's key files put in place."""
    made: list[str] = []

    def make(*, schema: bool = True, **changes: Any) -> Installation:
        name = f"restored_{next(_numbers)}"
        made.append(name)
        roles.prepare(servers.postgres.url(), servers.logins, name)
        connections: Connections = servers.connections(name)
        if schema:
            migrations.upgrade(connections.migrate or "")
        return Installation(replace(source.chosen, connections=connections, **changes))

    yield make
    source.use()
    with psycopg.connect(servers.postgres.url(), autocommit=True) as connection:
        for name in made:
            connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))
