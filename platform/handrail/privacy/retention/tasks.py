"""Every night: what is due. And carrying out what two people decided on, once it can be reversed no more."""

from datetime import time
from uuid import UUID

from sqlalchemy import select

from handrail.audit.queries import zone_of
from handrail.kit import clock, outbox
from handrail.kit.jobs import OutboxRun, outbox_actor
from handrail.kit.schedules import Daily, schedule
from handrail.privacy.retention import erasing, proposing
from handrail.privacy.retention.codes import RunState
from handrail.privacy.retention.commands import ERASE, QUEUE
from handrail.privacy.retention.models import ErasureRun


@outbox_actor(queue=QUEUE, name="privacy.work_out_due", time_limit=1800)
def work_out_due(run: OutboxRun) -> None:
    """Put together what is due today, and ask anew for runs whose end was asked for and did not come."""
    tenant_id = run.context.tenant_id
    with run.transaction() as session:
        erasing.forget_answers(session, tenant_id)
        proposing.propose(session, tenant_id, clock.today(zone_of(session, tenant_id)))
        left = select(ErasureRun.id).where(
            ErasureRun.tenant_id == tenant_id,
            ErasureRun.state.in_([RunState.APPROVED, RunState.ERASING]),
            ErasureRun.erase_after <= clock.now(),
        )
        for run_id in session.scalars(left):
            payload: dict[str, outbox.JSON] = {"run_id": str(run_id)}
            outbox.publish(session, QUEUE, ERASE, payload, key=f"{run_id}:{run.payload['period']}")


@outbox_actor(queue=QUEUE, name=ERASE, time_limit=3600)
def erase(run: OutboxRun) -> None:
    """Destroy what a run is about, thing by thing, and certify it."""
    erasing.carry_out(run, UUID(run.payload["run_id"]))


schedule(work_out_due.name, queue=work_out_due.queue, rhythm=Daily(time(3, 10)))
