"""The build-up of hours: as planned, and beside it as it went."""

from decimal import Decimal
from typing import Any, Final

import babel.dates

from handrail.kit.i18n import current_locale, format_date, format_number
from handrail.plans.queries.view import PlanView
from handrail.plans.rules.content import DAYS, Content, Week

_WORKING_DAYS: Final = 5
_NOTHING: Final = "–"


def days() -> list[tuple[str, str, str]]:
    """Return code, short and full name of each day of the week, Monday first."""
    locale = current_locale().split("-", 1)[0]
    short = babel.dates.get_day_names("abbreviated", locale=locale)
    full = babel.dates.get_day_names("wide", locale=locale)
    return [(code, str(short[place]), str(full[place])) for place, code in enumerate(DAYS)]


def shown_days(weeks: tuple[Week, ...]) -> list[tuple[str, str, str]]:
    """Return Monday to Friday, and the weekend where somebody works then."""
    worked = {code for week in weeks for code in DAYS if getattr(week, code) is not None}
    return [day for place, day in enumerate(days()) if place < _WORKING_DAYS or day[0] in worked]


def hours_rows(view: PlanView) -> list[dict[str, Any]]:
    """Return the weeks of the build-up for `ui.hours`."""
    content = view.shown.content if view.shown else Content()
    whole = content.full_week_hours or max((week.total for week in content.weeks), default=Decimal(0))
    return [
        {
            "name": week.monday.isoformat(),
            "label": format_date(week.monday, "daymonth"),
            "hours": {code: format_number(hours) for code in DAYS if (hours := getattr(week, code)) is not None},
            "total": week.total,
            "whole": whole,
            "limit": None,
            "tasks": week.tasks,
            "cover": week.cover,
        }
        for week in content.weeks
    ]


def weeks_rows(view: PlanView) -> list[list[Any]]:
    """Return planned and actual weeks side by side, as cells."""
    found = []
    for each in view.weeks:
        over = each.hours_over_plan
        found.append(
            [
                format_date(each.monday, "daymonth"),
                format_number(each.planned.total) if each.planned else _NOTHING,
                format_number(each.worked.hours) if each.worked else _NOTHING,
                _signed(over) if over is not None else _NOTHING,
                each.planned.tasks if each.planned else _NOTHING,
                each.worked.tasks if each.worked else _NOTHING,
            ]
        )
    return found


def _signed(hours: Decimal) -> str:
    return f"+{format_number(hours)}" if hours > 0 else format_number(hours)
