"""The worker's own dates, in calm words: what is for them to do, what others do, what is good to know (VOL-3)."""

from datetime import timedelta
from typing import Final

from flask import Response

from handrail.identity.web import current_actor, permission, request_context
from handrail.kit import clock
from handrail.kit.db import tenant_session
from handrail.obligations import queries
from handrail.obligations.listing import Wanted, page_of_obligations
from handrail.obligations.presenting import Part, part_for_worker
from handrail.obligations.views import pages
from handrail.obligations.views.shown import Line, line
from handrail.web.render import render

_MOST: Final = 200
_RECENTLY: Final = timedelta(days=60)


@pages.get("/my-return/dates")
@permission("return.read")
def mine() -> Response:
    """Show the worker the dates of their own absence and support."""
    actor = current_actor()
    today = clock.today(actor.time_zone)
    with tenant_session(request_context(read_only=True)) as session:
        rows, _further = page_of_obligations(session, actor, Wanted(), today, limit=_MOST)
        corrected = queries.corrections_since(session, actor.tenant_id, clock.now() - _RECENTLY)
    parts: dict[str, list[Line]] = {part.value: [] for part in Part}
    for row in rows:
        parts[part_for_worker(row.obligation, today)].append(line(row, actor, today))
    return render("obligations/mine.html", parts=parts, day=today, corrected=corrected, zone=actor.time_zone)
