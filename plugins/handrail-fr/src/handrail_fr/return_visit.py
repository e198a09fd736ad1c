"""The examination at the return to work (R. 4624-31): on the day of the actual return, at the latest eight days later.

It is required after maternity leave and an occupational disease of any length, after 30 days or more for an accident at
work, and after 60 days or more for any other illness or accident; for absences that began up to 31 March 2022 after 30
days whatever the cause. Days are calendar days from the first to the last sick day. A cause that is not told counts as
not occupational; `work_accident` and `occupational_disease` are the codes that count otherwise. "Eight days" are
calendar days, and no weekend moves them.

The actual return is `returned_to_work`; without it the first day fit, or the first day after the leave. Sickness that
goes on after a maternity leave puts the return off to its end, and the examination is required whatever its length.
"""

import datetime as dt
from collections.abc import Iterator

from handrail.sdk import AbsenceCase, CaseFacts, Derivation, Leave, Obligation, Rule, Spell, step
from handrail_fr.catalogue import LAST_DAY_OF_THE_OLD_LAW, RETURN_VISIT, RETURN_VISIT_BEFORE_2022

AFTER_RETURN_DAYS = 8
FROM_DAYS, ACCIDENT_FROM_DAYS, FROM_DAYS_BEFORE_2022 = 60, 30, 30
WORK_ACCIDENT, OCCUPATIONAL_DISEASE = "work_accident", "occupational_disease"


def return_visits(facts: CaseFacts, cases: tuple[AbsenceCase, ...]) -> Iterator[Obligation]:
    """Return the examination after each absence that is over, and after each leave."""
    after_leave = {leave: _sickness_after(facts, leave) for leave in facts.leaves}
    puts_off = [spell for spell in after_leave.values() if spell is not None]
    for case in cases:
        spell = case.spells[0]
        if spell.closed_on is not None and spell.closed_by != "maternity_leave_started":
            yield _after_sickness(facts, case, spell, spell.closed_on, after_leave=spell in puts_off)
    for leave, spell_after in after_leave.items():
        if spell_after is None:
            yield from _after_leave(facts, cases, leave)


def required_from_days(spell: Spell) -> int:
    """Return the days of absence from which the examination is required."""
    if OCCUPATIONAL_DISEASE in spell.causes:
        return 0
    if spell.first_day <= LAST_DAY_OF_THE_OLD_LAW:
        return FROM_DAYS_BEFORE_2022
    return ACCIDENT_FROM_DAYS if WORK_ACCIDENT in spell.causes else FROM_DAYS


def _after_sickness(
    facts: CaseFacts, case: AbsenceCase, spell: Spell, fit_on: dt.date, *, after_leave: bool
) -> Obligation:
    days = (fit_on - spell.first_day).days
    asked = required_from_days(spell)
    absent = case.clock.noting("fr.days_absent", days=days)
    if days < asked and not after_leave:
        steps = (*absent.steps, step("fr.fewer_than", total=asked))
        return Obligation.not_owed(_rule(spell.first_day), "threshold_not_reached", steps, case=case)
    if after_leave:
        noted = absent.noting("fr.after_leave")
    else:
        noted = absent.noting("fr.at_least", total=asked) if asked else absent.noting("fr.any_length")
    derived = noted.to(_return_told(facts, fit_on) or fit_on, "fr.returned").plus_days(AFTER_RETURN_DAYS)
    return Obligation.on(_rule(spell.first_day), derived, case=case)


def _after_leave(facts: CaseFacts, cases: tuple[AbsenceCase, ...], leave: Leave) -> Iterator[Obligation]:
    told = _return_told(facts, leave.ends_on or leave.first_day)
    back_on = told or leave.ends_on
    if back_on is None:
        return
    case = next((case for case in cases if case.fit_on == leave.first_day), None)
    returned = Derivation.at(leave.first_day, "fr.leave_began").noting("fr.after_leave").to(back_on, "fr.returned")
    yield Obligation.on(_rule(leave.first_day), returned.plus_days(AFTER_RETURN_DAYS), case=case)


def _sickness_after(facts: CaseFacts, leave: Leave) -> Spell | None:
    """Return the sickness of the first day after a leave."""
    ends_on = leave.ends_on
    return None if ends_on is None else next((spell for spell in facts.spells if spell.holds(ends_on)), None)


def _return_told(facts: CaseFacts, earliest: dt.date) -> dt.date | None:
    """Return the first return to work told from that day on, before another absence or leave began."""
    begins = [spell.first_day for spell in facts.spells] + [leave.first_day for leave in facts.leaves]
    until = min((day for day in begins if day > earliest), default=dt.date.max)
    told = facts.events_of("returned_to_work")
    return next((event.date for event in told if earliest <= event.date < until), None)


def _rule(first_day: dt.date) -> Rule:
    return RETURN_VISIT if first_day > LAST_DAY_OF_THE_OLD_LAW else RETURN_VISIT_BEFORE_2022
