"""What was known of an absence on an earlier day."""

from typing import Any
from uuid import UUID

from flask import Response

from handrail.identity.access import load_employment, require
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.obligations.api import blueprint
from handrail.obligations.api.shapes import json_of
from handrail.obligations.known import known_on
from handrail.obligations.looking import note_reading
from handrail.obligations.schemas import KnownQuery, KnownRead


@blueprint.get("/employments/<uuid:employment_id>/known")
@permission("obligation.read")
@blueprint.arguments(KnownQuery, location="query")
@blueprint.alt_response(200, schema=KnownRead)
def known(query: dict[str, Any], employment_id: UUID) -> Response:
    """Return what was on file of an absence at the end of a day, and the dates that followed from it then."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        employment = load_employment(session, employment_id, require(actor, "obligation.read"))
        found = known_on(session, actor, employment, query["on"])
        note_reading(session, actor, [each.obligation for each in found.dates], "obligations.list")
        return json_of(
            {
                "facts": [{"type": fact.type, "on": fact.on} for fact in found.facts],
                "dates": [
                    {
                        "obligation_id": each.obligation.id,
                        "rule": each.obligation.rule,
                        "due_on": each.due_on,
                        "was_done": each.was_done,
                    }
                    for each in found.dates
                ],
            }
        )
