"""Emergency access over the API."""

from typing import Any
from uuid import UUID

from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.privacy.api import blueprint
from handrail.privacy.emergency import commands, queries
from handrail.privacy.emergency.queries import SeenEmergency
from handrail.privacy.emergency.schemas import (
    EmergencyAsk,
    EmergencyDecision,
    EmergencyList,
    EmergencyLook,
    EmergencyRead,
    EmergencyReview,
)


@blueprint.get("/emergency-accesses")
@permission("emergency.read")
@blueprint.response(200, EmergencyList)
def list_emergencies() -> dict[str, Any]:
    """List emergency accesses: your own, or all for those who watch."""
    with tenant_session(request_context()) as session:
        return {"items": [_read(seen) for seen in queries.accesses(session, current_actor())]}


@blueprint.post("/cases/<uuid:case_id>/emergency-accesses")
@permission("emergency.ask")
@blueprint.arguments(EmergencyAsk)
@blueprint.response(201, EmergencyRead)
def ask_emergency(body: dict[str, Any], case_id: UUID) -> dict[str, Any]:
    """Ask for one part of a case; while a request of yours for it is open, that one is returned."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        made = commands.ask(session, actor, case_id, **body)
        return _read(queries.access(session, actor, made.id))


@blueprint.post("/emergency-accesses/<uuid:emergency_id>/decision")
@permission("emergency.decide")
@blueprint.arguments(EmergencyDecision)
@blueprint.response(200, EmergencyRead)
def decide_emergency(body: dict[str, Any], emergency_id: UUID) -> dict[str, Any]:
    """Approve or refuse what somebody else asked for."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        commands.decide_access(session, actor, emergency_id, approve=body["approve"])
        return _read(queries.access(session, actor, emergency_id))


@blueprint.post("/emergency-accesses/<uuid:emergency_id>/look")
@permission("emergency.look")
@blueprint.response(200, EmergencyLook)
def look_emergency(emergency_id: UUID) -> dict[str, Any]:
    """Read the part while it is open; each look is written to the read log of the worker."""
    with tenant_session(request_context()) as session:
        access, records = commands.look(session, current_actor(), emergency_id)
        return {
            "part": access.part,
            "ends_at": access.ends_at,
            "records": [{"table": each.table, "id": each.id, "values": each.values} for each in records],
        }


@blueprint.post("/emergency-accesses/<uuid:emergency_id>/review")
@permission("emergency.review")
@blueprint.arguments(EmergencyReview)
@blueprint.response(200, EmergencyRead)
def review_emergency(body: dict[str, Any], emergency_id: UUID) -> dict[str, Any]:
    """Say afterwards, as a third person, whether it was right."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        commands.review(session, actor, emergency_id, **body)
        return _read(queries.access(session, actor, emergency_id))


def _read(seen: SeenEmergency) -> dict[str, Any]:
    row = seen.access
    return {
        "id": row.id,
        "case": seen.number,
        "part": row.part,
        "state": seen.state,
        "asked_by": seen.name(row.asked_by),
        "asked_at": row.asked_at,
        "decided_by": seen.name(row.decided_by) or None,
        "decided_at": row.decided_at,
        "ends_at": row.ends_at,
        "opened": row.opened,
        "reviewed_by": seen.name(row.reviewed_by) or None,
        "reviewed_at": row.reviewed_at,
        "was_right": row.was_right,
    }
