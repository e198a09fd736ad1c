"""What the law asks in one absence, on a page of its own: it goes on whatever the worker decides (VOL-4)."""

from uuid import UUID

from flask import Response

from handrail.identity.access import load_employment, require
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session
from handrail.obligations import presenting, queries
from handrail.obligations.looking import note_reading
from handrail.obligations.views import pages
from handrail.web.render import render


@pages.get("/employments/<uuid:employment_id>/law")
@permission("obligation.read")
def law(employment_id: UUID) -> Response:
    """Show what law and the regulator's policy ask of whom, done and still to come; nothing of support."""
    actor = current_actor()
    today = clock.today(actor.time_zone)
    with tenant_session(request_context()) as session:
        employment = load_employment(session, employment_id, require(actor, "obligation.read"))
        rows = queries.statutory_of_employment(session, actor.tenant_id, employment_id)
        note_reading(session, actor, rows, "obligations.list")
        shown = [presenting.show(row, today, reader=actor.role) for row in rows]
        return render(
            "obligations/law.html",
            still=[each for each in shown if each.is_open],
            over=[each for each in shown if not each.is_open],
            worker=queries.worker_name(session, employment),
            employment_id=employment_id,
            is_worker=actor.role is Role.WORKER,
        )
