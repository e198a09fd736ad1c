"""The people of a case, over the API."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from handrail.cases.api.answering import Body, read_case
from handrail.cases.team import commands, queries
from handrail.cases.team.queries import Member
from handrail.cases.team.schemas import MemberList, MemberRead, PartGive
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session

blueprint = Blueprint("cases_team_api", __name__, description="The people of a case")


@blueprint.get("/cases/<uuid:case_id>/people")
@permission("case_team.read")
@blueprint.response(200, MemberList)
def list_people(case_id: UUID) -> dict[str, list[Member]]:
    """List who has which part in a case, what they see, since when and by whom."""
    with tenant_session(request_context()) as session:
        case = read_case(session, current_actor(), case_id, "case_team.read", purpose="team.read")
        return {"items": queries.members_of(session, case)}


@blueprint.post("/cases/<uuid:case_id>/people")
@permission("case_team.appoint")
@blueprint.arguments(PartGive)
@blueprint.response(201, MemberRead)
def appoint(body: Body, case_id: UUID) -> Any:
    """Give somebody a part; the union only with the worker's consent. The same again is the same part."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        made = commands.appoint(session, actor, case_id, **body)
        case = read_case(session, actor, case_id, "case_team.read", purpose="team.read")
        return queries.member_of(session, case, made.id)


@blueprint.delete("/cases/<uuid:case_id>/people/<uuid:part_id>")
@permission("case_team.appoint")
@blueprint.response(204)
def end(case_id: UUID, part_id: UUID) -> None:
    """End a part; they find nothing of the case from the next request on."""
    with tenant_session(request_context()) as session:
        commands.end_part(session, current_actor(), case_id, part_id)
