"""Whether a process lives and whether it can serve are two questions, and each has an answer in time."""

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from flask import Flask

from handrail.entrypoints import schema
from handrail.entrypoints.app import create_app
from handrail.entrypoints.observing import readiness
from handrail.kit import roles
from handrail.kit.settings import Settings, configure


@pytest.fixture
def app(database: Settings, valkey: Any) -> Iterator[Flask]:
    """An app of its own each time, since an answer holds for a moment."""
    assert valkey
    yield create_app()
    configure(database)


def told(given: Settings, /, **connections: str) -> None:
    configure(replace(given, connections=replace(given.connections, **connections)))


def ask(app: Flask) -> tuple[int, str]:
    answer = app.test_client().get("/readyz")
    return answer.status_code, answer.text


@pytest.fixture
def black_hole() -> Iterator[int]:
    """A port that takes connections and says nothing, like a network that swallows packets."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_what_is_well_is_ready(app: Flask) -> None:
    assert ask(app) == (200, "ready\n")


def test_a_database_that_is_away_is_named_without_its_address(app: Flask, database: Settings) -> None:
    told(database, database="postgresql://handrail_app:hush@127.0.0.1:9/handrail")
    assert ask(app) == (503, "database: does not answer (OperationalError)\n")


def test_a_role_that_passes_by_the_policies_is_not_ready(app: Flask, database: Settings, servers: Any) -> None:
    name = psycopg.conninfo.conninfo_to_dict(database.database_url)["dbname"]
    told(database, database=servers.postgres.url(database=str(name)))
    assert ask(app) == (503, "role: may pass by the policies\n")


def test_an_older_schema_is_not_ready_and_a_later_one_is(
    app: Flask, database: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert database
    ours = schema.newest()
    assert ours is not None
    monkeypatch.setattr(schema, "newest", lambda: "29990101_0001")
    monkeypatch.setattr(readiness, "known_revisions", lambda: {ours, "29990101_0001"})
    assert ask(app) == (503, "schema: older than this release\n")
    monkeypatch.setattr(readiness, "known_revisions", lambda: {"19990101_0001"})  # what we find is not of our past
    assert ask(create_app()) == (200, "ready\n")


def test_every_revision_of_this_release_is_known() -> None:
    assert schema.newest() in readiness.known_revisions()


def test_a_queue_that_is_away_is_named(app: Flask, database: Settings) -> None:
    told(database, redis="redis://127.0.0.1:9/0")
    assert ask(app) == (503, "queue: does not answer (ConnectionError)\n")


def test_servers_that_take_connections_and_say_nothing_are_not_waited_for(
    app: Flask, database: Settings, black_hole: int
) -> None:
    told(database, database=f"postgresql://a:b@127.0.0.1:{black_hole}/h", redis=f"redis://127.0.0.1:{black_hole}/0")
    status, said = ask(app)
    assert status == 503
    assert {line.partition(":")[0] for line in said.splitlines()} == {"database", "queue"}


def test_one_question_at_a_time_however_many_ask(monkeypatch: pytest.MonkeyPatch, database: Settings) -> None:
    assert database
    asked, hold = [], threading.Event()

    def hangs(_seconds: float) -> dict[str, str]:
        asked.append(1)
        hold.wait(60)
        return {}

    monkeypatch.setattr(readiness, "database_answers", hangs)
    monkeypatch.setattr(readiness, "queue_answers", lambda _seconds: {})
    monkeypatch.setattr(readiness, "KEPT_SECONDS", 0.0)
    found = readiness.Readiness(seconds=0.05)
    verdicts: list[readiness.Verdict] = []
    threads = [threading.Thread(target=lambda: verdicts.append(found.verdict())) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [verdict.wrong for verdict in verdicts] == [{"database": "no answer in time"}] * 5
    assert asked == [1]
    hold.set()
    deadline = time.monotonic() + 60
    while not found.verdict().is_ready:
        assert time.monotonic() < deadline


def test_losing_and_finding_something_is_logged_once(log: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    answers: list[dict[str, str]] = [{}, {"database": "gone"}, {"database": "gone"}, {}]
    monkeypatch.setattr(readiness, "database_answers", lambda _seconds: answers.pop(0))
    monkeypatch.setattr(readiness, "queue_answers", lambda _seconds: {})
    monkeypatch.setattr(readiness, "KEPT_SECONDS", 0.0)
    found = readiness.Readiness()
    for _question in range(4):
        found.verdict()
    assert [(line["event"], line["check"]) for line in log.lines()] == [
        ("readiness.lost", "database"), ("readiness.regained", "database"),
    ]  # fmt: skip


def test_a_process_lives_while_everything_else_is_away(app: Flask, database: Settings) -> None:
    """Also for a browser with a cookie: nothing is looked up."""
    told(database, database="postgresql://handrail_app:hush@127.0.0.1:9/handrail", redis="redis://127.0.0.1:9/0")
    answer = app.test_client().get("/healthz", headers={"Cookie": "hr=whatever"})
    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert roles.APP not in answer.text
