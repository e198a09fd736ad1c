"""Readiness, summary and topics: what the meeting waits for (S4-1, S4-4, S4-5)."""

from uuid import UUID

from flask import Response, url_for

from handrail.cases.drafts.commands import Place
from handrail.cases.drafts.forms import drafted
from handrail.cases.views.keeping import answer_draft
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.kit.errors import Invalid
from handrail.kit.i18n import N_
from handrail.plans import commands
from handrail.plans.queries.concerns import concerns_of
from handrail.plans.queries.preparation import readiness_of, summaries_of, tentative_plan_of
from handrail.plans.rules.codes import ConcernState
from handrail.plans.schemas.preparation import ReadinessWrite, SummaryWrite, TentativePlanWrite
from handrail.plans.views import pages
from handrail.plans.views.around import around, readers_here
from handrail.plans.wording import TOPICS
from handrail.web.beside import CHANGED, stand_beside, take_chosen
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render

_READINESS = ("worker_ready_on", "physician", "capacity_from_on", "return_on")


@pages.route("/cases/<uuid:case_id>/readiness", methods=["GET", "POST"])
@permission("readiness.record")
def readiness(case_id: UUID) -> Response:
    """Record that the worker feels ready, and the date that a physician set."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        found = around(session, actor, case_id, "readiness.record", purpose="preparation.read")
        row = readiness_of(session, found.case)
        initial = {name: getattr(row, name) for name in _READINESS} if row else {}
    form = Form.from_request(ReadinessWrite, initial=initial)
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            commands.record_readiness(session, actor, case_id, **form.data)
            return redirect_to(url_for("plans.meeting", case_id=case_id), say=N_("It is recorded."))
    return render("plans/readiness.html", status=form.status, form=form, found=found, readers=readers_here(found))


@pages.route("/cases/<uuid:case_id>/summary", methods=["GET", "POST"])
@permission("summary.write")
def summary(case_id: UUID) -> Response:
    """Write the summary that the worker validates, beside the concerns it is made from."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        found = around(session, actor, case_id, "summary.write", purpose="summary.read")
        newest = next(iter(summaries_of(session, found.case)), None)
        concerns = [row for row in concerns_of(session, found.case) if row.state is not ConcernState.GONE]
        told = [(TOPICS[row.topic], row.wording) for row in concerns]
        text = newest.text if newest else ""
        initial = {"number": newest.number if newest else 0, "text": text}
        draft = drafted(session, actor, SummaryWrite, Place("summary", found.case.subject()), initial=initial)
    if (answered := answer_draft(draft)) is not None:
        return answered
    form, stored = draft.form, Form(SummaryWrite, initial=initial)
    take_chosen(form, stored)
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            commands.write_summary(session, actor, case_id, **form.data)
            draft.sent(session, actor)
        if form.status not in {CHANGED, Invalid.status}:
            return redirect_to(url_for("plans.summary", case_id=case_id), say=N_("The worker can read it now."))
        if form.status == CHANGED and form.data["number"] != initial["number"]:
            stand_beside(form, stored, "number")
    return render(
        "plans/summary.html",
        status=form.status,
        form=form,
        desk=draft.desk,
        found=found,
        readers=readers_here(found),
        newest=newest,
        text=text,
        told=told,
    )


@pages.route("/cases/<uuid:case_id>/tentative-plan", methods=["GET", "POST"])
@permission("tentative_plan.write")
def tentative_plan(case_id: UUID) -> Response:
    """Choose the topics of the meeting; there is no room for a course of action."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        found = around(session, actor, case_id, "tentative_plan.write", purpose="preparation.read")
        row = tentative_plan_of(session, found.case)
        told = {each.topic.value for each in concerns_of(session, found.case) if each.state is not ConcernState.GONE}
        initial = {"revision": row.revision if row else 0, "topics": row.topics if row else sorted(told)}
    form = Form.from_request(TentativePlanWrite, initial=initial)
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            commands.write_tentative_plan(session, actor, case_id, **form.data)
            return redirect_to(url_for("plans.meeting", case_id=case_id), say=N_("The topics are saved."))
    return render("plans/tentative_plan.html", status=form.status, form=form, found=found, readers=readers_here(found))
