"""The worker's side of the outbox: start, run and finish one row, so that its effects happen exactly once.

A message carries a tenant and a row id and may come late, twice or never. The row decides: it is started in a short
transaction of its own, and its effects and `done_at` are one transaction, which only the newest start can commit.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal
from uuid import UUID

import structlog
from dramatiq.middleware import Interrupt
from sqlalchemy import text

from handrail.kit import observing, outbox
from handrail.kit.db import Context, engine_context, tenant_session
from handrail.kit.errors import Unavailable
from handrail.kit.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import RowMapping
    from sqlalchemy.orm import Session

DEFAULT_SECONDS: Final = 60
DEFAULT_PAUSES: Final = (10, 60, 300, 1800)
GRACE_SECONDS: Final = 5  # between the time limit and the end of the lease
log = structlog.get_logger(__name__)


class LeaseLost(Exception):
    """Another worker has started this row since: what this one did is rolled back and forgotten."""


class UnknownActor(Exception):
    """No actor of this name is known to this worker; it may be older than what published the row."""


@dataclass(slots=True)
class OutboxRun:
    """One start of one row: `attempt` counts from 1, `context` reaches the whole tenant as the recorded person."""

    row_id: UUID
    name: str
    payload: dict[str, Any]
    idem_key: str
    attempt: int
    context: Context
    finished: bool = field(default=False, init=False)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Open the transaction in which the effects and the end of this row are one: exactly once in PostgreSQL.

        Raises LeaseLost when another worker has started the row since.
        """
        with tenant_session(self.context) as session:
            self._finish(session)
            yield session
        self.finished = True

    def extend(self, seconds: int) -> None:
        """Keep the row for `seconds` from now; for long work, between its steps. Raises LeaseLost."""
        with self.step(seconds):
            pass

    @contextmanager
    def step(self, seconds: int) -> Iterator[Session]:
        """Open the transaction of one step of long work, which keeps the row for `seconds` more.

        Nobody can start the row while it is open. Raises LeaseLost where another worker has started it before.
        """
        with tenant_session(self.context) as session:
            self._only_mine(session.execute(_EXTEND, self._mine() | {"seconds": seconds}))
            yield session

    def finish(self) -> None:
        """Mark the row done, for work whose effect lies outside PostgreSQL; called for an actor that returns."""
        if not self.finished:
            with tenant_session(self.context) as session:
                self._finish(session)
            self.finished = True

    def _finish(self, session: Session) -> None:
        self._only_mine(session.execute(_FINISH, self._mine()))

    def _mine(self) -> dict[str, Any]:
        return {"tenant": self.context.tenant_id, "row": self.row_id, "attempt": self.attempt}

    def _only_mine(self, result: Any) -> None:
        if result.rowcount != 1:
            raise LeaseLost(f"Another worker has started row {self.row_id} since attempt {self.attempt}.")


@dataclass(frozen=True, slots=True)
class OutboxActor:
    """What runs for a name. `time_limit` and `pauses` (before the second, third ... start) are seconds."""

    name: str
    queue: str
    function: Callable[[OutboxRun], None]
    time_limit: int
    pauses: Sequence[int]

    def __call__(self, run: OutboxRun) -> None:
        """Run it here and now, as a worker would."""
        self.function(run)

    def pause_after(self, attempt: int) -> int:
        """Return how long to wait after the start numbered `attempt` went wrong."""
        return self.pauses[min(attempt, len(self.pauses)) - 1] if self.pauses else 0


_actors: dict[str, OutboxActor] = {}


def outbox_actor(
    *,
    queue: str,
    name: str | None = None,
    time_limit: int = DEFAULT_SECONDS,
    pauses: Sequence[int] = DEFAULT_PAUSES,
    max_retries: Literal[0] = 0,
) -> Callable[[Callable[[OutboxRun], None]], OutboxActor]:
    """Let a function run for the rows published under `name`, which is "slice.function" where none is given.

    `max_retries` can only be 0 and stands for the reader: the outbox is the only retry. Raises ValueError for a time
    limit (with the grace that its lease has on top) or a pause that is longer than the outbox knows.
    """
    del max_retries
    if max(time_limit + GRACE_SECONDS, *pauses) > outbox.LONGEST_SECONDS:
        raise ValueError(f"No time limit and no pause is longer than {outbox.LONGEST_SECONDS} s.")

    def register(function: Callable[[OutboxRun], None]) -> OutboxActor:
        known_as = name or f"{function.__module__.split('.')[1]}.{function.__name__}"
        made = OutboxActor(known_as, queue, function, time_limit, tuple(pauses))
        _actors[known_as] = made
        return made

    return register


def actors() -> dict[str, OutboxActor]:
    """Return the known actors by name."""
    return dict(_actors)


def run_row(tenant_id: UUID, row_id: UUID) -> bool:
    """Start and run one row; False when there was nothing to start: done, parked, running elsewhere, or gone."""
    started = _start(tenant_id, row_id)
    if started is None:
        return False
    run, actor, trace = started
    ids = {"tenant": str(tenant_id), "row": str(row_id), "actor": run.name, "attempt": run.attempt}
    watch, began = observing.observer(), time.monotonic()
    # Whatever is logged while it runs says in which job.
    with (
        structlog.contextvars.bound_contextvars(**ids),
        watch.span(f"job {run.name}", parent=trace, attributes=ids, kind="consumer"),
    ):
        outcome, problem = _attempt(run, actor)
        seconds = time.monotonic() - began
        _tell(outcome, problem, seconds)
    watch.job_ended(run.name, outcome, seconds)
    return True


def _attempt(run: OutboxRun, actor: OutboxActor | None) -> tuple[observing.JobOutcome, BaseException | None]:
    """Run it, and give the row back where that went wrong."""
    try:
        _perform(run, actor)
    except LeaseLost:
        return "lease_lost", None
    except (Exception, Interrupt) as problem:  # noqa: BLE001 - whatever it was, the row is tried again or parked
        try:
            _give_back(run, problem, actor.pause_after(run.attempt) if actor else DEFAULT_PAUSES[-1])
        except Unavailable as away:
            log.warning("job.not_given_back", error=type(away).__name__)  # it starts again when its lease is over
            return "failed", problem
        return ("parked" if run.attempt >= outbox.MOST_STARTS else "failed"), problem
    return "done", None


def _perform(run: OutboxRun, actor: OutboxActor | None) -> None:
    if actor is None:
        raise UnknownActor(run.name)
    actor(run)
    run.finish()


def _tell(outcome: observing.JobOutcome, problem: BaseException | None, seconds: float) -> None:
    ms = round(seconds * 1000)
    match outcome:
        case "done":
            log.info("job.done", ms=ms)
        case "lease_lost":
            log.warning("job.lease_lost", ms=ms)
        case "failed":
            log.error("job.failed", fault=problem and Fault.of(problem), ms=ms)
        case "parked":
            log.error("job.parked", fault=problem and Fault.of(problem), ms=ms)


_READ = text("select name, attempts from outbox where tenant_id = :tenant and id = :row")
_START = text(
    "update outbox set attempts = attempts + 1, run_until = now() + make_interval(secs => :seconds) "
    "where (tenant_id, id) in (select tenant_id, id from outbox where tenant_id = :tenant and id = :row "
    "and done_at is null and parked_at is null and attempts < :most "
    "and (run_until is null or run_until not between now() and now() + make_interval(secs => :longest)) "
    "for update skip locked) "
    "returning id, name, payload, idem_key, attempts, acting_person_id, acting_role, trace"
)
_PARK_EXHAUSTED = text(
    "update outbox set parked_at = now(), run_until = null, sent_until = null, "
    "last_error = coalesce(last_error, 'the worker ended while it ran') "
    "where tenant_id = :tenant and id = :row and done_at is null and parked_at is null and attempts >= :most "
    "and (run_until is null or run_until not between now() and now() + make_interval(secs => :longest))"
)
_EXTEND = text(
    "update outbox set run_until = now() + make_interval(secs => :seconds) "
    "where tenant_id = :tenant and id = :row and attempts = :attempt and done_at is null"
)
_FINISH = text(
    "update outbox set done_at = now(), run_until = null, sent_until = null, last_error = null "
    "where tenant_id = :tenant and id = :row and attempts = :attempt and done_at is null and parked_at is null"
)
_GIVE_BACK = text(
    "update outbox set run_until = null, sent_until = null, last_error = :error, "
    "not_before = now() + make_interval(secs => :pause), "
    "parked_at = case when attempts >= :most then now() end "
    "where tenant_id = :tenant and id = :row and attempts = :attempt and done_at is null"
)


def _start(tenant_id: UUID, row_id: UUID) -> tuple[OutboxRun, OutboxActor | None, str | None] | None:
    """Count and lease a start in a transaction of its own; parks a row whose last start never came to an end."""
    which = {"tenant": tenant_id, "row": row_id, "most": outbox.MOST_STARTS, "longest": outbox.LONGEST_SECONDS}
    with tenant_session(engine_context(tenant_id)) as session:
        seen = session.execute(_READ, which).mappings().first()
        if seen is None:
            return None
        actor = _actors.get(seen["name"])
        seconds = (actor.time_limit if actor else DEFAULT_SECONDS) + GRACE_SECONDS
        row = session.execute(_START, which | {"seconds": seconds}).mappings().first()
        if row is None:
            if seen["attempts"] >= outbox.MOST_STARTS:
                session.execute(_PARK_EXHAUSTED, which)
            return None
        return _run_of(tenant_id, row), actor, row["trace"]


def _run_of(tenant_id: UUID, row: RowMapping) -> OutboxRun:
    acting = Context(
        tenant_id=tenant_id,
        person_id=row["acting_person_id"],
        role=row["acting_role"],
        employers="*",
        engine=True,
    )
    return OutboxRun(row["id"], row["name"], row["payload"], row["idem_key"], row["attempts"], acting)


def _give_back(run: OutboxRun, problem: BaseException, pause: int) -> None:
    with tenant_session(engine_context(run.context.tenant_id)) as session:
        session.execute(
            _GIVE_BACK,
            {
                "tenant": run.context.tenant_id,
                "row": run.row_id,
                "attempt": run.attempt,
                "error": type(problem).__name__,
                "pause": pause,
                "most": outbox.MOST_STARTS,
            },
        )
