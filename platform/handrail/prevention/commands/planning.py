"""What a coordinator says of a theme, and the committee's prevention plan (OAP-3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.identity.access import check, require
from handrail.identity.actor import Actor
from handrail.kit import clock
from handrail.kit.errors import FieldProblem, Invalid
from handrail.kit.i18n import _
from handrail.prevention.models import PreventionAction, Theme
from handrail.prevention.queries import load_action, load_theme
from handrail.prevention.rules.actions import ActionState, moved


@dataclass(frozen=True, slots=True)
class NewAction:
    """An action that the committee plans. `measure`: how it will see that it helped."""

    title: str
    owner: str
    aimed_for: date
    measure: str
    theme_id: UUID | None = None


def word_theme(session: Session, actor: Actor, theme_id: UUID, words: str) -> Theme:
    """Say in words what a theme is about; what was said before is replaced, and stays in the log of acts."""
    theme = load_theme(session, actor, theme_id, "theme.word")
    if theme.words != words:
        before, theme.words, theme.worded_by = theme.words, words, actor.person_id
        timeline.append_tenant_act(session, actor, "theme.worded", record=theme, changes={"words": (before, words)})
    return theme


def plan_action(session: Session, actor: Actor, employer_id: UUID, wanted: NewAction) -> PreventionAction:
    """Put an action into the prevention plan of a client organisation; raises NotFound and Invalid.

    A day that is over can not be aimed for.
    """
    check(require(actor, "prevention.plan"), employer_id=employer_id)
    if wanted.aimed_for < clock.today(actor.time_zone):
        raise Invalid(problems=[FieldProblem("/aimed_for", _("This day is over. Choose one that is still to come."))])
    if wanted.theme_id is not None:
        theme = load_theme(session, actor, wanted.theme_id, "theme.read")
        if theme.employer_id != employer_id:
            raise Invalid(problems=[FieldProblem("/theme", _("This theme is not one of this organisation."))])
    now = clock.now()
    action = PreventionAction(
        tenant_id=actor.tenant_id,
        employer_id=employer_id,
        theme_id=wanted.theme_id,
        title=wanted.title,
        owner=wanted.owner,
        aimed_for=wanted.aimed_for,
        measure=wanted.measure,
        planned_at=now,
        moved_at=now,
    )
    session.add(action)
    session.flush()
    changes = {"title": (None, wanted.title), "aimed_for": (None, wanted.aimed_for.isoformat())}
    timeline.append_tenant_act(session, actor, "prevention.planned", record=action, changes=changes)
    return action


def move_action(
    session: Session, actor: Actor, action_id: UUID, state: ActionState, *, remark: str = ""
) -> PreventionAction:
    """Say where an action stands now; the same again changes nothing. Raises NotFound and RuleBroken."""
    action = load_action(session, actor, action_id, "prevention.plan", lock=True)
    if (action.state, action.remark) == (state, remark):
        return action
    before, action.state = action.state, moved(action.state, state, remark)
    action.remark, action.moved_at = remark, clock.now()
    changes = {"state": (before.value, state.value), "remark": (None, remark)}
    timeline.append_tenant_act(session, actor, "prevention.moved", record=action, changes=changes)
    return action


def new_action(filled_in: Mapping[str, Any]) -> NewAction:
    """Return the action that a form or a request describes."""
    return NewAction(
        title=filled_in["title"],
        owner=filled_in["owner"],
        aimed_for=filled_in["aimed_for"],
        measure=filled_in["measure"],
        theme_id=filled_in["theme"],
    )
