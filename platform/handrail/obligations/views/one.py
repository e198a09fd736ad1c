"""One obligation: by when, whose turn, why, and how its date came to be what it is."""

from uuid import UUID

from flask import Response

from handrail.identity.web import current_actor, permission, request_context
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound
from handrail.obligations import presenting, queries
from handrail.obligations.listing import of_listed
from handrail.obligations.looking import note_reading
from handrail.obligations.views import pages
from handrail.obligations.views.shown import line
from handrail.web.render import render


@pages.get("/obligations/<uuid:obligation_id>")
@permission("obligation.list")
def one(obligation_id: UUID) -> Response:
    """Show one obligation with its derivation and what happened to it (ACC-2, ACC-3)."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        found = of_listed(session, actor, obligation_id)
        if found is None:
            raise NotFound
        note_reading(session, actor, [found.obligation], "obligations.list")
        changes = queries.changes_of(session, actor.tenant_id, obligation_id)
        return render(
            "obligations/one.html",
            line=line(found, actor, clock.today(actor.time_zone)),
            obligation=found.obligation,
            changes=presenting.history(found.obligation, changes, actor.role),
            zone=actor.time_zone,
            is_worker=actor.role is Role.WORKER,
        )
