"""Texts that may tell of others, over the API: for the coordinator who looks at them."""

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
from handrail.privacy.package import reviewing
from handrail.privacy.schemas import HeldTextList, HeldTextRead, Redaction


@blueprint.get("/held-texts")
@permission("package.review")
@blueprint.response(200, HeldTextList)
def list_held_texts() -> Response:
    """List the texts that wait for you, without their words."""
    with tenant_session(request_context(read_only=True)) as session:
        found = [held for held, _person in reviewing.to_look_at(session, current_actor())]
        return make_response(jsonify(listed(HeldTextRead, found)), 200)


@blueprint.get("/held-texts/<uuid:held_id>")
@permission("package.review")
@blueprint.response(200, HeldTextRead)
def read_held_text(held_id: UUID) -> Response:
    """Read one of them."""
    with tenant_session(request_context()) as session:
        held, words = reviewing.open_text(session, current_actor(), held_id)
        return make_response(jsonify(dumped(HeldTextRead, held) | {"text": words}), 200)


@blueprint.post("/held-texts/<uuid:held_id>/release")
@permission("package.review")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.response(200, HeldTextRead)
@blueprint.alt_response(409, description="It was decided already.")
def release_held_text(headers: dict[str, Any], held_id: UUID) -> Response:
    """Give a text to the worker as it is."""
    del headers

    def act(session: Session, actor: Actor) -> Answer:
        return 200, dumped(HeldTextRead, reviewing.release(session, actor, held_id))

    return write(act)


@blueprint.post("/held-texts/<uuid:held_id>/redact")
@permission("package.review")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.arguments(Redaction)
@blueprint.response(200, HeldTextRead)
@blueprint.alt_response(409, description="It was decided already.")
def redact_held_text(headers: dict[str, Any], body: dict[str, Any], held_id: UUID) -> Response:
    """Give the worker these words in place of a text."""
    del headers

    def act(session: Session, actor: Actor) -> Answer:
        return 200, dumped(HeldTextRead, reviewing.redact(session, actor, held_id, words=body["words"]))

    return write(act)
