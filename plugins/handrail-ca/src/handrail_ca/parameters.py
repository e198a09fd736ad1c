"""What is known of the worker and the employer beside events: whole numbers, and how long somebody has served."""

import datetime as dt

from handrail.sdk import CaseFacts, FactsError, add_months, read_date

_DAYS_A_MONTH = 30
EVER, NEVER = dt.date.min, dt.date.max


def whole(facts: CaseFacts, name: str) -> int | None:
    """Return a parameter that counts something, None where it is not given. Raises FactsError."""
    given = facts.params.get(name)
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, int | float) or given < 0:
        raise FactsError(f"params, {name}: expected a number, not {given!r}")
    return int(given)


def day(facts: CaseFacts, name: str) -> dt.date | None:
    """Return a parameter that is a date, None where it is not given. Raises FactsError."""
    given = facts.params.get(name)
    if given is None or isinstance(given, dt.date):
        return given
    try:
        return read_date(given)
    except ValueError as problem:
        raise FactsError(f"params, {name}: {problem}") from None


def served_from(facts: CaseFacts, *, months: int = 0, days: int = 0) -> dt.date | None:
    """Return the day from which somebody has served so long; EVER or NEVER where only months of service are known.

    None where nothing is known of their service.
    """
    start = day(facts, "tenure_start") or day(facts, "employment_start")
    if start is not None:
        return add_months(start, months) + dt.timedelta(days=days)
    served = whole(facts, "tenure_months")
    if served is None:
        return None
    return EVER if served * _DAYS_A_MONTH >= months * _DAYS_A_MONTH + days else NEVER
