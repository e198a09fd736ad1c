"""Every night: the seal of the day, and what of the read log is over."""

from datetime import date, time

from handrail.audit import ending, sealing
from handrail.kit.jobs import OutboxRun, outbox_actor
from handrail.kit.schedules import Daily, schedule


@outbox_actor(queue="housekeeping", time_limit=1800)
def seal(run: OutboxRun) -> None:
    """Seal the chains and what was read up to the last midnight. A seal that lies there already is the seal."""
    tenant_id = run.context.tenant_id
    made = sealing.make(tenant_id, date.fromisoformat(run.payload["period"]), sealing.folder_of(tenant_id))
    with run.transaction() as session:
        sealing.record(session, made)


@outbox_actor(queue="housekeeping", time_limit=1800)
def end_read_log(run: OutboxRun) -> None:
    """Let go of the read log, one sealed stretch after the other, each in a transaction of its own."""
    while True:
        with run.step(end_read_log.time_limit) as session:
            stretch = ending.stretch_that_is_over(session, run.context.tenant_id)
            if stretch is None:
                return
            ending.let_go(session, stretch)


# Well after midnight: whoever read something just before it has long committed by then.
schedule(seal.name, queue=seal.queue, rhythm=Daily(time(2, 30)))
schedule(end_read_log.name, queue=end_read_log.queue, rhythm=Daily(time(4, 10)))
