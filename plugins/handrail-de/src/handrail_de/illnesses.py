"""Which incapacities come from the same illness.

The cause is an opaque code; the same code is the same illness, and no code at all is another one each time. A second
cause that is told while somebody is absent joins the incapacity (unity of the incapacity): it opens no claim of its own
and prolongs none, but its days count when it comes back on its own.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from handrail.sdk import CaseFacts, Event, Spell

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """The days of one illness within one absence: from `first_day` to the day before `until` (None: it goes on).

    `counted_from` is the first day that continued pay counts: the next one where the first day was still worked.
    """

    first_day: dt.date
    counted_from: dt.date
    until: dt.date | None

    @property
    def worked_first(self) -> bool:
        """Say whether the first day was still worked."""
        return self.counted_from > self.first_day


@dataclass(frozen=True, slots=True)
class Incapacity:
    """One absence: the days of the illness it began with, and earlier days of that same illness, in order of time."""

    spell: Spell
    own: Period
    earlier: tuple[Period, ...]


def incapacities(facts: CaseFacts) -> tuple[Incapacity, ...]:
    """Return every absence with what came before it from the same illness."""
    known: dict[str, tuple[Period, ...]] = {}
    starts = facts.events_of("absence_started")
    found = []
    for spell in facts.spells:
        told = [start for start in starts if spell.holds(start.date)]
        own = _period(told[0], spell)
        cause = spell.causes[0]
        found.append(Incapacity(spell=spell, own=own, earlier=() if cause is None else known.get(cause, ())))
        for code, period in _by_cause(told, spell).items():
            known[code] = (*known.get(code, ()), period)
    return tuple(found)


def _by_cause(told: list[Event], spell: Spell) -> Mapping[str, Period]:
    periods: dict[str, Period] = {}
    for start in told:
        cause = start.text("cause")
        if cause is not None:
            periods.setdefault(cause, _period(start, spell))
    return periods


def _period(start: Event, spell: Spell) -> Period:
    worked = start.fields.get("before_work") is False
    return Period(start.date, start.date + _DAY if worked else start.date, spell.closed_on)
