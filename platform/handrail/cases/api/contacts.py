"""Contacts with the worker, follow-up, and the talks after the return."""

from uuid import UUID

from flask import Response

from handrail.cases import commands, frame, queries
from handrail.cases.api import blueprint
from handrail.cases.api.answering import Body, answer, carry_out, position, read_case
from handrail.cases.schemas import (
    AfterReturnRecord,
    ContactRecord,
    FirstContactRecord,
    FollowUpAgree,
    PageQuery,
)
from handrail.cases.sent import held_of, write_first_contact
from handrail.cases.shapes import AgreementShape, ContactShape, TopicShape, page
from handrail.cases.waiting import waiting_of
from handrail.identity.idempotency import IdempotencyHeader
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session


@blueprint.get("/cases/<uuid:case_id>/contacts")
@permission("contact.read")
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200)
def list_contacts(query: Body, case_id: UUID) -> Response:
    """List the contacts of a case that you may read, the newest first."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        case = read_case(session, actor, case_id, "contact.read", purpose="contacts.list")
        limit = query["limit"]
        found = queries.contacts_page(session, case, before=position(query["after"]), limit=limit + 1)
        shown = found[:limit]
        following = f"{shown[-1].on.isoformat()}.{shown[-1].id}" if len(found) > limit else None
        return answer(page([ContactShape.of(each) for each in shown], following))


@blueprint.get("/cases/<uuid:case_id>/open-topics")
@permission("contact.read_topics")
@blueprint.response(200)
def list_open_topics(case_id: UUID) -> Response:
    """List the topics that talks left for later, what waits longest first."""
    with tenant_session(request_context()) as session:
        case = read_case(session, current_actor(), case_id, "contact.read_topics", purpose="contacts.list")
        held = queries.contacts_of(session, case)
        waiting = waiting_of(frame.in_force(session, case).framework, held)
        return answer(page([TopicShape(each.guide, each.topic, each.title, each.since) for each in waiting], None))


@blueprint.post("/cases/<uuid:case_id>/first-contact")
@permission("contact.record")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.arguments(FirstContactRecord)
@blueprint.response(201)
def record_first_contact(headers: Body, body: Body, case_id: UUID) -> Response:
    """Record the first conversation: what was explained, and the decision or the day of the next one."""
    return carry_out(
        headers["key"],
        lambda session, actor: ContactShape.of(write_first_contact(session, actor, case_id, body)),
        status=201,
    )


@blueprint.post("/cases/<uuid:case_id>/contacts")
@permission("contact.record")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.arguments(ContactRecord)
@blueprint.response(201)
def record_contact(headers: Body, body: Body, case_id: UUID) -> Response:
    """Record a meeting, a follow-up or another contact with the worker."""
    return carry_out(
        headers["key"],
        lambda session, actor: ContactShape.of(
            commands.record_contact(session, actor, case_id, kind=body["kind"], held=held_of(body))
        ),
        status=201,
    )


@blueprint.post("/cases/<uuid:case_id>/follow-ups-after-return")
@permission("contact.record")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.arguments(AfterReturnRecord)
@blueprint.response(201)
def record_after_return(headers: Body, body: Body, case_id: UUID) -> Response:
    """Record the talk after the return with the worker, or with the supervisor: each apart."""
    return carry_out(
        headers["key"],
        lambda session, actor: ContactShape.of(
            commands.record_follow_up_after_return(session, actor, case_id, party=body["party"], held=held_of(body))
        ),
        status=201,
    )


@blueprint.get("/cases/<uuid:case_id>/follow-up-agreements")
@permission("contact.read")
@blueprint.response(200)
def list_agreements(case_id: UUID) -> Response:
    """List what was agreed about follow-up, the newest first: that one counts."""
    with tenant_session(request_context()) as session:
        case = read_case(session, current_actor(), case_id, "contact.read", purpose="follow_up.list")
        found = queries.follow_up_agreements_of(session, case)
        return answer(page([AgreementShape.of(each) for each in found], None))


@blueprint.post("/cases/<uuid:case_id>/follow-up-agreements")
@permission("follow_up.agree")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.arguments(FollowUpAgree)
@blueprint.response(201)
def agree_follow_up(headers: Body, body: Body, case_id: UUID) -> Response:
    """Record the interval on which worker and coordinator agreed."""
    return carry_out(
        headers["key"],
        lambda session, actor: AgreementShape.of(commands.agree_follow_up(session, actor, case_id, **body)),
        status=201,
    )
