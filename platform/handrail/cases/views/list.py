"""The list of cases: narrowed and ordered by what is part of the address, or by a filter that somebody keeps."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID, uuid4

from flask import Response, request

from handrail.cases.filters import queries as kept
from handrail.cases.filters.rules import kept as choices_to_keep
from handrail.cases.filters.schemas import NOBODY
from handrail.cases.listing import CaseFilter, Position, Sort, coordinators_of, page_of_cases
from handrail.cases.rules.participation import Participation
from handrail.cases.views import pages
from handrail.cases.wording import PARTICIPATION
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session
from handrail.kit.i18n import N_, _
from handrail.kit.text import UncleanText, clean_text
from handrail.obligations import presenting
from handrail.web.render import render

_LONGEST_NAME = 80
_PLACE = ("after", "id")
SORTS: Final[Mapping[Sort, str]] = {
    Sort.NAME: N_("By name"),
    Sort.DUE: N_("What is due first"),
    Sort.OPENED: N_("Open longest first"),
}


@pages.get("/cases")
@permission("case.list")
def index() -> Response:
    """List the cases that the reader reaches, fifty at a time; without a choice, with the one they begin with."""
    actor = current_actor()
    is_lead = actor.role is Role.LEAD_COORDINATOR
    with tenant_session(request_context(read_only=True)) as session:
        saved = kept.filters_of(session, actor)
        begun = next((each for each in saved if each.is_default), None) if not request.args else None
        given: Mapping[str, str] = begun.query if begun else request.args
        wanted = filter_of(given)
        if is_lead and wanted.sort is Sort.DUE:  # it looks at every case; what is due has a list of its own
            wanted = replace(wanted, sort=Sort.NAME)
        rows, further = page_of_cases(session, actor.tenant_id, wanted, _position(wanted.sort))
        people = coordinators_of(session, actor) if is_lead else []
    chosen = {name: value for name, value in given.items() if value and name not in _PLACE}
    to_keep = choices_to_keep(chosen)
    return render(
        "cases/list.html",
        rows=rows,
        wanted=wanted,
        me=actor.person_id,
        is_lead=is_lead,
        saved=saved,
        saved_tabs=[(each.name, _address(each.query), each.query == to_keep == chosen, None) for each in saved],
        to_keep=to_keep if all(each.query != to_keep for each in saved) else {},
        chosen=chosen,
        older=_address(chosen | {"after": further.key, "id": str(further.id)}) if further else None,
        first_page=request.args.get("after") is None,
        newer=_address(chosen),
        by=lambda sort: _address(chosen | {"sort": sort}),
        fresh_key=uuid4,
        day=clock.today(actor.time_zone),
        participation=[("", _("All"))] + [(code.value, _(PARTICIPATION[code][1])) for code in Participation],
        coordinators=[
            ("", _("Anybody")),
            (NOBODY, _("Nobody at present")),
            *((each.key, each.name) for each in people),
        ],
        sorts=[(each.value, _(words)) for each, words in SORTS.items() if not (is_lead and each is Sort.DUE)],
        words=PARTICIPATION,
        presenting=presenting,
    )


def filter_of(given: Mapping[str, str]) -> CaseFilter:
    """Return the filter that parts of an address name; what nobody knows narrows nothing."""
    try:
        name = clean_text(given.get("q", ""))[:_LONGEST_NAME].strip()
    except UncleanText:
        name = ""
    participation = {each.value: each for each in Participation}
    sorts = {each.value: each for each in Sort}
    who = given.get("coordinator", "")
    return CaseFilter(
        name=name,
        employer_id=_id(given.get("employer", "")),
        participation=participation.get(given.get("participation", "")),
        closed=given.get("closed") == "1",
        coordinator_id=_id(who),
        uncoordinated=who == NOBODY,
        sort=sorts.get(given.get("sort", ""), Sort.NAME),
    )


def filter_of_request() -> CaseFilter:
    """Return the choice that the address of this request names, by name."""
    return replace(filter_of(request.args), sort=Sort.NAME)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _position(sort: Sort) -> Position | None:
    try:
        found = Position(request.args["after"], UUID(request.args["id"]))
        found.place(sort)
    except (KeyError, ValueError):
        return None
    return found


def _address(parts: Mapping[str, Any]) -> str:
    return "/cases?" + urlencode(parts)
