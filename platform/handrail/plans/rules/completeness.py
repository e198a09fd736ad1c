"""What a plan still lacks before it can be proposed (S5-2, S5-3, S5-4), as problems beside the fields."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final
from uuid import UUID

from handrail.kit.errors import FieldProblem
from handrail.kit.i18n import _
from handrail.plans.rules.codes import Welcome
from handrail.plans.rules.content import DAYS, Action, Content, Question, Week
from handrail.plans.rules.limits import beyond_limits
from handrail.plans.rules.welcome import welcome_problems

_MONDAY: Final = 0
_DAY_HOURS: Final = Decimal(24)


def what_is_wrong(content: Content) -> list[FieldProblem]:
    """Return what contradicts itself in a draft; the rest may still be missing."""
    return [*_dates_of_actions(content), *_weeks(content.weeks)]


def what_is_missing(content: Content, released: tuple[UUID, ...], *, welcome_agreed: bool) -> list[FieldProblem]:
    """Return what stands between the draft and a version that can be proposed; empty: it is complete.

    `released` are the concerns whose words the worker approved and that were raised or released: each is answered by
    an action, or it is said why not. `welcome_agreed`: the worker's consent that colleagues are told is live (CON-7).
    """
    return [
        *what_is_wrong(content),
        *_terms(content),
        *welcome_problems(content, agreed=welcome_agreed),
        *beyond_limits(content),
        *_concerns(content, released),
        *_actions(content.actions),
        *_questions(content.questions),
    ]


def _terms(content: Content) -> Iterator[FieldProblem]:
    texts = {
        "aim": _("Say what you aim for."),
        "limitations": _("Say what has to be kept in mind, or that there is nothing."),
        "if_it_stalls": _("Say what you do if the build-up stalls or a goal proves out of reach."),
        "replacement": _("Say who replaces or helps in the meantime."),
    }
    for name, message in texts.items():
        if not getattr(content, name).strip():
            yield FieldProblem(f"/{name}", message)
    if content.first_day_on is None:
        yield FieldProblem("/first_day_on", _("Give the first day back that you aim for."))
    if content.welcome is None:
        yield FieldProblem("/welcome", _("Choose how the worker wants to be welcomed."))
    if content.welcome is Welcome.OTHER and not content.welcome_wish.strip():
        yield FieldProblem("/welcome_wish", _("Say what the worker wishes."))
    if not content.evaluations_on:
        yield FieldProblem("/evaluations_on", _("Give at least one day on which you look again."))
    if not content.weeks:
        yield FieldProblem("/weeks", _("Plan the build-up of hours and tasks, week by week."))
    for place, week in enumerate(content.weeks):
        if not week.tasks.strip():
            yield FieldProblem(f"/weeks/{place}/tasks", _("Hours grow with tasks: say which tasks."))


def _concerns(content: Content, released: tuple[UUID, ...]) -> Iterator[FieldProblem]:
    answered = {concern for action in content.actions for concern in action.concerns}
    whys = {entry.id: (place, entry.why_no_action) for place, entry in enumerate(content.concerns)}
    for concern in released:
        place, why = whys.get(concern, (len(whys), ""))
        if concern not in answered and not why.strip():
            pointer = f"/concerns/{place}/why_no_action"
            yield FieldProblem(pointer, _("Add an action for this concern, or say why there is none."))
    for place, action in enumerate(content.actions):
        if set(action.concerns) - set(released):
            yield FieldProblem(f"/actions/{place}/concerns", _("Choose one of the concerns that were released."))


def _actions(actions: tuple[Action, ...]) -> Iterator[FieldProblem]:
    for place, action in enumerate(actions):
        if not action.description.strip():
            yield FieldProblem(f"/actions/{place}/description", _("Say what will be done."))
        if not action.judged_by.strip():
            yield FieldProblem(f"/actions/{place}/judged_by", _("Say how you will judge it."))
        if action.due_on is None:
            yield FieldProblem(f"/actions/{place}/due_on", _("Give the day by which it is in place."))


def _dates_of_actions(content: Content) -> Iterator[FieldProblem]:
    for place, action in enumerate(content.actions):
        if action.starts_on and action.due_on and action.due_on < action.starts_on:
            yield FieldProblem(f"/actions/{place}/due_on", _("This day comes before the start."))
        if action.before_return and _from(action.due_on, content.first_day_on):
            yield FieldProblem(
                f"/actions/{place}/due_on",
                _("What must be in place before the return is due before the first day back."),
            )


def _from(day: date | None, first_day_on: date | None) -> bool:
    return day is not None and first_day_on is not None and day >= first_day_on


def _questions(questions: tuple[Question, ...]) -> Iterator[FieldProblem]:
    for place, question in enumerate(questions):
        if not question.text.strip():
            yield FieldProblem(f"/questions/{place}/text", _("Write the question."))
        if question.due_on is None:
            yield FieldProblem(f"/questions/{place}/due_on", _("Give the day by which it is answered."))


def _weeks(weeks: tuple[Week, ...]) -> Iterator[FieldProblem]:
    often = Counter(week.monday for week in weeks)
    for place, week in enumerate(weeks):
        if week.monday.weekday() != _MONDAY:
            yield FieldProblem(f"/weeks/{place}/monday", _("A week starts on a Monday."))
        if often[week.monday] > 1:
            yield FieldProblem(f"/weeks/{place}/monday", _("This week is planned twice."))
        for day in DAYS:
            hours: Decimal | None = getattr(week, day)
            if hours is not None and not 0 <= hours <= _DAY_HOURS:
                yield FieldProblem(f"/weeks/{place}/{day}", _("Give hours from 0 to 24."))
