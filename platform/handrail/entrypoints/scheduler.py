"""The scheduler: turns what is due again into rows of the outbox, for every tenant on its own clock."""

import time
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

import psycopg
import structlog
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from handrail.entrypoints import logs, stopping
from handrail.entrypoints.observing import beats, watching
from handrail.entrypoints.worker import load_tasks
from handrail.kit import clock, outbox, schedules
from handrail.kit.db import directory_connection, engine_context, tenant_session
from handrail.tenancy.models import Tenant

ROUND_SECONDS: Final = 15
log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Scheduler:
    """Remembers what it asked for already, to spare the database; the outbox's keys are what is relied on."""

    asked: dict[tuple[UUID, str], str] = field(default_factory=dict)

    def round(self) -> int:
        """Ask for every period that has begun and was not asked for by this scheduler; returns how many."""
        with directory_connection() as connection:
            tenants = connection.execute(select(Tenant.tenant_id, Tenant.time_zone)).all()
        return sum(self._ask_for(tenant_id, zone) for tenant_id, zone in tenants)

    def _ask_for(self, tenant_id: UUID, zone: str) -> int:
        new = [
            (found, period)
            for found, period in schedules.due(clock.now(), zone)
            if self.asked.get((tenant_id, found.name)) != period
        ]
        if new:
            with tenant_session(engine_context(tenant_id)) as session:
                for found, period in new:
                    outbox.publish(session, found.queue, found.name, {"period": period}, key=period)
        self.asked |= {(tenant_id, found.name): period for found, period in new}
        return len(new)


def run() -> None:
    """Schedule until SIGTERM; a database that is away is asked again in the next round."""
    logs.configure("scheduler")
    watcher = watching.start("scheduler")
    stop = stopping.event_on_signals()
    load_tasks()
    scheduler = Scheduler()
    log.info("scheduler.ready")
    come_round = beats.beat("scheduler")
    while not stop.is_set():
        try:
            asked = scheduler.round()
        except (DBAPIError, psycopg.OperationalError) as problem:
            log.warning("scheduler.waiting", error=type(problem).__name__)
        else:
            watcher.meters.scheduled.set(time.time())
            come_round()
            if asked:
                log.info("scheduler.asked", rows=asked)
        stop.wait(ROUND_SECONDS)
    watching.finish()
