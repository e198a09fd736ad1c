"""One town and one book for the whole run."""

from collections.abc import Iterator
from contextlib import ExitStack

import psycopg
import pytest
from tests.bench.book import Book, server_of
from tests.bench.town import Town, build, connected

from handrail.entrypoints.servers.embedded import EmbeddedServers
from handrail.kit.settings import Settings


@pytest.fixture(scope="session")
def book(servers: EmbeddedServers) -> Iterator[Book]:
    """Where results go; the page is written at the end."""
    made = Book(server_of(servers))
    yield made
    made.write()


@pytest.fixture(scope="module")
def town(servers: EmbeddedServers, database: Settings) -> Iterator[Town]:
    """A town in a database of its own."""
    name = str(psycopg.conninfo.conninfo_to_dict(database.database_url)["dbname"])
    with ExitStack() as opened:
        superuser = opened.enter_context(connected(servers.postgres.url(database=name)))
        app = opened.enter_context(connected(database.database_url))
        yield build(superuser, app)
