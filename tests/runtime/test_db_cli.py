"""`handrail db`: what it says, and that the SQL it prints makes what is needed."""

from dataclasses import replace

import psycopg
import pytest
from click.testing import CliRunner

from handrail.entrypoints import schema
from handrail.entrypoints.db_cli import db
from handrail.entrypoints.errors import StartError
from handrail.entrypoints.servers.embedded import EmbeddedServers
from handrail.kit.settings import Settings, configure


@pytest.fixture
def empty(servers: EmbeddedServers, database: Settings) -> Settings:
    """A database of one's own, as a superuser would make it: the printed SQL is all that is done to it."""
    with psycopg.connect(servers.postgres.url(), autocommit=True) as connection:
        connection.execute("create database elsewhere template template0")
    printed = CliRunner().invoke(db, ["roles", "--database", "elsewhere"], catch_exceptions=False).output
    with psycopg.connect(servers.postgres.url(database="elsewhere"), autocommit=True) as connection:
        connection.execute(printed.encode())
    chosen = replace(database, connections=servers.connections("elsewhere"))
    configure(chosen)
    yield chosen  # type: ignore[misc]
    configure(database)
    with psycopg.connect(servers.postgres.url(), autocommit=True) as connection:
        connection.execute("drop database elsewhere with (force)")


def run(*arguments: str) -> str:
    return CliRunner().invoke(db, arguments, catch_exceptions=False).output


def test_an_empty_database_is_brought_up_to_date_once(empty: Settings) -> None:
    newest = schema.newest()
    with pytest.raises(StartError, match=f"no revision yet, this release needs {newest}: handrail db upgrade"):
        run("check")
    assert f"would bring it to {newest}" in run("upgrade", "--dry-run")
    assert schema.current(empty.database_url) is None
    assert f"from nothing to {newest}" in run("upgrade")
    assert f"at {newest}, the newest" in run("upgrade")
    assert "bound by the policies" in run("check")


def test_the_printed_roles_hold_no_password() -> None:
    assert "password" not in run("roles")
