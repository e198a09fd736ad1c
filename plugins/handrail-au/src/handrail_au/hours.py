"""Counts of hours, which run through weekends, holidays and the nights on which the clock changes."""

import datetime as dt
from zoneinfo import ZoneInfo

from handrail.sdk import Event, FactsError


def told_at(event: Event, zone: ZoneInfo) -> dt.datetime | None:
    """Return the local time of an event, None where only its day is known.

    A time that carries another zone is brought to the local one. Raises FactsError.
    """
    given = event.text("at")
    if given is None:
        return None
    try:
        told = dt.datetime.fromisoformat(given)
    except ValueError:
        raise FactsError(f"{event.type} on {event.date}, at: expected a local date-time, not {given!r}") from None
    return told if told.tzinfo is None else told.astimezone(zone).replace(tzinfo=None)


def hours_after(told: dt.datetime, hours: int, zone: ZoneInfo) -> dt.datetime:
    """Return the local time so many hours later; an hour that the clock skips or repeats is counted as it passes."""
    passed = told.replace(tzinfo=zone).astimezone(dt.UTC) + dt.timedelta(hours=hours)
    return passed.astimezone(zone).replace(tzinfo=None)
