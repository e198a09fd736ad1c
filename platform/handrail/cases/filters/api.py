"""One's own filters of the list of cases, over the API."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from handrail.cases.api.answering import Body
from handrail.cases.filters import commands, queries
from handrail.cases.filters.models import SavedFilter
from handrail.cases.filters.schemas import CaseFilterKeep, CaseFilterList, CaseFilterRead
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session

blueprint = Blueprint("cases_filters_api", __name__, description="Filters of the list of cases that you keep")


@blueprint.get("/case-filters")
@permission("case.list")
@blueprint.response(200, CaseFilterList)
def list_filters() -> dict[str, list[SavedFilter]]:
    """List the filters that you keep in the role in which you act."""
    with tenant_session(request_context(read_only=True)) as session:
        return {"items": queries.filters_of(session, current_actor())}


@blueprint.post("/case-filters")
@permission("case_filter.keep")
@blueprint.arguments(CaseFilterKeep)
@blueprint.response(201, CaseFilterRead)
def keep(body: Body) -> SavedFilter:
    """Keep a filter; one with this name is kept anew."""
    with tenant_session(request_context()) as session:
        return commands.save_filter(session, current_actor(), **split(body))


@blueprint.delete("/case-filters/<uuid:filter_id>")
@permission("case_filter.keep")
@blueprint.response(204)
def remove(filter_id: UUID) -> None:
    """Drop a filter."""
    with tenant_session(request_context()) as session:
        commands.remove_filter(session, current_actor(), filter_id)


def split(given: dict[str, Any]) -> dict[str, Any]:
    """Return what the command takes: the name, whether the list begins with it, and the rest as the filter."""
    apart = {"name": given["name"], "is_default": given["is_default"]}
    return apart | {"query": {name: value for name, value in given.items() if name not in apart}}
