"""Housekeeping of imports."""

from datetime import time

from handrail.exchange.intake.runs import expire_waiting
from handrail.kit.jobs import OutboxRun, outbox_actor
from handrail.kit.schedules import Daily, schedule


@outbox_actor(queue="housekeeping", time_limit=120)
def expire_imports(run: OutboxRun) -> None:
    """Remove what was read of files that nobody confirmed in time."""
    with run.transaction() as session:
        expire_waiting(session, run.context.tenant_id)


schedule(expire_imports.name, queue=expire_imports.queue, rhythm=Daily(time(3, 50)))
