"""The ledger of consents of a case (CON-7)."""

from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from handrail.cases import commands
from handrail.cases.api import blueprint
from handrail.cases.api.answering import Body, answer, carry_out, read_case
from handrail.cases.schemas import ConsentRecord
from handrail.cases.shapes import ConsentShape, page
from handrail.consents import queries
from handrail.consents.models import Consent
from handrail.identity.actor import Actor
from handrail.identity.idempotency import IdempotencyHeader
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session


@blueprint.get("/cases/<uuid:case_id>/consents")
@permission("consent.read")
@blueprint.response(200)
def list_consents(case_id: UUID) -> Response:
    """List every answer about consent, the newest first, each with the exact text that was shown."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        case = read_case(session, actor, case_id, "consent.read", purpose="consents.list")
        found = queries.ledger_of(session, case)
        texts = queries.texts_of(session, actor.tenant_id, {each.text_id for each in found})
        return answer(page([ConsentShape.of(each, texts[each.text_id]) for each in found], None))


@blueprint.post("/cases/<uuid:case_id>/consents")
@permission("consent.record")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.arguments(ConsentRecord)
@blueprint.response(201)
def record_consent(headers: Body, body: Body, case_id: UUID) -> Response:
    """Record what the worker answered to the framework's text for one use of their data."""
    return carry_out(
        headers["key"],
        lambda session, actor: _shape(session, actor, commands.record_consent(session, actor, case_id, **body)),
        status=201,
    )


@blueprint.post("/cases/<uuid:case_id>/consents/<uuid:consent_id>/withdrawal")
@permission("consent.record")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.response(200)
def withdraw_consent(headers: Body, case_id: UUID, consent_id: UUID) -> Response:
    """Take a consent back; it counts from this moment on."""
    return carry_out(
        headers["key"],
        lambda session, actor: _shape(session, actor, commands.withdraw_consent(session, actor, case_id, consent_id)),
    )


def _shape(session: Session, actor: Actor, consent: Consent) -> ConsentShape:
    return ConsentShape.of(consent, queries.texts_of(session, actor.tenant_id, {consent.text_id})[consent.text_id])
