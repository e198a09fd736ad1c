"""Injuries at work and the incapacity that follows, as facts tell them.

Compensation schemes count from the injury or from the first day of incapacity. Both may be told by events of their own;
an absence that begins with an injury at work tells the incapacity as well.
"""

import datetime as dt
from dataclasses import dataclass

from handrail.sdk.facts import CaseFacts, Event, Spell

WORK_ACCIDENT = "work_accident"
_DAY = dt.timedelta(days=1)
_TOLD = ("injury_occurred", "incapacity_started")
_FIT = ("incapacity_ceased", "recovered", "returned_to_work")


@dataclass(frozen=True, slots=True, kw_only=True)
class Incapacity:
    """Time in which somebody can not work because of an injury at work. `fit_on` is the first day fit, if known.

    `spell` is the absence that tells it, None where events of their own do.
    """

    first_day: dt.date
    fit_on: dt.date | None
    spell: Spell | None = None


def injuries_at_work(facts: CaseFacts) -> tuple[Event, ...]:
    """Return the injuries in order of time, without those that are said not to have happened at work."""
    return tuple([event for event in facts.events_of("injury_occurred") if event.fields.get("at_work") is not False])


def is_work_injury(facts: CaseFacts, spell: Spell) -> bool:
    """Say whether an absence comes from an injury at work.

    The parameter `employment_injury` decides where it is given. Else the known cause says it, or an injury at work or a
    start of incapacity on a day of the absence or on the day before it.
    """
    stated = facts.params.get("employment_injury")
    if isinstance(stated, bool):
        return stated
    if WORK_ACCIDENT in spell.causes:
        return True
    if facts.types.isdisjoint(_TOLD):
        return False
    told = (*injuries_at_work(facts), *facts.events_of("incapacity_started"))
    return any(spell.holds(event.date) or event.date + _DAY == spell.first_day for event in told)


def incapacities(facts: CaseFacts) -> tuple[Incapacity, ...]:
    """Return the times of incapacity after injuries at work, in order of time.

    Where events of their own tell them those count; else the absences that come from an injury at work.
    """
    started = facts.events_of("incapacity_started")
    if started:
        return tuple([Incapacity(first_day=event.date, fit_on=fit_after(facts, event.date)) for event in started])
    absences = [spell for spell in facts.spells if is_work_injury(facts, spell)]
    return tuple([Incapacity(first_day=spell.first_day, fit_on=spell.closed_on, spell=spell) for spell in absences])


def fit_after(facts: CaseFacts, day: dt.date) -> dt.date | None:
    """Return the first day fit, or back at work, that was told for a day after this one."""
    return next((event.date for event in facts.events_of(*_FIT) if event.date > day), None)
