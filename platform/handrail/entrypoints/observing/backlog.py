"""How much work waits, as the relay sees it: it alone may look across consultancies, and sees nothing but rows."""

import time
from typing import Any, Final

import psycopg

from handrail.entrypoints.observing import watching
from handrail.entrypoints.observing.meters import OUTBOX_STATES

SECONDS: Final = 15.0
SHARE: Final = 0.05  # at most, of the time there is, goes into looking
BACKLOG: Final = """
select queue, state, count(*), coalesce(extract(epoch from max(now() - not_before)), 0)
from (
  select queue, not_before,
         case when run_until > now() or sent_until > now() then 'leased'
              when not_before > now() then 'later' else 'waiting' end as state
  from outbox where done_at is null and parked_at is null
  union all
  select queue, not_before, 'parked' from outbox where parked_at is not null and done_at is null
) found group by queue, state
"""


class Backlog:
    """Counts now and then; the larger the backlog, the more seldom."""

    def __init__(self) -> None:
        self._next = 0.0
        self._queues: set[str] = set()

    def look(self, connection: psycopg.Connection[Any]) -> None:
        """Count, where it is time to; what was counted goes into this process's measures."""
        watcher = watching.current()
        began = time.monotonic()
        if watcher is None or began < self._next:
            return
        rows = connection.execute(BACKLOG).fetchall()
        self._queues |= {queue for queue, *_rest in rows}
        counts = {(queue, state): count for queue, state, count, _oldest in rows}
        oldest = {queue: float(seconds) for queue, state, _count, seconds in rows if state == "waiting"}
        for queue in self._queues:
            for state in OUTBOX_STATES:
                watcher.meters.outbox_rows.labels(queue, state).set(counts.get((queue, state), 0))
            watcher.meters.outbox_oldest.labels(queue).set(oldest.get(queue, 0.0))
        took = time.monotonic() - began
        self._next = time.monotonic() + max(SECONDS, took / SHARE)
