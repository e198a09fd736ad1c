"""Sick leave of the Holidays Act 2003: proof from the third day, and the days used.

Ten days a year since 24 July 2021 (before: five), after six months of service. The act counts years of service and lets
unused days be carried over, to twenty at most; no fact tells a balance, so the days used are told by calendar year, up
to the ten. Absences that come from an injury at work are paid under the Accident Compensation Act and use none. An
absence that goes on is counted to the end of the calendar year in which it began. The act's replacement was announced.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from handrail.sdk import (
    Calendar,
    CaseFacts,
    Derivation,
    FactsError,
    Milestone,
    Obligation,
    Spell,
    add_months,
    read_date,
    step,
)
from handrail.sdk.injuries import is_work_injury
from handrail_nz.catalogue import SICK_LEAVE, SICK_PROOF_FROM
from handrail_nz.working_days import Scheduled, scheduled_days

TEN_DAYS_FROM = dt.date(2021, 7, 24)
SERVICE_MONTHS = 6
MILESTONES = (
    # s. 68: three or more consecutive calendar days, working days or not, so from the third on.
    Milestone(rule=SICK_PROOF_FROM, days=2),
)
_DAY = dt.timedelta(days=1)


def sick_leave(facts: CaseFacts, calendar: Calendar) -> Iterator[Obligation]:
    """Return the days of sick leave used in each calendar year in which an absence fell."""
    used: Counter[int] = Counter()
    scheduled = scheduled_days(facts, calendar)
    for spell in facts.spells:
        used[spell.first_day.year] += 0
        if not is_work_injury(facts, spell):
            _use(facts, spell, scheduled, used)
    for year, days in sorted(used.items()):
        new_year = dt.date(year, 1, 1)
        told = Derivation.at(new_year, "nz.calendar_year").steps
        counted = step("nz.days_used", days=days, most=_limit(dt.date(year, 12, 31)), calendar=calendar.version)
        yield Obligation(rule=SICK_LEAVE, value=days, value_on=new_year, explanation=(*told, counted))


def _use(facts: CaseFacts, spell: Spell, scheduled: Scheduled, used: Counter[int]) -> None:
    day = max(_first_sick_day(facts, spell.first_day), _served_from(facts, spell.first_day))
    until = spell.closed_on or dt.date(spell.first_day.year + 1, 1, 1)
    while day < until:
        if used[day.year] < _limit(day):
            used[day.year] += scheduled(day)
            day += _DAY
        else:
            day = TEN_DAYS_FROM if day < TEN_DAYS_FROM <= _year_end(day) else _year_end(day) + _DAY


def _first_sick_day(facts: CaseFacts, first_day: dt.date) -> dt.date:
    """Return the first day that was not worked: the next one where the worker fell ill during work."""
    began = (event for event in facts.events_of("absence_started") if event.date == first_day)
    return first_day + _DAY if any(event.fields.get("before_work") is False for event in began) else first_day


def _limit(day: dt.date) -> int:
    return 10 if day >= TEN_DAYS_FROM else 5


def _year_end(day: dt.date) -> dt.date:
    return dt.date(day.year, 12, 31)


def _served_from(facts: CaseFacts, first_day: dt.date) -> dt.date:
    """Return the day with six months of service; where nobody told when the employment began, it is taken as met."""
    starts = [event.date for event in facts.events_of("employment_started") if event.date <= first_day]
    given = facts.params.get("employment_start")
    if not starts and given is not None:
        try:
            starts = [given if isinstance(given, dt.date) else read_date(given)]
        except ValueError as problem:
            raise FactsError(f"params, employment_start: {problem}") from None
    return add_months(starts[-1], SERVICE_MONTHS) if starts else first_day
