"""The waiting time before the allowance (omavastuuaika, sairausvakuutuslaki chapter 8).

It is the day of falling ill and the next nine weekdays; the allowance begins on the following weekday. The same illness
again within 30 calendar days waits for the first day only. Illnesses count as the same where the same code of
occupational health says so; a code that nobody gave says different. The code is read here and never told.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from handrail.sdk import AbsenceCase, CaseFacts, Derivation, Obligation, Spell
from handrail_fi.catalogue import ALLOWANCE_FIRST_DAY
from handrail_fi.working_days import Weekdays

WAITING_WEEKDAYS = 9
SAME_ILLNESS_WITHIN_DAYS = 30


@dataclass(frozen=True, slots=True)
class Paid:
    """An absence and the day from which allowance is paid in it."""

    case: AbsenceCase
    start: Derivation

    @property
    def first_day(self) -> dt.date:
        """The first day of allowance, if the absence lasts so long."""
        return self.start.day


def allowances(facts: CaseFacts, cases: tuple[AbsenceCase, ...], weekdays: Weekdays) -> tuple[Paid, ...]:
    """Return for each absence from which day it is paid."""
    found = []
    for case in cases:
        linked = any(_same_illness(before, case.spells[0]) for before in facts.spells)
        waiting, key = (0, "fi.linked_calendar") if linked else (WAITING_WEEKDAYS, "fi.waiting_time_calendar")
        first_day = weekdays.after(case.first_day, waiting + 1)
        found.append(Paid(case, case.clock.to(first_day, key, calendar=weekdays.version)))
    return tuple(found)


def first_days(paid: tuple[Paid, ...]) -> Iterator[Obligation]:
    """Return the first day of allowance of each absence."""
    for each in paid:
        yield Obligation.on(ALLOWANCE_FIRST_DAY, each.start, case=each.case)


def _same_illness(before: Spell, after: Spell) -> bool:
    if before.number >= after.number or before.closed_on is None:
        return False
    shared = {cause for cause in before.causes if cause is not None} & set(after.causes)
    return bool(shared) and (after.first_day - before.closed_on).days <= SAME_ILLNESS_WITHIN_DAYS
