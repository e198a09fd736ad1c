"""Absences and imports of absences over the API."""

from io import BytesIO
from typing import Any, Final
from uuid import UUID

from flask import Response, jsonify, make_response, request
from sqlalchemy.orm import Session

from handrail.cases.absence_correcting import confirm_correction
from handrail.cases.absence_rules import AbsenceFacts
from handrail.cases.absence_writing import Origin
from handrail.cases.absences import by_key, correct_absence, record_absence
from handrail.exchange.api import blueprint
from handrail.exchange.intake.absence_list import ListedAbsence, employment_of, list_absences, read_absence
from handrail.exchange.intake.feed import Feed, read_feed
from handrail.exchange.intake.library import load
from handrail.exchange.intake.runs import employer_of, import_at_once, plan_feed, profiles_folder
from handrail.exchange.intake.showing import as_document
from handrail.exchange.intake.waiting import WaitingFeed
from handrail.exchange.schemas import (
    AbsenceCreate,
    AbsenceList,
    AbsencePatch,
    AbsenceQuery,
    AbsenceRead,
    ImportQuery,
)
from handrail.identity.access import load_employment, require
from handrail.identity.actor import Actor
from handrail.identity.idempotency import Answer, IdempotencyHeader, fingerprint, once
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit import clock
from handrail.kit.db import tenant_session
from handrail.kit.errors import FieldProblem, Invalid, NotFound
from handrail.kit.i18n import _

MOST_ROWS_A_REQUEST: Final = 5_000
"""Rows of one request, which is one transaction: a quarter of a minute of work. A larger file comes in parts."""
FACTS: Final[tuple[str, ...]] = ("first_day", "first_day_fit", "hours", "expected_days", "percent")


@blueprint.get("/absences")
@permission("staff.read")
@blueprint.arguments(AbsenceQuery, location="query")
@blueprint.response(200, AbsenceList)
def list_(query: dict[str, Any]) -> dict[str, Any]:
    """List the absences of a client organisation that you may see."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        employer = employer_of(session, actor, "staff.read", key=query["employer"])
        items = list_absences(
            session,
            actor.tenant_id,
            employer_ids=(employer.id,),
            worker=query["worker"],
            external_key=query["external_key"],
            only_open=query["open"],
            today=clock.today(actor.time_zone),
            after=query["after"],
            limit=query["limit"],
        )
    return {"items": items, "next": items[-1].id if len(items) == query["limit"] else None}


@blueprint.post("/absences")
@permission("absence.record")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.arguments(AbsenceCreate)
@blueprint.response(201, AbsenceRead)
@blueprint.alt_response(200, schema=AbsenceRead, description="It was recorded before, with the same facts.")
@blueprint.alt_response(
    409, description="Its key says something else, it overlaps another, or the request key is used."
)
def create(headers: dict[str, Any], body: dict[str, Any]) -> Response:
    """Record an absence. It has no field for a cause: a diagnosis has no place here."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        return answer(once(session, actor, headers["key"], fingerprint(), lambda: _create(session, actor, body)))


@blueprint.get("/absences/<uuid:absence_id>")
@permission("absence.read")
@blueprint.response(200, AbsenceRead)
def read(absence_id: UUID) -> ListedAbsence:
    """Read one absence."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        return _read(session, actor, absence_id)


@blueprint.patch("/absences/<uuid:absence_id>")
@permission("absence.record")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.arguments(AbsencePatch)
@blueprint.response(200, AbsenceRead)
def correct(headers: dict[str, Any], body: dict[str, Any], absence_id: UUID) -> Response:
    """Correct an absence, or end it by its first day fit. What was believed before is kept.

    With the `digest` of a preview nothing else is done than what was shown there.
    """
    actor = current_actor()
    changes = {name: body[name] for name in FACTS if name in body}
    origin = Origin("api", body["why"])

    def act() -> Answer:
        if body["digest"] is None:
            correct_absence(session, actor, absence_id=absence_id, changes=changes, origin=origin)
        else:
            confirm_correction(session, actor, absence_id, changes, origin=origin, digest=body["digest"])
        return 200, _document(session, actor, absence_id)

    with tenant_session(request_context()) as session:
        return answer(once(session, actor, headers["key"], fingerprint(), act))


@blueprint.post("/absence-imports")
@permission("absence.import")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.arguments(ImportQuery, location="query")
@blueprint.response(200)
@blueprint.alt_response(409, description="It is strict and rows can not be taken in, so none was.")
@blueprint.alt_response(422, description="The file can not be trusted as a whole; nothing of it was taken in.")
def import_(headers: dict[str, Any], query: dict[str, Any]) -> Response:
    """Take in the absences of the file in the body, or with `dry_run` say what would be done.

    The answer lists every row that was not simply new or unchanged, by its line in the file. The same file again
    changes nothing. A file has at most 5,000 rows: send a larger one in parts, each with its header line, or let
    whoever runs Handrail import it by command.
    """
    actor = current_actor()
    with tenant_session(request_context()) as session:
        employer = employer_of(session, actor, "absence.import", key=query["employer"])
        feed = _feed(session, actor, query)
        if query["dry_run"]:
            return answer((200, as_document(plan_feed(session, employer, WaitingFeed.of(feed, query["site"])))))

        def act() -> Answer:
            options = {"strict": query["strict"], "site": query["site"]}
            return 200, as_document(import_at_once(session, actor, employer, feed, file_name="api", **options))

        return answer(once(session, actor, headers["key"], fingerprint(), act))


def _create(session: Session, actor: Actor, body: dict[str, Any]) -> Answer:
    employer = employer_of(session, actor, "staff.read", key=body["employer"])
    employment = employment_of(session, employer, body["worker"])
    if employment is None:
        message = _(
            "No worker with the key %(key)s is known at this employer. Add the worker first.", key=body["worker"]
        )
        raise Invalid(problems=[FieldProblem("/worker", message)])
    known = by_key(session, actor.tenant_id, employer.id, body["external_key"])
    absence = record_absence(
        session,
        actor,
        employment_id=employment.id,
        external_key=body["external_key"],
        facts=AbsenceFacts(**{name: body[name] for name in FACTS}),
        origin=Origin("api"),
    )
    return (200 if known else 201), _document(session, actor, absence.id)


def _read(session: Session, actor: Actor, absence_id: UUID) -> ListedAbsence:
    requirement = require(actor, "absence.read")
    found = read_absence(session, actor.tenant_id, absence_id)
    if found is None:
        raise NotFound
    load_employment(session, found.employment_id, requirement)
    return found


def _document(session: Session, actor: Actor, absence_id: UUID) -> dict[str, Any]:
    found: dict[str, Any] = AbsenceRead().dump(read_absence(session, actor.tenant_id, absence_id))
    return found


def _feed(session: Session, actor: Actor, query: dict[str, Any]) -> Feed:
    profile = load(query["profile"], profiles_folder(session, actor.tenant_id))
    today = clock.today(actor.time_zone)
    body = BytesIO(request.get_data())
    return read_feed(body, profile, today=today, start_year=query["start_year"], at_most=MOST_ROWS_A_REQUEST)


def answer(found: Answer) -> Response:
    """Return what was done as JSON."""
    status, body = found
    return make_response(jsonify(body), status)
