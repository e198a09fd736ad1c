"""What holds of every absence, whoever records it: pure."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final, Protocol

from handrail.kit.errors import FieldProblem
from handrail.kit.i18n import _

EARLIEST: Final = date(1970, 1, 1)
MOST_DAYS_AHEAD: Final = 366
MOST_EXPECTED_DAYS: Final = 3_660
MOST_HOURS: Final = 3 * 366 * 24
_PERCENT: Final = range(1, 101)


@dataclass(frozen=True, slots=True)
class AbsenceFacts:
    """What can be said of an absence; nothing else is kept (CON-4).

    `first_day_fit` is the day after the last sick day; `percent` is how far the worker can not work.
    """

    first_day: date
    first_day_fit: date | None = None
    hours: Decimal | None = None
    expected_days: int | None = None
    percent: int | None = None

    @classmethod
    def of(cls, absence: "Stating") -> "AbsenceFacts":
        """Return what an absence says now."""
        return cls(**{field.name: getattr(absence, field.name) for field in fields(cls)})

    def corrected(self, changes: dict[str, Any]) -> "AbsenceFacts":
        """Return the facts with some of them changed."""
        return replace(self, **changes)

    def differences(self, after: "AbsenceFacts") -> dict[str, tuple[Any, Any]]:
        """Return the facts that differ: name to value before and after."""
        pairs = {field.name: (getattr(self, field.name), getattr(after, field.name)) for field in fields(self)}
        return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}

    def is_ended_by(self, after: "AbsenceFacts") -> bool:
        """Say whether it went on and `after` says no more than when it ended: that corrects nothing."""
        return self.differences(after).keys() == {"first_day_fit"} and self.first_day_fit is None


class Stating(Protocol):
    """Whatever holds the facts of an absence."""

    first_day: Any
    first_day_fit: Any
    hours: Any
    expected_days: Any
    percent: Any


def problems_of(facts: AbsenceFacts, today: date) -> Iterator[FieldProblem]:
    """Yield what can not be true of an absence."""
    latest = today + timedelta(days=MOST_DAYS_AHEAD)
    for name in ("first_day", "first_day_fit"):
        day = getattr(facts, name)
        if day is not None and not EARLIEST <= day <= latest:
            yield FieldProblem(f"/{name}", _("The day is before 1970 or more than a year ahead. Check the year."))
    if facts.first_day_fit is not None and facts.first_day_fit <= facts.first_day:
        yield FieldProblem("/first_day_fit", _("The first day fit comes after the first day of absence."))
    if facts.hours is not None and not 0 < facts.hours <= MOST_HOURS:
        yield FieldProblem("/hours", _("Hours away are more than 0 and at most %(most)s.", most=MOST_HOURS))
    if facts.expected_days is not None and not 0 < facts.expected_days <= MOST_EXPECTED_DAYS:
        yield FieldProblem("/expected_days", _("Give days from 1 to %(most)s.", most=MOST_EXPECTED_DAYS))
    if facts.percent is not None and facts.percent not in _PERCENT:
        yield FieldProblem("/percent", _("Give a percentage from 1 to 100."))
