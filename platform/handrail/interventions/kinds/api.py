"""/api/v1: interventions of a case, as their types declare them; each reader gets their fields and acts."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import msgspec
from flask import Response
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from handrail.audit import read_log
from handrail.cases.api.answering import Body, answer, carry_out
from handrail.cases.shapes import page
from handrail.identity.actor import Actor
from handrail.identity.idempotency import IdempotencyHeader
from handrail.identity.web import current_actor, permission, request_context
from handrail.interventions.kinds import commands, queries
from handrail.interventions.kinds.ground import Ground, stand
from handrail.interventions.kinds.schemas import TYPE, InterventionBegin, InterventionCorrect, InterventionMove
from handrail.interventions.kinds.shapes import InterventionShape, kinds_here
from handrail.kit.db import tenant_session
from handrail.kit.errors import FieldProblem, Invalid
from handrail.kit.i18n import _

blueprint = Blueprint("intervention_kinds_api", __name__, description="Interventions that plugins declare")
_ALL = "/cases/<uuid:case_id>/interventions"
_ONE = f"{_ALL}/<uuid:intervention_id>"


@blueprint.get("/cases/<uuid:case_id>/intervention-types")
@permission("intervention.read")
@blueprint.response(200)
def list_types(case_id: UUID) -> Response:
    """List the types of intervention that you can begin in this case, with the schema of each."""
    with tenant_session(request_context(read_only=True)) as session:
        return answer(page(kinds_here(stand(session, current_actor(), case_id)), None))


@blueprint.get(_ALL)
@permission("intervention.read")
@blueprint.response(200)
def list_interventions(case_id: UUID) -> Response:
    """List the interventions of a case with the fields that are yours to see, the newest first."""
    with tenant_session(request_context()) as session:
        ground = read(session, current_actor(), case_id, "interventions.list")
        found = [InterventionShape.of(ground, each) for each in queries.items_of(ground)]
        return answer(page(found, None))


@blueprint.get(_ONE)
@permission("intervention.read")
@blueprint.response(200)
def read_intervention(case_id: UUID, intervention_id: UUID) -> Response:
    """Read one intervention."""
    with tenant_session(request_context()) as session:
        ground = read(session, current_actor(), case_id, "intervention.read")
        found = InterventionShape.of(ground, queries.item_of(ground, intervention_id))
        return answer(msgspec.json.encode(found))


@blueprint.post(_ALL)
@permission("intervention.record")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.arguments(InterventionBegin)
@blueprint.response(201)
@blueprint.alt_response(422, description="A value is not right; its pointer says which.")
def begin(headers: Body, body: Body, case_id: UUID) -> Response:
    """Begin an intervention of a type that is active at the worker's employer; several run side by side."""

    def act(session: Session, actor: Actor) -> InterventionShape:
        name, given = _of(body)
        with _pointing():
            made = commands.begin(session, actor, case_id, type=name, given=given)
        return InterventionShape.of(stand(session, actor, case_id), made)

    return carry_out(headers["key"], act, status=201)


@blueprint.post(f"{_ONE}/moves")
@permission("intervention.record")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.arguments(InterventionMove)
@blueprint.response(200)
@blueprint.alt_response(409, description="It does not follow from where things are, or somebody changed it meanwhile.")
def move(headers: Body, body: Body, case_id: UUID, intervention_id: UUID) -> Response:
    """Carry out one of the acts that the intervention names."""

    def act(session: Session, actor: Actor) -> InterventionShape:
        given = {key: value for key, value in body["intervention"].items() if key != TYPE}
        with _pointing():
            made = commands.move(
                session, actor, case_id, intervention_id, act=body["act"], revision=body["revision"], given=given
            )
        return InterventionShape.of(stand(session, actor, case_id), made)

    return carry_out(headers["key"], act)


@blueprint.put(_ONE)
@permission("intervention.record")
@blueprint.arguments(InterventionCorrect)
@blueprint.response(200)
def correct(body: Body, case_id: UUID, intervention_id: UUID) -> Response:
    """Put right what was recorded; what is not sent stays as it is."""

    def act(session: Session, actor: Actor) -> InterventionShape:
        given = {key: value for key, value in body["intervention"].items() if key != TYPE}
        with _pointing():
            made = commands.correct(session, actor, case_id, intervention_id, revision=body["revision"], given=given)
        return InterventionShape.of(stand(session, actor, case_id), made)

    return carry_out(None, act)


def read(session: Session, actor: Actor, case_id: UUID, purpose: str) -> Ground:
    """Return the ground for a reading that goes to the read log (CON-5)."""
    ground = stand(session, actor, case_id)
    read_log.record(session, actor, ground.subject, ground.readable, purpose)
    return ground


def _of(body: Body) -> tuple[str, dict[str, object]]:
    """Return the type that was named and the fields beside it; raises Invalid where none was named."""
    sent = body["intervention"]
    name = sent.get(TYPE)
    if not isinstance(name, str):
        raise Invalid(problems=[FieldProblem(f"/intervention/{TYPE}", _("Fill this in."))])
    return name, {key: value for key, value in sent.items() if key != TYPE}


@contextmanager
def _pointing() -> Iterator[None]:
    """Say of each problem where in the body it is."""
    try:
        yield
    except Invalid as error:
        found = [FieldProblem(f"/intervention{each.pointer}", each.message) for each in error.problems]
        raise Invalid(problems=found) from error
