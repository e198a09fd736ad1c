"""My plan: read it in peace, say yes to it, or ask for a change."""

from flask import Response, request, url_for

from handrail.audit import read_log
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.codes import Compartment
from handrail.kit.db import tenant_session
from handrail.kit.errors import Conflict
from handrail.kit.i18n import N_
from handrail.plans import commands
from handrail.plans.portal import pages
from handrail.plans.portal.home import mine_or_not_found
from handrail.plans.queries.view import plan_view
from handrail.plans.rules.codes import Party
from handrail.web.render import redirect_to, render


@pages.get("/my-return/plan")
@permission("plan.read")
def plan() -> Response:
    """Show the worker the newest version of their plan, or the one asked for."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        case_id = mine_or_not_found(session, actor)
        view = plan_view(session, actor, case_id, number=request.args.get("version", type=int))
        read_log.record(session, actor, view.case.subject(), [Compartment.PLAN], "plan.read")
        return render("portal/plan.html", view=view, party=Party.WORKER, conflict=request.args.get("moved") == "1")


@pages.post("/my-return/plan/<int:number>/accept")
@permission("plan.accept")
def accept(number: int) -> Response:
    """Say yes to a version; only the newest can be accepted (S5-6)."""
    actor = current_actor()
    try:
        with tenant_session(request_context()) as session:
            commands.accept_version(session, actor, mine_or_not_found(session, actor), number=number)
    except Conflict:
        return redirect_to(url_for("portal.plan", moved=1))
    return redirect_to(url_for("portal.plan"), say=N_("You said yes to this version."))
