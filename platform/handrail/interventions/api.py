"""/api/v1: help and referrals of a case, the slices of a provider, the invitations of a party."""

from typing import Any
from uuid import UUID

from flask import Response, jsonify, make_response
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from handrail.audit import read_log
from handrail.cases import frame
from handrail.cases.records import employment_of
from handrail.identity.access import require
from handrail.identity.actor import Actor
from handrail.identity.web import current_actor, permission, request_context
from handrail.interventions import commands, queries, reading
from handrail.interventions import schemas as s
from handrail.kit.codes import Compartment
from handrail.kit.db import tenant_session
from handrail.kit.i18n import current_locale
from handrail.plans.api.answering import dumped, opened, write

blueprint = Blueprint("interventions_api", __name__, description="Help that is offered, referrals, mediation")


@blueprint.get("/cases/<uuid:case_id>/help")
@permission("help.read")
@blueprint.alt_response(200, schema=s.HelpRead)
def help_of_case(case_id: UUID) -> Response:
    """Read what was noted, offered and asked for, and to whom the worker can be referred."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        case = opened(session, actor, case_id, "help.read", "help.read")
        framework = frame.in_force(session, case).framework
        found = {
            "conflicts": queries.conflicts_of(session, case),
            "offers": queries.offers_of(session, case),
            "referrals": queries.referrals_of(session, case),
            "targets": queries.targets_of(session, framework, employment_of(session, case), current_locale()),
        }
        return make_response(jsonify(dumped(s.HelpRead, found)))


@blueprint.post("/cases/<uuid:case_id>/conflicts")
@permission("conflict.note")
@blueprint.arguments(s.ConflictWrite)
@blueprint.alt_response(201, schema=s.ConflictRead)
def note_conflict(body: dict[str, Any], case_id: UUID) -> Response:
    """Note that there is a major conflict with the supervisor; the process goes on."""
    return write(lambda x, a: (201, dumped(s.ConflictRead, commands.note_conflict(x, a, case_id, **body))))


@blueprint.post("/cases/<uuid:case_id>/offers")
@permission("help.offer")
@blueprint.arguments(s.OfferWrite)
@blueprint.alt_response(201, schema=s.OfferRead)
def offer_help(body: dict[str, Any], case_id: UUID) -> Response:
    """Record which support was offered, and what the worker wishes."""
    return write(lambda x, a: (201, dumped(s.OfferRead, commands.offer_help(x, a, case_id, **body))))


@blueprint.post("/cases/<uuid:case_id>/referrals/consents")
@permission("referral.make")
@blueprint.arguments(s.ReferralConsent)
@blueprint.alt_response(204, description="The answer is in the ledger.")
def ask_consent(body: dict[str, Any], case_id: UUID) -> Response:
    """Record what the worker says to being referred to one provider or resource."""

    def act(session: Session, actor: Actor) -> tuple[int, dict[str, Any]]:
        commands.ask_consent(session, actor, case_id, **body)
        return 204, {}

    return write(act)


@blueprint.post("/cases/<uuid:case_id>/referrals")
@permission("referral.make")
@blueprint.arguments(s.ReferralWrite)
@blueprint.alt_response(201, schema=s.ReferralRead)
@blueprint.alt_response(409, description="The ledger holds no consent of the worker for this.")
def refer(body: dict[str, Any], case_id: UUID) -> Response:
    """Refer the worker, with their consent; the process goes on beside it."""
    return write(lambda x, a: (201, dumped(s.ReferralRead, commands.refer(x, a, case_id, **body))))


@blueprint.post("/cases/<uuid:case_id>/referrals/<uuid:referral_id>/end")
@permission("referral.make")
@blueprint.alt_response(200, schema=s.ReferralRead)
def end_referral(case_id: UUID, referral_id: UUID) -> Response:
    """End a referral; its provider finds nothing from the next request on."""
    return write(lambda x, a: (200, dumped(s.ReferralRead, commands.end_referral(x, a, case_id, referral_id))))


@blueprint.get("/referrals")
@permission("engagement.list")
@blueprint.alt_response(200, schema=s.EngagementList)
def slices() -> Response:
    """List one's own slices, as their provider."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        items = [each.slice_ for each in reading.slices_of(session, actor)]
        return make_response(jsonify(dumped(s.EngagementList, {"items": items})))


@blueprint.get("/referrals/<uuid:engagement_id>")
@permission("engagement.read")
@blueprint.alt_response(200, schema=s.EngagementRead)
def slice_(engagement_id: UUID) -> Response:
    """Read one slice, as its provider."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        found = reading.slice_page(session, actor, engagement_id, purpose="referral.read")
        return make_response(jsonify(dumped(s.EngagementRead, found.slice_)))


@blueprint.put("/referrals/<uuid:engagement_id>/state")
@permission("engagement.record")
@blueprint.arguments(s.StateWrite)
@blueprint.alt_response(200, schema=s.EngagementRead)
@blueprint.alt_response(409, description="This does not follow from where things are.")
def state(body: dict[str, Any], engagement_id: UUID) -> Response:
    """Record where the help stands."""
    return write(lambda x, a: (200, dumped(s.EngagementRead, commands.record_state(x, a, engagement_id, **body))))


@blueprint.put("/referrals/<uuid:engagement_id>/sessions")
@permission("engagement.record")
@blueprint.arguments(s.SessionWrite)
@blueprint.alt_response(200, schema=s.SessionRead)
def met(body: dict[str, Any], engagement_id: UUID) -> Response:
    """Record a day on which they met and who came; the same day again corrects it."""
    return write(lambda x, a: (200, dumped(s.SessionRead, commands.record_session(x, a, engagement_id, **body))))


@blueprint.put("/referrals/<uuid:engagement_id>/agreement")
@permission("engagement.record")
@blueprint.arguments(s.AgreementWrite)
@blueprint.alt_response(200, schema=s.EngagementRead)
def agreement(body: dict[str, Any], engagement_id: UUID) -> Response:
    """Lay the agreement of a mediation before both parties."""
    return write(lambda x, a: (200, dumped(s.EngagementRead, commands.propose_agreement(x, a, engagement_id, **body))))


@blueprint.get("/mediations")
@permission("mediation.read")
@blueprint.alt_response(200, schema=s.InvitationList)
def invitations() -> Response:
    """List the invitations to oneself, as a party of a mediation."""
    actor = current_actor()
    require(actor, "mediation.read")
    with tenant_session(request_context()) as session:
        items = queries.invitations_to(session, actor.tenant_id, actor.person_id)
        for each in items:
            if each.compartment is Compartment.PROVIDER:
                subject = reading.case_of(session, each).subject()
                read_log.record(session, actor, subject, [Compartment.PROVIDER], "mediation.read")
        return make_response(jsonify(dumped(s.InvitationList, {"items": items})))


@blueprint.put("/mediations/<uuid:invitation_id>/answer")
@permission("mediation.answer")
@blueprint.arguments(s.InvitationAnswer)
@blueprint.alt_response(200, schema=s.InvitationRead)
def answer(body: dict[str, Any], invitation_id: UUID) -> Response:
    """Say whether one wants the mediation; nobody asks why."""
    return write(lambda x, a: (200, dumped(s.InvitationRead, commands.answer_invitation(x, a, invitation_id, **body))))


@blueprint.put("/mediations/<uuid:invitation_id>/release")
@permission("mediation.answer")
@blueprint.arguments(s.AgreementRelease)
@blueprint.alt_response(200, schema=s.InvitationRead)
def release(body: dict[str, Any], invitation_id: UUID) -> Response:
    """Say whether the agreement may leave the mediation; with one no its text is gone."""
    return write(lambda x, a: (200, dumped(s.InvitationRead, commands.release_agreement(x, a, invitation_id, **body))))
