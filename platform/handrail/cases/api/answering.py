"""How the routes of this slice answer: once a request, in the shapes of `shapes`."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from flask import Response, make_response
from msgspec import Struct
from sqlalchemy.orm import Session

from handrail.audit import read_log
from handrail.cases.shapes import plain
from handrail.identity.access import load_case, require
from handrail.identity.actor import Actor
from handrail.identity.idempotency import fingerprint, once
from handrail.identity.web import current_actor, request_context
from handrail.kit.codes import Compartment
from handrail.kit.db import tenant_session
from handrail.kit.errors import FieldProblem, Invalid
from handrail.tenancy.models import Case


def carry_out(key: str | None, act: Callable[[Session, Actor], Struct], *, status: int = 200) -> Response:
    """Carry out an act in one transaction, once for each Idempotency-Key, and answer with what came of it."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        found = once(session, actor, key, fingerprint(), lambda: (status, plain(act(session, actor))))
    return answer(msgspec.json.encode(found[1]), found[0])


def answer(body: bytes, status: int = 200, *, version: int | None = None) -> Response:
    """Return JSON that was encoded already; `version` becomes the ETag."""
    response = make_response(body, status, {"Content-Type": "application/json"})
    if version is not None:
        response.set_etag(str(version))
    return response


def read_case(session: Session, actor: Actor, case_id: UUID, action: str, *, purpose: str) -> Case:
    """Return a case whose coordination is about to be read, with its entry in the read log (CON-5)."""
    case = load_case(session, case_id, require(actor, action))
    read_log.record(session, actor, case.subject(), {Compartment.COORDINATION}, purpose)
    return case


def position(after: str | None) -> tuple[date, UUID] | None:
    """Return where the page before ended; raises Invalid for something that is no `next` of ours."""
    if after is None:
        return None
    day, _dot, last = after.partition(".")
    try:
        return date.fromisoformat(day), UUID(last)
    except ValueError as problem:
        raise Invalid(problems=[FieldProblem("/after", "This is not the `next` of a page before.")]) from problem


def version_of(etag: str | None) -> int | None:
    """Return the version that If-Match names; raises Invalid for anything else."""
    if etag is None:
        return None
    number = etag.strip().removeprefix("W/").strip('"')
    if not number.isdecimal():
        raise Invalid(problems=[FieldProblem("/If-Match", "This is not an ETag of ours.")])
    return int(number)


Body = dict[str, Any]
