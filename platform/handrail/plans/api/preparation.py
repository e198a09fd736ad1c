"""Readiness, summary, topics and meeting over the API."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Response, jsonify, make_response
from sqlalchemy.orm import Session

from handrail.cases.records import employment_of, zone_of
from handrail.identity.access import load_case, require
from handrail.identity.actor import Actor
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound
from handrail.plans import commands
from handrail.plans.api import blueprint
from handrail.plans.api.answering import dumped, meant_revision, opened, stale, with_etag, write
from handrail.plans.errors import DraftMoved, SummaryMoved
from handrail.plans.queries.preparation import meetings_of, readiness_of, summaries_of, tentative_plan_of
from handrail.plans.schemas.preparation import (
    Briefing,
    MeetingList,
    MeetingRead,
    MeetingRecord,
    MeetingSchedule,
    ReadinessRead,
    ReadinessWrite,
    SummaryRead,
    SummaryText,
    SummaryValidate,
    TentativePlanRead,
    TentativePlanTopics,
)


@blueprint.get("/cases/<uuid:case_id>/readiness")
@permission("concern.read")
@blueprint.alt_response(200, schema=ReadinessRead)
def readiness_read(case_id: UUID) -> Response:
    """Read since when the worker feels ready, and the date a physician set."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        case = opened(session, actor, case_id, "concern.read", "preparation.read")
        return make_response(jsonify(dumped(ReadinessRead, _found(readiness_of(session, case)))))


@blueprint.put("/cases/<uuid:case_id>/readiness")
@permission("readiness.record")
@blueprint.arguments(ReadinessWrite)
@blueprint.alt_response(200, schema=ReadinessRead)
def readiness_write(body: dict[str, Any], case_id: UUID) -> Response:
    """Record since when the worker feels ready, and the date a physician set: dates, no findings."""
    return write(lambda s, a: (200, dumped(ReadinessRead, commands.record_readiness(s, a, case_id, **body))))


@blueprint.get("/cases/<uuid:case_id>/summary")
@permission("concern.read")
@blueprint.alt_response(200, schema=SummaryRead)
def summary_read(case_id: UUID) -> Response:
    """Read the newest summary; its ETag is its number."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        case = opened(session, actor, case_id, "concern.read", "summary.read")
        row = _found(next(iter(summaries_of(session, case)), None))
        return with_etag(make_response(jsonify(dumped(SummaryRead, row))), row.number)


@blueprint.put("/cases/<uuid:case_id>/summary")
@permission("summary.write")
@blueprint.arguments(SummaryText)
@blueprint.alt_response(200, schema=SummaryRead)
@blueprint.alt_response(412, description="There is a newer summary.")
@blueprint.alt_response(428, description="If-Match is missing.")
def summary_write(body: dict[str, Any], case_id: UUID) -> Response:
    """Write a summary, which the worker then validates anew; name the one you read in If-Match ("0": none)."""
    actor, meant = current_actor(), meant_revision()
    try:
        with tenant_session(request_context()) as session:
            row = commands.write_summary(session, actor, case_id, text=body["text"], number=meant)
            session.flush()
            return with_etag(make_response(jsonify(dumped(SummaryRead, row))), row.number)
    except SummaryMoved as moved:
        raise stale(DraftMoved(meant=moved.members["meant"], current=moved.members["newest"])) from moved


@blueprint.post("/cases/<uuid:case_id>/summary/validation")
@permission("summary.validate")
@blueprint.arguments(SummaryValidate)
@blueprint.alt_response(201, schema=SummaryRead)
@blueprint.alt_response(409, description="There is a newer summary.")
def summary_validate(body: dict[str, Any], case_id: UUID) -> Response:
    """Say that the summary is right and that you agree to discuss it with the supervisor. Only the worker can."""
    return write(lambda s, a: (201, dumped(SummaryRead, commands.validate_summary(s, a, case_id, **body))))


@blueprint.get("/cases/<uuid:case_id>/tentative-plan")
@permission("concern.read")
@blueprint.alt_response(200, schema=TentativePlanRead)
def tentative_read(case_id: UUID) -> Response:
    """Read the topics of the meeting."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        case = opened(session, actor, case_id, "concern.read", "preparation.read")
        row = _found(tentative_plan_of(session, case))
        return with_etag(make_response(jsonify(dumped(TentativePlanRead, row))), row.revision)


@blueprint.put("/cases/<uuid:case_id>/tentative-plan")
@permission("tentative_plan.write")
@blueprint.arguments(TentativePlanTopics)
@blueprint.alt_response(200, schema=TentativePlanRead)
@blueprint.alt_response(412, description="The topics were changed in the meantime.")
@blueprint.alt_response(428, description="If-Match is missing.")
def tentative_write(body: dict[str, Any], case_id: UUID) -> Response:
    """Write the topics of the meeting; there is no field for a course of action. If-Match as for the summary."""
    actor, meant = current_actor(), meant_revision()
    try:
        with tenant_session(request_context()) as session:
            row = commands.write_tentative_plan(session, actor, case_id, revision=meant, **body)
            session.flush()
            return with_etag(make_response(jsonify(dumped(TentativePlanRead, row))), row.revision)
    except DraftMoved as moved:
        raise stale(moved) from moved


@blueprint.get("/cases/<uuid:case_id>/meetings")
@permission("plan.read")
@blueprint.alt_response(200, schema=MeetingList)
def meetings(case_id: UUID) -> Response:
    """List the planning meetings, newest first."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        case = load_case(session, case_id, require(actor, "plan.read"))
        return make_response(jsonify(dumped(MeetingList, {"items": meetings_of(session, case)})))


@blueprint.put("/cases/<uuid:case_id>/meeting")
@permission("meeting.schedule")
@blueprint.arguments(MeetingSchedule)
@blueprint.alt_response(200, schema=MeetingRead)
@blueprint.alt_response(409, description="A gate is still closed; `rule` names it.")
def meeting_schedule(body: dict[str, Any], case_id: UUID) -> Response:
    """Plan the meeting, or move the one that is planned; day and time are those of the worker's site."""

    def act(session: Session, actor: Actor) -> tuple[int, dict[str, Any]]:
        case = load_case(session, case_id, require(actor, "meeting.schedule"))
        zone = ZoneInfo(zone_of(session, employment_of(session, case)))
        rest = {name: body[name] for name in ("minutes", "place", "union_invited")}
        starts_at = datetime.combine(body["on"], body["at"], zone)
        row = commands.schedule_meeting(session, actor, case_id, starts_at=starts_at, **rest)
        session.flush()
        return 200, dumped(MeetingRead, row)

    return write(act)


@blueprint.delete("/cases/<uuid:case_id>/meeting")
@permission("meeting.schedule")
@blueprint.alt_response(204, description="The meeting is called off.")
def meeting_cancel(case_id: UUID) -> Response:
    """Call the planned meeting off."""
    with tenant_session(request_context()) as session:
        commands.cancel_meeting(session, current_actor(), case_id)
    return make_response("", 204)


@blueprint.put("/cases/<uuid:case_id>/meeting/briefing")
@permission("meeting.schedule")
@blueprint.arguments(Briefing)
@blueprint.alt_response(200, schema=MeetingRead)
def meeting_briefing(body: dict[str, Any], case_id: UUID) -> Response:
    """Record that the supervisor was briefed on role and procedure, and on nothing else."""
    return write(lambda s, a: (200, dumped(MeetingRead, commands.brief_supervisor(s, a, case_id, **body))))


@blueprint.post("/cases/<uuid:case_id>/meeting/record")
@permission("meeting.hold")
@blueprint.arguments(MeetingRecord)
@blueprint.alt_response(201, schema=MeetingRead)
def meeting_record(body: dict[str, Any], case_id: UUID) -> Response:
    """Record how the meeting was held, and which released concerns came to the table."""
    return write(lambda s, a: (201, dumped(MeetingRead, commands.record_meeting(s, a, case_id, **body))))


def _found(row: Any) -> Any:
    if row is None:
        raise NotFound
    return row
