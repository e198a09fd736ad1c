"""Corrections over the API: asked by the worker, answered by whoever keeps the record."""

from typing import Any
from uuid import UUID

from flask import Response, jsonify, make_response
from sqlalchemy.orm import Session

from handrail.identity.actor import Actor
from handrail.identity.idempotency import Answer, IdempotencyHeader
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.privacy.api import blueprint
from handrail.privacy.api.answering import dumped, listed, write
from handrail.privacy.corrections import commands, queries
from handrail.privacy.corrections.models import CorrectionState
from handrail.privacy.mine import mine_of
from handrail.privacy.schemas import CorrectionAnswer, CorrectionAsk, CorrectionList, CorrectionRead


@blueprint.get("/my-data/corrections")
@permission("correction.read_own")
@blueprint.response(200, CorrectionList)
def my_corrections() -> Response:
    """List what you asked to have put right, with the answers."""
    with tenant_session(request_context(read_only=True)) as session:
        mine = mine_of(session, current_actor())
        return make_response(jsonify(listed(CorrectionRead, queries.mine(session, mine))), 200)


@blueprint.post("/my-data/corrections")
@permission("correction.ask")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.arguments(CorrectionAsk)
@blueprint.response(201, CorrectionRead)
@blueprint.alt_response(422, description="There is nobody yet who keeps this.")
def ask_for_correction(headers: dict[str, Any], body: dict[str, Any]) -> Response:
    """Say that something is not right. Human resources or your coordinator reads it, by what it is about."""
    del headers

    def act(session: Session, actor: Actor) -> Answer:
        return 201, dumped(CorrectionRead, commands.ask(session, actor, **body))

    return write(act)


@blueprint.get("/corrections")
@permission("correction.read")
@blueprint.response(200, CorrectionList)
def list_corrections() -> Response:
    """List what workers asked you to put right, what waits first."""
    with tenant_session(request_context()) as session:
        found = [request for request, _person in queries.to_answer(session, current_actor())]
        return make_response(jsonify(listed(CorrectionRead, found)), 200)


@blueprint.post("/corrections/<uuid:correction_id>/answer")
@permission("correction.read")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.arguments(CorrectionAnswer)
@blueprint.response(200, CorrectionRead)
@blueprint.alt_response(409, description="It was answered already.")
def answer_correction(headers: dict[str, Any], body: dict[str, Any], correction_id: UUID) -> Response:
    """Put something right beside the old record, or say why it stays as it is."""
    del headers

    def act(session: Session, actor: Actor) -> Answer:
        if body["state"] is CorrectionState.ACCEPTED:
            commands.accept(session, actor, correction_id, words=body["words"])
        else:
            commands.decline(session, actor, correction_id, reason=body["words"])
        return 200, dumped(CorrectionRead, queries.load_request(session, actor, correction_id))

    return write(act)
