"""What an employer or a contract adds: qualifying days, earnings, the employer's rules. Each fault names its item."""

import datetime as dt
from decimal import Decimal, InvalidOperation

from handrail.sdk import CaseFacts, FactsError, Value, read_date

WEEKDAYS = {name: number for number, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
MONDAY_TO_FRIDAY = frozenset(range(5))
WEDNESDAY = frozenset((2,))
RETURN_INTERVIEW_DAYS = 3


def weekdays_named(given: Value, place: str) -> frozenset[int]:
    """Return the days of the week of a list of names, Monday as 0. Raises FactsError."""
    names = given if isinstance(given, list) else None
    numbers = [WEEKDAYS.get(str(name)[:3].lower()) for name in names or ()]
    if names is None or None in numbers:
        raise FactsError(f"{place}: expected a list of days of the week such as Mon")
    return frozenset([number for number in numbers if number is not None])


def qualifying_days(facts: CaseFacts) -> frozenset[int]:
    """Return the days of the week on which somebody normally works by agreement (SSCBA s.154).

    Monday to Friday where nothing is known; Wednesday where no day is agreed (SI 1982/894 reg 5(2)).
    """
    for name in ("qualifying_days", "work_pattern"):
        given = facts.params.get(name)
        if given is not None:
            return weekdays_named(given, f"params, {name}") or WEDNESDAY
    return MONDAY_TO_FRIDAY


def average_weekly_earnings(facts: CaseFacts) -> Decimal | None:
    """Return the average weekly earnings in pounds, None where they are not known."""
    given = facts.params.get("awe")
    if given is None:
        return None
    try:
        earnings = Decimal(str(given))
    except InvalidOperation:
        earnings = Decimal(-1)
    if not (earnings.is_finite() and earnings >= 0):
        raise FactsError("params, awe: expected pounds a week")
    return earnings


def window(facts: CaseFacts) -> tuple[dt.date, dt.date] | None:
    """Return the first and last day to which paid days and money are limited, None where all are asked."""
    given = facts.params.get("window")
    if given is None:
        return None
    try:
        first, last = [read_date(day) for day in given] if isinstance(given, list) else []
    except ValueError:
        raise FactsError("params, window: expected a first and a last day") from None
    return first, last


def notice_days(facts: CaseFacts) -> int | None:
    """Return the days that the employer's own rule gives for notice, counted from the first qualifying day."""
    return _whole(facts, "employer_notice_rule")


def return_interview_days(facts: CaseFacts) -> int:
    """Return the working days within which the employer talks with whoever comes back."""
    days = _whole(facts, "policy_working_days")
    return RETURN_INTERVIEW_DAYS if days is None else days


def _whole(facts: CaseFacts, name: str) -> int | None:
    given = facts.params.get(name)
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, int) or given < 0:
        raise FactsError(f"params, {name}: expected a whole number of days")
    return given
