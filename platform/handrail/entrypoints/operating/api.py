"""Work in the background, over the API."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from handrail.entrypoints.operating import commands, queries
from handrail.entrypoints.operating.schemas import Changed, JobList, JobQuery, KindSchema, SetAside
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session

blueprint = Blueprint("operating_api", __name__, description="Work in the background, for operators")


@blueprint.get("/operator/jobs")
@permission("outbox.read")
@blueprint.arguments(JobQuery, location="query")
@blueprint.response(200, JobList)
def list_jobs(query: dict[str, Any]) -> dict[str, Any]:
    """List the queues and what is parked: ids, times and kinds."""
    tenant_id = current_actor().tenant_id
    with tenant_session(request_context(read_only=True)) as session:
        found = queries.parked(session, tenant_id, **query)
        return {
            "queues": queries.counts(session, tenant_id),
            "items": found,
            "next": found[-1].id if len(found) == queries.MOST else None,
        }


@blueprint.post("/operator/jobs/<uuid:row_id>/replay")
@permission("outbox.operate")
@blueprint.response(200, Changed)
def replay_job(row_id: UUID) -> dict[str, int]:
    """Let parked work start anew; again changes nothing."""
    with tenant_session(request_context()) as session:
        return {"changed": int(commands.replay(session, current_actor(), row_id))}


@blueprint.post("/operator/jobs/replay")
@permission("outbox.operate")
@blueprint.arguments(KindSchema)
@blueprint.response(200, Changed)
def replay_jobs(body: dict[str, Any]) -> dict[str, int]:
    """Let all parked work of one kind start anew, at most 500 at once; again changes nothing."""
    with tenant_session(request_context()) as session:
        return {"changed": commands.replay_kind(session, current_actor(), **body)}


@blueprint.post("/operator/jobs/<uuid:row_id>/set-aside")
@permission("outbox.operate")
@blueprint.arguments(SetAside)
@blueprint.response(200, Changed)
def set_job_aside(body: dict[str, Any], row_id: UUID) -> dict[str, int]:
    """End parked work that is not to be done any more; again changes nothing."""
    with tenant_session(request_context()) as session:
        return {"changed": int(commands.set_aside(session, current_actor(), row_id, **body))}
