"""Days of a yearly entitlement that absences used: a row for each calendar year, as of its 1 January.

A day is used when it would have been worked: Monday to Friday, or the days of a `work_pattern`, without public
holidays. A first day on which work was still done (`before_work` false) uses none. An absence that goes on is
counted in the year in which it began.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

from handrail.sdk import Calendar, CaseFacts, Obligation, Rule, Spell, step
from handrail_ca.parameters import EVER

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SATURDAY = 5
_DAY = dt.timedelta(days=1)


def days_used(
    rule: Rule,
    facts: CaseFacts,
    calendar: Calendar,
    *,
    limit: int,
    entitled_from: dt.date | None,
    counts: Callable[[Spell], bool] = lambda _spell: True,
) -> Iterator[Obligation]:
    """Return for each year of absence how many of `limit` days were used.

    `entitled_from` is the first day on which enough was served, None where service is not known: then it is taken as
    long enough. Absences for which `counts` says no use nothing.
    """
    worked = _worked_days(facts, calendar)
    used: dict[int, int] = defaultdict(int)
    worked_first = _worked_first_days(facts)
    for spell in facts.spells:
        uses_days = counts(spell)
        last = dt.date(spell.first_day.year, 12, 31) if spell.closed_on is None else spell.closed_on - _DAY
        for year in range(spell.first_day.year, last.year + 1):
            day, end = max(spell.first_day, dt.date(year, 1, 1)), min(last, dt.date(year, 12, 31))
            used[year] += 0
            day = max(day + _DAY if day in worked_first else day, entitled_from or EVER)
            while uses_days and day <= end and used[year] < limit:
                used[year] += worked(day)
                day += _DAY
    yield from _rows(rule, used, limit, entitled_from)


def _rows(rule: Rule, used: Mapping[int, int], limit: int, entitled_from: dt.date | None) -> Iterator[Obligation]:
    for year, days in sorted(used.items()):
        first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
        begun = step("ca.calendar_year", date=first)
        if rule.effective_from is not None and last < rule.effective_from:
            steps = (begun, step("in_force_from", date=rule.effective_from), step("not_owed"))
            yield Obligation.not_owed(rule, "before_effective_date", steps)
        elif entitled_from is not None and entitled_from > last:
            yield Obligation.not_owed(rule, "not_entitled", (begun, step("ca.not_served"), step("not_owed")))
        else:
            assumed = (step("ca.service_assumed"),) if entitled_from is None else ()
            told = step("ca.days_used", used=days, limit=limit)
            yield Obligation(rule=rule, value=days, value_on=first, explanation=(begun, *assumed, told))


def _worked_first_days(facts: CaseFacts) -> frozenset[dt.date]:
    starts = facts.events_of("absence_started")
    return frozenset([event.date for event in starts if event.fields.get("before_work") is False])


def _worked_days(facts: CaseFacts, calendar: Calendar) -> Callable[[dt.date], bool]:
    given = facts.params.get("work_pattern")
    if not isinstance(given, list):
        return calendar.is_working_day
    pattern = frozenset([str(each)[:3].lower() for each in given])

    def worked(day: dt.date) -> bool:
        is_holiday = day.weekday() < _SATURDAY and not calendar.is_working_day(day)
        return _WEEKDAYS[day.weekday()] in pattern and not is_holiday

    return worked
