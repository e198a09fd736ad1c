"""How these endpoints answer: once for each Idempotency-Key, with ETags where several people write."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from flask import Response, jsonify, make_response, request
from marshmallow import Schema
from sqlalchemy.orm import Session

from handrail.audit import read_log
from handrail.identity.access import load_case, require
from handrail.identity.actor import Actor
from handrail.identity.idempotency import fingerprint, once
from handrail.identity.web import current_actor, request_context
from handrail.kit.codes import Compartment
from handrail.kit.db import tenant_session
from handrail.plans.errors import DraftMoved, NoPrecondition, PreconditionFailed
from handrail.tenancy.models import Case

NO_CONTENT: Final = 204


def write(act: Callable[[Session, Actor], tuple[int, dict[str, Any]]]) -> Response:
    """Carry out an act and answer its status and body; the same Idempotency-Key again gets the same answer."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        key = request.headers.get("Idempotency-Key")
        status, body = once(session, actor, key, fingerprint(), lambda: act(session, actor))
    return make_response("" if status == NO_CONTENT else jsonify(body), status)


def dumped(schema: type[Schema], row: Any) -> dict[str, Any]:
    """Return a row as the API shows it."""
    found: dict[str, Any] = schema().dump(row)
    return found


def opened(session: Session, actor: Actor, case_id: UUID, action: str, purpose: str, *what: Compartment) -> Case:
    """Return the case for a reading that goes to the read log (CON-5); raises NotFound."""
    case = load_case(session, case_id, require(actor, action))
    read_log.record(session, actor, case.subject(), what or (Compartment.COORDINATION,), purpose)
    return case


def with_etag(response: Response, revision: int) -> Response:
    """Name the state of what was answered."""
    response.set_etag(str(revision))
    response.headers["Cache-Control"] = "no-store"
    return response


def meant_revision() -> int:
    """Return the state that a change was made from; raises NoPrecondition where If-Match does not name one.

    ``If-Match: "0"`` says that there was nothing yet.
    """
    tags = request.if_match
    given = (
        next(iter(tags.as_set()), None) if tags and not tags.star_tag else None
    ) or ""  # an empty tag reads as None
    if not (given.isascii() and given.isdigit()):
        raise NoPrecondition('Send the ETag you got, or "0" for the first, in If-Match.')
    return int(given)


def stale(moved: DraftMoved) -> PreconditionFailed:
    """Return what an API client gets where its If-Match is not the present state."""
    return PreconditionFailed(meant=moved.members.get("meant"), current=moved.members.get("current"))
