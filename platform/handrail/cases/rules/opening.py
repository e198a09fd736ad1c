"""When an absence becomes a case (S1-1), and when the next absence opens the next one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

_STARTS = frozenset({"absence_started"})
_ENDS = frozenset({"recovered", "returned_to_work", "employment_ended", "maternity_leave_started"})


@dataclass(frozen=True, slots=True)
class OpenAbsence:
    """The absence that goes on today; `expected_days` in all, if a prognosis was given."""

    first_day_on: date
    expected_days: int | None = None

    def is_due(self, threshold_days: int, today: date) -> bool:
        """Say whether the threshold is reached: calendar days lasted, the first counted, or days expected."""
        lasted = (today - self.first_day_on).days + 1
        return lasted >= threshold_days or (self.expected_days or 0) >= threshold_days

    def due_on(self, threshold_days: int) -> date:
        """Return the day on which it will have lasted that long."""
        return self.first_day_on + timedelta(days=threshold_days - 1)


@dataclass(frozen=True, slots=True)
class AbsenceFact:
    """A fact of the absence, as plain values; `expected_days` only of a prognosis."""

    on: date
    type: str
    expected_days: int | None = None


def open_absence(facts: Iterable[AbsenceFact], today: date) -> OpenAbsence | None:
    """Return the absence that is open today, or None. Facts in any order; those after today are not yet true."""
    found: OpenAbsence | None = None
    for fact in sorted(facts, key=_in_order):
        if fact.on > today:
            break
        if fact.type in _STARTS and found is None:
            found = OpenAbsence(fact.on)
        elif fact.type in _ENDS:
            found = None
        elif fact.type == "prognosis" and found is not None:
            found = OpenAbsence(found.first_day_on, fact.expected_days)
    return found


def _in_order(fact: AbsenceFact) -> tuple[date, int]:
    """Order the facts of one day: an end, then a new beginning, then what is expected of it."""
    return fact.on, 0 if fact.type in _ENDS else 1 if fact.type in _STARTS else 2
