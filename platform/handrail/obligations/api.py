"""/api/v1: what is due for a worker, and recording that it was done."""

from typing import Any
from uuid import UUID

import msgspec
from flask import Response, request
from flask.views import MethodView
from flask_smorest import Blueprint

from handrail.identity.access import load_employment, require
from handrail.identity.idempotency import once
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.obligations import commands, presenting, queries
from handrail.obligations.models import Obligation
from handrail.obligations.schemas import ActRecord, FactRead, ObligationList

blueprint = Blueprint("obligations", __name__, description="What is due, by whom, by when and why.")


@blueprint.route("/employments/<uuid:employment_id>/obligations")
class Obligations(MethodView):
    """What is due for one worker."""

    @permission("obligation.read")
    @blueprint.alt_response(200, schema=ObligationList)
    def get(self, employment_id: UUID) -> Response:
        """List what is or was due for a worker that the reader may know of, by date."""
        actor = current_actor()
        with tenant_session(request_context(read_only=True)) as session:
            load_employment(session, employment_id, require(actor, "obligation.read"))
            rows = queries.of_employment(session, actor.tenant_id, employment_id)
            body = msgspec.json.encode({"obligations": [as_json(row) for row in rows]})
        return Response(body, mimetype="application/json")


@blueprint.route("/employments/<uuid:employment_id>/acts")
class Acts(MethodView):
    """Acts that a rule asks for."""

    @permission("act.record")
    @blueprint.arguments(ActRecord)
    @blueprint.response(201, FactRead)
    def post(self, body: dict[str, Any], employment_id: UUID) -> tuple[dict[str, Any], int]:
        """Record that the act of a rule was done on a day. Send an Idempotency-Key to make a repeat safe."""
        actor = current_actor()
        with tenant_session(request_context()) as session:

            def act() -> tuple[int, dict[str, Any]]:
                fact = commands.record_act(session, actor, employment_id=employment_id, **body)
                return 201, {"id": str(fact.id), "rule": body["rule"], "done_on": fact.on.isoformat()}

            status, answer = once(session, actor, request.headers.get("Idempotency-Key"), request.get_data(), act)
        return answer, status


def as_json(row: Obligation) -> dict[str, Any]:
    """Return an obligation as the API shows it, in the reader's language."""
    return {
        "id": row.id,
        "rule": row.rule,
        "title": presenting.title_of(row.rule),
        "due_on": row.due_on,
        "window_from": row.window_from,
        "safe_target": row.safe_target,
        "status": row.status,
        "met_on": row.met_on,
        "owed_by": row.owed_by,
        "compartment": row.compartment,
        "basis": row.basis,
        "confidence": row.confidence,
        "source": row.source,
        "explanation": presenting.steps(row),
        "stale": row.stale,
    }
