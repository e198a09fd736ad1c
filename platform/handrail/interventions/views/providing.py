"""The provider's own pages: one slice a referral, and nothing beside it."""

from uuid import UUID

from flask import Response, url_for
from marshmallow import Schema

from handrail.identity.web import current_actor, permission, request_context
from handrail.interventions import commands, reading
from handrail.interventions.rules import HelpKind, State, following
from handrail.interventions.schemas import AgreementWrite, SessionWrite, StateWrite
from handrail.interventions.views import pages
from handrail.interventions.wording import KINDS, STATES
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound
from handrail.kit.i18n import N_, _
from handrail.plans.rules.codes import Party
from handrail.plans.wording import PARTIES
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render


@pages.get("/referrals")
@permission("engagement.list")
def slices() -> Response:
    """Show a provider their referrals."""
    with tenant_session(request_context()) as session:
        found = reading.slices_of(session, current_actor())
        return render("interventions/slices.html", slices=found, kinds=KINDS, states=STATES)


@pages.get("/referrals/<uuid:engagement_id>")
@permission("engagement.read")
def slice_(engagement_id: UUID) -> Response:
    """Show one referral to its provider."""
    with tenant_session(request_context()) as session:
        found = reading.slice_page(session, current_actor(), engagement_id, purpose="referral.read")
        row = found.slice_
        return render(
            "interventions/slice.html",
            found=found,
            kinds=KINDS,
            states=STATES,
            agreement=row.agreement if row.agreement_sealed else "",
            parties={party.value: _(words) for party, words in PARTIES.items()},
            can_move_on=bool(following(row.kind, row.state)),
            can_meet=row.state is State.UNDER_WAY,
            can_propose=row.kind is HelpKind.MEDIATION
            and row.state is State.ENDED_WITH_AGREEMENT
            and not (row.worker_released and row.supervisor_released),
        )


@pages.route("/referrals/<uuid:engagement_id>/state", methods=["GET", "POST"])
@permission("engagement.record")
def state(engagement_id: UUID) -> Response:
    """Record where the help stands."""
    with tenant_session(request_context()) as session:
        row = reading.slice_page(session, current_actor(), engagement_id, purpose="referral.read").slice_
        choices = [(each.value, _(STATES[each][1])) for each in State if each in following(row.kind, row.state)]
    return _form(
        engagement_id, StateWrite, commands.record_state, _("Where does it stand?"), choices={"state": choices}
    )


@pages.route("/referrals/<uuid:engagement_id>/session", methods=["GET", "POST"])
@permission("engagement.record")
def met(engagement_id: UUID) -> Response:
    """Record a day on which they met."""
    with tenant_session(request_context()) as session:
        row = reading.slice_page(session, current_actor(), engagement_id, purpose="referral.read").slice_
        people = list(Party) if row.kind is HelpKind.MEDIATION else [Party.WORKER]
    return _form(
        engagement_id,
        SessionWrite,
        commands.record_session,
        _("A day on which you met"),
        choices={"present": [(each.value, _(PARTIES[each])) for each in people]},
    )


@pages.route("/referrals/<uuid:engagement_id>/agreement", methods=["GET", "POST"])
@permission("engagement.record")
def agreement(engagement_id: UUID) -> Response:
    """Lay the agreement before both parties."""
    with tenant_session(request_context()) as session:
        row = reading.slice_page(session, current_actor(), engagement_id, purpose="referral.read").slice_
        if row.kind is not HelpKind.MEDIATION:
            raise NotFound
        words = row.agreement if row.agreement_sealed else ""
    return _form(
        engagement_id,
        AgreementWrite,
        commands.propose_agreement,
        _("The agreement"),
        initial={"words": words},
        readers={"words": _("You and the two parties. Others only when both of them release it.")},
    )


def _form(engagement_id: UUID, schema: type[Schema], run: object, title: str, **options: object) -> Response:
    """Show a form of a slice, and carry out what it asks."""
    form = Form.from_request(schema, **options)
    here = url_for("interventions.slice_", engagement_id=engagement_id)
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            run(session, current_actor(), engagement_id, **form.data)  # type: ignore[operator] # each takes its schema's values
            return redirect_to(here, say=N_("It is recorded."))
    return render("interventions/act.html", form=form, status=form.status, title=title, here=here)
