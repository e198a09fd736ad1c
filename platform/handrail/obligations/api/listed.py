"""What is due across all workers whom the reader reaches."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import Response

from handrail.identity.web import current_actor, permission, request_context
from handrail.kit import clock
from handrail.kit.db import tenant_session
from handrail.kit.errors import FieldProblem, Invalid
from handrail.kit.i18n import _
from handrail.obligations.api import blueprint
from handrail.obligations.api.shapes import as_json, json_of
from handrail.obligations.listing import Position, Standing, Wanted, page_of_obligations
from handrail.obligations.looking import note_reading
from handrail.obligations.schemas import ObligationPage, ObligationQuery


@blueprint.get("/obligations")
@permission("obligation.list")
@blueprint.arguments(ObligationQuery, location="query")
@blueprint.alt_response(200, schema=ObligationPage)
def list_obligations(query: dict[str, Any]) -> Response:
    """List what is due for the workers whom you reach, by date; without `status`, what is open."""
    actor = current_actor()
    status = query["status"]
    wanted = Wanted(
        standing=Standing.OPEN if status is None else None,
        start=query["start"],
        end=query["end"],
        status=status,
        owed_by=query["owed_by"],
        employer_id=query["employer_id"],
    )
    with tenant_session(request_context()) as session:
        today = clock.today(actor.time_zone)
        rows, further = page_of_obligations(
            session, actor, wanted, today, after=_position(query["after"]), limit=query["limit"]
        )
        note_reading(session, actor, [row.obligation for row in rows], "obligations.list")
        items = [
            as_json(row.obligation, actor.role)
            | {
                "employment_id": row.obligation.employment_id,
                "employer": row.employer,
                "worker": row.worker,
                "case_number": row.number_for(actor.role),
            }
            for row in rows
        ]
        return json_of({"items": items, "next": f"{further.due_on}.{further.id}" if further else None})


def _position(after: str | None) -> Position | None:
    if after is None:
        return None
    day, _dot, last = after.partition(".")
    try:
        return Position(date.fromisoformat(day), UUID(last))
    except ValueError as problem:
        message = _("This is not the `next` of a page before.")
        raise Invalid(problems=[FieldProblem("/after", message)]) from problem
