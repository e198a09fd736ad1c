"""Real processes, killed and restarted: nothing is lost and nothing happens twice."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis

WORKER = Path(__file__).with_name("worker_process.py")
PATIENCE_SECONDS = 40


@pytest.fixture
def start_worker(
    process_environment: dict[str, str], tmp_path: Path
) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        log = (tmp_path / f"worker-{len(started)}.log").open("wb")
        with log:
            made = subprocess.Popen([sys.executable, WORKER], env=process_environment, stdout=log, stderr=log)
        started.append(made)
        return made

    yield start
    for process in started:
        process.kill()
        process.wait()


def until(holds: Callable[[], bool], meanwhile: Callable[[], Any] = lambda: None) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, "It did not come about in time."
        meanwhile()
        time.sleep(0.05)


@pytest.mark.slow
def test_a_worker_killed_in_the_middle_is_made_up_for_exactly_once(
    desk: Any, make_relay: Any, start_worker: Callable[[], subprocess.Popen[bytes]]
) -> None:
    row = desk.publish("test.hang_once")
    relay = make_relay(lease_seconds=1)
    first = start_worker()
    until(lambda: desk.row(row).attempts == 1, relay.round)
    first.send_signal(signal.SIGKILL)
    first.wait()
    start_worker()
    until(lambda: desk.row(row).done, relay.round)
    assert desk.effects() == [(row, desk.row(row).attempts)]
    assert desk.row(row).attempts >= 2


@pytest.mark.slow
def test_a_queue_killed_with_work_in_it_loses_nothing(
    desk: Any, make_relay: Any, servers: Any, start_worker: Callable[[], subprocess.Popen[bytes]]
) -> None:
    rows = sorted(desk.publish("test.note") for _ in range(40))
    relay = make_relay(in_flight=100)
    relay.round()
    with redis.Redis.from_url(servers.valkey.url) as client:
        assert client.llen("handrail:test") == len(rows)
    servers.valkey.child.kill()
    servers.valkey.child.wait()
    servers.valkey.start()
    start_worker()
    until(lambda: all(desk.row(row).done for row in rows), relay.round)
    assert [row for row, _ in desk.effects()] == rows


@pytest.mark.slow
def test_every_message_doubled_has_one_effect_each(
    desk: Any, make_relay: Any, start_worker: Callable[[], subprocess.Popen[bytes]]
) -> None:
    rows = sorted(desk.publish("test.note") for _ in range(20))
    relay = make_relay(in_flight=100)
    leases = relay.claim()
    for _ in range(3):
        relay._send_all(leases)  # noqa: SLF001 - what a lease that ran out in a backlog does
    start_worker()
    start_worker()
    until(lambda: relay.broker.client.llen("handrail:test") == 0 and all(desk.row(row).done for row in rows))
    assert desk.effects() == [(row, 1) for row in rows]


@pytest.mark.slow
def test_a_worker_told_to_stop_ends_and_leaves_the_rest_for_later(
    desk: Any, make_relay: Any, start_worker: Callable[[], subprocess.Popen[bytes]]
) -> None:
    worker = start_worker()
    row = desk.publish("test.note")
    until(lambda: desk.row(row).done, make_relay().round)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(15) == 0
