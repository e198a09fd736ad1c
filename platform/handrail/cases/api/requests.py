"""Requests to contact the worker (NEU-2), and calls on the coordinator (S7-4)."""

from uuid import UUID

from flask import Response

from handrail.cases import commands, queries
from handrail.cases.api import blueprint
from handrail.cases.api.answering import Body, answer, carry_out, read_case
from handrail.cases.letter_queries import letters_about
from handrail.cases.letter_schemas import ContactRequestAsk, EmployerLetterWrite
from handrail.cases.schemas import (
    CallAnswer,
    CallAsk,
    ContactRequestDecide,
)
from handrail.cases.shapes import CallShape, LetterShape, RequestShape, page
from handrail.identity.access import load_case, load_employment, require
from handrail.identity.idempotency import IdempotencyHeader
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session
from handrail.kit.ids import new_id


@blueprint.get("/employments/<uuid:employment_id>/contact-requests")
@permission("contact_request.read")
@blueprint.response(200)
def list_own_requests(employment_id: UUID) -> Response:
    """List the requests to contact a worker, the newest first; a supervisor gets their own."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        employment = load_employment(session, employment_id, require(actor, "contact_request.read"))
        found = queries.contact_requests_about(session, employment)
        return answer(page([RequestShape.of(each) for each in found], None))


@blueprint.post("/employments/<uuid:employment_id>/contact-requests")
@permission("contact_request.make")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.arguments(ContactRequestAsk)
@blueprint.response(201)
def request_contact(headers: Body, body: Body, employment_id: UUID) -> Response:
    """Ask the coordinator whether you may contact the worker; one that the law requires is allowed at once."""
    return carry_out(
        headers["key"],
        lambda session, actor: RequestShape.of(commands.request_contact(session, actor, employment_id, **body)),
        status=201,
    )


@blueprint.get("/employments/<uuid:employment_id>/letters")
@permission("absence.read")
@blueprint.response(200)
def list_letters(employment_id: UUID) -> Response:
    """List the letters to a worker, the newest first; a supervisor gets their own, the worker those given to them."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        employment = load_employment(session, employment_id, require(actor, "absence.read"))
        return answer(page([LetterShape.of(each) for each in letters_about(session, employment)], None))


@blueprint.post("/employments/<uuid:employment_id>/letters")
@permission("contact_request.make")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.arguments(EmployerLetterWrite)
@blueprint.response(201)
def write_letter(headers: Body, body: Body, employment_id: UUID) -> Response:
    """Write to the worker. The letter is held until the coordinator allows it; one that the law requires is not."""
    text = commands.LetterText(body.pop("title"), body.pop("body"), new_id())
    return carry_out(
        headers["key"],
        lambda session, actor: LetterShape.of(commands.write_letter(session, actor, employment_id, text=text, **body)),
        status=201,
    )


@blueprint.get("/cases/<uuid:case_id>/contact-requests")
@permission("contact_request.read")
@blueprint.response(200)
def list_requests(case_id: UUID) -> Response:
    """List the requests to contact the worker of a case, the newest first."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        case = load_case(session, case_id, require(actor, "contact_request.read"))
        return answer(page([RequestShape.of(each) for each in queries.contact_requests_of(session, case)], None))


@blueprint.post("/cases/<uuid:case_id>/contact-requests/<uuid:request_id>/decision")
@permission("contact_request.decide")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.arguments(ContactRequestDecide)
@blueprint.response(200)
def decide_contact_request(headers: Body, body: Body, case_id: UUID, request_id: UUID) -> Response:
    """Allow, refuse or hold a request; whoever asked learns the answer, not the reason."""
    return carry_out(
        headers["key"],
        lambda session, actor: RequestShape.of(
            commands.decide_contact_request(session, actor, case_id, request_id, **body)
        ),
    )


@blueprint.get("/cases/<uuid:case_id>/calls")
@permission("call.read")
@blueprint.response(200)
def list_calls(case_id: UUID) -> Response:
    """List the calls on the coordinator, the newest first; whoever calls reads only their own."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        action = "supervisor.call" if actor.role is Role.SUPERVISOR else "contact.read"
        case = read_case(session, actor, case_id, action, purpose="calls.list")
        return answer(page([CallShape.of(each) for each in queries.calls_of(session, case)], None))


@blueprint.post("/cases/<uuid:case_id>/calls")
@permission("call.make")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.arguments(CallAsk)
@blueprint.response(201)
def request_call(headers: Body, body: Body, case_id: UUID) -> Response:
    """Ask the coordinator to be in touch."""
    return carry_out(
        headers["key"],
        lambda session, actor: CallShape.of(commands.request_call(session, actor, case_id, **body)),
        status=201,
    )


@blueprint.post("/cases/<uuid:case_id>/calls/<uuid:call_id>/acknowledgement")
@permission("call.acknowledge")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.arguments(CallAnswer)
@blueprint.response(200)
def acknowledge_call(headers: Body, body: Body, case_id: UUID, call_id: UUID) -> Response:
    """Answer a call."""
    return carry_out(
        headers["key"],
        lambda session, actor: CallShape.of(commands.acknowledge_call(session, actor, case_id, call_id, **body)),
    )
