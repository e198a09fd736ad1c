"""/api/v1: a worker gets another supervisor."""

from typing import Any
from uuid import UUID

from flask import Response, jsonify, make_response, request
from flask_smorest import Blueprint

from handrail.cases.commands.supervisor import change_supervisor
from handrail.cases.supervisors.schemas import SupervisorRead, SupervisorWrite
from handrail.identity.idempotency import fingerprint, once
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session

blueprint = Blueprint("supervisors_api", __name__, description="Who is a worker's supervisor")


@blueprint.put("/employments/<uuid:employment_id>/supervisor")
@permission("supervisor.change")
@blueprint.arguments(SupervisorWrite)
@blueprint.alt_response(200, schema=SupervisorRead)
def change(body: dict[str, Any], employment_id: UUID) -> Response:
    """Give a worker another supervisor; the former one finds nothing from the next request on."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        key = request.headers.get("Idempotency-Key")

        def act() -> tuple[int, dict[str, Any]]:
            row = change_supervisor(session, actor, employment_id, **body)
            found: dict[str, Any] = SupervisorRead().dump(row)
            return 200, found

        status, answer = once(session, actor, key, fingerprint(), act)
        return make_response(jsonify(answer), status)
