"""Themes and the prevention plan over the API."""

from typing import Any
from uuid import UUID

from flask import Response, jsonify, make_response
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from handrail.identity.idempotency import Answer, IdempotencyHeader, fingerprint, once
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.prevention import queries
from handrail.prevention.commands import forums, planning
from handrail.prevention.models import Forum, PreventionAction
from handrail.prevention.schemas import (
    ForumList,
    ForumMeeting,
    ForumRead,
    ForumWrite,
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
    actor = current_actor()
    with tenant_session(request_context()) as session:
        return planning.move_action(session, actor, action_id, body["state"], remark=body["remark"])


@blueprint.get("/prevention/<key>/forums")
@permission("theme.read")
@blueprint.response(200, ForumList)
def list_forums(key: str) -> dict[str, Any]:
    """List the discussion forums of a client organisation, those that go on first."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        employer = queries.employer(session, actor, key, "theme.read")
        return {"items": [_forum(session, each) for each in queries.forums_of(session, actor.tenant_id, employer.id)]}


@blueprint.post("/prevention/<key>/forums")
@permission("prevention.plan")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.arguments(ForumWrite)
@blueprint.response(201, ForumRead)
@blueprint.alt_response(409, description="The request key was used for another request.")
@blueprint.alt_response(422, description="The theme is not one of this organisation.")
def begin_forum(headers: dict[str, Any], body: dict[str, Any], key: str) -> Response:
    """Begin a discussion forum for a team."""
    actor = current_actor()

    def act() -> Answer:
        employer = queries.employer(session, actor, key, "prevention.plan")
        chosen = {name: value for name, value in body.items() if name != "theme"}
        made = forums.begin_forum(session, actor, employer.id, **chosen, theme_id=body["theme"])
        return 201, ForumRead().dump(_forum(session, made))

    with tenant_session(request_context()) as session:
        status, answer = once(session, actor, headers["key"], fingerprint(), act)
    return make_response(jsonify(answer), status)


@blueprint.put("/forums/<uuid:forum_id>/meetings")
@permission("prevention.plan")
@blueprint.arguments(ForumMeeting)
@blueprint.response(200, ForumRead)
@blueprint.alt_response(409, description="The forum has ended.")
@blueprint.alt_response(422, description="Something is agreed at a meeting that is still to come.")
def note_meeting(body: dict[str, Any], forum_id: UUID) -> dict[str, Any]:
    """Note a meeting and what was agreed; one meeting a day, the same again changes nothing."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        forums.note_meeting(session, actor, forum_id, **body)
        return _forum(session, queries.load_forum(session, actor, forum_id, "prevention.plan"))


@blueprint.post("/forums/<uuid:forum_id>/end")
@permission("prevention.plan")
@blueprint.response(200, ForumRead)
def end_forum(forum_id: UUID) -> dict[str, Any]:
    """End a forum; ending it again changes nothing."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        return _forum(session, forums.end_forum(session, actor, forum_id))


def _forum(session: Session, forum: Forum) -> dict[str, Any]:
    names = ("id", "topic", "team", "facilitator", "theme_id", "begun_at", "ended_at")
    return {name: getattr(forum, name) for name in names} | {"meetings": queries.sessions_of(session, forum)}


def _read(action: PreventionAction) -> dict[str, Any]:
    read: dict[str, Any] = PreventionActionRead().dump(action)
    return read
