"""What is said of a version before it is accepted, over the API."""

from typing import Any
from uuid import UUID

from flask import Response, jsonify, make_response

from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.plans import commands
from handrail.plans.api import blueprint
from handrail.plans.api.answering import dumped, opened, write
from handrail.plans.queries.remarks import remarks_of
from handrail.plans.schemas.remarks import ObjectionRead, ObjectionWrite, RemarkList, RemarkRead, RemarkWrite


@blueprint.get("/cases/<uuid:case_id>/plan/remarks")
@permission("plan.remarks")
@blueprint.alt_response(200, schema=RemarkList)
def remarks(case_id: UUID) -> Response:
    """List what the worker said of the versions: for worker and coordinator."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        case = opened(session, actor, case_id, "plan.remarks", "plan.remarks")
        return make_response(jsonify(dumped(RemarkList, {"items": remarks_of(session, case)})))


@blueprint.post("/cases/<uuid:case_id>/plan/remarks")
@permission("plan.remark")
@blueprint.arguments(RemarkWrite)
@blueprint.alt_response(201, schema=RemarkRead)
@blueprint.alt_response(409, description="There is a newer version, or you accepted this one.")
def remark(body: dict[str, Any], case_id: UUID) -> Response:
    """Say something of the newest version to your coordinator, or that you do not accept it as it reads."""
    return write(lambda s, a: (201, dumped(RemarkRead, commands.remark_on_version(s, a, case_id, **body))))


@blueprint.post("/cases/<uuid:case_id>/plan/objections")
@permission("plan.object")
@blueprint.arguments(ObjectionWrite)
@blueprint.alt_response(201, schema=ObjectionRead)
@blueprint.alt_response(409, description="There is a newer version, or you accepted this one.")
def objection(body: dict[str, Any], case_id: UUID) -> Response:
    """Say what you can not promise in the newest version; all who read the plan read it."""
    return write(lambda s, a: (201, dumped(ObjectionRead, commands.object_to_version(s, a, case_id, **body))))
