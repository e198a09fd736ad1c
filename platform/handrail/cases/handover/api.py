"""Handing over, over the API."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from handrail.cases.api.answering import Body
from handrail.cases.handover import commands, moving, queries
from handrail.cases.handover.queries import Offered
from handrail.cases.handover.schemas import CaseOffer, CasesGive, CasesMoved, HandOverList, HandOverRead, HandOverRefuse
from handrail.identity.access import load_case, require
from handrail.identity.actor import Actor
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session

blueprint = Blueprint("cases_handover_api", __name__, description="Handing a case to another coordinator")


@blueprint.get("/hand-overs")
@permission("hand_over.read")
@blueprint.response(200, HandOverList)
def list_offers() -> dict[str, Any]:
    """List the open offers: those to you, or as a lead those at your client organisations."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        found = (
            queries.offers_to(session, actor) if actor.role is Role.COORDINATOR else queries.offers_at(session, actor)
        )
        return {"items": [shape(each) for each in found]}


@blueprint.post("/hand-overs/<uuid:hand_over_id>/acceptance")
@permission("hand_over.answer")
@blueprint.response(200, HandOverRead)
def accept(hand_over_id: UUID) -> dict[str, Any]:
    """Take a case: from now on you coordinate it, and nobody else does. Again changes nothing."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        offer = commands.accept_offer(session, actor, hand_over_id)
        case_id = offer.case_id
    with tenant_session(request_context(read_only=True)) as session:
        case = load_case(session, case_id, require(actor, "case.read"))
        return next(shape(each) for each in queries.offers_of(session, case) if each.offer.id == hand_over_id)


@blueprint.post("/hand-overs/<uuid:hand_over_id>/refusal")
@permission("hand_over.answer")
@blueprint.arguments(HandOverRefuse)
@blueprint.response(204)
def refuse(body: Body, hand_over_id: UUID) -> None:
    """Do not take a case; from then on you find nothing of the offer."""
    with tenant_session(request_context()) as session:
        commands.refuse_offer(session, current_actor(), hand_over_id, **body)


@blueprint.get("/cases/<uuid:case_id>/hand-over")
@permission("hand_over.read_of_case")
@blueprint.response(200, HandOverList)
def list_offers_of_case(case_id: UUID) -> dict[str, Any]:
    """List every offer of a case, the newest first."""
    with tenant_session(request_context(read_only=True)) as session:
        case = load_case(session, case_id, require(current_actor(), "hand_over.read_of_case"))
        return {"items": [shape(each) for each in queries.offers_of(session, case)]}


@blueprint.post("/cases/<uuid:case_id>/hand-over")
@permission("hand_over.offer")
@blueprint.arguments(CaseOffer)
@blueprint.response(201, HandOverRead)
def offer(body: Body, case_id: UUID) -> dict[str, Any]:
    """Offer a case to a colleague; you coordinate it until they take it. The same offer again is the same one."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        made = commands.offer_case(session, actor, case_id, **body)
        return next(shape(each) for each in _of(session, actor, case_id) if each.offer.id == made.id)


@blueprint.delete("/cases/<uuid:case_id>/hand-over")
@permission("hand_over.offer")
@blueprint.response(204)
def revoke(case_id: UUID) -> None:
    """Take the offer back; where there is none, nothing changes."""
    with tenant_session(request_context()) as session:
        commands.revoke_offer(session, current_actor(), case_id)


@blueprint.post("/cases/reassignments")
@permission("case.assign")
@blueprint.arguments(CasesGive)
@blueprint.response(200, CasesMoved)
def move_many(body: Body) -> dict[str, Any]:
    """Hand several cases to one coordinator, each in a transaction of its own.

    Without `carry_out` it only says what would
    become of each. Sent again it goes on where it stopped.
    """
    actor = current_actor()
    case_ids, to_id = body["case_ids"], body["coordinator_id"]
    if body["carry_out"]:
        return {"items": moving.move_each(actor, case_ids, to_id, body["reason"])}
    with tenant_session(request_context(read_only=True)) as session:
        return {"items": moving.preview(session, actor, case_ids, to_id)}


def _of(session: Any, actor: Actor, case_id: UUID) -> list[Offered]:
    return queries.offers_of(session, load_case(session, case_id, require(actor, "hand_over.offer")))


def shape(seen: Offered) -> dict[str, Any]:
    """Return an offer as the API gives it."""
    offer = seen.offer
    return {
        "id": offer.id,
        "case_id": offer.case_id,
        "worker": seen.worker,
        "employer": seen.employer,
        "site": seen.site,
        "by": seen.by,
        "to": seen.to,
        "reason": offer.reason,
        "state": offer.state,
        "why_not": offer.why_not,
        "offered_at": offer.offered_at,
        "settled_at": offer.settled_at,
    }
