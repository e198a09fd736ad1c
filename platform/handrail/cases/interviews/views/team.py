"""What talks after an absence brought in a team, over time: for its supervisor, and for the employer's staff."""

from flask import Response, request

from handrail.cases.interviews.team_queries import talks_of_team, teams_of
from handrail.cases.interviews.views import pages
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session
from handrail.kit.ids import id_of
from handrail.web.render import render


@pages.get("/talks")
@permission("interview.patterns")
def team_talks() -> Response:
    """Show what the talks of a team brought, by half-year; staff choose the team."""
    actor = current_actor()
    today = clock.today(actor.time_zone)
    is_supervisor = actor.role is Role.SUPERVISOR
    with tenant_session(request_context(read_only=True)) as session:
        teams = [] if is_supervisor else teams_of(session, actor)
        chosen = id_of(request.args.get("team")) or next((each for each, _name in teams), None)
        found = talks_of_team(session, actor, today, chosen) if is_supervisor or chosen else None
    return render("interviews/team.html", found=found, teams=teams, chosen=chosen, is_supervisor=is_supervisor)
