"""What the rules ask of the facts: whether somebody is partly sick, and which first day was worked."""

import datetime as dt

from handrail.sdk import AbsenceCase, CaseFacts, NotOwed, Spell, step

FULLY_SICK = 100


def activity_under_way(facts: CaseFacts, case: AbsenceCase, due: dt.date) -> NotOwed | None:
    """Answer for what is asked of somebody fully sick alone: a graded certificate means work-related activity.

    The last degree given on or before the date counts; without one the worker is fully sick.
    """
    given = [
        event for event in facts.events_of("absence_started")
        if event.fields.get("percent") is not None and event.date <= due and facts.spell_of(event) in case.spells
    ]  # fmt: skip
    percent = given[-1].fields["percent"] if given else FULLY_SICK
    if not isinstance(percent, int | float) or percent >= FULLY_SICK:
        return None
    return NotOwed(
        reason="activity_under_way", because=step("no.partly_sick", date=given[-1].date, percent=f"{percent:g}")
    )


def first_full_day(facts: CaseFacts, spell: Spell) -> dt.date:
    """Return the first full day of absence: the next one where the worker fell ill during work."""
    began = (event for event in facts.events_of("absence_started") if event.date == spell.first_day)
    worked = any(event.fields.get("before_work") is False for event in began)
    return spell.first_day + dt.timedelta(days=1) if worked else spell.first_day
