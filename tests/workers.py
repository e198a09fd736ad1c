"""A real worker in a process of its own and a relay in this one, for tests that kill a worker or keep it busy.

A module that imports the fixtures has `catcher` too, the mail server that can be told how to behave.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from handrail.entrypoints.relay import Relay
from handrail.entrypoints.worker import THREADS
from handrail.kit import queues
from handrail.kit.settings import Settings

PATIENCE_SECONDS = 120
Start = Callable[..., "subprocess.Popen[bytes]"]
"""Starts one more worker; `threads` is how many rows it works on at once."""


@pytest.fixture
def start_worker(process_environment: dict[str, str], catcher: Any, tmp_path: Path) -> Iterator[Start]:
    started: list[subprocess.Popen[bytes]] = []
    environment = process_environment | {
        "HANDRAIL_SMTP_URL": catcher.url,
        "HANDRAIL_PUBLIC_URL": "http://localhost:8080",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }

    def start(threads: int = THREADS) -> "subprocess.Popen[bytes]":
        program = f"from handrail.entrypoints import worker; worker.run(threads={threads})"
        with (tmp_path / f"worker-{len(started)}.log").open("wb") as log:
            made = subprocess.Popen([sys.executable, "-c", program], env=environment, stdout=log, stderr=log)
        started.append(made)
        return made

    yield start
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture
def relay(database: Settings, valkey: Any) -> Iterator[Relay]:  # noqa: ARG001 - an empty queue
    with psycopg.connect(database.relay_url, autocommit=True) as connection:
        made = Relay(connection, queues.sending_broker(database.redis_url))
        yield made
        made.broker.client.close()


def until(holds: Callable[[], Any], meanwhile: Callable[[], Any]) -> None:
    """Wait, for a bounded time, until something holds; `meanwhile` is done between two looks."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, "It did not come about in time."
        meanwhile()
        time.sleep(0.02)
