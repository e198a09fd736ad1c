"""What is done again and again: a rhythm per actor, from which the scheduler makes rows of the outbox.

The row's key is the name and the period, so a period is asked for once, however many schedulers run or restart. After
a time without a scheduler only the newest period is made up for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo


class Rhythm(Protocol):
    """Says which period an instant belongs to."""

    def period(self, at: datetime, zone: ZoneInfo) -> str:
        """Return the newest period that has begun at `at` (aware), for a tenant in `zone`."""


@dataclass(frozen=True, slots=True)
class Daily:
    """Once a day, from this time on the tenant's clock."""

    at: time

    def period(self, at: datetime, zone: ZoneInfo) -> str:
        """Return the local day, such as 2026-03-01."""
        local = at.astimezone(zone)
        day: date = local.date() if local.time() >= self.at else local.date() - timedelta(days=1)
        return day.isoformat()


@dataclass(frozen=True, slots=True)
class Every:
    """Once in each stretch of this many seconds."""

    seconds: int

    def period(self, at: datetime, zone: ZoneInfo) -> str:
        """Return the number of the stretch since 1970."""
        del zone
        return str(int(at.timestamp()) // self.seconds)


@dataclass(frozen=True, slots=True)
class Schedule:
    """One actor's rhythm, for every tenant."""

    name: str
    queue: str
    rhythm: Rhythm


_schedules: dict[str, Schedule] = {}


def schedule(name: str, *, queue: str, rhythm: Rhythm) -> Schedule:
    """Have the actor called `name` run in this rhythm for every tenant; called where the actor is defined."""
    made = Schedule(name, queue, rhythm)
    _schedules[name] = made
    return made


def due(at: datetime, zone: str) -> Iterator[tuple[Schedule, str]]:
    """Yield each schedule with its newest period for a tenant in this zone (an IANA name)."""
    for found in _schedules.values():
        yield found, found.rhythm.period(at, ZoneInfo(zone))
