"""Concerns that the worker told: reviewed, put in order, released by the worker alone (S4-2)."""

from uuid import UUID

from flask import Response, url_for

from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.kit.i18n import N_
from handrail.plans import commands
from handrail.plans.queries.concerns import concern_of, concerns_of
from handrail.plans.schemas.concerns import ConcernNote, ConcernReview
from handrail.plans.schemas.parts import Nothing
from handrail.plans.views import pages
from handrail.plans.views.around import around, readers_here
from handrail.plans.wording import CONCERN_STATES, TOPICS
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
            concerns=concerns_of(session, found.case),
            topics=TOPICS,
            states=CONCERN_STATES,
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


@pages.post("/cases/<uuid:case_id>/concerns/<uuid:concern_id>/first")
@permission("concern.note")
def put_first(case_id: UUID, concern_id: UUID) -> Response:
    """Put a concern one place nearer to the front."""
    actor, form = current_actor(), Form.from_request(Nothing)
    if form.is_ready:
        with tenant_session(request_context()) as session:
            found = around(session, actor, case_id, "concern.note")
            ids = [row.id for row in concerns_of(session, found.case)]
            place = ids.index(concern_of(session, found.case, concern_id).id)
            ids.insert(max(place - 1, 0), ids.pop(place))
            commands.order_concerns(session, actor, case_id, concern_ids=ids)
    return redirect_to(url_for("plans.concerns", case_id=case_id))
