"""My team's returns: who is off, since when, and what I owe; nothing of what they confide."""

from uuid import UUID

from flask import Response, request

from handrail.audit import read_log
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.kit.db import tenant_session
from handrail.obligations import presenting
from handrail.obligations import queries as obligations
from handrail.plans.queries.view import plan_view
from handrail.plans.rules.codes import Party
from handrail.plans.team import pages, reading
from handrail.web.render import render


@pages.get("/team")
@permission("team.read")
def home() -> Response:
    """Show who of the team is off and what the supervisor owes."""
    actor = current_actor()
    today = clock.today(actor.time_zone)
    with tenant_session(request_context(read_only=True)) as session:
        members = reading.team_of_supervisor(session, actor)
        due = obligations.open_ones(session, actor.tenant_id, owed_by=[Role.SUPERVISOR])
    names = {member.employment_id: member for member in members}
    tasks = [(presenting.show(each, today), names[each.employment_id]) for each in due if each.employment_id in names]
    return render("team/home.html", members=members, tasks=tasks, today=today, party=Party)


@pages.get("/team/<uuid:employment_id>")
@permission("contact_request.make")
def member(employment_id: UUID) -> Response:
    """Show one worker of the team."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        page = reading.member_page(session, actor, employment_id)
        due = [presenting.show(each, page.today, who=actor.name) for each in page.due]
        return render("team/member.html", page=page, due=due, party=Party)


@pages.get("/team/<uuid:employment_id>/plan")
@permission("plan.read")
def plan(employment_id: UUID) -> Response:
    """Show the plan, from the planning meeting on."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        page = reading.member_page(session, actor, employment_id)
        case_id = page.case.id if page.case else employment_id  # no part in a case: the same answer as an unknown one
        view = plan_view(session, actor, case_id, number=request.args.get("version", type=int))
        read_log.record(session, actor, view.case.subject(), [Compartment.PLAN], "plan.read")
        moved = request.args.get("moved") == "1"
        return render("team/plan.html", view=view, page=page, party=Party.SUPERVISOR, conflict=moved)
