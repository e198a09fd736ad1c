"""The worker: Dramatiq's threads in this process, running rows of the outbox."""

import importlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import dramatiq
import structlog

from handrail.entrypoints import logs, stopping
from handrail.entrypoints.observing import beats, watching
from handrail.entrypoints.observing.underway import Underway
from handrail.kit import jobs, queues
from handrail.kit.roles import refuse_unsafe_role
from handrail.kit.settings import settings

THREADS: Final = 4
STOP_SECONDS: Final = 8
_PACKAGE: Final = Path(__file__).parents[1]
log = structlog.get_logger(__name__)


def load_tasks() -> list[str]:
    """Import the `tasks` module of every slice that has one, so that its actors are known; returns their names."""
    names = sorted(f"handrail.{path.parent.name}.tasks" for path in _PACKAGE.glob("*/tasks.py"))
    for name in names:
        importlib.import_module(name)
    return names


def run(threads: int = THREADS) -> None:
    """Work until SIGTERM; what runs then is given some seconds, and what is not done is started again later."""
    logs.configure("worker")
    watching.start("worker")
    stop = stopping.event_on_signals()
    refuse_unsafe_role(settings().database_url)
    load_tasks()
    broker = queues.broker(settings().redis_url)
    broker.add_middleware(underway := Underway())
    broker.emit_after("process_boot")  # starts the time limits
    lanes = queues.lanes(threads)
    workers = [dramatiq.Worker(broker, queues=set(lane.queues), worker_threads=lane.threads) for lane in lanes]
    for worker in workers:
        worker.start()
    log.info("worker.ready", actors=sorted(jobs.actors()))
    come_round = beats.beat("worker")
    come_round()
    limit = longest()
    while not stop.wait(beats.SECONDS):
        if underway.comes_round(lanes, limit):
            come_round()
    _stop_all(workers)
    broker.close()
    watching.finish()


def longest() -> float:
    """Return after how many seconds a job must have ended, whichever it is: past it, its thread hangs."""
    limits = [actor.time_limit for actor in jobs.actors().values()]
    return max(limits, default=jobs.DEFAULT_SECONDS) + jobs.GRACE_SECONDS


def _stop_all(workers: list[dramatiq.Worker]) -> None:
    """Stop the lanes side by side: what is left of one's seconds is not taken from another's."""
    with ThreadPoolExecutor(len(workers) or 1) as threads:
        for worker in workers:
            threads.submit(worker.stop, timeout=STOP_SECONDS * 1000)
