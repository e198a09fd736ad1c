"""Which days are days of incapacity, which of them form a period of incapacity for work, and which periods are linked.

SSCBA 1992 s.152 as it stood until 5 April 2026 asked for four days in a row, days not worked and bank holidays
included; ERA 2025 s.10(3) takes one day from 6 April 2026 on. A sickness wholly before that day needs four days even
when it is tested later; one that reaches it is a period whatever its length (medium: the page of GOV.UK on absences
across the change was not seen). Periods with 56 days or fewer between them are one; what formed no period neither links
nor breaks the chain.

A day on which any work is done under the contract is no day of incapacity. In a phased return the days off that remain
are: each run of them is tested on its own.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from handrail.sdk import AbsenceCase, CaseFacts, Event, Spell, add_months
from handrail_uk.parameters import WEEKDAYS, weekdays_named
from handrail_uk.rates import NEW_LAW_FROM

FOUR_DAYS = 4
LINKING_GAP_DAYS = 56
SERIES_YEARS = 3
DAY = dt.timedelta(days=1)
_EVERY_DAY = frozenset(WEEKDAYS.values())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Run:
    """Days of incapacity in a row within one spell; `last_on` is None while they go on.

    `since` and `until` are the first and last day of the whole row where another spell goes on without a day between.
    """

    spell: Spell
    first_on: dt.date
    last_on: dt.date | None
    since: dt.date
    until: dt.date | None

    @property
    def days(self) -> int | None:
        """The number of days in the row, None while they go on."""
        return None if self.until is None else (self.until - self.since).days + 1

    @property
    def reaches_the_new_law(self) -> bool:
        """Whether the row has a day from 6 April 2026 on; one that goes on is taken to reach it."""
        return self.until is None or self.until >= NEW_LAW_FROM

    @property
    def crosses_the_change(self) -> bool:
        """Whether the row lies on both sides of 6 April 2026 without a break."""
        return self.since < NEW_LAW_FROM and self.reaches_the_new_law

    @property
    def is_a_period(self) -> bool:
        """Whether the row is a period of incapacity for work."""
        return self.reaches_the_new_law or (self.days or 0) >= FOUR_DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Linked periods of incapacity: they share one account of days, of waiting days, and the earnings of the first."""

    runs: tuple[Run, ...]

    @property
    def first_on(self) -> dt.date:
        """The first day of the first period."""
        return self.runs[0].first_on

    @property
    def three_years_on(self) -> dt.date:
        """The last day of three years; the day itself still counts (boundary of low confidence)."""
        return add_months(self.first_on, 12 * SERIES_YEARS)

    @property
    def case(self) -> AbsenceCase:
        """The spells of the series as one case."""
        spells = tuple({run.spell.number: run.spell for run in self.runs}.values())
        return AbsenceCase(
            spells=spells, first_day=spells[0].first_day, start_key="uk.series_start", fit_on=spells[-1].closed_on
        )


def day_one(facts: CaseFacts, spell: Spell) -> dt.date:
    """Return the first full day of sickness: the next day where somebody fell ill during work."""
    began = (each for each in facts.events_of("absence_started") if each.date == spell.first_day)
    worked = any(event.fields.get("before_work") is False for event in began)
    return spell.first_day + DAY if worked else spell.first_day


def runs_of(facts: CaseFacts) -> tuple[Run, ...]:
    """Return every run of days of incapacity, in order of time; runs without a day between are one row of days."""
    rows: list[list[Run]] = []
    for spell in facts.spells:
        for run in _runs_in(facts, spell):
            if rows and gap_days(rows[-1][-1], run) <= 0:
                rows[-1].append(run)
            else:
                rows.append([run])
    return tuple([
        run if len(row) == 1 else replace(run, since=row[0].first_on, until=row[-1].last_on)
        for row in rows for run in row
    ])  # fmt: skip


def series_of(runs: tuple[Run, ...]) -> tuple[Series, ...]:
    """Return the linked series that the periods of incapacity draw."""
    found: list[list[Run]] = []
    before: Run | None = None
    for run in runs:
        if not run.is_a_period:
            continue
        if before is not None and gap_days(before, run) <= LINKING_GAP_DAYS:
            found[-1].append(run)
        else:
            found.append([run])
        before = run
    return tuple([Series(runs=tuple(each)) for each in found])


def gap_days(before: Run, after: Run) -> int:
    """Return the clear days between two runs: neither the last sick day nor the next first one."""
    return (after.first_on - (before.last_on or after.first_on)).days - 1


def _runs_in(facts: CaseFacts, spell: Spell) -> Iterator[Run]:
    first = day_one(facts, spell)
    last = None if spell.closed_on is None else spell.closed_on - DAY
    if last is not None and last < first:
        return
    phases = [_phase(event) for event in facts.events_of("phased_return_started") if facts.spell_of(event) is spell]
    for began, ended in _between_days_worked(first, last, phases) if phases else [(first, last)]:
        yield Run(spell=spell, first_on=began, last_on=ended, since=began, until=ended)


class Phase(NamedTuple):
    """A phased return: the days of the week worked, from the first day to the last, which may be open."""

    first_on: dt.date
    last_on: dt.date | None
    weekdays: frozenset[int]


def _phase(event: Event) -> Phase:
    """Read a phased return: days worked are told as such, or as all that are not days off."""
    place, told = f"phased_return_started on {event.date}", event.fields
    if told.get("work_days") is not None:
        worked = weekdays_named(told["work_days"], f"{place}, work_days")
    else:
        worked = _EVERY_DAY - weekdays_named(told.get("sick_days", [*WEEKDAYS]), f"{place}, sick_days")
    return Phase(event.date, event.day("until"), worked)


def _between_days_worked(
    first: dt.date, last: dt.date | None, phases: list[Phase]
) -> Iterator[tuple[dt.date, dt.date | None]]:
    """Yield the runs between the days worked. After the last phase the sickness goes on, until a return is told.

    A phase without an end is followed for three years: sick pay goes no further.
    """
    endless = any(phase.last_on is None for phase in phases)
    followed_to = max([phase.last_on or add_months(first, 12 * SERIES_YEARS) for phase in phases])
    if last is not None:
        followed_to = min(followed_to, last)
    began, day = None, first
    while day <= followed_to:
        if not _is_worked(day, phases):
            began = began or day
        elif began is not None:
            yield began, day - DAY
            began = None
        day += DAY
    if endless and began is not None:
        yield began, followed_to
    elif not endless and (began is not None or last is None or day <= last):
        yield began or day, last


def _is_worked(day: dt.date, phases: list[Phase]) -> bool:
    """Say whether some work is done on a day, by the latest phase that holds it."""
    for phase in reversed(phases):
        if phase.first_on <= day and (phase.last_on is None or day <= phase.last_on):
            return day.weekday() in phase.weekdays
    return False
