"""Reading cases, where they stand, and what the supervisor was told."""

from typing import Any
from uuid import UUID

import msgspec
from flask import Response

from handrail.cases import queries
from handrail.cases.api import blueprint
from handrail.cases.api.answering import Body, answer, read_case
from handrail.cases.beyond import call_is_wished, own_answers_of_supervisor
from handrail.cases.listing import CaseFilter, Position, page_of_cases
from handrail.cases.schemas import PageQuery
from handrail.cases.shapes import CaseShape, ListedShape, NoticeShape, OwnAnswersShape, ProcessShape, page
from handrail.identity.access import load_case, require
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.kit.errors import FieldProblem, Invalid, NotFound


@blueprint.get("/cases")
@permission("case.list")
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200)
def list_cases(query: Body) -> Response:
    """List the open cases that you work on, by the worker's name."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        rows, further = page_of_cases(
            session, actor.tenant_id, CaseFilter(), _position(query["after"]), limit=query["limit"]
        )
    following = f"{further.id}.{further.key}" if further else None
    return answer(page([ListedShape.of(row) for row in rows], following))


@blueprint.get("/cases/<uuid:case_id>")
@permission("case.read")
@blueprint.response(200)
def read_bare_case(case_id: UUID) -> Response:
    """Read the bare case."""
    with tenant_session(request_context(read_only=True)) as session:
        case = load_case(session, case_id, require(current_actor(), "case.read"))
        return answer(msgspec.json.encode(CaseShape.of(case)))


@blueprint.get("/cases/<uuid:case_id>/process")
@permission("contact.read")
@blueprint.response(200)
def read_process(case_id: UUID) -> Response:
    """Read where the support process stands; the ETag is for a change that starts from it."""
    with tenant_session(request_context()) as session:
        case = read_case(session, current_actor(), case_id, "contact.read", purpose="process.read")
        process = queries.required_process(session, case)
        shape = ProcessShape.of(process, queries.stairs_of(session, case, process))
        return answer(msgspec.json.encode(shape), version=process.version)


@blueprint.get("/cases/<uuid:case_id>/supervisor-notice")
@permission("plan.read")
@blueprint.response(200)
def read_notice(case_id: UUID) -> Response:
    """Read what the supervisor was told."""
    with tenant_session(request_context()) as session:
        case = load_case(session, case_id, require(current_actor(), "plan.read"))
        notice = queries.supervisor_notice_of(session, case)
        if notice is None:
            raise NotFound
        return answer(msgspec.json.encode(NoticeShape.of(notice, call_wished=call_is_wished(session, case))))


@blueprint.get("/cases/<uuid:case_id>/own-answers")
@permission("answers.read_own")
@blueprint.response(200)
def read_own_answers(case_id: UUID) -> Response:
    """Read what you answered yourself after the return."""
    with tenant_session(request_context()) as session:
        found: list[Any] = [
            OwnAnswersShape.of(each) for each in own_answers_of_supervisor(session, current_actor(), case_id)
        ]
        return answer(page(found, None))


def _position(after: str | None) -> Position | None:
    if after is None:
        return None
    last, _dot, name = after.partition(".")
    try:
        return Position(name, UUID(last))
    except ValueError as problem:
        raise Invalid(problems=[FieldProblem("/after", "This is not the `next` of a page before.")]) from problem
