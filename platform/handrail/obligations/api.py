"""/api/v1: what is due for a worker, and recording that it was done."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import msgspec
from flask import Response, request
from flask.views import MethodView
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from handrail.audit import read_log
from handrail.identity.access import load_employment, require
from handrail.identity.actor import Actor
from handrail.identity.idempotency import once
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.codes import Compartment, Role
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound
from handrail.kit.subjects import SubjectRef
from handrail.obligations import commands, presenting, queries
from handrail.obligations.models import Obligation
from handrail.obligations.schemas import ActRecord, FactRead, ObligationHistory, ObligationList

blueprint = Blueprint("obligations", __name__, description="What is due, by whom, by when and why.")


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
            _note_reading(session, actor, rows)
            return _json({"obligations": [as_json(row, actor.role) for row in rows]})


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
            _note_reading(session, actor, [row])
            changes = queries.changes_of(session, actor.tenant_id, row.id)
            told = presenting.history(row, changes, actor.role)
            return _json({"obligation": as_json(row, actor.role), "changes": told})


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

            status, answer = once(session, actor, request.headers.get("Idempotency-Key"), request.get_data(), act)
        return _json(answer, status)


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


def _json(body: dict[str, Any], status: int = 200) -> Response:
    return Response(msgspec.json.encode(body), status, mimetype="application/json")


def _note_reading(session: Session, actor: Actor, rows: Iterable[Obligation]) -> None:
    """Write to the read log which confided compartments were opened, once for each case (CON-5)."""
    opened: dict[SubjectRef, set[Compartment]] = defaultdict(set)
    for row in rows:
        opened[SubjectRef(row.tenant_id, row.employer_id, row.subject_id)].add(row.compartment)
    for subject, compartments in opened.items():
        read_log.record(session, actor, subject, compartments, "case.overview")


def as_json(row: Obligation, reader: Role) -> dict[str, Any]:
    """Return an obligation as the API shows it to a role, in the language of the request."""
    alone = presenting.tells_too_much(row, reader)
    return {
        "id": row.id,
        "key": row.key,
        "rule": row.rule,
        "title": presenting.title_of(row.rule),
        "kind": row.kind,
        "due_on": row.due_on,
        "due_at": row.due_at,
        "window_from": None if alone else row.window_from,
        "safe_target": None if alone else row.safe_target,
        "status": row.status,
        "met_on": row.met_on,
        "is_open": row.closed_at is None,
        "owed_by": row.owed_by,
        "compartment": row.compartment,
        "case_id": row.case_id,
        "basis": row.basis,
        "confidence": row.confidence,
        "source": row.source,
        "explanation": presenting.steps(row, reader),
        "stale": row.stale,
    }
