"""When an injured worker was back at work, and which injury it was."""

import datetime as dt

from handrail.sdk import CaseFacts, injuries_at_work, is_work_injury


def back_at_work(facts: CaseFacts) -> tuple[dt.date, ...]:
    """Return the days on which a worker was back after an injury at work, in order of time.

    They are the ends of the absences that come from it, and any return to work told after an injury.
    """
    ends = {spell.closed_on for spell in facts.spells if spell.closed_on is not None and is_work_injury(facts, spell)}
    returns = {event.date for event in facts.events_of("returned_to_work") if injured_on(facts, event.date) is not None}
    return tuple(sorted(ends | returns))


def injured_on(facts: CaseFacts, day: dt.date) -> dt.date | None:
    """Return the day of the last injury at work on or before a day."""
    return max((event.date for event in injuries_at_work(facts) if event.date <= day), default=None)
