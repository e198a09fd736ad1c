"""The jobs of this slice: each morning what is due stands as it stands on that day (missed, due, over)."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog

from handrail.kit import clock, outbox
from handrail.kit.db import tenant_session
from handrail.kit.jobs import OutboxRun, outbox_actor
from handrail.kit.outbox import Priority
from handrail.kit.schedules import Daily, schedule
from handrail.kit.subjects import System
from handrail.obligations import projection, queries
from handrail.obligations.errors import FactsContradict

BATCH: Final = 100
"""How many employments one row of the outbox takes; each is a transaction of its own."""

_QUEUE: Final = "obligations"
_NIGHT: Final = time(2)
_DAY_BEGINS: Final = time(0, 5)
_SECONDS: Final = 600
log = structlog.get_logger(__name__)


class NotAllRecomputed(Exception):
    """Some employments of a batch could not be recomputed; the outbox tries the batch again, which changes no other."""


@outbox_actor(queue=_QUEUE, time_limit=_SECONDS, max_retries=0)
def recompute(run: OutboxRun) -> None:
    """Ask for the recomputation of all that is open, site by site once its day has begun."""
    day = date.fromisoformat(run.payload["period"])
    with run.transaction() as session:
        for zone, employments in queries.open_employments(session, run.context.tenant_id).items():
            begins = datetime.combine(day, _DAY_BEGINS, ZoneInfo(zone))
            for batch in _batches(employments):
                outbox.publish(
                    session,
                    _QUEUE,
                    recompute_batch.name,
                    {"employments": [str(employment) for employment in batch]},
                    key=f"{day.isoformat()}:{batch[0]}",
                    not_before=begins if begins > clock.now() else None,
                    priority=Priority.LOW,
                )


@outbox_actor(queue=_QUEUE, time_limit=_SECONDS, max_retries=0)
def recompute_batch(run: OutboxRun) -> None:
    """Recompute the employments of one batch, each in a transaction of its own; one that fails stops no other.

    Facts that contradict each other stay as they are until somebody corrects them: trying again does not help.
    """
    tenant_id = run.context.tenant_id
    left = []
    for name in run.payload["employments"]:
        try:
            with tenant_session(run.context) as session:
                projection.recompute(session, System(tenant_id), UUID(name))
        except FactsContradict:
            log.warning("facts_contradict", tenant=str(tenant_id), employment=name)
        except Exception:  # the others of the batch have a right to their morning
            log.exception("not_recomputed", tenant=str(tenant_id), employment=name)
            left.append(name)
    if left:
        raise NotAllRecomputed(f"{len(left)} of {len(run.payload['employments'])}")


@outbox_actor(queue=_QUEUE, time_limit=_SECONDS, max_retries=0)
def apply_release(run: OutboxRun) -> None:
    """Ask for the recomputation of what waited for a release that was accepted."""
    release = run.payload["release"]
    with run.transaction() as session:
        waiting = queries.employments_waiting(session, run.context.tenant_id, run.payload["jurisdiction"], release)
        for batch in _batches(waiting):
            outbox.publish(
                session,
                _QUEUE,
                recompute_batch.name,
                {"employments": [str(employment) for employment in batch]},
                key=f"{run.row_id}:{batch[0]}",
            )


def _batches(employments: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    for start in range(0, len(employments), BATCH):
        yield employments[start : start + BATCH]


schedule(recompute.name, queue=_QUEUE, rhythm=Daily(_NIGHT))
