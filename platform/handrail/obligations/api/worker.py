"""What is due for a worker, and recording that it was done."""

from typing import Any
from uuid import UUID

from flask import Response, request
from flask.views import MethodView

from handrail.identity.access import load_employment, require
from handrail.identity.idempotency import fingerprint, once
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound
from handrail.obligations import commands, presenting, queries
from handrail.obligations.api import blueprint
from handrail.obligations.api.shapes import as_json, json_of
from handrail.obligations.looking import note_reading
from handrail.obligations.schemas import ActRecord, FactRead, ObligationHistory, ObligationList


@blueprint.route("/employments/<uuid:employment_id>/obligations")
class Obligations(MethodView):
    """What is due for one worker."""

    @permission("obligation.read")
    @blueprint.alt_response(200, schema=ObligationList)
    def get(self, employment_id: UUID) -> Response:
        """List what is or was due for a worker that the reader may know of, by date."""
        actor = current_actor()
        with tenant_session(request_context()) as session:
            load_employment(session, employment_id, require(actor, "obligation.read"))
            rows = queries.of_employment(session, actor.tenant_id, employment_id)
            note_reading(session, actor, rows, "case.overview")
            return json_of({"obligations": [as_json(row, actor.role) for row in rows]})


@blueprint.route("/employments/<uuid:employment_id>/obligations/<uuid:obligation_id>")
class OneObligation(MethodView):
    """One thing that is, was or is no longer due."""

    @permission("obligation.read")
    @blueprint.alt_response(200, schema=ObligationHistory)
    def get(self, employment_id: UUID, obligation_id: UUID) -> Response:
        """Show one obligation with what happened to its date, and by what; newest first."""
        actor = current_actor()
        with tenant_session(request_context()) as session:
            load_employment(session, employment_id, require(actor, "obligation.read"))
            row = queries.obligation(session, actor.tenant_id, obligation_id)
            if row is None or row.employment_id != employment_id:
                raise NotFound
            note_reading(session, actor, [row], "case.overview")
            changes = queries.changes_of(session, actor.tenant_id, row.id)
            told = presenting.history(row, changes, actor.role)
            return json_of({"obligation": as_json(row, actor.role), "changes": told})


@blueprint.route("/employments/<uuid:employment_id>/acts")
class Acts(MethodView):
    """Acts that a rule asks for."""

    @permission("act.record")
    @blueprint.arguments(ActRecord)
    @blueprint.alt_response(201, schema=FactRead)
    def post(self, body: dict[str, Any], employment_id: UUID) -> Response:
        """Record that the act of a rule was done on a day. Send an Idempotency-Key to make a repeat safe."""
        actor = current_actor()
        with tenant_session(request_context()) as session:

            def act() -> tuple[int, dict[str, Any]]:
                fact = commands.record_act(session, actor, employment_id=employment_id, **body)
                return 201, {"id": str(fact.id), "rule": body["rule"], "done_on": fact.on.isoformat()}

            status, answer = once(session, actor, request.headers.get("Idempotency-Key"), fingerprint(), act)
        return json_of(answer, status)


@blueprint.route("/employments/<uuid:employment_id>/acts/<uuid:fact_id>")
class RecordedAct(MethodView):
    """One act as it was recorded."""

    @permission("act.record")
    @blueprint.response(204)
    def delete(self, employment_id: UUID, fact_id: UUID) -> None:
        """Take back an act that was recorded by mistake. Its dates are asked again; the record stays in the history."""
        actor = current_actor()
        with tenant_session(request_context()) as session:
            commands.take_back_act(session, actor, employment_id=employment_id, fact_id=fact_id)
