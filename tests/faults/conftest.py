"""Each fault has a Handrail of its own, fresh, as an operator starts it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.faults.promises import Promises
from tests.faults.running import Running

from handrail.kit import db
from handrail.kit.settings import configure, settings


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Start a Handrail; this test process becomes one of its processes, so that builders write into its database."""
    before, started = settings(), []

    def run(**options: Any) -> Running:
        started.append(Running(tmp_path, **options))
        started[-1].ready()
        db.dispose_engines()
        configure(started[-1].settings())
        return started[-1]

    yield run
    db.dispose_engines()
    configure(before)
    for each in started:
        each.end()


@pytest.fixture
def running(start: Callable[..., Running]) -> Running:
    return start()


@pytest.fixture
def promises(running: Running) -> Promises:
    return Promises.of(running)
