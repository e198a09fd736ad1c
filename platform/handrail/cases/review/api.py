"""Held letters over the API: what waits, one of them with its words, the answer, taking back."""

from uuid import UUID

from flask import Response
from flask_smorest import Blueprint

from handrail.audit import read_log
from handrail.cases.api.answering import Body, answer, carry_out
from handrail.cases.review import commands, queries
from handrail.cases.review.queries import LOOKING
from handrail.cases.review.schemas import LetterAnswer
from handrail.cases.review.shapes import HeldLetterTextShape
from handrail.cases.shapes import HeldLetterShape, page
from handrail.identity.access import load_case, require
from handrail.identity.idempotency import IdempotencyHeader
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.codes import Compartment, Role
from handrail.kit.db import tenant_session

blueprint = Blueprint("review_api", __name__, description="Letters that are read before they go out")
_ONE = "/cases/<uuid:case_id>/held-letters/<uuid:held_letter_id>"


@blueprint.get("/held-letters")
@permission("letter.waiting")
@blueprint.response(200)
def list_held() -> Response:
    """List the letters that wait to be read: a lead's to answer, a coordinator's own with those that came back."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        found = queries.held_letters(session, actor, also_sent_back=actor.role is Role.COORDINATOR)
        for each in found:
            read_log.record(session, actor, each.case.subject(), {Compartment.COORDINATION}, LOOKING)
        own = actor.role is Role.COORDINATOR
        return answer(page([HeldLetterShape.of(each.letter, reads_reason=own) for each in found], None))


@blueprint.get(_ONE)
@permission("letter.waiting")
@blueprint.response(200)
def read_held(case_id: UUID, held_letter_id: UUID) -> Response:
    """Read a held letter with its words, as they would read today."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        case = load_case(session, case_id, require(actor, action_of(actor.role)))
        letter = commands.held_letter(session, case.id, held_letter_id, case.tenant_id)
        read_log.record(session, actor, case.subject(), {Compartment.COORDINATION}, LOOKING)
        seen = queries.shown(session, case, letter)
        shape = HeldLetterShape.of(letter, reads_reason=actor.role is Role.COORDINATOR)
        found = HeldLetterTextShape(shape, seen.locale, seen.subject, seen.text)
        return answer(page([found], None))


@blueprint.post(f"{_ONE}/answer")
@permission("letter.review")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.arguments(LetterAnswer)
@blueprint.response(200)
def answer_held(headers: Body, body: Body, case_id: UUID, held_letter_id: UUID) -> Response:
    """Let a letter go out, or send it back with a reason."""
    return carry_out(
        headers["key"],
        lambda session, actor: HeldLetterShape.of(
            commands.answer_letter(session, actor, case_id, held_letter_id, **body)
        ),
    )


@blueprint.post(f"{_ONE}/taking-back")
@permission("letter.send")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.response(200)
def take_back(headers: Body, case_id: UUID, held_letter_id: UUID) -> Response:
    """Take back a letter that waits."""
    return carry_out(
        headers["key"],
        lambda session, actor: HeldLetterShape.of(commands.take_back(session, actor, case_id, held_letter_id)),
    )


def action_of(role: Role) -> str:
    """Return the act under which somebody of this role reads a held letter."""
    return "letter.send" if role is Role.COORDINATOR else "letter.review"
