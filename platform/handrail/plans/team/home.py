"""My team's returns: who is off, since when, and what I owe; nothing of what they confide."""

from uuid import UUID

from flask import Response

from handrail.documents.html import render as markdown
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session
from handrail.obligations import presenting
from handrail.obligations import queries as obligations
from handrail.plans.rules.codes import Party
from handrail.plans.team import pages, reading
from handrail.plans.team.minute import minute_of
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
        notice = markdown(page.notice.words) if page.notice else None
        return render("team/member.html", page=page, due=due, notice=notice, minute=minute_of(page))
