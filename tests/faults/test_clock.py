"""The clock of the machine goes two days ahead, comes back, and goes an hour back.

PostgreSQL's clock can not be set here without setting everybody's. What it compares are rows, so a clock that goes
ahead is the same as rows that lie further back.
"""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from psycopg import sql
from tests.faults.promises import Promises
from tests.faults.running import Running, until

pytestmark = pytest.mark.slow

CLOCKWORK = Path(__file__).with_name("clockwork")
TWO_DAYS = timedelta(days=2)
AN_HOUR = timedelta(hours=1)
_INSTANTS = ("sent_until", "run_until", "not_before", "published_at", "done_at")
_UNEVEN = (
    "select name, payload->>'period', count(*) from outbox where payload ? 'period' group by 1, 2 having count(*) > 1"
)
_TOO_EARLY = (
    "select name from outbox where payload->>'period' ~ '^20\\d\\d-' and (payload->>'period')::date > current_date"
)


class Clock:
    """What this machine takes the time to be, less what it is."""

    def __init__(self, file: Path) -> None:
        self.file, self.ahead = file, timedelta()
        self._write()

    def goes(self, running: Running, by: timedelta) -> None:
        self.ahead += by
        self._write()
        moved = sql.SQL(", ").join(
            sql.SQL("{0} = {0} - {1}").format(sql.Identifier(name), sql.Literal(by)) for name in _INSTANTS
        )
        with running.superuser() as connection:
            connection.execute(sql.SQL("update outbox set {}").format(moved))

    def _write(self) -> None:
        draft = self.file.with_suffix(".new")
        draft.write_text(str(self.ahead.total_seconds()), "ascii")
        draft.replace(self.file)


@pytest.fixture
def clock(tmp_path: Path) -> Clock:
    return Clock(tmp_path / "wrong-by")


@pytest.fixture
def running(start: Callable[..., Running], clock: Clock) -> Running:
    path = os.pathsep.join(filter(None, (str(CLOCKWORK), os.environ.get("PYTHONPATH"))))
    return start(PYTHONPATH=path, WRONG_BY_SECONDS=str(clock.file))


def test_a_clock_that_jumps(running: Running, clock: Clock) -> None:
    promises = Promises.of(running)
    until(lambda: running.ask("select 1 from outbox where payload ? 'period'"), running.story)
    first, second, third = promises.invitation(), promises.invitation(), promises.absence()
    with running.holding("message"):
        assert first.send(running).acknowledged
        until(lambda: running.waiting() > 0, running.story)
        clock.goes(running, TWO_DAYS)  # the job's lease is over, and it is still at work
        until(lambda: running.ask("select 1 from outbox where attempts > 1"), running.story)  # so another begins it too
    until(lambda: "scheduler.clock_jumped" in running.log("scheduler"), running.story)
    late = running.request("GET", "/api/v1/cases", second.headers)
    assert late.status == 401  # a token of a day, two days later
    assert running.ask(_TOO_EARLY) == []
    clock.goes(running, -TWO_DAYS)
    until(lambda: "scheduler.clock_is_back" in running.log("scheduler"), running.story)
    assert second.send(running).acknowledged
    clock.goes(running, -AN_HOUR)
    assert third.send(running).acknowledged
    promises.hold()
    assert running.ask(_UNEVEN) == []
    assert running.ask(_TOO_EARLY) == []
    assert running.request("GET", "/api/v1/cases", second.headers).status == 200
