"""Today: what first, what is mine, who owes me, what is new."""

from datetime import date, timedelta
from typing import Any

from flask import Response

from handrail.cases import today as reading
from handrail.cases.handover.queries import offers_to
from handrail.cases.views import pages
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session
from handrail.kit.i18n import _
from handrail.obligations import presenting
from handrail.web.render import render


@pages.get("/today")
@permission("today.read")
def today() -> Response:
    """Show what is due, what waits on others and what is new."""
    actor = current_actor()
    day = clock.today(actor.time_zone)
    with tenant_session(request_context(read_only=True)) as session:
        items = reading.due_items(session, actor.tenant_id, day)
        new = reading.new_files(session, actor.tenant_id)
        asks = reading.waiting_requests(session, actor.tenant_id)
        offers = offers_to(session, actor)
    mine = [item for item in items if item.obligation.owed_by == Role.COORDINATOR]
    others = [item for item in items if item.obligation.owed_by != Role.COORDINATOR]
    return render(
        "cases/today.html",
        day=day,
        groups=grouped(mine, day, actor.role),
        mine=mine,
        others=[_shown(item, day, actor.role) for item in others],
        new=new,
        asks=asks,
        offers=offers,
        late=sum(1 for item in mine if item.due_on < day),
        first=_shown(mine[0], day, actor.role) if mine else None,
        presenting=presenting,
    )


def grouped(items: list[reading.Item], day: date, reader: Role) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return items under the heads late, today, this week and later; empty heads are left out."""
    week_ends = day + timedelta(days=6 - day.weekday())
    heads: dict[str, list[dict[str, Any]]] = {_("Late"): [], _("Today"): [], _("This week"): [], _("Later"): []}
    late, now, week, later = heads
    for item in items:
        due_on = item.due_on
        head = late if due_on < day else now if due_on == day else week if due_on <= week_ends else later
        heads[head].append(_shown(item, day, reader))
    return [(head, found) for head, found in heads.items() if found]


def _shown(item: reading.Item, day: date, reader: Role) -> dict[str, Any]:
    shown = presenting.show(item.obligation, day, reader=reader, derived=False)
    return {
        "title": shown.title,
        "state": shown.state,
        "due": shown.due,
        "owed_by": shown.owed_by,
        "source": presenting.source_of(item.obligation),
        "statutory": shown.statutory,
        "worker": item.worker,
        "employer": item.employer,
        "case_id": item.case_id,
    }
