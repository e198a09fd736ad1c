"""What is done to restored rows before anybody works with them.

A backup does not know what happened after it. What could have been done since must not be done a second time, and
what could have been ended since must not come to life again.
"""

from dataclasses import dataclass
from typing import Final

from psycopg.types.json import Jsonb

from handrail.entrypoints.backup.catalogue import Connection
from handrail.entrypoints.worker import load_tasks
from handrail.kit import clock, outbox, schedules
from handrail.kit.ids import new_id

_END_SESSIONS: Final = "update sign_in set ended_at = now() where ended_at is null"
_SPEND_LINKS: Final = "update sign_in_link set used_at = now() where used_at is null"
_UNLEASE: Final = "update outbox set sent_until = null, run_until = null where done_at is null"
_PARK: Final = """
update outbox set parked_at = now(), last_error = 'restored from a backup: it may have been done since'
where done_at is null and parked_at is null and not_before <= now()
"""
_PERIOD: Final = """
insert into outbox (tenant_id, id, queue, name, payload, idem_key, priority, done_at)
values (%s, %s, %s, %s, %s, %s, %s, now()) on conflict (tenant_id, idem_key) do nothing
"""


@dataclass(frozen=True, slots=True)
class Settled:
    """How many sessions were ended, links spent, and rows of work parked."""

    sessions: int
    links: int
    parked: int


def settle(connection: Connection, *, release_work: bool) -> Settled:
    """End sessions and links; park what was due and hold back today's rounds, unless the work is to be released."""
    sessions = connection.execute(_END_SESSIONS).rowcount
    links = connection.execute(_SPEND_LINKS).rowcount
    connection.execute(_UNLEASE)
    parked = 0
    if not release_work:
        parked = connection.execute(_PARK).rowcount
        _hold_back_periods(connection)
    return Settled(sessions, links, parked)


def _hold_back_periods(connection: Connection) -> None:
    """Take the rounds of this day (reminders, ...) for done: they may have been; the next ones come by themselves."""
    load_tasks()
    for tenant_id, zone in connection.execute("select id, time_zone from tenant").fetchall():
        for found, period in schedules.due(clock.now(), zone):
            key = f"{found.name}:{period}"
            row = (tenant_id, new_id(), found.queue, found.name, Jsonb({"period": period}), key)
            connection.execute(_PERIOD, (*row, int(outbox.Priority.NORMAL)))
