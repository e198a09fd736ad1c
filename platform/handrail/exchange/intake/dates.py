"""Dates and hours as files write them, and the working days between them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from typing import Final, Self

_TOKEN: Final = re.compile(r"YYYY|MM|M|DD|D")
_GROUPS: Final = {
    "YYYY": r"(?P<year>[0-9]{4})",
    "MM": r"(?P<month>[0-9]{2})",
    "M": r"(?P<month>[0-9]{1,2})",
    "DD": r"(?P<day>[0-9]{2})",
    "D": r"(?P<day>[0-9]{1,2})",
}


class NoSuchForm(ValueError):
    """A date form without exactly one year, month and day."""


class NotInThisForm(ValueError):
    """The text is not written in this form; another one may fit."""


class ImpossibleDate(ValueError):
    """The text has the form of a date, but the calendar has no such day."""


@dataclass(frozen=True, slots=True)
class DateForm:
    """One way to write a date: ``YYYY-MM-DD``, ``D/M/YYYY``, ``DD.MM.YYYY``."""

    form: str
    pattern: re.Pattern[str]

    @classmethod
    def of(cls, form: str) -> Self:
        """Read a form; every year, month and day stands in it once."""
        tokens = _TOKEN.findall(form)
        if sorted(token[0] for token in tokens) != ["D", "M", "Y"]:
            raise NoSuchForm(form)
        parts = [_GROUPS.get(part, re.escape(part)) for part in re.split(f"({_TOKEN.pattern})", form)]
        return cls(form, re.compile("".join(parts)))

    def read(self, text: str) -> date:
        """Return the day; raises NotInThisForm or ImpossibleDate."""
        found = self.pattern.fullmatch(text)
        if found is None:
            raise NotInThisForm(text)
        try:
            return date(int(found["year"]), int(found["month"]), int(found["day"]))
        except ValueError as problem:
            raise ImpossibleDate(text) from problem


def ambiguous(forms: Sequence[DateForm]) -> tuple[DateForm, DateForm] | None:
    """Return two forms that read one text as two different days, such as 03/04/2026."""
    samples = (date(2026, 3, 4), date(2026, 11, 12))
    for index, first in enumerate(forms):
        for second in forms[index + 1 :]:
            for day in samples:
                if _reads_otherwise(second, written(day, first.form), day):
                    return first, second
    return None


def written(day: date, form: str) -> str:
    """Write a day in a form."""
    texts = {
        "YYYY": f"{day.year:04}",
        "MM": f"{day.month:02}",
        "M": str(day.month),
        "DD": f"{day.day:02}",
        "D": str(day.day),
    }
    return _TOKEN.sub(lambda token: texts[token[0]], form)


def _reads_otherwise(form: DateForm, text: str, day: date) -> bool:
    try:
        return form.read(text) != day
    except NotInThisForm:
        return False
    except ImpossibleDate:
        return True


def read_date(text: str, forms: Sequence[DateForm]) -> date:
    """Return the day in the first form that fits; raises NotInThisForm or ImpossibleDate."""
    for form in forms:
        try:
            return form.read(text)
        except NotInThisForm:
            continue
    raise NotInThisForm(text)


def last_day_of(first_day: date, hours: Decimal, *, per_day: Decimal, working_days: frozenset[int]) -> date:
    """Return the last day away for so many hours from `first_day` on, which counts whatever weekday it is.

    A part of a day counts as that day. `working_days` are numbers of weekdays, Monday 0; public holidays are not
    known here and count as working days.
    """
    days_left = int((hours / per_day).to_integral_value(ROUND_CEILING)) - 1
    weeks, rest = divmod(max(days_left, 0), len(working_days))
    day = first_day + timedelta(weeks=weeks)
    if weeks and rest == 0 and first_day.weekday() not in working_days:
        day = _last_working_day_before(day, working_days)
    while rest:
        day += timedelta(days=1)
        rest -= day.weekday() in working_days
    return day


def _last_working_day_before(day: date, working_days: frozenset[int]) -> date:
    while day.weekday() not in working_days:
        day -= timedelta(days=1)
    return day
