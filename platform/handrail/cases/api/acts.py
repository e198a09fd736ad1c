"""Acts on a case: forwarding, inviting, deciding, leaving, informing, closing, reassigning."""

from uuid import UUID

import msgspec
from flask import Response
from sqlalchemy.orm import Session

from handrail.cases import commands
from handrail.cases.api import blueprint
from handrail.cases.api.answering import Body, answer, carry_out, version_of
from handrail.cases.closing_schemas import CaseClose
from handrail.cases.commands import Judged
from handrail.cases.handover.schemas import CaseGive
from handrail.cases.review.models import HeldLetter
from handrail.cases.schemas import (
    FileForward,
    IfMatchHeader,
    InvitationSend,
    ParticipationDecide,
    Preferences,
    Withdraw,
)
from handrail.cases.shapes import CaseShape, HeldLetterShape, NoticeShape, ProcessShape
from handrail.identity.actor import Actor
from handrail.identity.idempotency import IdempotencyHeader
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session


@blueprint.post("/employments/<uuid:employment_id>/case")
@permission("file.forward")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.arguments(FileForward)
@blueprint.response(201)
def forward_file(headers: Body, body: Body, employment_id: UUID) -> Response:
    """Forward the absence file: the case opens, and from now on contacts go through the coordinator."""
    return carry_out(
        headers["key"],
        lambda session, actor: CaseShape.of(commands.forward_file(session, actor, employment_id, **body)),
        status=201,
    )


@blueprint.post("/cases/<uuid:case_id>/invitation")
@permission("letter.send")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.arguments(InvitationSend)
@blueprint.response(200)
def send_invitation(headers: Body, body: Body, case_id: UUID) -> Response:
    """Send the invitation letter; sending it again returns the first.

    Where the framework has it read first it waits among the held letters, and the process stands where it stood.
    """
    return carry_out(
        headers["key"],
        lambda session, actor: ProcessShape.of(commands.send_invitation(session, actor, case_id, **body).process),
    )


@blueprint.post("/cases/<uuid:case_id>/participation")
@permission("participation.decide")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.arguments(ParticipationDecide)
@blueprint.response(200)
def decide_participation(headers: Body, body: Body, case_id: UUID) -> Response:
    """Record what the worker decided about taking part."""
    return carry_out(
        headers["key"],
        lambda session, actor: ProcessShape.of(commands.decide_participation(session, actor, case_id, **body)),
    )


@blueprint.post("/cases/<uuid:case_id>/withdrawal")
@permission("participation.withdraw")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.arguments(Withdraw)
@blueprint.response(200)
def withdraw(headers: Body, body: Body, case_id: UUID) -> Response:
    """Record that the worker leaves support; nobody asks why."""
    return carry_out(
        headers["key"], lambda session, actor: ProcessShape.of(commands.withdraw(session, actor, case_id, **body))
    )


@blueprint.put("/cases/<uuid:case_id>/preferences")
@permission("participation.decide")
@blueprint.arguments(IfMatchHeader, location="headers")
@blueprint.arguments(Preferences)
@blueprint.response(200)
@blueprint.alt_response(412, description="The process changed since you read it.")
def state_preferences(headers: Body, body: Body, case_id: UUID) -> Response:
    """Keep how and when the worker likes to be reached."""
    with tenant_session(request_context()) as session:
        process = commands.state_preferences(
            session, current_actor(), case_id, version=version_of(headers["version"]), **body
        )
        return answer(msgspec.json.encode(ProcessShape.of(process)), version=process.version)


@blueprint.post("/cases/<uuid:case_id>/supervisor-notice")
@permission("supervisor.inform")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.response(200)
def inform_supervisor(headers: Body, case_id: UUID) -> Response:
    """Tell the supervisor that the worker takes part; nothing of any conversation goes along.

    Where the framework has the notice read first, the answer is the letter that is held now.
    """

    def act(session: Session, actor: Actor) -> NoticeShape | HeldLetterShape:
        notice = commands.inform_supervisor(session, actor, case_id)
        if isinstance(notice, HeldLetter):
            return HeldLetterShape.of(notice)
        return NoticeShape.of(notice, call_wished=notice.call_asked_on is not None)

    return carry_out(headers["key"], act)


@blueprint.post("/cases/<uuid:case_id>/closing")
@permission("case.close")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.arguments(CaseClose)
@blueprint.response(200)
def close_case(headers: Body, body: Body, case_id: UUID) -> Response:
    """Close the case with its outcome, which only worker and coordinator read."""

    def act(session: Session, actor: Actor) -> ProcessShape:
        views = {name: [Judged(**each) for each in body[name]] for name in ("worker_views", "supervisor_views")}
        return ProcessShape.of(
            commands.close_case(session, actor, case_id, outcome=body["outcome"], on=body["on"], **views)
        )

    return carry_out(headers["key"], act)


@blueprint.put("/cases/<uuid:case_id>/coordinator")
@permission("case.assign")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.arguments(CaseGive)
@blueprint.response(200)
def reassign(headers: Body, body: Body, case_id: UUID) -> Response:
    """Give the case to another coordinator in one step; the one before loses it at once."""
    return carry_out(
        headers["key"],
        lambda session, actor: CaseShape.of(commands.reassign_coordinator(session, actor, case_id, **body)),
    )
