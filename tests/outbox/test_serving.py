"""Relay and scheduler as they run: which role they refuse to work as, and what a lost connection does not undo."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest

from handrail.entrypoints import logs, relay, scheduler, stopping
from handrail.entrypoints.observing import beats, watching
from handrail.entrypoints.observing.backlog import Backlog
from handrail.entrypoints.servers.embedded import EmbeddedServers
from handrail.kit import clock
from handrail.kit.errors import Misconfigured
from handrail.kit.settings import Settings, configure


@pytest.fixture
def stop(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """What ends a part; its signals and its log stay this process's own."""
    made = threading.Event()
    monkeypatch.setattr(stopping, "event_on_signals", lambda: made)
    monkeypatch.setattr(logs, "configure", lambda *_given: None)
    return made


@pytest.fixture
def serve(
    database: Settings, valkey: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch, stop: threading.Event
) -> Iterator[Callable[..., None]]:
    """Run a part with some addresses changed; it ends after its first round, at the latest."""
    assert valkey is not None

    def once(_self: Any) -> int:
        stop.set()
        return 0

    monkeypatch.setattr(relay.Relay, "round", once)
    monkeypatch.setattr(scheduler.Scheduler, "round", once)

    def run(part: Any, **urls: str) -> None:
        configure(replace(database, state_dir=tmp_path, connections=replace(database.connections, **urls)))
        part.run()

    yield run
    watching.finish()
    configure(database)


@pytest.fixture
def superuser_url(servers: EmbeddedServers, database: Settings) -> str:
    name = str(psycopg.conninfo.conninfo_to_dict(database.database_url)["dbname"])
    return servers.postgres.url(database=name)


@pytest.mark.parametrize(
    ("part", "name", "role"),
    [
        (relay, "relay", "handrail_relay"),
        (scheduler, "database", "handrail_app"),
        (scheduler, "admin", "handrail_admin"),
    ],
)
def test_a_part_refuses_to_work_as_a_role_that_policies_do_not_bind(
    serve: Callable[..., None], superuser_url: str, part: Any, name: str, role: str
) -> None:
    said = rf"^HANDRAIL_{name.upper()}_URL: The role \w+ is a superuser, .* Connect as {role}, "
    with pytest.raises(Misconfigured, match=said):
        serve(part, **{name: superuser_url})
    watching.finish()
    serve(part)  # as the role that it is made for


def test_a_part_waits_for_a_database_that_is_away_and_looks_then(
    serve: Callable[..., None], stop: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited = []

    def wait(seconds: float) -> bool:
        waited.append(seconds)
        stop.set()
        return True

    monkeypatch.setattr(stop, "wait", wait)
    for part, name in ((relay, "relay"), (scheduler, "admin")):
        stop.clear()
        serve(part, **{name: "postgresql://handrail_relay:hush@127.0.0.1:9/handrail"})
    assert len(waited) == 2


def test_a_lost_connection_makes_the_relay_forget_nothing(
    serve: Callable[..., None], stop: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it counted last, when it beat last: a queue that is empty since then must be counted as empty."""
    made: list[str] = []
    rounds: list[Any] = [psycopg.OperationalError("lost"), 0]

    def once(_self: relay.Relay) -> int:
        found = rounds.pop(0)
        if isinstance(found, Exception):
            raise found
        stop.set()
        return int(found)

    def counting(name: str, make: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*given: Any) -> Any:
            made.append(name)
            return make(*given)

        return counted

    monkeypatch.setattr(relay.Relay, "round", once)
    monkeypatch.setattr(relay, "Backlog", counting("backlog", Backlog))
    monkeypatch.setattr(beats, "beat", counting("beat", beats.beat))
    serve(relay)
    assert rounds == []
    assert sorted(made) == ["backlog", "beat"]


def test_while_the_clock_is_not_believed_nothing_is_said_to_be_asked_for(
    serve: Callable[..., None], stop: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[float] = []

    def round_of(times: list[datetime]) -> Callable[[scheduler.Scheduler], int]:
        def once(self: scheduler.Scheduler) -> int:
            self.clock.believed(times.pop(0))
            watcher = watching.current()
            assert watcher is not None
            told.append(watcher.meters.registry.get_sample_value("handrail_scheduler_round_timestamp_seconds") or 0.0)
            if not times:
                stop.set()
            return 0

        return once

    now = clock.now()
    times = [now, now, now + timedelta(days=2), now + timedelta(days=2)]
    monkeypatch.setattr(scheduler, "ROUND_SECONDS", 0)
    monkeypatch.setattr(scheduler.Scheduler, "round", round_of(times))
    serve(scheduler)
    assert told[0] == 0
    assert told[1] < told[2] == told[3]
