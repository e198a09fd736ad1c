"""Limits of a plan in numbers, and the weeks that go beyond them (S5-4). Pure."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from handrail.kit.errors import FieldProblem
from handrail.kit.i18n import _
from handrail.plans.rules.codes import LimitKind
from handrail.plans.rules.content import DAYS, Content, Limit, Week


def beyond_limits(content: Content) -> Iterator[FieldProblem]:
    """Yield where the build-up goes beyond a limit of the same plan, and each limit that is said twice."""
    said: set[tuple[LimitKind, object]] = set()
    for place, limit in enumerate(content.limits):
        if (limit.kind, limit.until) in said:
            yield FieldProblem(f"/limits/{place}/kind", _("This limit is there twice."))
        said.add((limit.kind, limit.until))
    for place, week in enumerate(content.weeks):
        for limit in content.limits:
            yield from _beyond(limit, week, place)


def _beyond(limit: Limit, week: Week, place: int) -> Iterator[FieldProblem]:
    days = {
        name: hours
        for number, (name, hours) in enumerate(zip(DAYS, week.hours, strict=True))
        if hours and limit.holds_on(week.monday + timedelta(days=number))
    }
    if limit.kind is LimitKind.HOURS_A_DAY:
        for name, hours in days.items():
            if hours > limit.amount:
                yield FieldProblem(f"/weeks/{place}/{name}", _("This is more than the limit for a day."))
    elif limit.kind is LimitKind.HOURS_A_WEEK and sum(days.values(), Decimal(0)) > limit.amount:
        yield FieldProblem(f"/weeks/{place}/tasks", _("This week has more hours than the limit for a week."))
    elif limit.kind is LimitKind.DAYS_A_WEEK and len(days) > limit.amount:
        yield FieldProblem(f"/weeks/{place}/tasks", _("This week has more days than the limit for a week."))
