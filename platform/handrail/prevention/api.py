"""Themes and the prevention plan over the API."""

from typing import Any
from uuid import UUID

from flask import Response, jsonify, make_response
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from handrail.identity.actor import Actor
from handrail.identity.idempotency import Answer, IdempotencyHeader, fingerprint, once
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.prevention import queries
from handrail.prevention.commands import planning
from handrail.prevention.models import PreventionAction
from handrail.prevention.schemas import (
    PreventionActionList,
    PreventionActionMove,
    PreventionActionRead,
    PreventionActionWrite,
    ThemeList,
    ThemeTime,
    ThemeWords,
)

blueprint = Blueprint("prevention_api", __name__, description="Prevention: themes without names, and the plan")


@blueprint.get("/prevention/<key>/themes")
@permission("theme.read")
@blueprint.response(200, ThemeList)
def list_themes(key: str) -> dict[str, Any]:
    """List the themes of a client organisation, those shown last first."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        employer = queries.employer(session, actor, key, "theme.read")
        newest = queries.newest_release(session, actor.tenant_id, employer.id)
        themes = queries.themes_of(session, actor.tenant_id, employer.id)
    return {
        "released_until": None if newest is None else newest.until_on,
        "items": [
            {
                "category": each.theme.category,
                "effect": each.theme.effect,
                "tendency": each.tendency,
                "times": each.times,
            }
            for each in themes
        ],
    }


@blueprint.put("/themes/<uuid:theme_id>/words")
@permission("theme.word")
@blueprint.arguments(ThemeWords)
@blueprint.response(200, ThemeTime)
def word_theme(body: dict[str, Any], theme_id: UUID) -> Any:
    """Say in words what a theme is about; the same again changes nothing."""
    with tenant_session(request_context()) as session:
        return planning.word_theme(session, current_actor(), theme_id, body["words"])


@blueprint.get("/prevention/<key>/actions")
@permission("theme.read")
@blueprint.response(200, PreventionActionList)
def list_actions(key: str) -> dict[str, Any]:
    """List the prevention plan of a client organisation, by the day aimed for."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        employer = queries.employer(session, actor, key, "theme.read")
        return {"items": queries.actions_of(session, actor.tenant_id, employer.id)}


@blueprint.post("/prevention/<key>/actions")
@permission("prevention.plan")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.arguments(PreventionActionWrite)
@blueprint.response(201, PreventionActionRead)
@blueprint.alt_response(409, description="The request key was used for another request.")
@blueprint.alt_response(422, description="The day is over, or the theme is not one of this organisation.")
def plan_action(headers: dict[str, Any], body: dict[str, Any], key: str) -> Response:
    """Put an action into the prevention plan."""
    actor = current_actor()

    def act() -> Answer:
        employer = queries.employer(session, actor, key, "prevention.plan")
        return 201, _read(planning.plan_action(session, actor, employer.id, planning.new_action(body)))

    with tenant_session(request_context()) as session:
        status, answer = once(session, actor, headers["key"], fingerprint(), act)
    return make_response(jsonify(answer), status)


@blueprint.put("/prevention-actions/<uuid:action_id>/state")
@permission("prevention.plan")
@blueprint.arguments(PreventionActionMove)
@blueprint.response(200, PreventionActionRead)
@blueprint.alt_response(409, description="It can not go there from where it stands.")
def move_action(body: dict[str, Any], action_id: UUID) -> Any:
    """Say where an action stands; the same again changes nothing."""
    with tenant_session(request_context()) as session:
        return _moved(session, current_actor(), action_id, body)


def _moved(session: Session, actor: Actor, action_id: UUID, body: dict[str, Any]) -> PreventionAction:
    return planning.move_action(session, actor, action_id, body["state"], remark=body["remark"])


def _read(action: PreventionAction) -> dict[str, Any]:
    read: dict[str, Any] = PreventionActionRead().dump(action)
    return read
