"""What is noted for prevention, over the API (S4-3)."""

from typing import Any
from uuid import UUID

from flask import Response, jsonify, make_response

from handrail.identity.access import load_case, require
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.plans import commands
from handrail.plans.api import blueprint
from handrail.plans.api.answering import dumped, write
from handrail.plans.models import WorkAspect
from handrail.plans.queries.aspects import aspects_for_prevention, aspects_of
from handrail.plans.schemas.aspects import AspectList, AspectRead, AspectWrite


@blueprint.get("/cases/<uuid:case_id>/aspects")
@permission("aspect.read")
@blueprint.alt_response(200, schema=AspectList)
def aspects(case_id: UUID) -> Response:
    """List the aspects of the work that were noted for prevention."""
    with tenant_session(request_context(read_only=True)) as session:
        case = load_case(session, case_id, require(current_actor(), "aspect.read"))
        counting = {row.id for row in aspects_for_prevention(session, case)}
        items = [_shown(row, counts=row.id in counting) for row in aspects_of(session, case)]
        return make_response(jsonify(dumped(AspectList, {"items": items})))


@blueprint.post("/cases/<uuid:case_id>/aspects")
@permission("aspect.note")
@blueprint.arguments(AspectWrite)
@blueprint.alt_response(201, schema=AspectRead)
@blueprint.alt_response(409, description="The worker has not agreed to this use.")
def aspect_note(body: dict[str, Any], case_id: UUID) -> Response:
    """Note an aspect of the work for prevention; refused without the worker's consent to it."""
    return write(
        lambda s, a: (201, dumped(AspectRead, _shown(commands.note_aspect(s, a, case_id, **body), counts=True)))
    )


@blueprint.delete("/cases/<uuid:case_id>/aspects/<uuid:aspect_id>")
@permission("aspect.note")
@blueprint.alt_response(204, description="It is gone.")
def aspect_remove(case_id: UUID, aspect_id: UUID) -> Response:
    """Take an aspect away for good."""
    with tenant_session(request_context()) as session:
        commands.remove_aspect(session, current_actor(), case_id, aspect_id)
    return make_response("", 204)


def _shown(row: WorkAspect, *, counts: bool) -> dict[str, Any]:
    return {
        "id": row.id,
        "category": row.category,
        "effect": row.effect,
        "words": row.words,
        "noted_on": row.noted_on,
        "counts": counts,
    }
