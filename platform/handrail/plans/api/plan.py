"""The draft, the versions and their acceptances over the API."""

from typing import Any
from uuid import UUID

import msgspec
from flask import Response, make_response, request

from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound
from handrail.plans import commands
from handrail.plans.api import blueprint
from handrail.plans.api.answering import dumped, meant_revision, opened, stale, with_etag, write
from handrail.plans.errors import DraftMoved
from handrail.plans.models import PlanDraft
from handrail.plans.presenting.collective import findings_rows
from handrail.plans.queries.versions import Version, draft_of
from handrail.plans.queries.view import plan_view
from handrail.plans.rules.content import Content, from_json
from handrail.plans.rules.difference import Change, differences
from handrail.plans.schemas.carrying_out import AcceptanceRead, DraftChoice
from handrail.plans.schemas.plan import ChangeList, DraftRead, PlanRead, PlanWrite, VersionRead
from handrail.plans.schemas.remarks import ObjectionRead


@blueprint.get("/cases/<uuid:case_id>/plan")
@permission("plan.read")
@blueprint.alt_response(200, schema=PlanRead)
def plan(case_id: UUID) -> Response:
    """Read where the plan stands: its versions, which one is a contract, and the newest one in full."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        view = plan_view(session, actor, case_id)
        versions = view.versions
        return _json(
            {
                "newest": versions.newest.number if versions.newest else None,
                "contract": versions.contract.number if versions.contract else None,
                "versions": [_head(each) for each in versions.all],
                "shown": _version(versions.newest) if versions.newest else None,
                "in_place": sorted(view.placed) if view.is_contract else [],
                "answers": {key: row.text for key, row in view.answers.items()},
                "agreement": [_finding(each) for each in findings_rows(view.findings, view.clauses, view.person_of)],
                "objections": [dumped(ObjectionRead, row) for row in view.objections],
            }
        )


@blueprint.get("/cases/<uuid:case_id>/plan/draft")
@permission("plan.read_draft")
@blueprint.alt_response(200, schema=DraftRead)
def draft_read(case_id: UUID) -> Response:
    """Read the draft of the next version; its ETag is what a change has to name."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        case = opened(session, actor, case_id, "plan.read_draft", "plan.draft")
        row = draft_of(session, case)
        if row is None:
            raise NotFound
        return with_etag(_json(_draft(row)), row.revision)


@blueprint.put("/cases/<uuid:case_id>/plan/draft")
@permission("plan.draft")
@blueprint.arguments(PlanWrite)
@blueprint.alt_response(200, schema=DraftRead)
@blueprint.alt_response(409, description="The planning meeting was not held yet.")
@blueprint.alt_response(412, description="The draft was changed in the meantime.")
@blueprint.alt_response(428, description="If-Match is missing.")
def draft_write(body: dict[str, Any], case_id: UUID) -> Response:
    """Save the draft; everything may still be missing. Name the ETag you read in If-Match ("0": none yet)."""
    actor, meant = current_actor(), meant_revision()
    try:
        with tenant_session(request_context()) as session:
            row = commands.save_draft(session, actor, case_id, content=body["content"], revision=meant)
            return with_etag(_json(_draft(row)), row.revision)
    except DraftMoved as moved:
        raise stale(moved) from moved


@blueprint.post("/cases/<uuid:case_id>/plan/versions")
@permission("plan.draft")
@blueprint.arguments(DraftChoice)
@blueprint.alt_response(201, schema=VersionRead)
@blueprint.alt_response(409, description="The draft was changed in the meantime.")
def propose(body: dict[str, Any], case_id: UUID) -> Response:
    """Make the draft the newest version; what is missing is named beside the fields."""

    def act(session: Any, actor: Any) -> tuple[int, dict[str, Any]]:
        number = commands.propose_version(session, actor, case_id, **body).number
        found = plan_view(session, actor, case_id, number=number).shown
        if found is None:
            raise NotFound
        return 201, _plain(_version(found))

    return write(act)


@blueprint.get("/cases/<uuid:case_id>/plan/versions/<int:number>")
@permission("plan.read")
@blueprint.alt_response(200, schema=VersionRead)
def version(case_id: UUID, number: int) -> Response:
    """Read one version in full."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        shown = plan_view(session, actor, case_id, number=number).shown
        return _json(_version(shown) if shown else {})


@blueprint.get("/cases/<uuid:case_id>/plan/versions/<int:number>/changes")
@permission("plan.read")
@blueprint.alt_response(200, schema=ChangeList)
def changes(case_id: UUID, number: int) -> Response:
    """Read what changed in a version, from the one before it or from the one that `since` names."""
    actor, since = current_actor(), request.args.get("since", type=int)
    with tenant_session(request_context(read_only=True)) as session:
        view = plan_view(session, actor, case_id, number=number, beside=since)
        before = view.beside.content if view.beside else Content()
        found = differences(before, view.shown.content) if view.shown else ()
        return _json({"items": [_change(each) for each in found]})


@blueprint.post("/cases/<uuid:case_id>/plan/versions/<int:number>/acceptances")
@permission("plan.accept")
@blueprint.alt_response(201, schema=AcceptanceRead)
@blueprint.alt_response(409, description="There is a newer version: `meant` and `newest` name both.")
def accept(case_id: UUID, number: int) -> Response:
    """Accept the newest version. With both acceptances it is a contract. Accepting twice is one acceptance."""
    return write(lambda s, a: (201, dumped(AcceptanceRead, commands.accept_version(s, a, case_id, number=number))))


def _finding(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("key", "title", "text", "reference", "verdict", "breaches", "who")}


def _head(version: Version) -> dict[str, Any]:
    return {
        "number": version.number,
        "digest": version.digest.hex(),
        "standing": version.standing,
        "proposed_at": version.proposed_at,
        "accepted": [{"party": each.party, "at": each.at} for each in version.signed],
    }


def _version(version: Version) -> dict[str, Any]:
    return {**_head(version), "content": _content(version.content)}


def _draft(row: PlanDraft) -> dict[str, Any]:
    return {"revision": row.revision, "changed_at": row.changed_at, "content": _content(from_json(row.content))}


def _content(content: Content) -> dict[str, Any]:
    """Return a content in the shape in which a draft is sent."""
    found: dict[str, Any] = msgspec.to_builtins(content)
    return found | {"evaluations_on": [{"on": day} for day in found["evaluations_on"]]}


def _change(change: Change) -> dict[str, Any]:
    return {
        "part": change.part,
        "key": change.key,
        "field": change.field,
        "before": msgspec.to_builtins(change.before),
        "after": msgspec.to_builtins(change.after),
        "kind": change.kind,
    }


def _plain(body: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.to_builtins(body)
    return found


def _json(body: dict[str, Any]) -> Response:
    response = make_response(msgspec.json.encode(body))
    response.mimetype = "application/json"
    response.headers["Cache-Control"] = "no-store"
    return response
