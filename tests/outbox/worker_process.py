"""A real worker with actors that note their effects, for tests that kill it. Started as a program."""

import time

from sqlalchemy import text

from handrail.entrypoints import worker
from handrail.kit.jobs import OutboxRun, outbox_actor

_NOTE = text("insert into effect values (:tenant, :row, :attempt)")


@outbox_actor(queue="test", name="test.note", time_limit=30)
def note(run: OutboxRun) -> None:
    """Note one effect."""
    with run.transaction() as session:
        session.execute(_NOTE, {"tenant": run.context.tenant_id, "row": run.row_id, "attempt": run.attempt})


@outbox_actor(queue="test", name="test.hang_once", time_limit=-4)  # with the grace: a lease of one second
def hang_once(run: OutboxRun) -> None:
    """Note an effect and, at the first start, hang before the commit."""
    with run.transaction() as session:
        session.execute(_NOTE, {"tenant": run.context.tenant_id, "row": run.row_id, "attempt": run.attempt})
        if run.attempt == 1:
            time.sleep(600)


if __name__ == "__main__":
    worker.run(threads=2)
