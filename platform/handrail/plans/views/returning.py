"""The first day back, and the weeks after it, beside the plan (S6-2, S6-3)."""

from datetime import timedelta
from uuid import UUID

from flask import Response, url_for

from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.kit.i18n import N_
from handrail.plans import commands
from handrail.plans.presenting.page import page_of
from handrail.plans.presenting.people import readers
from handrail.plans.presenting.progress import progress_of
from handrail.plans.queries.carrying_out import talks_of
from handrail.plans.queries.view import plan_view
from handrail.plans.schemas.carrying_out import ReturnWrite, WeekForm
from handrail.plans.views import pages
from handrail.plans.views.around import of_case
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render

_GIVEN = ("first_day_on", "full", "supervisor_greeted", "welcome_as_wished", "coordinator_came_along")


@pages.route("/cases/<uuid:case_id>/return", methods=["GET", "POST"])
@permission("return.record")
def return_(case_id: UUID) -> Response:
    """Record the first day back; what it went past is shown, and holds nothing up."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        view = plan_view(session, actor, case_id)
        page = page_of(view, actor, url_for("plans.plan", case_id=case_id))
        found = of_case(actor, view.case, view.head)
        initial = {name: getattr(view.back, name) for name in _GIVEN} if view.back and view.back.first_day_on else {}
    form = Form.from_request(ReturnWrite, initial=initial)
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            commands.record_return(session, actor, case_id, **form.data)
            return redirect_to(url_for("plans.return_", case_id=case_id), say=N_("The return is recorded."))
    return render("plans/return.html", status=form.status, form=form, found=found, view=view, page=page)


@pages.route("/cases/<uuid:case_id>/weeks", methods=["GET", "POST"])
@permission("week.record")
def weeks(case_id: UUID) -> Response:
    """Record a week as it went, beside the plan."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        view = plan_view(session, actor, case_id)
        found, contract = of_case(actor, view.case, view.head), view.versions.contract
        progress = progress_of(contract.content if contract else None, view.weeks, view.today)
        talks = [(each.planned_on, each.held_on) for each in talks_of(session, view.case)]
    monday = view.today - timedelta(days=view.today.weekday())
    form = Form.from_request(WeekForm, initial={"monday": monday})
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            commands.record_week(session, actor, case_id, **form.data)
            return redirect_to(url_for("plans.weeks", case_id=case_id), say=N_("The week is recorded."))
    return render(
        "plans/weeks.html",
        status=form.status,
        form=form,
        found=found,
        progress=progress,
        talks=talks,
        readers=readers(view, actor.name),
    )
