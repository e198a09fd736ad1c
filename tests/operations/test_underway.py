"""A worker that hangs stops beating; one that works, or has nothing to do, goes on."""

import threading
import time
from collections.abc import Iterator
from typing import Any

import dramatiq
import pytest
from dramatiq.brokers.stub import StubBroker

from handrail.entrypoints import logs, stopping, worker
from handrail.entrypoints.observing import beats, watching
from handrail.entrypoints.observing.underway import Underway
from handrail.kit.queues import Lane

LANES = [Lane(frozenset({"short"}), 2), Lane(frozenset({"long"}), 1)]


class Bench:
    """Two lanes at work on a queue in memory, and a clock that a test moves."""

    def __init__(self) -> None:
        self.now, self.go_on, self.busy = 0.0, threading.Event(), threading.Semaphore(0)
        self.underway = Underway(lambda: self.now)
        self.broker = StubBroker(middleware=[self.underway])
        for queue in ("short", "long"):
            dramatiq.Actor(self.stay, broker=self.broker, actor_name=queue, queue_name=queue, priority=0, options={})
        self.workers = [
            dramatiq.Worker(self.broker, queues=set(lane.queues), worker_threads=lane.threads, worker_timeout=50)
            for lane in LANES
        ]
        for each in self.workers:
            each.start()

    def stay(self) -> None:
        self.busy.release()
        assert self.go_on.wait(60)

    def begin(self, queue: str) -> None:
        """Let a thread begin with a job that stays; it has begun when this returns."""
        self.broker.enqueue(self.broker.get_actor(queue).message())
        assert self.busy.acquire(timeout=60)

    def comes_round(self) -> bool:
        return self.underway.comes_round(LANES, 100)


@pytest.fixture
def bench() -> Iterator[Bench]:
    made = Bench()
    yield made
    made.go_on.set()
    for each in made.workers:
        each.stop()
    made.broker.close()


def test_a_worker_hangs_when_all_threads_of_a_lane_are_past_the_limit(bench: Bench) -> None:
    assert bench.comes_round()
    bench.begin("short")
    bench.now = 60
    bench.begin("short")
    bench.now = 101
    assert bench.comes_round()  # the second is within its limit yet
    bench.now = 161
    assert not bench.comes_round()
    bench.go_on.set()
    deadline = time.monotonic() + 60
    while not bench.comes_round():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_long_work_that_hangs_is_noticed_though_short_work_goes_on(bench: Bench) -> None:
    bench.begin("long")
    bench.now = 101
    assert not bench.comes_round()


@pytest.mark.usefixtures("database", "valkey")
@pytest.mark.parametrize(("hangs", "said"), [(False, 4), (True, 1)])
def test_the_worker_beats_only_while_its_threads_come_round(
    monkeypatch: pytest.MonkeyPatch, *, hangs: bool, said: int
) -> None:
    rounds, beaten, limits = iter([False, False, False, True]), [], []

    def comes_round(_underway: Underway, _lanes: Any, limit: float) -> bool:
        limits.append(limit)
        return not hangs

    class Stop:
        def wait(self, _seconds: float) -> bool:
            return next(rounds)

    for module, name in ((logs, "configure"), (watching, "start")):
        monkeypatch.setattr(module, name, lambda *_given: None)
    monkeypatch.setattr(stopping, "event_on_signals", Stop)
    monkeypatch.setattr(beats, "beat", lambda _process: lambda: beaten.append(1))
    monkeypatch.setattr(Underway, "comes_round", comes_round)
    worker.run(threads=2)
    assert len(beaten) == said
    assert set(limits) == {worker.longest()}
