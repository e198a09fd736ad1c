"""The scheduler: turns what is due again into rows of the outbox, for every tenant on its own clock."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

import psycopg
import structlog
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from handrail.entrypoints import bound, logs, stopping
from handrail.entrypoints.observing import beats, watching
from handrail.entrypoints.worker import load_tasks
from handrail.kit import clock, outbox, roles, schedules
from handrail.kit.db import directory_connection, engine_context, tenant_session
from handrail.kit.errors import Unavailable
from handrail.kit.settings import settings
from handrail.tenancy.models import Tenant

ROUND_SECONDS: Final = 15
LARGEST_STEP_SECONDS: Final = 300
BELIEVED_AFTER_SECONDS: Final = 600
log = structlog.get_logger(__name__)


def _since_boot() -> float:
    """Return the seconds that have passed, asleep or not, whatever the clock was set to."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


@dataclass(slots=True)
class WatchedClock:
    """Compares the clock with the time that passes: one that was set ahead is believed only after a while.

    A clock that is wrong by days for some minutes (a time server gone mad, a machine restored from an image) would
    otherwise have every rhythm run for days that have not come. A new one has nothing to compare with: it believes the
    first time it is told, and a scheduler that is started while the clock is wrong acts on it.
    """

    passes: Callable[[], float] = _since_boot
    _ahead: float | None = None  # the clock less the time that passes, in seconds
    _doubted_since: float | None = None

    @property
    def doubts(self) -> bool:
        """Whether the clock was set ahead and is not believed yet."""
        return self._doubted_since is not None

    def believed(self, at: datetime) -> bool:
        """Take note of what the clock says, and return whether it may be acted on."""
        passed = self.passes()
        ahead = at.timestamp() - passed
        if self._ahead is None or ahead - self._ahead <= LARGEST_STEP_SECONDS:
            if self._doubted_since is not None:
                log.info("scheduler.clock_is_back")
            self._ahead, self._doubted_since = ahead, None
            return True
        if self._doubted_since is None:
            self._doubted_since = passed
            log.error("scheduler.clock_jumped", seconds=round(ahead - self._ahead))
        if passed - self._doubted_since < BELIEVED_AFTER_SECONDS:
            return False
        self._ahead, self._doubted_since = ahead, None
        log.info("scheduler.clock_is_believed")
        return True


@dataclass(slots=True)
class Scheduler:
    """Remembers what it asked for already, to spare the database; the outbox's keys are what is relied on."""

    asked: dict[tuple[UUID, str], str] = field(default_factory=dict)
    clock: WatchedClock = field(default_factory=WatchedClock)

    def round(self) -> int:
        """Ask for every period that has begun and was not asked for by this scheduler; returns how many.

        None are asked for while the clock is not believed: a day that is asked for too early has had its turn.
        """
        if not self.clock.believed(clock.now()):
            return 0
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
    is_bound = False
    while not stop.is_set():
        try:
            if not is_bound:
                _refuse_unsafe_roles()
                is_bound = True
            asked = scheduler.round()
        except (Unavailable, DBAPIError, psycopg.OperationalError) as problem:
            log.warning("scheduler.waiting", error=type(problem).__name__)
        else:
            come_round()
            if not scheduler.clock.doubts:  # nothing was asked for, and what the clock says is not when
                watcher.meters.scheduled.set(time.time())
            if asked:
                log.info("scheduler.asked", rows=asked)
        stop.wait(ROUND_SECONDS)
    watching.finish()


def _refuse_unsafe_roles() -> None:
    bound.refuse_unsafe_at(settings().database_url, "HANDRAIL_DATABASE_URL", roles.APP)
    bound.refuse_unsafe_at(settings().admin_url, "HANDRAIL_ADMIN_URL", roles.ADMIN)
