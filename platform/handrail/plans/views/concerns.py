"""Concerns that the worker told: reviewed over time, put in order, released by the worker alone (S4-2)."""

from uuid import UUID

from flask import Response, url_for

from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.kit.i18n import N_
from handrail.plans import commands
from handrail.plans.presenting.concerns import cards
from handrail.plans.queries.concerns import concern_of
from handrail.plans.schemas.concerns import ConcernMove, ConcernNote, ConcernReview
from handrail.plans.views import pages
from handrail.plans.views.around import around, readers_here
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render


@pages.route("/cases/<uuid:case_id>/concerns", methods=["GET", "POST"])
@permission("concern.read")
def concerns(case_id: UUID) -> Response:
    """Show the concerns in the order of priority, and a form for one more."""
    actor, form = current_actor(), Form.from_request(ConcernNote)
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            commands.note_concern(session, actor, case_id, **form.data)
            return redirect_to(url_for("plans.concerns", case_id=case_id), say=N_("The concern is noted."))
    with tenant_session(request_context()) as session:
        found = around(session, actor, case_id, "concern.read", purpose="concerns.read")
        return render(
            "plans/concerns.html",
            status=form.status,
            form=form,
            found=found,
            readers=readers_here(found),
            concerns=cards(session, found.case),
        )


@pages.route("/cases/<uuid:case_id>/concerns/<uuid:concern_id>", methods=["GET", "POST"])
@permission("concern.note")
def concern(case_id: UUID, concern_id: UUID) -> Response:
    """Look at one concern again: still there, changed, gone."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        found = around(session, actor, case_id, "concern.note", purpose="concerns.read")
        row = concern_of(session, found.case, concern_id)
        initial = {"state": row.state, "topic": row.topic, "wording": row.wording}
    form = Form.from_request(ConcernReview, initial=initial)
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            commands.review_concern(session, actor, case_id, concern_id, **form.data)
            return redirect_to(url_for("plans.concerns", case_id=case_id), say=N_("The review is noted."))
    return render("plans/concern.html", status=form.status, form=form, found=found, readers=readers_here(found))


@pages.post("/cases/<uuid:case_id>/concerns/<uuid:concern_id>/move")
@permission("concern.note")
def move(case_id: UUID, concern_id: UUID) -> Response:
    """Move a concern one place up or down; the page comes back where it stands now."""
    form = Form.from_request(ConcernMove)
    if form.is_ready:
        with tenant_session(request_context()) as session:
            commands.move_concern(session, current_actor(), case_id, concern_id, **form.data)
    return redirect_to(f"{url_for('plans.concerns', case_id=case_id)}#concern-{concern_id}")
