"""Ordinary sickness under the Act respecting labour standards: 26 weeks, documents, two paid days."""

import datetime as dt
from collections.abc import Iterator

from handrail.sdk import (
    AbsenceCase,
    Calendar,
    CaseFacts,
    Obligation,
    Spell,
    add_months,
    is_work_injury,
    not_yet_in_force,
    step,
)
from handrail_ca.entitlements import days_used
from handrail_ca.parameters import served_from
from handrail_ca.quebec.catalogue import CERTIFICATE_ALLOWED, PAID_DAYS, SICK_LEAVE

LEAVE_DAYS = 26 * 7
WINDOW_MONTHS = 12
SHORT_ABSENCE_DAYS, FREE_SHORT_ABSENCES = 3, 3
PAID_DAYS_A_YEAR, SERVICE_MONTHS = 2, 3


def sick_leave(facts: CaseFacts, cases: tuple[AbsenceCase, ...]) -> Iterator[Obligation]:
    """At most 26 weeks over 12 months, in one piece or in several (s.79.1).

    The first absence opens the twelve months; what later absences in them may still take is what is left. An absence
    that begins after them opens the next. Returning early gives none of the days up: recovery does not end the leave.
    Absence because of an employment injury is another act's (the 104 weeks after a crime are for people to see).
    """
    opened, used = dt.date.min, 0
    for case in cases:
        (spell,) = case.spells
        if is_work_injury(facts, spell):
            told = (*case.clock.steps, step("ca_qc.employment_injury"), step("not_owed"))
            yield Obligation.not_owed(SICK_LEAVE, "not_in_scope", told, case=case)
            continue
        if opened == dt.date.min or spell.first_day >= add_months(opened, WINDOW_MONTHS):
            opened, used = spell.first_day, 0
        yield _leave_left(case, opened, used)
        used += _length(spell) or LEAVE_DAYS


def _leave_left(case: AbsenceCase, opened: dt.date, used: int) -> Obligation:
    derived = case.clock
    if used:
        derived = derived.noting("ca_qc.leave_used", used=min(used, LEAVE_DAYS), months=WINDOW_MONTHS, opened=opened)
    if used >= LEAVE_DAYS:
        return Obligation.not_owed(SICK_LEAVE, "not_entitled", (*derived.steps, step("not_owed")), case=case)
    return Obligation.on(SICK_LEAVE, derived.plus_days(LEAVE_DAYS - used - 1), case=case)


def certificate_allowed(cases: tuple[AbsenceCase, ...]) -> Iterator[Obligation]:
    """No document for the first three absences of at most three days in twelve months (s.79.2).

    The first short absence opens the twelve months, and one after them opens the next. From the fourth on, or beyond
    three consecutive days, a document may be asked for. Absences that began before 2025 are not judged and not counted:
    the section does not look back.
    """
    opened, number = dt.date.min, 0
    for case in cases:
        (spell,) = case.spells
        early = not_yet_in_force(CERTIFICATE_ALLOWED, spell.first_day, case.clock)
        if early is not None:
            yield Obligation.not_owed(CERTIFICATE_ALLOWED, "before_effective_date", early.explanation, case=case)
            continue
        length = _length(spell)
        if length is None or length > SHORT_ABSENCE_DAYS:
            told = (*case.clock.steps, step("ca.longer_than", days=SHORT_ABSENCE_DAYS))
            yield Obligation(rule=CERTIFICATE_ALLOWED, value=True, case=case, explanation=told)
            continue
        if number == 0 or spell.first_day >= add_months(opened, WINDOW_MONTHS):
            opened, number = spell.first_day, 0
        number += 1
        short = step("ca_qc.short_absence", number=number, limit=SHORT_ABSENCE_DAYS, opened=opened)
        yield Obligation(
            rule=CERTIFICATE_ALLOWED, value=number > FREE_SHORT_ABSENCES, case=case,
            explanation=(*case.clock.steps, short),
        )  # fmt: skip


def paid_days(facts: CaseFacts, calendar: Calendar) -> Iterator[Obligation]:
    """Two days of a calendar year are paid, the first ones, after three months of service (s.79.16).

    They are shared with family leave, of which nothing is known here.
    """
    yield from days_used(
        PAID_DAYS, facts, calendar, limit=PAID_DAYS_A_YEAR, entitled_from=served_from(facts, months=SERVICE_MONTHS),
        counts=lambda spell: not is_work_injury(facts, spell),
    )  # fmt: skip


def _length(spell: Spell) -> int | None:
    """Return the calendar days of an absence, None while it goes on."""
    return None if spell.closed_on is None else (spell.closed_on - spell.first_day).days
