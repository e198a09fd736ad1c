"""The jobs of this slice: ids in, safe to run twice, the outbox is the only retry."""

from datetime import date, time
from typing import Final

from handrail.audit.queries import zone_of
from handrail.identity import known_devices, links
from handrail.identity.factors import telling
from handrail.identity.programs import reminding
from handrail.kit import clock
from handrail.kit.jobs import OutboxRun, outbox_actor
from handrail.kit.schedules import Daily, schedule

_QUEUE: Final = "notifications"
_MORNING: Final = time(9)  # after everybody's quiet hours, as far as they chose none


@outbox_actor(queue=_QUEUE, max_retries=0)
def remind_of_ends(run: OutboxRun) -> None:
    """Have those told whose tokens and secrets end soon, and forget addresses of long ago.

    A day that has passed meanwhile is left alone.
    """
    day = date.fromisoformat(run.payload["period"])
    tenant_id = run.context.tenant_id
    with run.transaction() as session:
        zone = zone_of(session, tenant_id)
        if day == clock.today(zone):
            reminding.remind(session, tenant_id, day, zone)
            telling.forget_addresses(session, tenant_id)
            links.forget_unasked(session, tenant_id)
            known_devices.forget_old(session, tenant_id)


schedule("identity.remind_of_ends", queue=_QUEUE, rhythm=Daily(_MORNING))
