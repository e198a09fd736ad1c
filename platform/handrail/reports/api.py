"""Reports over the API."""

from typing import Any
from uuid import UUID

from flask import Response, jsonify, make_response, url_for
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from handrail.identity.actor import Actor
from handrail.identity.idempotency import Answer, IdempotencyHeader, fingerprint, once
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.reports import commands, queries
from handrail.reports.delivery import as_download
from handrail.reports.models import ReportSchedule
from handrail.reports.queries import SeenRun
from handrail.reports.schemas import (
    PageQuery,
    ReportAsk,
    ReportList,
    ReportRead,
    ScheduleList,
    ScheduleMake,
    ScheduleRead,
)
from handrail.reports.wanting import employers_named, wanted_of

blueprint = Blueprint("reports_api", __name__, description="Reports: asked for, made by a job, downloaded")


@blueprint.get("/reports")
@permission("report.read")
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, ReportList)
def list_reports(query: dict[str, Any]) -> dict[str, Any]:
    """List your reports, the newest first."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        runs, older = queries.runs_of(session, actor, after=query["after"])
    return {"items": [_shown(seen) for seen in runs], "next": older}


@blueprint.post("/reports")
@permission("report.ask")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.arguments(ReportAsk)
@blueprint.response(202, ReportRead)
@blueprint.alt_response(409, description="The request key was used for another request.")
@blueprint.alt_response(422, description="There is no such report for you, or of these days.")
def ask(headers: dict[str, Any], body: dict[str, Any]) -> Response:
    """Ask for a report. A job makes it; the address in `Location` says how far it is."""
    actor = current_actor()

    def act() -> Answer:
        run = commands.ask(session, actor, wanted_of(session, actor, body))
        session.flush()
        return 202, _document(session, actor, run.id)

    with tenant_session(request_context()) as session:
        status, answer = once(session, actor, headers["key"], fingerprint(), act)
    response = make_response(jsonify(answer), status)
    response.headers["Location"] = url_for("reports_api.read", report_id=answer["id"])
    return response


@blueprint.get("/reports/<uuid:report_id>")
@permission("report.read")
@blueprint.response(200, ReportRead)
def read(report_id: UUID) -> Response:
    """Read where a report stands, and what it can be downloaded as."""
    with tenant_session(request_context(read_only=True)) as session:
        return make_response(jsonify(_document(session, current_actor(), report_id)), 200)


@blueprint.post("/reports/<uuid:report_id>/cancel")
@permission("report.end")
@blueprint.response(200, ReportRead)
@blueprint.alt_response(409, description="It is made already.")
def cancel(report_id: UUID) -> Response:
    """Cancel a report; what was counted so far is dropped. Cancelling it again changes nothing."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        commands.cancel(session, actor, report_id)
        session.flush()
        return make_response(jsonify(_document(session, actor, report_id)), 200)


@blueprint.get("/reports/<uuid:report_id>/files/<file_name>")
@permission("report.take")
@blueprint.response(200, {"type": "string", "format": "binary"}, content_type="application/octet-stream")
@blueprint.alt_response(409, description="It is not made yet.")
def download(report_id: UUID, file_name: str) -> Response:
    """Download one form of a report."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        seen = queries.load_run(session, actor, report_id, "report.take")
        return as_download(queries.open_file(session, seen.run, file_name))


@blueprint.get("/report-schedules")
@permission("report.read")
@blueprint.response(200, ScheduleList)
def list_schedules() -> dict[str, Any]:
    """List what is made for you by itself."""
    with tenant_session(request_context(read_only=True)) as session:
        return {"items": [_scheduled(each) for each in queries.schedules_of(session, current_actor())]}


@blueprint.post("/report-schedules")
@permission("report.ask")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.arguments(ScheduleMake)
@blueprint.response(201, ScheduleRead)
@blueprint.alt_response(422, description="There is no such report for you in this rhythm.")
def schedule(headers: dict[str, Any], body: dict[str, Any]) -> Response:
    """Have a report made after each period, and be told when it is there."""
    actor = current_actor()

    def act() -> Answer:
        chosen = employers_named(session, actor, body["employer"])
        made = commands.schedule(session, actor, kind=body["kind"], rhythm=body["rhythm"], employer_ids=chosen)
        answer: dict[str, Any] = ScheduleRead().dump(_scheduled(made))
        return 201, answer

    with tenant_session(request_context()) as session:
        status, answer = once(session, actor, headers["key"], fingerprint(), act)
        return make_response(jsonify(answer), status)


@blueprint.delete("/report-schedules/<uuid:schedule_id>")
@permission("report.end")
@blueprint.response(204)
def end_schedule(schedule_id: UUID) -> None:
    """Have a report made no more."""
    with tenant_session(request_context()) as session:
        commands.end_schedule(session, current_actor(), schedule_id)


def _document(session: Session, actor: Actor, report_id: UUID) -> dict[str, Any]:
    seen = queries.load_run(session, actor, report_id, "report.read")
    found: dict[str, Any] = ReportRead().dump(_shown(seen) | {"files": queries.files_of(session, seen.run)})
    return found


def _shown(seen: SeenRun) -> dict[str, Any]:
    run = seen.run
    return {
        "id": run.id,
        "kind": run.kind,
        "state": seen.state,
        "why": run.why,
        "first_day": run.first_day,
        "last_day": run.last_day,
        "counted_on": run.cut_on,
        "employers": run.employer_ids,
        "done": run.done,
        "of": seen.total,
        "asked_at": run.asked_at,
        "ended_at": run.ended_at,
    }


def _scheduled(found: ReportSchedule) -> dict[str, Any]:
    return {
        "id": found.id,
        "kind": found.kind,
        "rhythm": found.rhythm,
        "employers": found.employer_ids,
        "made_at": found.made_at,
    }
