"""Paid sick days in twelve months, as the 120-day rule counts them (Funktionærloven § 5(2)).

Fully sick: every calendar day, weekends between sick days too. Partly sick: the hours that were not worked, here the
degree of the certificate: half sick counts half a day. The employer's own count of hours overrides it.
"""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

from handrail.sdk import CaseFacts, Spell, add_months

WINDOW_MONTHS = 12
FULLY_SICK = 100
_DAY = dt.timedelta(days=1)
_A_WINDOW = dt.timedelta(days=367)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Sick days of one degree, in percent, from `first_day` to the day before `until`; None while it goes on."""

    first_day: dt.date
    until: dt.date | None
    percent: float

    def days_in(self, opens: dt.date, last_day: dt.date) -> float:
        """Return the sick days from one day to another, both included, weighed by the degree."""
        until = last_day + _DAY if self.until is None else min(self.until, last_day + _DAY)
        return max(0, (until - max(self.first_day, opens)).days) * self.percent / FULLY_SICK


def stretches(facts: CaseFacts, spell: Spell, *, going_on: bool = False) -> list[Stretch]:
    """Return the stretches of an absence; `going_on` as if it had no end."""
    told = [
        event for event in facts.events_of("absence_started")
        if spell.holds(event.date) and event.fields.get("percent") is not None
    ]  # fmt: skip
    degrees = [(event.date, _percent(event.fields["percent"])) for event in told]
    if not degrees or degrees[0][0] > spell.first_day:
        degrees.insert(0, (spell.first_day, float(FULLY_SICK)))
    ends = [*[day for day, _percent_then in degrees[1:]], None if going_on else spell.closed_on]
    return [Stretch(day, end, percent) for (day, percent), end in zip(degrees, ends, strict=True)]


def sick_days(counted: Sequence[Stretch], day: dt.date) -> float:
    """Return the sick days of the twelve months that end on a day."""
    opens = add_months(day, -WINDOW_MONTHS) + _DAY
    return sum(stretch.days_in(opens, day) for stretch in counted)


def day_reached(earlier: Sequence[Stretch], own: Sequence[Stretch], days: int) -> dt.date | None:
    """Return the day of an absence on which the count comes to `days`, coming from fewer; None where it never does.

    From one day to the next the count moves by one at most, so days on which it can not come to `days` are passed over.
    """
    first_day = own[0].first_day
    if not earlier and len(own) == 1 and own[0].percent == FULLY_SICK:
        return first_day + dt.timedelta(days=days - 1)
    counted = [*earlier, *own]
    last_day = own[-1].first_day + _A_WINDOW
    day = first_day
    while day <= last_day:
        missing = days - sick_days(counted, day)
        if missing <= 0 and sick_days(counted, day - _DAY) < days:
            return day
        day += dt.timedelta(days=math.ceil(missing) if missing > 0 else math.floor(-missing) + 1)
    return None


def _percent(given: object) -> float:
    return float(given) if isinstance(given, int | float) else float(FULLY_SICK)
