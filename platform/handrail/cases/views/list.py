"""The list of cases: by name, narrowed by a filter that is part of the address."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Response, request

from handrail.cases.listing import CaseFilter, Position, page_of_cases
from handrail.cases.rules.participation import Participation
from handrail.cases.views import pages
from handrail.cases.wording import PARTICIPATION
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit import clock
from handrail.kit.db import tenant_session
from handrail.kit.i18n import _
from handrail.kit.text import UncleanText, clean_text
from handrail.obligations import presenting
from handrail.web.render import render

_LONGEST_NAME = 80


@pages.get("/cases")
@permission("case.list")
def index() -> Response:
    """List the cases that the reader reaches, fifty at a time."""
    actor = current_actor()
    wanted = _filter()
    with tenant_session(request_context(read_only=True)) as session:
        rows, further = page_of_cases(session, actor.tenant_id, wanted, _position())
    return render(
        "cases/list.html",
        rows=rows,
        wanted=wanted,
        older=_older(further),
        first_page=request.args.get("after") is None,
        day=clock.today(actor.time_zone),
        participation=[("", _("All"))] + [(code.value, _(PARTICIPATION[code][1])) for code in Participation],
        words=PARTICIPATION,
        presenting=presenting,
    )


def _filter() -> CaseFilter:
    try:
        name = clean_text(request.args.get("q", ""))[:_LONGEST_NAME].strip()
    except UncleanText:
        name = ""
    code = request.args.get("participation", "")
    known = {each.value: each for each in Participation}
    return CaseFilter(name=name, participation=known.get(code), closed=request.args.get("closed") == "1")


def _position() -> Position | None:
    try:
        return Position(request.args["after"], UUID(request.args["id"]))
    except (KeyError, ValueError):
        return None


def _older(further: Position | None) -> str | None:
    if further is None:
        return None
    kept: dict[str, Any] = {name: value for name, value in request.args.items() if name not in ("after", "id")}
    return "/cases?" + urlencode(kept | {"after": further.sort_name, "id": str(further.id)})
