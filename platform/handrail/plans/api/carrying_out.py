"""Answers, confirmations, the return and the weeks after it over the API."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import Response, jsonify, make_response
from sqlalchemy.orm import Session

from handrail.identity.actor import Actor
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound
from handrail.plans import commands
from handrail.plans.api import blueprint
from handrail.plans.api.answering import NO_CONTENT, dumped, write
from handrail.plans.queries.carrying_out import talks_of
from handrail.plans.queries.view import plan_view
from handrail.plans.schemas.carrying_out import (
    AnswerRead,
    AnswerWrite,
    ConfirmationRead,
    ConfirmationWrite,
    ReturnRead,
    ReturnWrite,
    TalkHeld,
    TalkList,
    TalkRead,
    TalkWrite,
    WeekList,
    WeekRead,
    WeekWorked,
)


@blueprint.put("/cases/<uuid:case_id>/plan/questions/<key>/answer")
@permission("question.answer")
@blueprint.arguments(AnswerWrite)
@blueprint.alt_response(200, schema=AnswerRead)
def answer(body: dict[str, Any], case_id: UUID, key: str) -> Response:
    """Answer a question of the newest version."""
    return write(lambda s, a: (200, dumped(AnswerRead, commands.answer_question(s, a, case_id, key=key, **body))))


@blueprint.put("/cases/<uuid:case_id>/plan/actions/<key>/confirmation")
@permission("promise.confirm")
@blueprint.arguments(ConfirmationWrite)
@blueprint.alt_response(200, schema=ConfirmationRead)
@blueprint.alt_response(409, description="The plan is not a contract yet.")
def confirm(body: dict[str, Any], case_id: UUID, key: str) -> Response:
    """Say of one action of the contract that it is in place, or not yet."""
    return write(lambda s, a: (200, dumped(ConfirmationRead, commands.confirm_promise(s, a, case_id, key=key, **body))))


@blueprint.get("/cases/<uuid:case_id>/return")
@permission("plan.read")
@blueprint.alt_response(200, schema=ReturnRead)
def return_read(case_id: UUID) -> Response:
    """Read what is recorded of the return, and what it went past."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        back = plan_view(session, actor, case_id).back
        if back is None:
            raise NotFound
        return make_response(jsonify(dumped(ReturnRead, back)))


@blueprint.put("/cases/<uuid:case_id>/return")
@permission("return.record")
@blueprint.arguments(ReturnWrite)
@blueprint.alt_response(200, schema=ReturnRead)
def return_write(body: dict[str, Any], case_id: UUID) -> Response:
    """Record the first day back, or correct it; what it went past is kept with it and holds nothing up."""
    return write(lambda s, a: (200, dumped(ReturnRead, commands.record_return(s, a, case_id, **body))))


@blueprint.post("/cases/<uuid:case_id>/return/preparation")
@permission("return.record")
@blueprint.alt_response(201, schema=ReturnRead)
@blueprint.alt_response(409, description="Not everything is in place that must be before the return.")
def prepare(case_id: UUID) -> Response:
    """Mark the return as prepared."""
    return write(lambda s, a: (201, dumped(ReturnRead, commands.prepare_return(s, a, case_id))))


@blueprint.get("/cases/<uuid:case_id>/weeks")
@permission("plan.read")
@blueprint.alt_response(200, schema=WeekList)
def weeks(case_id: UUID) -> Response:
    """List planned and worked weeks side by side."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        rows = plan_view(session, actor, case_id).weeks
        items = [
            {
                "monday": each.monday,
                "planned_hours": each.planned.total if each.planned else None,
                "planned_tasks": each.planned.tasks if each.planned else None,
                "hours": each.worked.hours if each.worked else None,
                "tasks": each.worked.tasks if each.worked else None,
                "replacement_there": each.worked.replacement_there if each.worked else None,
            }
            for each in rows
        ]
        return make_response(jsonify(dumped(WeekList, {"items": items})))


@blueprint.put("/cases/<uuid:case_id>/weeks/<monday>")
@permission("week.record")
@blueprint.arguments(WeekWorked)
@blueprint.alt_response(200, schema=WeekRead)
def week(body: dict[str, Any], case_id: UUID, monday: str) -> Response:
    """Record the hours and tasks of one week as they were; `monday` is its first day, such as 2026-12-07."""
    return write(lambda s, a: (200, dumped(WeekRead, commands.record_week(s, a, case_id, monday=_day(monday), **body))))


@blueprint.get("/cases/<uuid:case_id>/talks")
@permission("plan.read")
@blueprint.alt_response(200, schema=TalkList)
def talks(case_id: UUID) -> Response:
    """List the supervisor's talks with the worker: their days, and nothing of what they are about."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        view = plan_view(session, actor, case_id)
        return make_response(jsonify(dumped(TalkList, {"items": talks_of(session, view.case)})))


@blueprint.post("/cases/<uuid:case_id>/talks")
@permission("talk.plan")
@blueprint.arguments(TalkWrite)
@blueprint.alt_response(201, schema=TalkRead)
def talk(body: dict[str, Any], case_id: UUID) -> Response:
    """Plan a talk with the worker."""
    return write(lambda s, a: (201, dumped(TalkRead, commands.plan_talk(s, a, case_id, **body))))


@blueprint.put("/cases/<uuid:case_id>/talks/<uuid:talk_id>/held")
@permission("talk.plan")
@blueprint.arguments(TalkHeld)
@blueprint.alt_response(200, schema=TalkRead)
def talk_held(body: dict[str, Any], case_id: UUID, talk_id: UUID) -> Response:
    """Record that a talk was held."""
    return write(lambda s, a: (200, dumped(TalkRead, commands.record_talk_held(s, a, case_id, talk_id, **body))))


@blueprint.delete("/cases/<uuid:case_id>/talks/<uuid:talk_id>")
@permission("talk.plan")
@blueprint.alt_response(204, description="The talk is off the list.")
def talk_dropped(case_id: UUID, talk_id: UUID) -> Response:
    """Take a planned talk off the list; one that was held stays."""

    def act(session: Session, actor: Actor) -> tuple[int, dict[str, Any]]:
        commands.drop_talk(session, actor, case_id, talk_id)
        return NO_CONTENT, {}

    return write(act)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise NotFound from problem
