"""The engine: a pure function from the facts of one employment to the rows of what is due, and why."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from handrail.obligations.judging import Judge
from handrail.obligations.rights import rights_obligations
from handrail.obligations.rows import Row
from handrail.obligations.rules import BASE_INTERVALS, ProcessIntervals
from handrail.obligations.support import support_obligations
from handrail.sdk import Calendar, CaseFacts, Jurisdiction, Obligation, weekdays


def compute(
    facts: CaseFacts, jurisdiction: Jurisdiction | None, *, intervals: ProcessIntervals = BASE_INTERVALS
) -> tuple[Row, ...]:
    """Return every row for these facts, ordered by spell (none first), rule and sequence.

    Without a jurisdiction only data rights and the support process answer. No clock: `facts.as_of` is the only today
    there is.
    """
    judge = Judge(facts)
    statutory = [] if jurisdiction is None else statutory_obligations(facts, jurisdiction)
    asked = (*statutory, *rights_obligations(facts), *support_obligations(facts, intervals))
    return _in_order([judge.judged(obligation) for obligation in asked])


def statutory_obligations(facts: CaseFacts, jurisdiction: Jurisdiction) -> Iterator[Obligation]:
    """Return what the jurisdiction asks: its milestones in every case of absence, then what it derives itself."""
    calendar = calendar_for(facts, jurisdiction)
    for case in jurisdiction.absence_cases(facts):
        for milestone in jurisdiction.milestones:
            yield from milestone.obligations(facts, case, calendar)
    yield from jurisdiction.obligations(facts, calendar)


def calendar_for(facts: CaseFacts, jurisdiction: Jurisdiction) -> Calendar:
    """Return the jurisdiction's calendar, or the one of a holidays parameter, which replaces it wholly."""
    for name in ("holidays", "bank_holidays"):
        given = facts.params.get(name)
        if isinstance(given, list):
            days = frozenset(day for day in given if isinstance(day, dt.date))
            return weekdays(days, f"parameter {name}")
    return _own_calendar(jurisdiction.holidays, jurisdiction.calendar_version)


@lru_cache(maxsize=256)
def _own_calendar(holidays: Callable[[int], frozenset[dt.date]], version: str) -> Calendar:
    years = lru_cache(maxsize=512)(holidays)
    saturday = 5
    return Calendar(lambda day: day.weekday() < saturday and day not in years(day.year), version)


def _in_order(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return the rows sorted, with the repeats of a rule numbered within each spell."""
    numbers: Counter[tuple[int, str]] = Counter()
    numbered: list[tuple[int, str, int, Row]] = []
    for row in rows:
        place = (row.spell or 0, row.rule.id)
        numbers[place] += 1
        numbered.append((*place, numbers[place], row))
    numbered.sort(key=lambda entry: entry[:3])
    return tuple([row if row.sequence == number else replace(row, sequence=number) for *_, number, row in numbered])
