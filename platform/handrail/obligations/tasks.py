"""The jobs of this slice: each morning what is due stands as it stands on that day (missed, due, over)."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog

from handrail.kit import clock, outbox
from handrail.kit.db import Context, tenant_session
from handrail.kit.jobs import OutboxRun, outbox_actor
from handrail.kit.outbox import Priority
from handrail.kit.schedules import Daily, schedule
from handrail.kit.subjects import System
from handrail.obligations import projection, queries
from handrail.obligations.errors import FactsContradict

BATCH: Final = 100
"""How many employments one row of the outbox takes."""

TOGETHER: Final = 20
"""How many of them share a transaction: so short that nobody who records something waits for it."""

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
    """Recompute the employments of one batch, a few in a transaction; one that fails stops no other.

    Facts that contradict each other stay as they are until somebody corrects them: trying again does not help.
    """
    names: list[str] = run.payload["employments"]
    left = [name for few in _groups(names) for name in _recomputed(run.context, few)]
    if left:
        raise NotAllRecomputed(f"{len(left)} of {len(names)}")


def _recomputed(context: Context, names: Sequence[str]) -> list[str]:
    """Recompute employments together, and one by one where that fails; return those that could not be."""
    tenant_id = context.tenant_id
    try:
        with tenant_session(context) as session:
            projection.recompute_all(session, System(tenant_id), [UUID(name) for name in names])
    except FactsContradict:
        if len(names) == 1:
            log.warning("facts_contradict", tenant=str(tenant_id), employment=names[0])
            return []
    except Exception:  # the others of the batch have a right to their morning
        if len(names) == 1:
            log.exception("not_recomputed", tenant=str(tenant_id), employment=names[0])
            return [*names]
    else:
        return []
    return [left for name in names for left in _recomputed(context, [name])]


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


def _groups(names: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(names), TOGETHER):
        yield names[start : start + TOGETHER]


schedule(recompute.name, queue=_QUEUE, rhythm=Daily(_NIGHT))
