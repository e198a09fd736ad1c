"""Concerns over the API: the worker's own, and those told to the coordinator."""

from typing import Any
from uuid import UUID

from flask import Response, jsonify, make_response

from handrail.identity.access import load_case, require
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.codes import Compartment
from handrail.kit.db import tenant_session
from handrail.plans import commands
from handrail.plans.api import blueprint
from handrail.plans.api.answering import dumped, meant_revision, opened, stale, with_etag, write
from handrail.plans.errors import DraftMoved
from handrail.plans.queries.concerns import concern_of, concerns_of, own_concern_of, own_concerns_of, reviews_of
from handrail.plans.schemas.concerns import (
    ConcernList,
    ConcernNote,
    ConcernOrder,
    ConcernRead,
    ConcernRelease,
    ConcernReview,
    ConcernTell,
    OwnConcernList,
    OwnConcernRead,
    OwnConcernWrite,
    ReviewList,
)


@blueprint.get("/cases/<uuid:case_id>/own-concerns")
@permission("concern.read_own")
@blueprint.alt_response(200, schema=OwnConcernList)
def own_list(case_id: UUID) -> Response:
    """List what you wrote for yourself. Only the worker can."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        case = opened(session, actor, case_id, "concern.read_own", "own_concerns.read", Compartment.OWN)
        return make_response(jsonify(dumped(OwnConcernList, {"items": own_concerns_of(session, case)})))


@blueprint.post("/cases/<uuid:case_id>/own-concerns")
@permission("concern.draft")
@blueprint.arguments(OwnConcernWrite)
@blueprint.alt_response(201, schema=OwnConcernRead)
def own_create(body: dict[str, Any], case_id: UUID) -> Response:
    """Keep a concern for yourself."""
    return write(lambda s, a: (201, dumped(OwnConcernRead, commands.keep_concern(s, a, case_id, **body))))


@blueprint.get("/cases/<uuid:case_id>/own-concerns/<uuid:concern_id>")
@permission("concern.read_own")
@blueprint.alt_response(200, schema=OwnConcernRead)
def own_read(case_id: UUID, concern_id: UUID) -> Response:
    """Read one of your own concerns; its ETag is what a change has to name."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        case = opened(session, actor, case_id, "concern.read_own", "own_concerns.read", Compartment.OWN)
        row = own_concern_of(session, case, concern_id)
        return with_etag(make_response(jsonify(dumped(OwnConcernRead, row))), row.revision)


@blueprint.put("/cases/<uuid:case_id>/own-concerns/<uuid:concern_id>")
@permission("concern.draft")
@blueprint.arguments(OwnConcernWrite)
@blueprint.alt_response(200, schema=OwnConcernRead)
@blueprint.alt_response(412, description="It was changed in the meantime.")
@blueprint.alt_response(428, description="If-Match is missing.")
def own_change(body: dict[str, Any], case_id: UUID, concern_id: UUID) -> Response:
    """Change one of your own concerns; name the ETag you read in If-Match."""
    meant = meant_revision()
    actor = current_actor()
    try:
        with tenant_session(request_context()) as session:
            row = commands.change_own_concern(session, actor, case_id, concern_id, revision=meant, **body)
            session.flush()
            return with_etag(make_response(jsonify(dumped(OwnConcernRead, row))), row.revision)
    except DraftMoved as moved:
        raise stale(moved) from moved


@blueprint.delete("/cases/<uuid:case_id>/own-concerns/<uuid:concern_id>")
@permission("concern.draft")
@blueprint.alt_response(204, description="It is gone.")
def own_remove(case_id: UUID, concern_id: UUID) -> Response:
    """Take one of your own concerns away for good; a copy that you told stays where you told it."""
    with tenant_session(request_context()) as session:
        commands.remove_own_concern(session, current_actor(), case_id, concern_id)
    return make_response("", 204)


@blueprint.post("/cases/<uuid:case_id>/own-concerns/<uuid:concern_id>/telling")
@permission("concern.tell")
@blueprint.arguments(ConcernTell)
@blueprint.alt_response(201, schema=ConcernRead)
def tell(body: dict[str, Any], case_id: UUID, concern_id: UUID) -> Response:
    """Give your coordinator a copy of one of your own concerns."""
    return write(lambda s, a: (201, dumped(ConcernRead, commands.tell_concern(s, a, case_id, concern_id, **body))))


@blueprint.get("/cases/<uuid:case_id>/concerns")
@permission("concern.read")
@blueprint.alt_response(200, schema=ConcernList)
def list_(case_id: UUID) -> Response:
    """List the concerns that worker and coordinator talk about, in the order of priority."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        case = opened(session, actor, case_id, "concern.read", "concerns.read")
        return make_response(jsonify(dumped(ConcernList, {"items": concerns_of(session, case)})))


@blueprint.post("/cases/<uuid:case_id>/concerns")
@permission("concern.note")
@blueprint.arguments(ConcernNote)
@blueprint.alt_response(201, schema=ConcernRead)
def note(body: dict[str, Any], case_id: UUID) -> Response:
    """Note a concern that the worker speaks of."""
    return write(lambda s, a: (201, dumped(ConcernRead, commands.note_concern(s, a, case_id, **body))))


@blueprint.put("/cases/<uuid:case_id>/concerns/order")
@permission("concern.note")
@blueprint.arguments(ConcernOrder)
@blueprint.alt_response(200, schema=ConcernList)
def order(body: dict[str, Any], case_id: UUID) -> Response:
    """Put the concerns in the order of priority."""
    return write(lambda s, a: (200, dumped(ConcernList, {"items": commands.order_concerns(s, a, case_id, **body)})))


@blueprint.post("/cases/<uuid:case_id>/concerns/<uuid:concern_id>/reviews")
@permission("concern.note")
@blueprint.arguments(ConcernReview)
@blueprint.alt_response(201, schema=ConcernRead)
def review(body: dict[str, Any], case_id: UUID, concern_id: UUID) -> Response:
    """Say whether a concern is still there, changed or gone."""
    return write(lambda s, a: (201, dumped(ConcernRead, commands.review_concern(s, a, case_id, concern_id, **body))))


@blueprint.get("/cases/<uuid:case_id>/concerns/<uuid:concern_id>/reviews")
@permission("concern.read")
@blueprint.alt_response(200, schema=ReviewList)
def reviews(case_id: UUID, concern_id: UUID) -> Response:
    """Read how a concern stood from when it was noted on, oldest first."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        case = opened(session, actor, case_id, "concern.read", "concerns.read")
        found = reviews_of(session, case, concern_of(session, case, concern_id).id)
        return make_response(jsonify(dumped(ReviewList, {"items": found})))


@blueprint.put("/cases/<uuid:case_id>/concerns/<uuid:concern_id>/release")
@permission("concern.release")
@blueprint.arguments(ConcernRelease)
@blueprint.alt_response(200, schema=ConcernRead)
@blueprint.alt_response(409, description="These words are part of the plan already, or the concern is gone.")
def release(body: dict[str, Any], case_id: UUID, concern_id: UUID) -> Response:
    """Let the supervisor read exactly these words, from the planning meeting on. Only the worker can."""
    return write(lambda s, a: (200, dumped(ConcernRead, commands.release_concern(s, a, case_id, concern_id, **body))))


@blueprint.delete("/cases/<uuid:case_id>/concerns/<uuid:concern_id>/release")
@permission("concern.release")
@blueprint.alt_response(204, description="Nothing of it goes to the meeting.")
@blueprint.alt_response(409, description="These words are part of the plan already.")
def take_back(case_id: UUID, concern_id: UUID) -> Response:
    """Take a release back, until the words are part of the plan."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        load_case(session, case_id, require(actor, "concern.release"))
        commands.take_back_concern(session, actor, case_id, concern_id)
    return make_response("", 204)
