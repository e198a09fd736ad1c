"""The meeting at the table over the API: begun, noted, concerns raised one by one, ended. The draft has its door."""

from typing import Any
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from handrail.identity.actor import Actor
from handrail.identity.web import permission
from handrail.plans import commands
from handrail.plans.api import blueprint
from handrail.plans.api.answering import dumped, write
from handrail.plans.schemas.preparation import MeetingRead
from handrail.plans.schemas.room import MeetingNotes, PlanConcernRead


@blueprint.post("/cases/<uuid:case_id>/meeting/begin")
@permission("meeting.hold")
@blueprint.alt_response(201, schema=MeetingRead)
@blueprint.alt_response(409, description="A gate is still closed; `rule` names it. Or it is planned for another day.")
def meeting_begin(case_id: UUID) -> Response:
    """Open the planned meeting: from now on concerns can be raised and the draft be written."""
    return write(lambda s, a: (201, _meeting(s, commands.begin_meeting(s, a, case_id))))


@blueprint.patch("/cases/<uuid:case_id>/meeting/notes")
@permission("meeting.hold")
@blueprint.arguments(MeetingNotes)
@blueprint.alt_response(200, schema=MeetingRead)
@blueprint.alt_response(409, description="The meeting has not begun.")
def meeting_note(body: dict[str, Any], case_id: UUID) -> Response:
    """Note who is there, the objectives, that the worker spoke first; what is left out stays as it is."""
    return write(lambda s, a: (200, _meeting(s, commands.note_meeting(s, a, case_id, **body))))


@blueprint.post("/cases/<uuid:case_id>/concerns/<uuid:concern_id>/raising")
@permission("meeting.hold")
@blueprint.alt_response(201, schema=PlanConcernRead)
@blueprint.alt_response(409, description="The meeting has not begun, or the worker has not let these words go.")
def concern_raise(case_id: UUID, concern_id: UUID) -> Response:
    """Mark one concern as raised at the table: the supervisor reads its approved words from now on, for good."""

    def act(session: Session, actor: Actor) -> tuple[int, dict[str, Any]]:
        return 201, dumped(PlanConcernRead, commands.raise_concern(session, actor, case_id, concern_id))

    return write(act)


@blueprint.post("/cases/<uuid:case_id>/meeting/end")
@permission("meeting.hold")
@blueprint.alt_response(201, schema=MeetingRead)
@blueprint.alt_response(409, description="The meeting has not begun.")
def meeting_end(case_id: UUID) -> Response:
    """End the meeting that is under way: it was held, as it was noted."""
    return write(lambda s, a: (201, _meeting(s, commands.end_meeting(s, a, case_id))))


def _meeting(session: Session, row: Any) -> dict[str, Any]:
    session.flush()
    return dumped(MeetingRead, row)
