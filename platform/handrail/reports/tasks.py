"""The jobs of this slice: ids in, safe to run twice, the outbox is the only retry."""

from datetime import time
from typing import Final
from uuid import UUID

from handrail.kit.db import tenant_session
from handrail.kit.jobs import OutboxRun, outbox_actor
from handrail.kit.schedules import Daily, schedule
from handrail.reports import scheduling
from handrail.reports.building import PART_SECONDS, carry_on
from handrail.reports.commands import BUILD, QUEUE

_EARLY: Final = time(4, 30)
_NIGHT: Final = time(3, 20)


@outbox_actor(queue=QUEUE, name=BUILD, time_limit=PART_SECONDS, max_retries=0)
def build(run: OutboxRun) -> None:
    """Take one turn at a report; it extends its own time between client organisations."""
    carry_on(run, UUID(run.payload["run_id"]))


@outbox_actor(queue="housekeeping", time_limit=120, max_retries=0)
def ask_for_scheduled(run: OutboxRun) -> None:
    """Ask for what is made by itself, each for the newest period that has ended; a period is asked for once."""
    with run.transaction() as session:
        scheduling.ask_for_due(session, run.context.tenant_id)


@outbox_actor(queue="housekeeping", time_limit=120, max_retries=0)
def remove_old(run: OutboxRun) -> None:
    """Remove reports that ended long ago, with their files."""
    with tenant_session(run.context) as session:
        scheduling.remove_old(session, run.context.tenant_id)


schedule(ask_for_scheduled.name, queue=ask_for_scheduled.queue, rhythm=Daily(_EARLY))
schedule(remove_old.name, queue=remove_old.queue, rhythm=Daily(_NIGHT))
