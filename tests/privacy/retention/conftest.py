"""One consultancy whose case is over, made once a module; each test has a copy of its database to itself."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from psycopg import sql
from tests.privacy.retention.ending import AFTER_90_DAYS, Over, build_over

from handrail.entrypoints.servers.embedded import EmbeddedServers
from handrail.kit import clock, db, roles
from handrail.kit.settings import Settings, configure

_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def built(database: Settings) -> Over:  # noqa: ARG001 - it lies there
    return build_over("Quillon")


@pytest.fixture
def own(
    servers: EmbeddedServers, database: Settings, built: Over, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Settings]:
    """A database with the same in it, and a folder of seals, for one test alone."""
    del built
    db.dispose_engines()
    made = f"ending_{next(_numbers)}"
    source = str(psycopg.conninfo.conninfo_to_dict(database.database_url)["dbname"])
    with psycopg.connect(servers.postgres.url(), autocommit=True) as connection:
        connection.execute(
            sql.SQL("create database {} template {} strategy file_copy").format(
                sql.Identifier(made), sql.Identifier(source)
            )
        )
        for statement in roles.ownership_statements(made):
            connection.execute(statement)
    seals = tmp_path_factory.mktemp("seals")
    chosen = replace(database, connections=servers.connections(made), given_seals_dir=seals)
    configure(chosen)
    with clock.frozen(AFTER_90_DAYS):
        yield chosen
    db.dispose_engines()
    configure(database)
    with psycopg.connect(servers.postgres.url(), autocommit=True) as connection:
        connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(made)))


@pytest.fixture
def over(own: Settings, built: Over) -> Over:  # noqa: ARG001 - what is in that database
    return built


@pytest.fixture
def superuser(servers: EmbeddedServers, own: Settings) -> Iterator[psycopg.Connection[Any]]:
    """A look past the policies into this test's database, and a hand for what no role of ours may do."""
    name = str(psycopg.conninfo.conninfo_to_dict(own.database_url)["dbname"])
    with psycopg.connect(servers.postgres.url(database=name), autocommit=True) as connection:
        yield connection
