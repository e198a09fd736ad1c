"""Pages of handing over: the coordinator offers, the receiver answers, the lead gives one case or many."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for

from handrail.cases import commands as cases
from handrail.cases.handover import commands, drafts, moving, queries
from handrail.cases.handover.schemas import MOST, CaseGive, CaseOffer, CasesGive, HandOverRefuse
from handrail.cases.handover.words import REASONS, REFUSED_BECAUSE, STATES, VERDICTS
from handrail.cases.listing import coordinators_of, page_of_cases
from handrail.cases.queries import coordinators_here
from handrail.cases.records import employment_of
from handrail.cases.views.around import Act, Around, Group, around, carry_out
from handrail.cases.views.list import filter_of_request
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session
from handrail.kit.i18n import N_, _
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render

pages = Blueprint("cases_handover", __name__, template_folder="templates")


@pages.route("/cases/<uuid:case_id>/hand-over", methods=["GET", "POST"])
@permission("hand_over.offer")
def offer(case_id: UUID) -> Response:
    """Offer a case to a colleague, or show the offer that waits."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        found = around(session, actor, case_id, "hand_over.offer")
        offers = queries.offers_of(session, found.case)
        part = queries.own_part(session, found.case)
        begun = drafts.forms_begun(session, found.case.id, found.case.employment_id, actor.person_id)
        people = [
            (person_id, name)
            for person_id, name in coordinators_here(session, employment_of(session, found.case))
            if person_id != actor.person_id
        ]
    form = Form.from_request(CaseOffer, choices={"coordinator_id": people}, initial={"with_drafts": True})
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            commands.offer_case(session, actor, case_id, **form.data)
            return redirect_to(url_for(".offer", case_id=case_id), say=N_("The case is offered. You stay until then."))
    return render(
        "handover/offer.html",
        status=form.status,
        form=form,
        found=found,
        offers=offers,
        waiting=next((each for each in offers if each.offer.settled_at is None), None),
        is_own=part is not None and part.person_id == actor.person_id,
        people=people,
        begun=len(begun),
        **_words(),
    )


@pages.post("/cases/<uuid:case_id>/hand-over/revoke")
@permission("hand_over.offer")
def revoke(case_id: UUID) -> Response:
    """Take the offer back."""
    with tenant_session(request_context()) as session:
        commands.revoke_offer(session, current_actor(), case_id)
    return redirect_to(url_for(".offer", case_id=case_id), say=N_("The offer is taken back. The case stays with you."))


@pages.get("/hand-overs")
@permission("hand_over.read")
def offers() -> Response:
    """Show a coordinator what is offered to them, and a lead what waits for an answer."""
    actor = current_actor()
    is_lead = actor.role is Role.LEAD_COORDINATOR
    with tenant_session(request_context(read_only=True)) as session:
        found = queries.offers_at(session, actor) if is_lead else queries.offers_to(session, actor)
    return render("handover/offers.html", found=found, is_lead=is_lead, **_words())


@pages.post("/hand-overs/<uuid:hand_over_id>/accept")
@permission("hand_over.answer")
def accept(hand_over_id: UUID) -> Response:
    """Take a case."""
    with tenant_session(request_context()) as session:
        case_id = commands.accept_offer(session, current_actor(), hand_over_id).case_id
    return redirect_to(
        url_for("cases.show", case_id=case_id), say=N_("You coordinate this case now. The worker is told.")
    )


@pages.route("/hand-overs/<uuid:hand_over_id>/refuse", methods=["GET", "POST"])
@permission("hand_over.answer")
def refuse(hand_over_id: UUID) -> Response:
    """Say that one does not take a case, and why."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        seen = queries.offer_to(session, actor, hand_over_id)
    form = Form.from_request(HandOverRefuse)
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            commands.refuse_offer(session, actor, hand_over_id, why_not=form.data["why_not"])
            return redirect_to(url_for(".offers"), say=N_("They know that you do not take it."))
    return render("handover/refuse.html", status=form.status, form=form, seen=seen)


@pages.route("/cases/<uuid:case_id>/reassign", methods=["GET", "POST"])
@permission("case.assign")
def reassign(case_id: UUID) -> Response:
    """Give the case to another coordinator in one step."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        found = around(session, actor, case_id, "case.assign")
        people = coordinators_here(session, employment_of(session, found.case))
    form = Form.from_request(CaseGive, choices={"coordinator_id": people})
    return carry_out(
        form,
        found,
        _giving(found),
        lambda session, actor, data: cases.reassign_coordinator(session, actor, case_id, **data),
        say=N_("The case has another coordinator now."),
        then="/cases",
    )


def _giving(found: Around) -> Act:
    return Act(
        title=_("Give the case to another coordinator"),
        submit=_("Give it"),
        intro=(
            _(
                "%(coordinator)s finds nothing of this case any more from that moment on. %(worker)s is told that "
                "somebody else is there for them now.",
                coordinator=found.coordinator or _("Nobody"),
                worker=found.worker,
            ),
        ),
        groups=(Group("", ("coordinator_id", "reason")),),
    )


@pages.route("/cases/reassign", methods=["GET", "POST"])
@permission("case.assign")
def reassign_many() -> Response:
    """Choose cases and who gets them, see what would become of each, then hand them over one by one."""
    actor = current_actor()
    wanted = filter_of_request()
    with tenant_session(request_context(read_only=True)) as session:
        listed, _further = page_of_cases(session, actor.tenant_id, wanted, limit=MOST)
        people = {each.id: each.name for each in coordinators_of(session, actor)}
    form = Form.from_request(
        CasesGive,
        choices={
            "coordinator_id": list(people.items()),
            "case_ids": [(row.id, row.name) for row in listed],
        },
    )
    if not form.is_ready:
        return render(
            "handover/choose.html", status=form.status, form=form, listed=listed, wanted=wanted, most=MOST,
            chosen=set(form["case_ids"].typed), **_words(),
        )  # fmt: skip
    given = form.data
    case_ids, to_id = given["case_ids"], given["coordinator_id"]
    if given["carry_out"]:
        many = moving.move_each(actor, case_ids, to_id, given["reason"])
    else:
        with tenant_session(request_context(read_only=True)) as session:
            many = moving.preview(session, actor, case_ids, to_id)
    return render(
        "handover/many.html", form=form, many=many, to=people.get(to_id, ""), given=given, query=request.args,
        is_done=given["carry_out"], **_words(),
    )  # fmt: skip


def _words() -> dict[str, Any]:
    return {"reasons": REASONS, "refused_because": REFUSED_BECAUSE, "states": STATES, "verdicts": VERDICTS}
