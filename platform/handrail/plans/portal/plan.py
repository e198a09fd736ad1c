"""My plan: the plan's own page, found without knowing the case."""

from flask import Response, url_for

from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.plans.portal import pages
from handrail.plans.portal.home import mine_or_not_found
from handrail.web.render import redirect_to


@pages.get("/my-return/plan")
@permission("plan.accept")
def plan() -> Response:
    """Lead the worker to the plan of their newest case."""
    with tenant_session(request_context(read_only=True)) as session:
        case_id = mine_or_not_found(session, current_actor())
    return redirect_to(url_for("plans.plan", case_id=case_id))
