"""Concerns, actions and questions as the page's components show them."""

from datetime import date
from typing import Any

from handrail.kit.i18n import _, format_date, format_number
from handrail.plans.presenting.people import responsible
from handrail.plans.queries.view import PlanView
from handrail.plans.rules.content import Action, Content, Limit
from handrail.plans.wording import AT_MOST, KINDS, TOPICS


def pairs(view: PlanView) -> list[dict[str, Any]]:
    """Return each concern with its actions, then the actions that answer no single one, for the page."""
    content = view.shown.content if view.shown else Content()
    numbers = {action.key: place for place, action in enumerate(content.actions, start=1)}
    found = []
    for place, entry in enumerate(content.concerns, start=1):
        actions = [action for action in content.actions if entry.id in action.concerns]
        found.append(
            {
                "title": _("Concern %(number)s. %(topic)s", number=format_number(place), topic=_(TOPICS[entry.topic])),
                "words": entry.words,
                "why": entry.why_no_action,
                "actions": [_action(view, action, numbers[action.key]) for action in actions],
            }
        )
    known = {entry.id for entry in content.concerns}
    rest = [action for action in content.actions if not known & set(action.concerns)]
    if rest:
        actions_ = [_action(view, action, numbers[action.key]) for action in rest]
        found.append({"title": _("For the return as a whole"), "words": "", "why": "", "actions": actions_})
    return found


def _action(view: PlanView, action: Action, number: int) -> dict[str, Any]:
    status = action_status(view, action)
    return {
        "key": action.key,
        "text": f"{format_number(number)}. {action.description}",
        "what": action.description,
        "kind": _(KINDS[action.kind]),
        "owner": responsible(view, action.responsible, action.responsible_name),
        "by": when(action.starts_on, action.due_on),
        "judged_by": action.judged_by,
        "before_return": action.before_return,
        "in_place": action.key in view.placed,
        "note": view.said[action.key].note if action.key in view.said else "",
        "state": status[0],
        "status": status[1],
    }


def action_status(view: PlanView, action: Action) -> tuple[str, str]:
    """Return state and words of the tag of an action."""
    if not view.is_contract:
        return "open", _("Not agreed yet") if view.is_newest else _("Of another version")
    if action.key in view.placed:
        return "done", _("In place")
    if action.due_on and action.due_on < view.today:
        return "late", _("Not in place yet")
    return "open", _("Not yet confirmed") if action.before_return else _("From the return")


def when(starts_on: date | None, due_on: date | None) -> str:
    """Return from when to when."""
    if starts_on and due_on:
        return _("%(start)s to %(due)s", start=format_date(starts_on), due=format_date(due_on))
    return _("by %(due)s", due=format_date(due_on)) if due_on else ""


def limit_words(limit: Limit) -> str:
    """Return a limit as a plan says it."""
    said = _(AT_MOST[limit.kind], amount=format_number(limit.amount))
    if limit.until is None:
        return said
    return _("%(limit)s, until and with %(day)s", limit=said, day=format_date(limit.until))


def questions(view: PlanView) -> list[dict[str, Any]]:
    """Return the questions of the shown version with the newest answer to each."""
    content = view.shown.content if view.shown else Content()
    found = []
    for question in content.questions:
        answer = view.answers.get(question.key)
        text = answer.text if answer else question.answer
        overdue = bool(question.due_on and question.due_on < view.today)
        due = _("due %(day)s", day=format_date(question.due_on)) if question.due_on else _("no date yet")
        found.append(
            {
                "key": question.key,
                "text": question.text,
                "owner": responsible(view, question.responsible),
                "answer": text,
                "state": "done" if text else "late" if overdue else "now",
                "status": _("answered") if text else due,
            }
        )
    return found
