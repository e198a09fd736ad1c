"""What the parties of a mediation see: the worker on a page of their own help, the supervisor their own invitation."""

from uuid import UUID

from flask import Response, url_for
from marshmallow import Schema

from handrail.audit import read_log
from handrail.cases import frame
from handrail.identity.access import load_case, require
from handrail.identity.web import current_actor, permission, request_context
from handrail.interventions import commands, queries, reading
from handrail.interventions.commands.partaking import invitation_of
from handrail.interventions.schemas import AgreementRelease, InvitationAnswer
from handrail.interventions.views import pages
from handrail.interventions.wording import KINDS, PROGRESS, STATES, WISHES
from handrail.kit.codes import Compartment, Role
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound
from handrail.kit.i18n import N_, _, current_locale
from handrail.plans.portal.home import mine_or_not_found
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render


@pages.get("/my-return/help")
@permission("return.read")
def mine() -> Response:
    """Show a worker what help was offered, where they were referred, and where a mediation stands."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        case = load_case(session, mine_or_not_found(session, actor), require(actor, "help.read"))
        compartments = [Compartment.COORDINATION, Compartment.PROVIDER]
        read_log.record(session, actor, case.subject(), compartments, "help.read")
        framework = frame.in_force(session, case).framework
        slices = {each.referral_id: each for each in queries.engagements_of(session, case)}
        return render(
            "interventions/mine.html",
            offers=queries.offers_of(session, case),
            referrals=[(each, slices.get(each.id)) for each in queries.referrals_of(session, case)],
            met={each.id: queries.sessions_of(session, each) for each in slices.values()},
            invitations=[each for each in reading.invited(session, actor) if each.invitation.subject_id == case.id],
            agreements=[(each.released_on, each.words) for each in queries.agreements_of(session, case)],
            names={each.resource: each.name for each in queries.resources_of(framework, current_locale())},
            kinds=KINDS,
            wishes=WISHES,
            progress=PROGRESS,
            states=STATES,
            interventions=f"/cases/{case.id}/interventions",
        )


@pages.get("/team/mediation")
@permission("mediation.read")
def team() -> Response:
    """Show a supervisor their own invitations, and nothing else of any mediation."""
    actor = current_actor()
    if actor.role is not Role.SUPERVISOR:
        raise NotFound
    with tenant_session(request_context(read_only=True)) as session:
        return render("interventions/invitations.html", invitations=reading.invited(session, actor))


@pages.route("/mediation/<uuid:invitation_id>/answer", methods=["GET", "POST"])
@permission("mediation.answer")
def answer(invitation_id: UUID) -> Response:
    """Say whether one wants the mediation."""
    return _form(invitation_id, InvitationAnswer, commands.answer_invitation, _("A mediation, if you want it"))


@pages.route("/mediation/<uuid:invitation_id>/release", methods=["GET", "POST"])
@permission("mediation.answer")
def release(invitation_id: UUID) -> Response:
    """Say whether the agreement may leave the mediation."""
    return _form(invitation_id, AgreementRelease, commands.release_agreement, _("May this agreement be read?"))


def _form(invitation_id: UUID, schema: type[Schema], run: object, title: str) -> Response:
    actor = current_actor()
    back = url_for("interventions.mine") if actor.role is Role.WORKER else url_for("interventions.team")
    form = Form.from_request(schema)
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            run(session, actor, invitation_id, **form.data)  # type: ignore[operator] # each takes its schema's values
            return redirect_to(back, say=N_("Your answer is recorded."))
    with tenant_session(request_context()) as session:
        row, case = invitation_of(session, actor, invitation_id)
        read_log.record(session, actor, case.subject(), [row.compartment], "mediation.read")
        words = row.agreement if row.agreement_sealed and schema is AgreementRelease else ""
        return render(
            "interventions/answer.html", form=form, status=form.status, title=title, back=back, words=words,
            is_release=schema is AgreementRelease,
        )  # fmt: skip
