"""What if: what would be due on facts that somebody supposes."""

from typing import Any
from uuid import UUID

from flask import Response

from handrail.identity.access import load_employment, require
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.obligations import presenting
from handrail.obligations.api import blueprint
from handrail.obligations.api.shapes import json_of
from handrail.obligations.presenting_if import as_obligation, because_of, note_supposing
from handrail.obligations.schemas import WhatIfAsk, WhatIfRead
from handrail.obligations.supposing import suppose


@blueprint.post("/employments/<uuid:employment_id>/what-if")
@permission("obligation.read")
@blueprint.arguments(WhatIfAsk)
@blueprint.alt_response(200, schema=WhatIfRead)
def what_if(body: dict[str, Any], employment_id: UUID) -> Response:
    """Compute what would be due on supposed facts, beside what is due today. Nothing is stored."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        employment = load_employment(session, employment_id, require(actor, "obligation.read"))
        answer = suppose(session, actor, employment, body)
        note_supposing(session, actor, answer)
    found = []
    for each in answer.all:
        shown = as_obligation(each.row, employment)
        found.append(
            {
                "kind": each.kind,
                "rule": each.row.rule.id,
                "title": presenting.title_of(each.row.rule.id),
                "owed_by": each.row.owed_by,
                "compartment": each.row.compartment,
                "status": each.row.status,
                "for_absence": each.row.for_absence,
                "due_before": each.before.due if each.before else None,
                "due_after": each.after.due if each.after else None,
                "because": because_of(each, shown, actor.role),
                "explanation": presenting.steps(shown, actor.role),
            }
        )
    return json_of({"obligations": found})
