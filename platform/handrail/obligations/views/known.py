"""As known on a day: what was on file of an absence then, and which dates followed from it."""

from datetime import date
from typing import Final
from uuid import UUID

from flask import Response, request

from handrail.identity.access import load_employment, require
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session
from handrail.kit.i18n import N_, _
from handrail.obligations import presenting, queries
from handrail.obligations.known import known_on
from handrail.obligations.looking import note_reading
from handrail.obligations.views import pages
from handrail.web.render import render

FACTS: Final = {
    "absence_started": N_("First day of absence"),
    "partial_return": N_("Partly back at work from"),
    "recovered": N_("First day fit"),
    "prognosis": N_("Expected days, counted from"),
    "employment_ended": N_("Last day of the employment"),
}


@pages.get("/employments/<uuid:employment_id>/known")
@permission("obligation.read")
def known(employment_id: UUID) -> Response:
    """Show what was known of an absence on a day."""
    actor = current_actor()
    today = clock.today(actor.time_zone)
    day, is_wrong = _day(today)
    with tenant_session(request_context()) as session:
        employment = load_employment(session, employment_id, require(actor, "obligation.read"))
        found = known_on(session, actor, employment, day)
        note_reading(session, actor, [each.obligation for each in found.dates], "obligations.list")
        rows = [
            {
                "title": presenting.title_of(each.obligation.rule),
                "owed_by": presenting.owed_by(each.obligation, reader=actor.role),
                "due_on": each.due_on,
                "was_done": each.was_done,
            }
            for each in found.dates
        ]
        return render(
            "obligations/known.html",
            day=day,
            today=today,
            is_wrong=is_wrong,
            facts=[(_(FACTS[fact.type]), fact.on, fact.fields) for fact in found.facts],
            rows=rows,
            worker=queries.worker_name(session, employment),
            is_worker=actor.role is Role.WORKER,
            employment_id=employment_id,
        )


def _day(today: date) -> tuple[date, bool]:
    """Return the day that is asked for, no later than today, and whether what was given is no such day."""
    given = request.args.get("on", "")
    if not given:
        return today, False
    try:
        day = date.fromisoformat(given)
    except ValueError:
        return today, True
    return (day, False) if day <= today else (today, True)
