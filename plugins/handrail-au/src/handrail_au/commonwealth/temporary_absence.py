"""When an absence is still a temporary one, which protects against dismissal (Fair Work Regulations r.3.01)."""

import datetime as dt
from collections.abc import Iterator

from handrail.sdk import AbsenceCase, CaseFacts, Derivation, Obligation, Spell, add_months, step
from handrail_au.commonwealth.catalogue import EVIDENCE, THREE_MONTHS

MONTHS, WINDOW_MONTHS = 3, 12
EVIDENCE_HOURS = 24
_DAY = dt.timedelta(days=1)


def temporary_absence(facts: CaseFacts, cases: tuple[AbsenceCase, ...]) -> Iterator[Obligation]:
    """Return when protection is lost, and by when evidence is given, for each absence."""
    for number, case in enumerate(cases):
        yield three_months(facts, case, facts.spells[:number])
        yield evidence(case)


def three_months(facts: CaseFacts, case: AbsenceCase, earlier: tuple[Spell, ...]) -> Obligation:
    """Return the first day of more than three months, in one piece or in total within twelve (r.3.01(5)).

    Three months from 5 January are over with 4 April, so 5 April is the first day of more. In total they are as many
    days as the three months from the first absence of the twelve that end on the day looked at: the clamp and this
    length are ours. Paid personal leave throughout keeps the protection; workers' compensation is no such leave.
    """
    if facts.params.get("paid_leave_throughout") is True:
        told = (*case.clock.steps, step("au_cth.paid_leave_throughout"), step("not_owed"))
        return Obligation.not_owed(THREE_MONTHS, "not_in_scope", told, case=case)
    (spell,) = case.spells
    continuous = case.clock.plus_months(MONTHS)
    summed = _in_total(case, earlier, spell, continuous.day)
    return Obligation.on(THREE_MONTHS, continuous if summed is None else summed, case=case)


def evidence(case: AbsenceCase) -> Obligation:
    """Return the day of a certificate or statutory declaration: 24 hours, or a longer reasonable time (r.3.01(2)).

    The hour at which an absence began is not known, so the day after it is the last one on time. Compliance with an
    instrument or with s.107 does as well.
    """
    derived = case.clock.noting("au_cth.hours", hours=EVIDENCE_HOURS).plus_days(1)
    return Obligation.on(EVIDENCE, derived, case=case)


def _in_total(case: AbsenceCase, earlier: tuple[Spell, ...], spell: Spell, before: dt.date) -> Derivation | None:
    """Return the first day, before the given one, on which the absences of twelve months pass three of them."""
    recent = [each for each in earlier if _end(each) > add_months(spell.first_day, -WINDOW_MONTHS)]
    if not recent:
        return None
    day, last = spell.first_day, min(before, spell.closed_on or before)
    while day < last:
        opened = add_months(day, -WINDOW_MONTHS) + _DAY
        counted = [each for each in recent if _end(each) > opened]
        total = (day - spell.first_day).days + 1
        total += sum((_end(each) - max(each.first_day, opened)).days for each in counted)
        first = max(counted[0].first_day, opened) if counted else spell.first_day
        limit = (add_months(first, MONTHS) - first).days
        if total > limit:
            return case.clock.to(day, "au_cth.three_months_in_twelve", total=total, limit=limit, opened=opened)
        day += _DAY
    return None


def _end(spell: Spell) -> dt.date:
    return spell.closed_on or dt.date.max
