"""Where occupational health begins: who is off, and what is due of them."""

from flask import Response

from handrail.cases.statutory.off_sick import off_sick
from handrail.cases.statutory.views import pages
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit import clock
from handrail.kit.db import tenant_session
from handrail.obligations import presenting
from handrail.web.render import render


@pages.get("/off-sick")
@permission("off_sick.list")
def workers() -> Response:
    """List the workers who are off, with what is due for each."""
    actor = current_actor()
    today = clock.today(actor.time_zone)
    with tenant_session(request_context(read_only=True)) as session:
        found = off_sick(session, actor, today)
        due = {each.employment_id: presenting.show(each.due, today, reader=actor.role) for each in found if each.due}
    several = len({each.employer for each in found}) > 1
    return render("statutory/off_sick.html", found=found, due=due, several=several)
