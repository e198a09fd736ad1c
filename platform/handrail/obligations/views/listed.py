"""The list of what is due: by date, narrowed by a filter that is part of the address."""

from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from flask import Response, request, url_for

from handrail.identity.queries import employers_of
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session
from handrail.kit.i18n import N_, _
from handrail.kit.ids import id_of
from handrail.obligations.listing import EMPLOYER_SIDE, Position, Standing, Wanted, page_of_obligations
from handrail.obligations.looking import note_reading
from handrail.obligations.moved_by_release import anything_waits
from handrail.obligations.presenting import OWED_BY
from handrail.obligations.views import pages
from handrail.obligations.views.shown import lines
from handrail.web.render import redirect_to, render

SOON: Final = timedelta(days=14)
_WHICH: Final = {
    "": N_("All that is open"),
    "late": N_("Late"),
    "soon": N_("Due in the next two weeks"),
}
_PARTIES: Final = (Role.COORDINATOR, Role.WORKER, Role.SUPERVISOR, Role.HR, Role.OCCUPATIONAL_HEALTH, "authority")
"""Whose turn it can be; the coordinator owes nothing of the statutory track."""


@pages.get("/obligations")
@permission("obligation.list")
def index() -> Response:
    """List what is due for the workers whom the reader reaches, fifty at a time."""
    actor = current_actor()
    if actor.role is Role.WORKER:
        return redirect_to(url_for(".mine"))
    today = clock.today(actor.time_zone)
    with tenant_session(request_context()) as session:
        employers = [(each.id, each.name) for each in employers_of(session, actor)]
        wanted = _wanted(today)
        rows, further = page_of_obligations(session, actor, wanted, today, after=_position())
        note_reading(session, actor, [row.obligation for row in rows], "obligations.list")
        shown = lines(rows, actor, today)
        waits = actor.role is Role.LEAD_COORDINATOR and anything_waits(session, actor)
    return render(
        "obligations/list.html",
        lines=shown,
        new_rules=waits,
        wanted=wanted,
        which=request.args.get("which", ""),
        start=_day("from"),
        end=_day("to"),
        choices=[(code, _(words)) for code, words in _WHICH.items()],
        parties=_parties(actor.role),
        employers=[(str(employer_id), name) for employer_id, name in employers],
        several=len(employers) > 1,
        is_supervisor=actor.role is Role.SUPERVISOR,
        further=_further(further),
        first_page=request.args.get("after") is None,
    )


def _parties(role: Role) -> list[tuple[str, str]]:
    shown = [each for each in _PARTIES if each is not Role.COORDINATOR or role not in EMPLOYER_SIDE]
    return [("", _("Anybody")), *((str(each), _(OWED_BY[each])) for each in shown)]


def _wanted(today: date) -> Wanted:
    which, start, end = request.args.get("which", ""), _day("from"), _day("to")
    owed_by = request.args.get("owed_by")
    return Wanted(
        standing=Standing.LATE if which == "late" else Standing.OPEN,
        start=start or (today if which == "soon" else None),
        end=end or (today + SOON if which == "soon" else None),
        owed_by=owed_by if owed_by in {str(each) for each in _PARTIES} else None,
        employer_id=id_of(request.args.get("employer")),
    )


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def _position() -> Position | None:
    day, _dot, last = request.args.get("after", "").partition(".")
    try:
        return Position(date.fromisoformat(day), UUID(last))
    except ValueError:
        return None


def _further(further: Position | None) -> str | None:
    if further is None:
        return None
    kept: dict[str, Any] = {name: value for name, value in request.args.items() if name != "after" and value}
    return "/obligations?" + urlencode(kept | {"after": f"{further.due_on}.{further.id}"})
