"""Which sick days are days of statutory sick leave (Sick Leave Act 2022, s. 5).

Each scheduled working day on which the worker is sick and certified, after 13 weeks of service: at most 3 in 2023 and 5
in each calendar year since 2024, consecutive or not. The entitlement starts anew on 1 January, nothing is carried over;
the planned 7 and 10 days were given up in April 2025. A better scheme of the employer replaces it, which no fact here
tells. An absence that goes on is counted to the end of the calendar year in which it began.
"""

import datetime as dt
from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass

from handrail.sdk import AbsenceCase, CaseFacts, Derivation, FactsError, read_date
from handrail_ie.catalogue import SICK_LEAVE_FROM
from handrail_ie.working_days import Scheduled

SERVICE_WEEKS = 13
FIVE_DAYS_FROM = dt.date(2024, 1, 1)
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Covered:
    """An absence and its days of statutory sick leave; `used_before` in the calendar year in which it began."""

    case: AbsenceCase
    days: tuple[dt.date, ...]
    used_before: int


def covered_days(facts: CaseFacts, cases: tuple[AbsenceCase, ...], scheduled: Scheduled) -> tuple[Covered, ...]:
    """Return the days of statutory sick leave of each absence, in order of time."""
    used: Counter[int] = Counter()
    certified = _certified(facts)
    found = []
    for case in cases:
        before = used[case.first_day.year]
        days = []
        for day in _sick_days(facts, case, used):
            if day in certified and scheduled(day):
                used[day.year] += 1
                days.append(day)
        found.append(Covered(case, tuple(days), before))
    return tuple(found)


def limit(day: dt.date) -> int:
    """Return the days of statutory sick leave in the calendar year of a day."""
    if day < SICK_LEAVE_FROM:
        return 0
    return 3 if day < FIVE_DAYS_FROM else 5


def service_starts(facts: CaseFacts) -> list[dt.date]:
    """Return the days on which an employment began, as told by events, else by the parameter `employment_start`."""
    told = [event.date for event in facts.events_of("employment_started")]
    if told:
        return told
    given = facts.params.get("employment_start")
    return [] if given is None else [_date("employment_start", given)]


def service_met(start: dt.date) -> Derivation:
    """Return the day on which 13 weeks of service are reached, which is the first that is covered."""
    return Derivation.at(start, "ie.employment_started").plus_weeks(SERVICE_WEEKS)


def _sick_days(facts: CaseFacts, case: AbsenceCase, used: Counter[int]) -> Iterator[dt.date]:
    """Yield the days on which leave could still be taken; what is used up is passed over to the next 1 January."""
    spell = case.spells[0]
    day = max(_first_sick_day(facts, spell.first_day), SICK_LEAVE_FROM, _served_from(facts, spell.first_day))
    until = spell.closed_on or dt.date(max(spell.first_day, SICK_LEAVE_FROM).year + 1, 1, 1)
    while day < until:
        if used[day.year] < limit(day):
            yield day
            day += _DAY
        else:
            day = dt.date(day.year + 1, 1, 1)


def _served_from(facts: CaseFacts, first_day: dt.date) -> dt.date:
    """Return the first day with enough service; where nobody told when the employment began, it is taken as met."""
    starts = [start for start in service_starts(facts) if start <= first_day]
    return service_met(starts[-1]).day if starts else first_day


def _first_sick_day(facts: CaseFacts, first_day: dt.date) -> dt.date:
    """Return the first day that was not worked: the next one where the worker fell ill during work."""
    began = (event for event in facts.events_of("absence_started") if event.date == first_day)
    return first_day + _DAY if any(event.fields.get("before_work") is False for event in began) else first_day


class _Every(Container[dt.date]):
    """All days, or none."""

    def __init__(self, *, included: bool) -> None:
        self._included = included

    def __contains__(self, _day: object) -> bool:
        return self._included


def _certified(facts: CaseFacts) -> Container[dt.date]:
    """Return the days that a certificate covers: all unless the parameter says none, or lists them."""
    given = facts.params.get("certified")
    if isinstance(given, list):
        return frozenset([_date("certified", day) for day in given])
    return _Every(included=given is not False)


def _date(name: str, given: object) -> dt.date:
    """Return the date of a parameter. Raises FactsError where it is none."""
    if isinstance(given, dt.date):
        return given
    try:
        return read_date(given)
    except ValueError as problem:
        raise FactsError(f"params, {name}: {problem}") from None
