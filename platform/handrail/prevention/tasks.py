"""The jobs of this slice: ids in, safe to run twice, the outbox is the only retry."""

from datetime import time
from typing import Final

from handrail.kit import clock
from handrail.kit.jobs import OutboxRun, outbox_actor
from handrail.kit.schedules import Daily, schedule
from handrail.prevention.commands.releasing import release_due

_NIGHT: Final = time(3, 40)


@outbox_actor(queue="housekeeping", time_limit=300, max_retries=0)
def release_themes(run: OutboxRun) -> None:
    """Release the themes of the quarter that is over, for every client organisation that has not had it yet."""
    with run.transaction() as session:
        release_due(session, run.context.tenant_id, clock.today())


schedule(release_themes.name, queue=release_themes.queue, rhythm=Daily(_NIGHT))
