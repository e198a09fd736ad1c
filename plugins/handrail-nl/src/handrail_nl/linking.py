"""Which periods of sickness count as one (BW 7:629(10), WIA art. 23(3)).

Periods with fewer than four weeks between them are added up, whatever their causes. Days of maternity leave are
neither sickness nor interruption; across a leave the causes must not differ. The days between count for no milestone:
each later date moves by them. Partial or therapeutic work with an unchanged contract interrupts nothing.

A leave ends the sickness before it. Sickness that goes on afterwards is a new report; where the end of the leave is
known and none came, the worker is taken as fit from that day. A leave whose end is not known is taken as sixteen weeks.
The counting of the earlier milestones around a leave is not published anywhere (low confidence).
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from handrail.sdk import AbsenceCase, CaseFacts, ExplanationStep, Obligation, Pause, Spell, step
from handrail_nl.catalogue import LINKING

NEW_CASE_FROM_GAP_DAYS = 28
LEAVE = dt.timedelta(weeks=16)


@dataclass(frozen=True, slots=True)
class Between:
    """What lies between two periods of sickness: the days fit, and whether a leave was among them."""

    fit_days: int
    has_leave: bool
    same_cause: bool

    @property
    def linked(self) -> bool:
        """Fewer than four weeks fit; across a leave, not for another cause."""
        return self.fit_days < NEW_CASE_FROM_GAP_DAYS and (self.same_cause or not self.has_leave)


def absence_cases(facts: CaseFacts) -> tuple[AbsenceCase, ...]:
    """Return the cases: runs of spells of which each is linked to the one before."""
    runs: list[list[Spell]] = []
    for spell in facts.spells:
        if runs and between(facts, runs[-1][-1], spell).linked:
            runs[-1].append(spell)
        else:
            runs.append([spell])
    return tuple([_case(facts, tuple(run), is_last=run is runs[-1]) for run in runs])


def linking(facts: CaseFacts) -> Iterator[Obligation]:
    """Answer for each spell whether it is added to the one before; a cause is read here and never told."""
    before: Spell | None = None
    for spell in facts.spells:
        began = step("nl.clock_start", date=spell.first_day)
        linked, told = (False, [step("nl.no_sickness_before")]) if before is None else _answer(facts, before, spell)
        value = "linked" if linked else "new_case"
        yield Obligation(rule=LINKING, value=value, spell=spell, explanation=(began, *told))
        before = spell


def between(facts: CaseFacts, before: Spell, after: Spell) -> Between:
    """Return what lies between two periods of sickness that follow each other."""
    gap = _Days(before.closed_on or after.first_day, after.first_day)
    leaves = [leave for leave in leaves_of(facts) if gap.first <= leave.first <= gap.until]
    causes = [{cause for cause in spell.causes if cause is not None} for spell in (before, after)]
    return Between(
        fit_days=gap.count - sum(leave.within(gap).count for leave in leaves),
        has_leave=bool(leaves),
        same_cause=not all(causes) or bool(causes[0] & causes[1]),
    )


@dataclass(frozen=True, slots=True)
class _Days:
    """The days from `first` to the day before `until`."""

    first: dt.date
    until: dt.date

    @property
    def count(self) -> int:
        return max(0, (self.until - self.first).days)

    def within(self, other: "_Days") -> "_Days":
        return _Days(max(self.first, other.first), min(self.until, other.until))

    def without(self, others: Iterable["_Days"]) -> Iterator["_Days"]:
        """Yield what is left when the others, in order of time and apart from each other, are taken out."""
        first = self.first
        for other in others:
            yield _Days(first, min(self.until, other.first))
            first = max(first, other.until)
        yield _Days(first, self.until)


def leaves_of(facts: CaseFacts) -> tuple[_Days, ...]:
    """Return the days of each leave, in order of time; a leave ends at the latest where the next begins."""
    leaves: list[_Days] = []
    for leave in reversed(facts.leaves):
        until = leave.ends_on or leave.first_day + LEAVE
        leaves.insert(0, _Days(leave.first_day, min(until, leaves[0].first) if leaves else until))
    return tuple(leaves)


def _case(facts: CaseFacts, spells: tuple[Spell, ...], *, is_last: bool) -> AbsenceCase:
    last = spells[-1]
    began = spells[0].first_day
    leaves = [
        leave for leave in leaves_of(facts)
        if leave.until > began and (leave.first < last.first_day or leave.first == last.closed_on)
    ]  # fmt: skip
    pauses = [Pause(first_day=leave.first, until=leave.until, key="nl.leave") for leave in leaves]
    for before, after in pairwise(spells):
        gap = _Days(before.closed_on or after.first_day, after.first_day)
        fit = [days for days in gap.without(leaves) if days.count]
        pauses += [Pause(first_day=days.first, until=days.until, key="nl.linked_gap") for days in fit]
    pauses.sort(key=attrgetter("first_day"))
    return AbsenceCase(
        spells=spells,
        first_day=next((leave.until for leave in leaves if leave.first <= began), began),
        start_key="nl.clock_start",
        pauses=tuple(pauses),
        fit_on=_fit_on(facts, last, leaves, is_last=is_last),
    )


def _fit_on(facts: CaseFacts, last: Spell, leaves: Sequence[_Days], *, is_last: bool) -> dt.date | None:
    """Return the first day fit after a case.

    A leave ends a case only when it is known to be over, or when another case has begun.
    """
    if last.closed_by != "maternity_leave_started":
        return last.closed_on
    over = any(leave.first_day == last.closed_on and leave.ends_on is not None for leave in facts.leaves)
    return leaves[-1].until if over or not is_last else None


def _answer(facts: CaseFacts, before: Spell, after: Spell) -> tuple[bool, list[ExplanationStep]]:
    found = between(facts, before, after)
    told = step("nl.between", date=before.closed_on, to=after.first_day - dt.timedelta(days=1), days=found.fit_days)
    if found.fit_days >= NEW_CASE_FROM_GAP_DAYS:
        return False, [told, step("nl.four_weeks_or_more")]
    return found.linked, [told, step("nl.linked" if found.linked else "nl.not_linked")]
