"""The month: a table of weeks in which each day shows what is due, and a list where there is no room for a table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from flask import Response, request, url_for

from handrail.identity.web import current_actor, permission, request_context
from handrail.kit import clock
from handrail.kit.db import tenant_session
from handrail.obligations.listing import Day, days_of
from handrail.obligations.looking import note_reading
from handrail.obligations.views import pages
from handrail.obligations.views.shown import Line, lines
from handrail.sdk import add_months
from handrail.web.render import render

_YEARS: Final = range(2000, 2100)
_MONTHS: Final = range(1, 13)
_WEEK: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of the month. `more` says how many things stand in the list and not here."""

    day: date
    is_outside: bool
    lines: list[Line]
    more: int


@pages.get("/obligations/calendar")
@permission("obligation.list")
def month() -> Response:
    """Show what is open on each day of a month, this one or the one in the address."""
    actor = current_actor()
    today = clock.today(actor.time_zone)
    first = _first_day(today)
    last = add_months(first, 1) - timedelta(days=1)
    with tenant_session(request_context()) as session:
        days = days_of(session, actor, first, last)
        shown = [row.obligation for day in days.values() for row in day.shown]
        note_reading(session, actor, shown, "obligations.list")
        cells = {day: lines(found.shown, actor, today) for day, found in days.items()}
    weeks = _weeks(first, last, cells, days)
    return render(
        "obligations/month.html",
        first=first,
        weeks=weeks,
        weekdays=[cell.day for cell in weeks[0]],
        total=sum(day.total for day in days.values()),
        today=today,
        before=_address(add_months(first, -1)),
        after=_address(add_months(first, 1)),
        this_month=_address(today.replace(day=1)) if first != today.replace(day=1) else None,
    )


def _weeks(first: date, last: date, cells: Mapping[date, list[Line]], days: Mapping[date, Day]) -> list[list[Cell]]:
    """Return the weeks of a month, Monday to Sunday, with the days of its neighbours as empty cells."""
    monday = first - timedelta(days=first.weekday())
    weeks = []
    while monday <= last:
        week = [monday + timedelta(days=number) for number in range(7)]
        weeks.append(
            [
                Cell(
                    day=day,
                    is_outside=not first <= day <= last,
                    lines=cells.get(day, []),
                    more=days[day].total - len(cells[day]) if day in days else 0,
                )
                for day in week
            ]
        )
        monday += _WEEK
    return weeks


def _first_day(today: date) -> date:
    year, _dash, number = request.args.get("month", "").partition("-")
    if year.isdecimal() and number.isdecimal() and int(year) in _YEARS and int(number) in _MONTHS:
        return date(int(year), int(number), 1)
    return today.replace(day=1)


def _address(first: date) -> str | None:
    """Return the address of a month; None beyond the years that are drawn."""
    return url_for(".month", month=f"{first:%Y-%m}") if first.year in _YEARS else None
