"""The coordinator's pages: what was noted, offered and asked for beside the process (S3-2, S3-4)."""

from uuid import UUID

from flask import Response

from handrail.cases import frame
from handrail.cases.records import employment_of
from handrail.cases.schemas import Nothing
from handrail.cases.views.around import Act, Around, Group, around, carry_out, look
from handrail.consents import queries as ledger
from handrail.consents.rules import Answer, ConsentPurpose, GivenHow
from handrail.identity.web import current_actor, permission, request_context
from handrail.interventions import commands, queries
from handrail.interventions.rules import Progress
from handrail.interventions.schemas import ConflictWrite, OfferWrite, ReferralConsent, ReferralWrite
from handrail.interventions.views import pages
from handrail.interventions.wording import ASKED_BY, KINDS, PROGRESS, WISHES
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound
from handrail.kit.i18n import N_, _, current_locale
from handrail.web.forms import Form
from handrail.web.render import render


@pages.get("/cases/<uuid:case_id>/help")
@permission("conflict.note")
def overview(case_id: UUID) -> Response:
    """Show help and mediation of a case."""
    with tenant_session(request_context()) as session:
        found = around(session, current_actor(), case_id, "help.read", purpose="help.read")
        names = {target.resource: target.name for target in queries.resources_of(found.framework, current_locale())}
        given = [
            row.about or _(KINDS_OF_CONSENT[row.purpose])
            for row in ledger.ledger_of(session, found.case)
            if row.purpose in KINDS_OF_CONSENT and row.answer is Answer.GIVEN and row.withdrawn_at is None
        ]
        return render(
            "interventions/help.html",
            found=found,
            conflicts=[(each.noted_on, each.note) for each in queries.conflicts_of(session, found.case)],
            offers=queries.offers_of(session, found.case),
            referrals=queries.referrals_of(session, found.case),
            agreements=[(each.released_on, each.words) for each in queries.agreements_of(session, found.case)],
            names=names,
            given=given,
            kinds=KINDS,
            wishes=WISHES,
            progress=PROGRESS,
            asked_by=ASKED_BY,
        )


KINDS_OF_CONSENT = {
    ConsentPurpose.REFERRAL: N_("A referral"),
    ConsentPurpose.TREATING_PHYSICIAN: N_("Contact with the treating physician"),
}


@pages.route("/cases/<uuid:case_id>/help/conflict", methods=["GET", "POST"])
@permission("conflict.note")
def conflict(case_id: UUID) -> Response:
    """Note a major conflict."""
    found = look(case_id, "conflict.note")
    form = Form.from_request(ConflictWrite, readers={"note": found.you_and_worker()})
    act = Act(
        title=_("A major conflict with %(name)s", name=found.supervisor),
        submit=_("Note it"),
        intro=(
            _("It does not stop anything: the support goes on, and a mediation can run beside it."),
            _("Nobody is told. A mediation is offered when %(worker)s agrees to it.", worker=found.worker),
        ),
        groups=(Group("", ("note", "noted_on")),),
    )
    return carry_out(
        form,
        found,
        act,
        lambda session, actor, data: commands.note_conflict(session, actor, case_id, **data),
        say=N_("It is noted."),
        then=f"{found.path}/help",
    )


@pages.route("/cases/<uuid:case_id>/help/offer", methods=["GET", "POST"])
@permission("help.offer")
def offer(case_id: UUID) -> Response:
    """Record what was offered, and what the worker wishes."""
    found = look(case_id, "help.offer")
    resources = [(each.resource, each.name) for each in queries.resources_of(found.framework, current_locale())]
    form = Form.from_request(OfferWrite, choices={"resource": resources})
    act = Act(
        title=_("Help that you offer %(worker)s", worker=found.worker),
        submit=_("Record it"),
        intro=(
            _("An offer is no advice. There is nothing to fill in about health, and no diagnosis is looked at again."),
        ),
        groups=(Group("", ("resource", "wish", "offered_on")),),
    )
    return carry_out(
        form,
        found,
        act,
        lambda session, actor, data: commands.offer_help(session, actor, case_id, **data),
        say=N_("It is recorded."),
        then=f"{found.path}/help",
    )


@pages.route("/cases/<uuid:case_id>/help/consent", methods=["GET", "POST"])
@permission("referral.make")
def consent(case_id: UUID) -> Response:
    """Ask for the worker's consent to one referral, in the words of the framework."""
    found, targets = _with_targets(case_id)
    form = Form.from_request(
        ReferralConsent,
        choices={"to": targets},
        initial={"given_how": GivenHow.TELEPHONE},
    )
    own = found.head.worker.locale
    words = {
        purpose: frame.consent_text(found.framework, purpose, own)
        for purpose in KINDS_OF_CONSENT
        if purpose.value in found.framework.consents
    }
    shown = words.get(ConsentPurpose.REFERRAL)
    act = Act(
        title=_("Ask %(worker)s about a referral", worker=found.worker),
        submit=_("Record the answer"),
        intro=(_("Read these words out. Each place is asked apart, and without a live yes nothing is passed on."),),
        groups=(Group("", ("to", "answer", "given_how", "given_on")),),
        more={"shown": shown, "others": [each for each in words.values() if each is not shown]} if shown else {},
    )
    return carry_out(
        form,
        found,
        act,
        lambda session, actor, data: commands.ask_consent(session, actor, case_id, **data),
        say=N_("The answer is recorded."),
        then=f"{found.path}/help",
    )


@pages.route("/cases/<uuid:case_id>/help/refer", methods=["GET", "POST"])
@permission("referral.make")
def refer(case_id: UUID) -> Response:
    """Refer the worker."""
    found, targets = _with_targets(case_id)
    form = Form.from_request(ReferralWrite, choices={"to": targets})
    act = Act(
        title=_("Refer %(worker)s", worker=found.worker),
        submit=_("Refer"),
        intro=(
            _(
                "A provider learns the name of %(worker)s and how to reach them. Nothing else goes along.",
                worker=found.worker,
            ),
            _("For a mediation %(worker)s and %(name)s are both invited, and each says yes or no.", worker=found.worker,
              name=found.supervisor),
        ),
        groups=(Group("", ("to", "kind", "asked_by", "made_on")),),
    )  # fmt: skip
    return carry_out(
        form,
        found,
        act,
        lambda session, actor, data: commands.refer(session, actor, case_id, **data),
        say=N_("The referral is made."),
        then=f"{found.path}/help",
    )


@pages.route("/cases/<uuid:case_id>/help/referrals/<uuid:referral_id>/end", methods=["GET", "POST"])
@permission("referral.make")
def end(case_id: UUID, referral_id: UUID) -> Response:
    """End a referral, on a page that names it."""
    with tenant_session(request_context()) as session:
        found = around(session, current_actor(), case_id, "help.read", purpose="help.read")
        row = next((each for each in queries.referrals_of(session, found.case) if each.id == referral_id), None)
        if row is None:
            raise NotFound
        about, over = row.about, row.progress is Progress.ENDED
    form = Form.from_request(Nothing)
    act = Act(
        title=_("End the referral to %(name)s", name=about),
        submit=_("End it"),
        kind="stop",
        intro=(_("It has ended already."),)
        if over
        else (_("%(name)s finds nothing of %(worker)s here from that moment on.", name=about, worker=found.worker),),
    )
    return carry_out(
        form,
        found,
        act,
        lambda session, actor, _data: commands.end_referral(session, actor, case_id, referral_id),
        say=N_("The referral has ended."),
        then=f"{found.path}/help",
    )


def _with_targets(case_id: UUID) -> tuple[Around, list[tuple[str, str]]]:
    with tenant_session(request_context(read_only=True)) as session:
        found = around(session, current_actor(), case_id, "referral.make")
        employment = employment_of(session, found.case)
        targets = queries.targets_of(session, found.framework, employment, current_locale())
    return found, [(each.code, each.name) for each in targets]
