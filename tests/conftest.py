"""Fixtures for every test: real PostgreSQL and Valkey, a fresh database a module, and no way out of this machine.

The servers start only for tests that ask. Each process of a parallel run has its own pair; the schema is migrated
once, into a template, and every module gets a copy of it. Tests connect as handrail_app, like the program itself: as
the server's superuser every isolation test would pass for the wrong reason.
"""

import itertools
import os
import shutil
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
import redis
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from psycopg import sql

from handrail.entrypoints.servers.embedded import EmbeddedServers
from handrail.entrypoints.servers.postgres import FORGETFUL
from handrail.kit import db, migrations, roles
from handrail.kit.settings import Connections, Settings, configure

ROOT = Path(__file__).parents[1]
TEMPLATE = "handrail_template"
_numbers = itertools.count(1)
_connect = socket.socket.connect


@pytest.fixture(scope="session", autouse=True)
def nothing_leaves_this_machine() -> Iterator[None]:
    """Refuse every connection but to loopback and to unix sockets."""

    def connect(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"A test tried to reach {address[0]}.")
        _connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        yield


@pytest.fixture(scope="session", autouse=True)
def state_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give keys and files a folder of their own, and keep the developer's running servers out of every test."""
    folder = tmp_path_factory.mktemp("state")
    configure(_settings(folder, Connections()))
    return folder


@pytest.fixture(scope="session", autouse=True)
def templates_are_compiled_once() -> Iterator[None]:
    """Keep compiled templates from one application to the next: a hundred modules make one of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "jinja_options", {**Flask.jinja_options, "bytecode_cache": _Compiled()})
        yield


class _Compiled(BytecodeCache):
    """Compiled templates by name and source, in memory."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if kept := self._kept.get(f"{bucket.key} {bucket.checksum}"):
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[f"{bucket.key} {bucket.checksum}"] = bucket.bytecode_to_string()


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedServers]:
    """PostgreSQL, which forgets in a power cut, and Valkey; with the roles and a migrated template."""
    made = EmbeddedServers(tmp_path_factory.mktemp("servers"), FORGETFUL)
    try:
        made.valkey.start()
        made.postgres.start()
        roles.prepare(made.postgres.url(), made.logins, TEMPLATE)
        migrations.upgrade(made.connections(TEMPLATE).migrate or "")
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="module")
def database(servers: EmbeddedServers, state_dir: Path) -> Iterator[Settings]:
    """A fresh, empty, migrated database; the settings of this process name it while the module's tests run."""
    name = f"test_{next(_numbers)}"
    copy_template(servers, name)
    chosen = _settings(state_dir, servers.connections(name))
    configure(chosen)
    yield chosen
    db.dispose_engines()
    configure(_settings(state_dir, Connections()))
    with psycopg.connect(servers.postgres.url(), autocommit=True) as connection:
        connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


@pytest.fixture
def process_environment(database: Settings) -> dict[str, str]:
    """The environment for a process of Handrail's that a test starts itself."""
    told = database.connections
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HANDRAIL_")}
    return kept | {
        "HANDRAIL_DATABASE_URL": told.database or "",
        "HANDRAIL_MIGRATE_URL": told.migrate or "",
        "HANDRAIL_RELAY_URL": told.relay or "",
        "HANDRAIL_ADMIN_URL": told.admin or "",
        "HANDRAIL_REDIS_URL": told.redis or "",
        "HANDRAIL_STATE_DIR": str(database.state_dir),
        "HANDRAIL_TENANTS_DIR": str(database.tenants_dir),
    }


@pytest.fixture
def superuser(servers: EmbeddedServers, database: Settings) -> Iterator[psycopg.Connection[Any]]:
    """A look past the policies, and a hand for what no role of ours may do."""
    name = str(psycopg.conninfo.conninfo_to_dict(database.database_url)["dbname"])
    with psycopg.connect(servers.postgres.url(database=name), autocommit=True) as connection:
        yield connection


@pytest.fixture
def valkey(servers: EmbeddedServers) -> Iterator[redis.Redis]:
    """An empty Valkey."""
    with redis.Redis.from_url(servers.valkey.url) as client:
        client.flushall()
        yield client


@pytest.fixture(scope="module")
def app(database: Settings) -> Flask:  # noqa: ARG001 - its settings are read at boot
    """The whole application, as it is served."""
    from handrail.entrypoints.app import create_app  # noqa: PLC0415 - seconds, which tests without pages need not wait

    return create_app()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's program; a test that needs it does not pass without it."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.fail("Chromium is not installed: run .ci/browser")
    return found


def copy_template(servers: EmbeddedServers, name: str) -> None:
    """Make a database that is a copy of the migrated template."""
    with psycopg.connect(servers.postgres.url(), autocommit=True) as connection:
        connection.execute(
            sql.SQL("create database {} template {} strategy file_copy").format(
                sql.Identifier(name), sql.Identifier(TEMPLATE)
            )
        )
        for statement in roles.ownership_statements(name):
            connection.execute(statement)


def _settings(folder: Path, connections: Connections) -> Settings:
    return replace(
        Settings(state_dir=folder, tenants_dir=ROOT / "tenants", connections=connections),
        given_public_url="http://localhost:8080",
    )
