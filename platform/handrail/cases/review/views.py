"""Pages of letters that wait: the list, and one of them to read and answer."""

from uuid import UUID

from flask import Blueprint, Response, url_for

from handrail.audit import read_log
from handrail.cases.overview import names_of
from handrail.cases.review import commands, queries
from handrail.cases.review.api import action_of
from handrail.cases.review.codes import ReviewState
from handrail.cases.review.queries import LOOKING
from handrail.cases.review.schemas import LetterAnswer
from handrail.cases.review.words import STATES
from handrail.cases.views.around import around
from handrail.identity.access import check, require
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.codes import Compartment, Role
from handrail.kit.db import tenant_session
from handrail.kit.i18n import N_, _
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render

pages = Blueprint("review", __name__, template_folder="templates")


@pages.get("/letters-waiting")
@permission("letter.waiting")
def waiting() -> Response:
    """Show the letters that wait: a lead's to read, a coordinator's own and those of the employer's side."""
    actor = current_actor()
    check(require(actor, "letter.waiting"))
    is_lead = actor.role is Role.LEAD_COORDINATOR
    with tenant_session(request_context()) as session:
        found = queries.held_letters(session, actor, also_sent_back=not is_lead)
        for each in found:
            read_log.record(session, actor, each.case.subject(), {Compartment.COORDINATION}, LOOKING)
        titles = {each.letter.id: queries.title_of(session, each.case, each.letter.key) for each in found}
        at_gate = [] if is_lead else queries.letters_at_gate(session, actor)
        return render(
            "review/waiting.html",
            found=found,
            titles=titles,
            at_gate=at_gate,
            is_lead=is_lead,
            states=STATES,
            zone=actor.time_zone,
        )


@pages.route("/cases/<uuid:case_id>/held-letters/<uuid:held_letter_id>", methods=["GET", "POST"])
@permission("letter.waiting")
def one(case_id: UUID, held_letter_id: UUID) -> Response:
    """Show a held letter word for word; a lead answers here."""
    actor = current_actor()
    is_lead = actor.role is Role.LEAD_COORDINATOR
    readers = {"reason": _("Only the coordinator reads this.")}
    form = Form.from_request(LetterAnswer, readers=readers) if is_lead else Form(LetterAnswer)
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            commands.answer_letter(session, actor, case_id, held_letter_id, **form.data)
            return redirect_to(url_for(".waiting"), say=N_("Your answer is on its way."))
    with tenant_session(request_context()) as session:
        found = around(session, actor, case_id, action_of(actor.role), purpose=LOOKING)
        letter = commands.held_letter(session, case_id, held_letter_id, actor.tenant_id)
        seen = queries.shown(session, found.case, letter)
        names = names_of(session, actor.tenant_id, {letter.asked_by})
        return render(
            "review/one.html",
            status=form.status,
            form=form,
            found=found,
            letter=letter,
            reason=None if is_lead else letter.reason,
            seen=seen,
            asked_by=names.get(letter.asked_by, ""),
            can_answer=is_lead and letter.asked_by != actor.person_id and letter.state is ReviewState.WAITING,
            is_own=letter.asked_by == actor.person_id,
            is_lead=is_lead,
            states=STATES,
            crumbs=[(_("Letters that wait"), url_for(".waiting"))],
            zone=actor.time_zone,
        )


@pages.post("/cases/<uuid:case_id>/held-letters/<uuid:held_letter_id>/take-back")
@permission("letter.send")
def take_back(case_id: UUID, held_letter_id: UUID) -> Response:
    """Take back a letter that waits."""
    with tenant_session(request_context()) as session:
        commands.take_back(session, current_actor(), case_id, held_letter_id)
    return redirect_to(url_for(".waiting"), say=N_("The letter is taken back. Nothing was sent."))
