"""The weeks after the return beside the plan: each in words, as a strip, and what follows from them (S6-3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from handrail.kit.i18n import _, format_date, format_number
from handrail.plans.rules.content import Content
from handrail.plans.rules.returning import (
    Deviation,
    WeekBeside,
    deviation_of,
    grows_without_tasks,
    is_stalling,
    replacement_missed,
    replacement_until,
)

_TAGS = {
    Deviation.AS_PLANNED: "done",
    Deviation.MORE: "now",
    Deviation.FEWER: "now",
    Deviation.NOT_RECORDED: "open",
    Deviation.UNPLANNED: "off",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownWeek:
    """A week in words; `planned`, `worked` and `whole` are hours for the bars."""

    monday: date
    label: str
    planned: Decimal | None
    worked: Decimal | None
    whole: Decimal
    planned_words: str
    worked_words: str
    planned_tasks: str
    tasks: str
    state: str
    words: str
    is_now: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How the build-up goes. `what_if` is the plan's clause, where it applies now; `remarks` say what to look at."""

    weeks: tuple[ShownWeek, ...]
    what_if: str
    stalls: bool
    replacement: str
    replacement_until: date | None
    remarks: tuple[str, ...]
    description: str


def progress_of(content: Content | None, weeks: Sequence[WeekBeside], today: date) -> Progress:
    """Return the weeks of the contract beside those that were worked."""
    plan = content or Content()
    totals = [week.planned.total for week in weeks if week.planned] + [
        week.worked.hours for week in weeks if week.worked
    ]
    whole = max([plan.full_week_hours or Decimal(0), *totals])
    stalls = is_stalling(weeks)
    shown = tuple(_week(week, today, whole) for week in weeks)
    return Progress(
        weeks=shown,
        what_if=plan.if_it_stalls if stalls else "",
        stalls=stalls,
        replacement=plan.replacement,
        replacement_until=replacement_until(plan),
        remarks=tuple(_remarks(plan, weeks)),
        description="; ".join(f"{week.label}: {week.words}" for week in shown if week.words),
    )


def _week(week: WeekBeside, today: date, whole: Decimal) -> ShownWeek:
    found = deviation_of(week, today)
    planned = week.planned.total if week.planned else None
    worked = week.worked.hours if week.worked else None
    return ShownWeek(
        monday=week.monday,
        label=format_date(week.monday, "daymonth"),
        planned=planned,
        worked=worked,
        whole=whole,
        planned_words=_hours(planned),
        worked_words=_hours(worked),
        planned_tasks=week.planned.tasks if week.planned else "",
        tasks=week.worked.tasks if week.worked else "",
        state=_TAGS[found] if found else "off",
        words=_words(found, week.hours_over_plan),
        is_now=0 <= (today - week.monday).days <= 6,  # noqa: PLR2004 - days of a week
    )


def _hours(hours: Decimal | None) -> str:
    return _("%(hours)s hours", hours=format_number(hours)) if hours is not None else _("not recorded")


def _words(found: Deviation | None, over: Decimal | None) -> str:
    if found is Deviation.AS_PLANNED:
        return _("as planned")
    if found is Deviation.MORE and over is not None:
        return _("%(hours)s hours more than planned", hours=format_number(over))
    if found is Deviation.FEWER and over is not None:
        return _("%(hours)s hours fewer than planned", hours=format_number(-over))
    if found is Deviation.NOT_RECORDED:
        return _("not recorded yet")
    return _("not in the plan") if found is Deviation.UNPLANNED else ""


def _remarks(plan: Content, weeks: Sequence[WeekBeside]) -> list[str]:
    """Return what two people should look at together; nobody is blamed for it."""
    found = [
        _("Week from %(day)s: nobody was there to help, though the plan says so.", day=format_date(monday, "daymonth"))
        for monday in replacement_missed(plan, [week.worked for week in weeks if week.worked])
    ]
    found += [
        _(
            "Week from %(day)s: more hours, and the same tasks. Do the tasks grow too?",
            day=format_date(monday, "daymonth"),
        )
        for monday in grows_without_tasks(weeks)
    ]
    return found
