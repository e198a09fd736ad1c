"""How these endpoints answer: once for each Idempotency-Key, and never kept on the way."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Response, jsonify, make_response, request
from marshmallow import Schema
from sqlalchemy.orm import Session

from handrail.identity.actor import Actor
from handrail.identity.idempotency import Answer, fingerprint, once
from handrail.identity.web import current_actor, request_context
from handrail.kit.db import tenant_session


def write(act: Callable[[Session, Actor], Answer]) -> Response:
    """Carry out an act and answer its status and body; the same Idempotency-Key again gets the same answer."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        key = request.headers.get("Idempotency-Key")
        status, body = once(session, actor, key, fingerprint(), lambda: act(session, actor))
    return make_response(jsonify(body), status)


def dumped(schema: type[Schema], row: Any) -> dict[str, Any]:
    """Return a row as the API shows it."""
    found: dict[str, Any] = schema().dump(row)
    return found


def listed(schema: type[Schema], rows: Iterable[Any]) -> dict[str, Any]:
    """Return rows as the API lists them."""
    return {"items": [dumped(schema, row) for row in rows]}
