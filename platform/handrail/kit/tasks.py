"""The kit's own housekeeping."""

from datetime import time
from typing import Final

from sqlalchemy import text

from handrail.kit.jobs import OutboxRun, outbox_actor
from handrail.kit.schedules import Daily, schedule

KEPT_DAYS: Final = 90
"""How long a finished row is kept; so long the same key asks for nothing twice."""


@outbox_actor(queue="housekeeping", time_limit=300)
def sweep_outbox(run: OutboxRun) -> None:
    """Remove rows that were done long ago."""
    with run.transaction() as session:
        session.execute(_SWEEP, {"tenant": run.context.tenant_id, "days": KEPT_DAYS})


_SWEEP = text("delete from outbox where tenant_id = :tenant and done_at < now() - make_interval(days => :days)")

schedule(sweep_outbox.name, queue=sweep_outbox.queue, rhythm=Daily(time(3, 40)))
