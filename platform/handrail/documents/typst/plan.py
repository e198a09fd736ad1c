"""The return-to-work plan on paper: the view model and its PDF (S5-6).

It holds released wordings only, as the plan does; it is the same contract that worker and supervisor accept on screen.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

import babel.dates

from handrail.documents.placeholders import isolated
from handrail.documents.typst.engine import Paper, compile_pdf
from handrail.kit.i18n import (
    _,
    current_locale,
    format_date,
    format_datetime,
    format_list,
    format_number,
    ngettext,
    use_locale,
)

_DAYS: Final = 7
_WORKING_DAYS: Final = 5


@dataclass(frozen=True, slots=True)
class PlanAction:
    """One thing that will be done. `kind`, `responsible` and `status` are words in the document's language."""

    what: str
    kind: str
    responsible: str
    start_on: date | None = None
    due_on: date | None = None
    judged_by: str = ""
    before_return: bool = False
    status: str = ""
    in_place: bool = False


@dataclass(frozen=True, slots=True)
class PlanConcern:
    """A concern in the words that the worker released, and what is done about it or why nothing is (S5-2)."""

    words: str
    actions: tuple[PlanAction, ...] = ()
    topic: str = ""
    why_no_action: str = ""


@dataclass(frozen=True, slots=True)
class PlanQuestion:
    """What the supervisor checks before committing (S5-3)."""

    text: str
    responsible: str
    due_on: date | None = None
    answer: str = ""


@dataclass(frozen=True, slots=True)
class PlanWeek:
    """One week of the build-up: hours for Monday to Sunday (None: does not work that day), tasks and who covers."""

    monday: date
    hours: tuple[Decimal | None, ...]
    tasks: str = ""
    cover: str = ""

    @property
    def total(self) -> Decimal:
        """Hours of the week."""
        return sum((hours for hours in self.hours if hours is not None), Decimal(0))


@dataclass(frozen=True, slots=True)
class PlanAcceptance:
    """What one party said of this plan; `version` is the version they accepted, None where they did not answer yet."""

    name: str
    role: str
    version: int | None = None
    at: datetime | None = None
    how: str = ""


@dataclass(frozen=True, slots=True)
class PlanSection:
    """A part of the plan in free words (S5-4); sections without words are left out."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class PlanModel:
    """A version of the plan as it will be read, everything in `locale`. Hours are per week unless said otherwise.

    `zone` is the site's IANA time zone. `limit` and `full_week` draw the bars: the physician's limit and the contract.
    """

    locale: str
    zone: str
    version: int
    worker: str
    supervisor: str
    coordinator: str
    employer: str
    consultancy: str
    made_on: date
    may_see: str
    created_at: datetime
    aim: str = ""
    first_day_back_on: date | None = None
    evaluations_on: tuple[date, ...] = ()
    acceptances: tuple[PlanAcceptance, ...] = ()
    concerns: tuple[PlanConcern, ...] = ()
    questions: tuple[PlanQuestion, ...] = ()
    weeks: tuple[PlanWeek, ...] = ()
    full_week: Decimal | None = None
    limit: Decimal | None = None
    limit_source: str = ""
    sections: tuple[PlanSection, ...] = ()
    demo: bool = False
    paper: Paper = "a4"

    @property
    def is_contract(self) -> bool:
        """Whether everybody whose acceptance is asked accepted this very version."""
        return bool(self.acceptances) and all(one.version == self.version for one in self.acceptances)


def render_plan(plan: PlanModel) -> bytes:
    """Return the plan as PDF/UA-1; the same model gives the same bytes."""
    with use_locale(plan.locale):
        return compile_pdf("plan", _data(plan), created_at=plan.created_at)


def _data(plan: PlanModel) -> dict[str, Any]:
    days = _days_shown(plan)
    state = _("Version %(version)s, accepted by all", version=plan.version)
    if not plan.is_contract:
        state = _("Version %(version)s, not yet accepted by all", version=plan.version)
    names = format_list([isolated(plan.worker), isolated(plan.supervisor)])
    return {
        "title": _("Return-to-work plan"),
        "author": plan.consultancy,
        "paper": plan.paper,
        "organisations": " · ".join(isolated(name) for name in (plan.employer, plan.consultancy)),
        "state": state,
        "is_contract": plan.is_contract,
        "made": _("%(names)s, %(date)s", names=names, date=format_date(plan.made_on, "long")),
        "demo": _("Demonstration: invented people and organisations.") if plan.demo else "",
        "may_see": plan.may_see,
        "foot": plan.may_see,
        "labels": _labels(),
        "answers": _answers(plan),
        "acceptances": [_acceptance(one, plan) for one in plan.acceptances],
        "concerns": [_concern(one, number) for number, one in enumerate(plan.concerns, start=1)],
        "questions": [_question(one) for one in plan.questions],
        "days": [_day_name(day) for day in days],
        "weeks": [_week(week, plan, days) for week in plan.weeks],
        "build_up_note": _build_up_note(plan),
        "sections": [
            {"title": one.title, "paragraphs": [part for part in one.text.split("\n\n") if part.strip()]}
            for one in plan.sections
            if one.text.strip()
        ],
    }


def _labels() -> dict[str, str]:
    return {
        "page_of": _("Page %(page)s of %(pages)s", page="{page}", pages="{pages}"),
        "acceptance": _("Who accepted what"),
        "concerns": _("Concerns and what we do about them"),
        "action": _("What we do"),
        "responsible": _("Who"),
        "when": _("When"),
        "judged": _("How we judge it"),
        "before_return": _("Before the return"),
        "questions": _("Questions to check first"),
        "question": _("Question"),
        "due": _("Answer by"),
        "answer": _("Answer"),
        "build_up": _("Build-up of hours and tasks"),
        "week": _("Week from"),
        "total": _("Total"),
        "share": _("Share"),
        "tasks": _("Tasks"),
        "cover": _("Who covers"),
    }


def _answers(plan: PlanModel) -> list[dict[str, str]]:
    first = [action for concern in plan.concerns for action in concern.actions if action.before_return]
    ready = sum(action.in_place for action in first)
    cells = [
        (_("Aim"), plan.aim, ""),
        (_("First day back"), format_date(plan.first_day_back_on, "full") if plan.first_day_back_on else "", ""),
        (
            _("To be in place first"),
            ngettext("%(num)s action", "%(num)s actions", len(first)) if first else "",
            _("%(count)s in place now", count=format_number(ready)) if ready else "",
        ),
        (_("We look again on"), "\n".join(format_date(day, "medium") for day in plan.evaluations_on[:3]), ""),
    ]
    return [{"label": label, "value": value, "detail": detail} for label, value, detail in cells if value]


def _acceptance(one: PlanAcceptance, plan: PlanModel) -> dict[str, Any]:
    current = one.version == plan.version
    if one.version is None:
        status = _("Not answered yet")
    elif current:
        status = _("Accepted version %(version)s", version=one.version)
    else:
        status = _("Accepted version %(version)s, not yet this one", version=one.version)
    detail = [format_datetime(one.at, zone=plan.zone)] if one.at else []
    return {
        "name": _("%(name)s, %(role)s", name=isolated(one.name), role=one.role),
        "current": current,
        "status": status,
        "detail": ", ".join([*detail, one.how] if one.how else detail),
    }


def _concern(one: PlanConcern, number: int) -> dict[str, Any]:
    title = _("Concern %(number)s: %(topic)s", number=number, topic=one.topic)
    return {
        "title": title if one.topic else _("Concern %(number)s", number=number),
        "words": one.words,
        "actions": [_action(action) for action in one.actions],
        "no_action": _("Why there is no action: %(reason)s", reason=one.why_no_action) if one.why_no_action else "",
    }


def _action(one: PlanAction) -> dict[str, Any]:
    return {
        "what": one.what,
        "kind": one.kind,
        "responsible": isolated(one.responsible),
        "when": _when(one.start_on, one.due_on),
        "before": one.before_return,
        "status": one.status,
        "done": one.in_place,
        "judged": one.judged_by,
    }


def _when(start_on: date | None, due_on: date | None) -> str:
    if start_on and due_on:
        return _("%(start)s to %(due)s", start=format_date(start_on), due=format_date(due_on))
    if start_on:
        return _("from %(start)s", start=format_date(start_on))
    return _("by %(due)s", due=format_date(due_on)) if due_on else ""


def _question(one: PlanQuestion) -> dict[str, str]:
    due = format_date(one.due_on) if one.due_on else ""
    return {"text": one.text, "responsible": isolated(one.responsible), "due": due, "answer": one.answer}


def _days_shown(plan: PlanModel) -> list[int]:
    worked = {day for week in plan.weeks for day, hours in enumerate(week.hours) if hours is not None}
    return [day for day in range(_DAYS) if day < _WORKING_DAYS or day in worked]


def _day_name(day: int) -> str:
    return str(babel.dates.get_day_names("abbreviated", locale=current_locale().split("-", 1)[0])[day])


def _week(week: PlanWeek, plan: PlanModel, days: list[int]) -> dict[str, Any]:
    longest = max([plan.full_week or Decimal(0), plan.limit or Decimal(0), *(one.total for one in plan.weeks)])
    hours = dict(enumerate(week.hours))
    return {
        "starts": format_date(week.monday, "daymonth"),
        "hours": [_hours(hours.get(day)) for day in days],
        "total": _("%(hours)s h", hours=_hours(week.total)),
        "share": float(week.total / longest) if longest else 0.0,
        "limit": float(plan.limit / longest) if plan.limit and longest else None,
        "tasks": week.tasks,
        "cover": isolated(week.cover),
    }


def _hours(hours: Decimal | None) -> str:
    return "" if hours is None else format_number(hours)


def _build_up_note(plan: PlanModel) -> str:
    parts = [_("Hours a day.")]
    if plan.full_week:
        parts.append(_("The contract is %(hours)s hours a week.", hours=format_number(plan.full_week)))
    if plan.limit:
        limit = _("The mark on the bar is the limit of %(hours)s hours a week.", hours=format_number(plan.limit))
        parts += [limit, plan.limit_source] if plan.limit_source else [limit]
    return " ".join(parts)
