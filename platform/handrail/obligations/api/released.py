"""New releases of the rules: which dates they move, and accepting them."""

from dataclasses import asdict
from typing import Any

from flask import Response

from handrail.extensions.registry import registry
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound
from handrail.obligations import accepting, moved_by_release, presenting_moves
from handrail.obligations.api import blueprint
from handrail.obligations.api.shapes import json_of
from handrail.obligations.schemas import (
    ReleaseAccept,
    ReleaseAccepted,
    ReleaseMovePage,
    ReleaseMovesQuery,
    RulesReleaseList,
)


@blueprint.get("/rules-releases")
@permission("release.read")
@blueprint.alt_response(200, schema=RulesReleaseList)
def list_releases() -> Response:
    """List the releases of rules that are installed, move dates that you may know of, and are not accepted."""
    with tenant_session(request_context(read_only=True)) as session:
        found = moved_by_release.pending(session, current_actor())
    return json_of({"items": [asdict(each) for each in found]})


@blueprint.get("/rules-releases/<code>/moves")
@permission("release.read")
@blueprint.arguments(ReleaseMovesQuery, location="query")
@blueprint.alt_response(200, schema=ReleaseMovePage)
def list_release_moves(query: dict[str, Any], code: str) -> Response:
    """List the dates that the installed release of a jurisdiction's rules moves, each with old, new and why."""
    actor = current_actor()
    if code not in registry().jurisdictions:
        raise NotFound
    with tenant_session(request_context(read_only=True)) as session:
        moves, further = moved_by_release.page_of_moves(
            session, actor, code, query["which"], after=query["after"], limit=query["limit"]
        )
        return json_of({"items": [presenting_moves.as_json(move, actor.role) for move in moves], "next": further})


@blueprint.post("/rules-releases/<code>/accept")
@permission("release.accept")
@blueprint.arguments(ReleaseAccept)
@blueprint.alt_response(200, schema=ReleaseAccepted)
def accept_release(body: dict[str, Any], code: str) -> Response:
    """Accept the release that you looked at, for every client organisation that you are lead of; safe to repeat."""
    with tenant_session(request_context()) as session:
        number = accepting.accept(session, current_actor(), code, body["release"])
    return json_of({"client_organisations": number})
