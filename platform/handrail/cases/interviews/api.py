"""Interviews over the API: recording and reading them, their results, and the worker's own words."""

from uuid import UUID

import msgspec
from flask import Response
from flask_smorest import Blueprint

from handrail.cases.api.answering import Body, answer, carry_out, version_of
from handrail.cases.errors import ChangedSince
from handrail.cases.interviews import commands, queries, reflecting
from handrail.cases.interviews.codes import InterviewKind
from handrail.cases.interviews.errors import WordsChanged
from handrail.cases.interviews.schemas import OwnWordsWrite, ReintegrationRecord, ReturnToWorkRecord, TeamQuery
from handrail.cases.interviews.sent import held_of
from handrail.cases.interviews.shapes import InterviewShape, OwnWordsShape, ResultsShape, TeamTalksShape
from handrail.cases.interviews.team_queries import talks_of_team
from handrail.cases.schemas import IfMatchHeader
from handrail.cases.shapes import page
from handrail.identity.access import load_employment, require
from handrail.identity.idempotency import IdempotencyHeader
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit import clock
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound

blueprint = Blueprint("interviews_api", __name__, description="Interviews about reintegration and after an absence")


@blueprint.get("/talks")
@permission("interview.patterns")
@blueprint.arguments(TeamQuery, location="query")
@blueprint.response(200)
def read_team_talks(query: Body) -> Response:
    """Read what talks after an absence brought in your team or, for staff, in the team that is asked for."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        found = talks_of_team(session, actor, clock.today(actor.time_zone), query["team"])
        return answer(msgspec.json.encode(TeamTalksShape.of(found)))


@blueprint.get("/employments/<uuid:employment_id>/interviews")
@permission("interview.read")
@blueprint.response(200)
def list_interviews(employment_id: UUID) -> Response:
    """List the interviews of a worker, the newest first."""
    with tenant_session(request_context(read_only=True)) as session:
        employment = load_employment(session, employment_id, require(current_actor(), "interview.read"))
        return answer(page([InterviewShape.of(each) for each in queries.interviews_of(session, employment)], None))


@blueprint.get("/employments/<uuid:employment_id>/interviews/<uuid:interview_id>")
@permission("interview.read")
@blueprint.response(200)
def read_interview(employment_id: UUID, interview_id: UUID) -> Response:
    """Read one interview."""
    with tenant_session(request_context(read_only=True)) as session:
        employment = load_employment(session, employment_id, require(current_actor(), "interview.read"))
        found = queries.interview_of(session, employment, interview_id)
        return answer(msgspec.json.encode(InterviewShape.of(found)))


@blueprint.get("/employments/<uuid:employment_id>/reintegration-results")
@permission("interview.read")
@blueprint.response(200)
def read_results(employment_id: UUID) -> Response:
    """Read what the newest reintegration interview came to: what the statutory plan of action is written from."""
    with tenant_session(request_context(read_only=True)) as session:
        employment = load_employment(session, employment_id, require(current_actor(), "interview.read"))
        results = queries.results_for_plan_of_action(session, employment)
        if results is None:
            raise NotFound
        return answer(msgspec.json.encode(ResultsShape.of(results)))


@blueprint.post("/employments/<uuid:employment_id>/interviews/reintegration")
@permission("interview.record")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.arguments(ReintegrationRecord)
@blueprint.response(201)
def record_reintegration(headers: Body, body: Body, employment_id: UUID) -> Response:
    """Record a reintegration interview, whatever the worker decided about support."""
    return carry_out(
        headers["key"],
        lambda session, actor: InterviewShape.of(
            commands.record_interview(
                session, actor, employment_id, kind=InterviewKind.REINTEGRATION, held=held_of(body)
            )
        ),
        status=201,
    )


@blueprint.post("/employments/<uuid:employment_id>/interviews/return-to-work/<uuid:absence_id>")
@permission("interview.record")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.arguments(ReturnToWorkRecord)
@blueprint.response(201)
def record_return_to_work(headers: Body, body: Body, employment_id: UUID, absence_id: UUID) -> Response:
    """Record the interview after an absence; the worker's reasons are theirs and not part of it."""
    return carry_out(
        headers["key"],
        lambda session, actor: InterviewShape.of(
            commands.record_interview(
                session,
                actor,
                employment_id,
                kind=InterviewKind.RETURN_TO_WORK,
                held=held_of(body),
                absence_id=absence_id,
            )
        ),
        status=201,
    )


@blueprint.get("/absences/<uuid:absence_id>/own-words")
@permission("interview.read_own")
@blueprint.response(200)
def read_own_words(absence_id: UUID) -> Response:
    """Read what you say about an absence: yours alone."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        require(actor, "interview.read_own")
        employment = queries.employment_of_absence(session, actor.tenant_id, actor.person_id, absence_id)
        found = queries.own_words_of(session, employment, absence_id)
        return answer(page([OwnWordsShape.of(found[key]) for key in sorted(found)], None))


@blueprint.put("/absences/<uuid:absence_id>/own-words")
@permission("interview.reflect")
@blueprint.arguments(IfMatchHeader, location="headers")
@blueprint.arguments(OwnWordsWrite)
@blueprint.response(200)
@blueprint.alt_response(412, description="They were changed since you read them; the answer has both versions.")
def write_own_words(headers: Body, body: Body, absence_id: UUID) -> Response:
    """Keep your own words; without words they are removed. If-Match names the revision you read ("0": none)."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        try:
            found = reflecting.write_own_words(
                session, actor, absence_id, **body, revision=version_of(headers["version"])
            )
        except WordsChanged as error:
            employment = queries.employment_of_absence(session, actor.tenant_id, actor.person_id, absence_id)
            stored = queries.own_words_of(session, employment, absence_id).get(body["question"])
            raise ChangedSince(
                stored=stored.words if stored else "", sent=body["words"], revision=error.members["revision"]
            ) from error
        if found is None:
            return Response(status=204)
        return answer(msgspec.json.encode(OwnWordsShape.of(found)), version=found.revision)


@blueprint.post("/absences/<uuid:absence_id>/own-words/<own_question>/release")
@permission("interview.release")
@blueprint.response(204)
def release_own_words(absence_id: UUID, own_question: str) -> Response:
    """Let your supervisor read exactly these words."""
    with tenant_session(request_context()) as session:
        reflecting.release_own_words(session, current_actor(), absence_id, question=own_question)
    return Response(status=204)


@blueprint.delete("/absences/<uuid:absence_id>/own-words/<own_question>/release")
@permission("interview.release")
@blueprint.response(204)
def take_back_own_words(absence_id: UUID, own_question: str) -> Response:
    """Take a release back: your supervisor finds the words no more."""
    with tenant_session(request_context()) as session:
        reflecting.take_back_own_words(session, current_actor(), absence_id, question=own_question)
    return Response(status=204)
