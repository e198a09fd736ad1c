"""The database is away: whoever asks is told so, in their language, and when to come again."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from tests.faults.proxy import Proxy

from handrail.entrypoints.app import create_app
from handrail.kit import db, deadlines
from handrail.kit.deadlines import TimedConnection
from handrail.kit.settings import Settings, configure, with_connections


@pytest.fixture
def client(database: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    """A signed-in browser of an application whose database takes everything and says nothing."""
    proxy = Proxy(database.database_url)
    monkeypatch.setattr(TimedConnection, "answer_seconds", 1)
    monkeypatch.setattr(deadlines, "CONNECT_SECONDS", 2)
    db.dispose_engines()
    configure(with_connections(database, database=proxy.url))
    proxy.fall_silent()
    made = create_app().test_client()
    made.set_cookie("hr", "somebody", domain="localhost")
    yield made
    proxy.close()
    db.dispose_engines()
    configure(database)


def test_a_page_says_so_in_the_readers_language(client: FlaskClient) -> None:
    answer = client.get("/today", headers={"Accept-Language": "nl"})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert "Handrail kan zijn database nu niet bereiken" in answer.get_data(as_text=True)


def test_a_program_is_told_by_a_type(client: FlaskClient) -> None:
    answer = client.get("/api/v1/cases", headers={"Authorization": "Bearer hr_somebody"})
    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["type"] == "/problems/database-away"
    assert int(answer.headers["Retry-After"]) == answer.json["retry_after"]


def test_a_sign_of_life_needs_no_database(client: FlaskClient) -> None:
    client.delete_cookie("hr", domain="localhost")
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503
