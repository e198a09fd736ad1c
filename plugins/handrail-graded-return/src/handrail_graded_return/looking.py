"""What can not be recorded, and what people should look at (IVN-2). Pure: only the item and the day.

The method: hours from a share of the contract upward, at most 26 weeks, reviews at least every two weeks and at each
change of a step; hours only fall where a review said so.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

from handrail.sdk import Data, Finding

Week = Mapping[str, Any]
MOST_WEEKS: Final = 26
REVIEW_DAYS: Final = 14
_ENOUGH: Final = 2
_STEPPING_BACK: Final = frozenset({"step_back", "pause"})


def check(_context: object, data: Data) -> Sequence[Finding]:
    """Return what has to be put right before it is recorded."""
    return [*_weeks_in_order(data), *_hours_within_contract(data), *_review_days(data)]


def warn(_context: object, data: Data) -> Sequence[Finding]:
    """Return what to look at: tasks that do not grow with the hours, load on colleagues, limits, reviews, drift."""
    return [
        *_tasks_do_not_grow(data, "weeks", "planned_hours_without_tasks"),
        *_tasks_do_not_grow(data, "actual_weeks", "worked_hours_without_tasks"),
        *_load_on_colleagues(data),
        *_beyond_limits(data),
        *_falls(data),
        *_no_review(data),
        *_drifts(data),
    ]


def ramp(contract_hours: Decimal, first_percent: Decimal, weeks: int) -> list[Decimal]:
    """Return hours for each week, in even steps from a share of the contract to all of it, in quarters of an hour.

    `weeks` 1 to 26, `first_percent` 20 to 100; one week is all hours. Raises ValueError beyond these.
    """
    if not 1 <= weeks <= MOST_WEEKS or not 20 <= first_percent <= 100:  # noqa: PLR2004 - the method's own numbers
        raise ValueError("a build-up has 1 to 26 weeks and begins with 20 to 100 percent")
    steps = max(weeks - 1, 1)
    shares = [first_percent + (100 - first_percent) * Decimal(week) / steps for week in range(weeks)]
    hours = [contract_hours * share / 100 for share in (shares if weeks > 1 else [Decimal(100)])]
    return [(each * 4).quantize(Decimal(1)) / 4 for each in hours]


def _weeks_in_order(data: Data) -> Iterator[Finding]:
    weeks = data.rows("weeks") if "weeks" not in data.known else ()
    if len(weeks) > MOST_WEEKS:
        message = "A build-up has at most {most} weeks."
        yield Finding(key="too_many_weeks", message=message, field="weeks", values={"most": MOST_WEEKS})
    seen: set[str] = set()
    for place, week in enumerate(weeks):
        if _day(week).weekday() != 0:
            yield Finding(key="no_monday", message="A week starts on a Monday.", field="weeks", row=place)
        if week["monday"] in seen:
            yield Finding(key="week_twice", message="This week is there twice.", field="weeks", row=place)
        seen.add(week["monday"])


def _hours_within_contract(data: Data) -> Iterator[Finding]:
    contract = data.values.get("contract_hours") if "weeks" not in data.known else None
    for place, week in enumerate(data.rows("weeks")):
        if contract is not None and _hours(week) > Decimal(str(contract)):
            message = "This week has more hours than the contract."
            yield Finding(key="more_than_contract", message=message, field="weeks", row=place)


def _review_days(data: Data) -> Iterator[Finding]:
    for place, review in enumerate(data.rows("reviews")):
        if dt.date.fromisoformat(review["on"]) > data.today:
            message = "A review is recorded once it was held."
            yield Finding(key="review_to_come", message=message, field="reviews", row=place)
    following = data.day("next_review_on")
    if data.act in {"start", "progress", "hold", "step_back", "resume"} and following and following < data.today:
        yield Finding(
            key="review_over", message="This day is over. Choose one that is to come.", field="next_review_on"
        )


def _tasks_do_not_grow(data: Data, field: str, key: str) -> Iterator[Finding]:
    weeks = sorted(data.rows(field), key=_day)
    for before, after in pairwise(weeks):
        if _hours(after) > _hours(before) and _words(after.get("tasks")) == _words(before.get("tasks")):
            message = "From the week of {monday} the hours rise and the tasks stay the same."
            yield Finding(key=key, message=message, field=field, values={"monday": _day(after)})


def _load_on_colleagues(data: Data) -> Iterator[Finding]:
    contract = data.values.get("contract_hours")
    if contract is None:
        return
    covered = {week["monday"] for week in data.rows("weeks") if week.get("cover")}
    for week in data.rows("weeks"):
        if _hours(week) < Decimal(str(contract)) and week["monday"] not in covered:
            message = "In the week of {monday} nobody is named for the work that is left. It falls to colleagues."
            yield Finding(key="nobody_covers", message=message, field="weeks", values={"monday": _day(week)})
    for week in data.rows("actual_weeks"):
        if week.get("replacement_there") is False and week["monday"] in covered:
            message = "In the week of {monday} nobody did the work that was left, and somebody was planned for it."
            yield Finding(key="cover_missed", message=message, field="actual_weeks", values={"monday": _day(week)})


def _beyond_limits(data: Data) -> Iterator[Finding]:
    for field in ("weeks", "actual_weeks"):
        for week in data.rows(field):
            for limit in data.rows("limits"):
                if _exceeds(week, limit):
                    message = "The week of {monday} goes beyond a limit that was given."
                    yield Finding(key="beyond_limit", message=message, field=field, values={"monday": _day(week)})


def _exceeds(week: Week, limit: Mapping[str, Any]) -> bool:
    until = limit.get("until")
    if until and dt.date.fromisoformat(until) < _day(week):
        return False
    amount = Decimal(str(limit["amount"]))
    match limit["kind"]:
        case "hours_a_week":
            return _hours(week) > amount
        case "days_a_week":
            return int(week.get("days") or 0) > amount
        case _:
            most, days = week.get("most_a_day"), int(week.get("days") or 0)
            if most is not None:
                return Decimal(str(most)) > amount
            return bool(days) and _hours(week) / days > amount


def _falls(data: Data) -> Iterator[Finding]:
    if any(review["outcome"] in _STEPPING_BACK for review in data.rows("reviews")):
        return
    for before, after in pairwise(sorted(data.rows("weeks"), key=_day)):
        if _hours(after) < _hours(before):
            message = "In the week of {monday} the hours fall, and no review decided that."
            yield Finding(key="falls", message=message, field="weeks", values={"monday": _day(after)})


def _no_review(data: Data) -> Iterator[Finding]:
    if data.state != "under_way":
        return
    following = data.day("next_review_on")
    if following is None or following < data.today:
        yield Finding(key="no_review", message="No review is agreed for the days to come.", field="next_review_on")
    elif (following - data.today).days > REVIEW_DAYS:
        message = "The next review is more than two weeks away."
        yield Finding(key="review_far", message=message, field="next_review_on")


def _drifts(data: Data) -> Iterator[Finding]:
    """Two weeks in a row with fewer hours than planned: the build-up stalls, and a review is better than a push."""
    planned = {week["monday"]: _hours(week) for week in data.rows("weeks")}
    worked = [week for week in sorted(data.rows("actual_weeks"), key=_day) if week["monday"] in planned]
    newest = worked[-_ENOUGH:]
    if len(newest) == _ENOUGH and all(_hours(week) < planned[week["monday"]] for week in newest):
        message = "In the last two weeks there were fewer hours than planned. A review may help."
        yield Finding(key="drifts", message=message, field="actual_weeks")


def _day(week: Week) -> dt.date:
    return dt.date.fromisoformat(week["monday"])


def _hours(week: Week) -> Decimal:
    return Decimal(str(week.get("hours") or 0))


def _words(text: object) -> str:
    return " ".join(str(text or "").casefold().split())
