"""The worker's own dates, in calm words: what is for them to do, what others do, what is good to know (VOL-3)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from flask import Response

from handrail.identity.web import current_actor, permission, request_context
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session
from handrail.obligations.listing import Listed, Wanted, page_of_obligations
from handrail.obligations.views import pages
from handrail.obligations.views.shown import Line, line
from handrail.web.render import render

_MOST: Final = 200
_SOON: Final = timedelta(weeks=13)
"""What lies further ahead is folded away: somebody in their first weeks need not meet the end of the second year."""


@pages.get("/my-return/dates")
@permission("return.read")
def mine() -> Response:
    """Show the worker the dates of their own absence and support."""
    actor = current_actor()
    today = clock.today(actor.time_zone)
    with tenant_session(request_context(read_only=True)) as session:
        rows, _further = page_of_obligations(session, actor, Wanted(), today, limit=_MOST)
    return render("obligations/mine.html", parts=_parts(rows, today), day=today)


def _parts(rows: Sequence[Listed], today: date) -> dict[str, list[Line]]:
    """Sort dates by what they mean for the worker; a date that is nobody's task asks nothing of anybody."""
    actor = current_actor()
    parts: dict[str, list[Line]] = {"mine": [], "others": [], "known": [], "later": []}
    for row in rows:
        is_act = row.obligation.kind == "act"
        name = "known" if not is_act else "mine" if row.obligation.owed_by == Role.WORKER else "others"
        if row.obligation.due_on and row.obligation.due_on > today + _SOON:
            name = "later"
        shown = line(row, actor, today)
        if name != "mine" and shown.item.state == "late":
            shown = replace(shown, item=replace(shown.item, state="open"))  # others are late: no alarm for the worker
        parts[name].append(shown)
    return parts
