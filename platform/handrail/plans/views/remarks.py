"""Before a version is accepted: what the worker says to the coordinator, what the supervisor can not promise (S5-6)."""

from typing import Any
from uuid import UUID

from flask import Response, url_for

from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound
from handrail.kit.i18n import N_, _, format_datetime
from handrail.plans import commands
from handrail.plans.models import PlanRemark
from handrail.plans.queries.remarks import remarks_of
from handrail.plans.queries.versions import versions_of
from handrail.plans.rules.codes import RemarkKind
from handrail.plans.schemas.remarks import ObjectionWrite, RemarkWrite
from handrail.plans.views import pages
from handrail.plans.views.around import around
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render


@pages.get("/cases/<uuid:case_id>/plan/remarks")
@permission("plan.remarks")
def remarks(case_id: UUID) -> Response:
    """Show what the worker said of the versions, to the worker and the coordinator."""
    return _remarks(case_id)


@pages.post("/cases/<uuid:case_id>/plan/remarks")
@permission("plan.remark")
def remark(case_id: UUID) -> Response:
    """Have the worker say something of the newest version, or that they do not accept it as it reads."""
    form = Form.from_request(RemarkWrite)
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            commands.remark_on_version(session, current_actor(), case_id, **form.data)
            return redirect_to(url_for("plans.remarks", case_id=case_id), say=N_("Your coordinator can read it now."))
    return _remarks(case_id, form)


def _remarks(case_id: UUID, sent: Form | None = None) -> Response:
    actor = current_actor()
    with tenant_session(request_context()) as session:
        found = around(session, actor, case_id, "plan.remarks", purpose="plan.remarks")
        newest = versions_of(session, found.case).newest
        said = [_said(row, found.head.site.time_zone) for row in remarks_of(session, found.case)]
    form = sent
    if form is None and actor.role is Role.WORKER and newest is not None:
        form = Form(RemarkWrite, initial={"number": newest.number, "kind": RemarkKind.REMARK})
    return render(
        "plans/remarks.html",
        status=form.status if form else 200,
        form=form,
        found=found,
        number=newest.number if newest else None,
        remarks=said,
        readers=_("Only the worker and the coordinator read this page."),
    )


def _said(row: PlanRemark, zone: str) -> dict[str, Any]:
    """Return what was said with its words, which are read while the session is open."""
    return {
        "number": row.number,
        "when": format_datetime(row.said_at, zone=zone),
        "refuses": row.kind is RemarkKind.NOT_AS_IT_READS,
        "text": row.words,
    }


@pages.route("/cases/<uuid:case_id>/plan/objection", methods=["GET", "POST"])
@permission("plan.object")
def objection(case_id: UUID) -> Response:
    """Have the supervisor say what they can not promise in the newest version."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        found = around(session, actor, case_id, "plan.object")
        newest = versions_of(session, found.case).newest
        if newest is None:
            raise NotFound
        names = [found.worker, *([found.head.supervisor.name] if found.head.supervisor else [])]
    form = Form.from_request(
        ObjectionWrite,
        initial={"number": newest.number},
        readers={
            "words": _(
                "All who read the plan: %(names)s, the coordinator and others in the case.", names=", ".join(names)
            )
        },
    )
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            commands.object_to_version(session, actor, case_id, **form.data)
            return redirect_to(url_for("plans.plan", case_id=case_id), say=N_("The coordinator knows it now."))
    return render("plans/objection.html", status=form.status, form=form, found=found)
