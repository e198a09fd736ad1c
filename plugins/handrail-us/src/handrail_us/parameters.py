"""What the employer knows of the job: months, hours, workers near by, days of the week. Each fault names its item."""

import datetime as dt

from handrail.sdk import CaseFacts, FactsError, add_months, read_date

TWELVE_WEEKS = 12
_WEEKDAYS = {name: number for number, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
_MONDAY_TO_FRIDAY = frozenset(range(5))


def number(facts: CaseFacts, name: str) -> float | None:
    """Return a number of the case or the employer, None where it is not known. Raises FactsError."""
    given = facts.params.get(name)
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, int | float) or given < 0:
        raise FactsError(f"params, {name}: expected a number")
    return given


def months_employed(facts: CaseFacts, on: dt.date) -> float | None:
    """Return the months of employment on a day: as given, or counted from the first day of employment."""
    given = number(facts, "months_employed")
    if given is not None:
        return given
    began = _employment_start(facts)
    if began is None or began > on:
        return None if began is None else 0
    months = (on.year - began.year) * 12 + on.month - began.month
    return months if add_months(began, months) <= on else months - 1


def weeks_of_leave(facts: CaseFacts) -> float:
    """Return the weeks of leave that are left at its start: twelve, or the balance that the employer gives."""
    given = number(facts, "balance_weeks")
    return TWELVE_WEEKS if given is None else min(given, TWELVE_WEEKS)


def workdays(facts: CaseFacts) -> frozenset[int]:
    """Return the days of the week worked, Monday as 0; Monday to Friday where nothing is known."""
    given = facts.params.get("work_pattern")
    if given is None:
        return _MONDAY_TO_FRIDAY
    names = given if isinstance(given, list) else []
    days = frozenset([_WEEKDAYS.get(str(name)[:3].lower(), -1) for name in names])
    if not days or -1 in days:
        raise FactsError("params, work_pattern: expected a list of days of the week such as Mon")
    return days


def is_california(facts: CaseFacts) -> bool | None:
    """Say whether the place of work is in California, None where no division is named."""
    division = facts.params.get("division")
    return None if division is None else str(division).lower().removeprefix("us-") in {"ca", "california"}


def _employment_start(facts: CaseFacts) -> dt.date | None:
    given = facts.params.get("employment_start")
    if given is not None:
        try:
            return read_date(given)
        except ValueError as problem:
            raise FactsError(f"params, employment_start: {problem}") from None
    started = facts.events_of("employment_started")
    return started[-1].date if started else None
