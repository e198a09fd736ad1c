"""Corrections of absences over the API: what they would move, taking back, and what they moved (ACC-3)."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from flask import Response

from handrail.cases.absence_correcting import foresee_correction, foresee_taking_back, take_back_absence
from handrail.cases.absence_writing import Origin
from handrail.exchange.api import blueprint
from handrail.exchange.api.absences import FACTS, answer
from handrail.exchange.intake.absence_list import read_correction
from handrail.exchange.schemas import (
    AbsenceCorrectionRead,
    AbsenceForesee,
    AbsenceTakeBackAsk,
    ForeseenRead,
    TakenBackRead,
)
from handrail.exchange.told import names_told
from handrail.identity.access import load_employment, require
from handrail.identity.idempotency import Answer, IdempotencyHeader, fingerprint, once
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound
from handrail.obligations.looking import note_reading
from handrail.obligations.moving import moved_by, moves_of


@blueprint.post("/absences/<uuid:absence_id>/correction-preview")
@permission("absence.record")
@blueprint.arguments(AbsenceForesee)
@blueprint.response(200, ForeseenRead)
def foresee(body: dict[str, Any], absence_id: UUID) -> dict[str, Any]:
    """Say what a correction would move and why, and who would be told. Nothing is stored."""
    actor = current_actor()
    changes = {name: body[name] for name in FACTS if name in body}
    with tenant_session(request_context()) as session:
        foreseen = (
            foresee_taking_back(session, actor, absence_id)
            if body["takes_back"]
            else foresee_correction(session, actor, absence_id, changes)
        )
        return {
            "digest": foreseen.digest,
            "moves": [asdict(move) for move in moves_of(foreseen.outcomes, foreseen.employment, actor.role)],
            "told": names_told(session, actor, foreseen),
        }


@blueprint.post("/absences/<uuid:absence_id>/taking-back")
@permission("absence.record")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.arguments(AbsenceTakeBackAsk)
@blueprint.response(200, TakenBackRead)
def take_back(headers: dict[str, Any], body: dict[str, Any], absence_id: UUID) -> Response:
    """Take back an absence that was recorded by mistake. What was believed is kept in the correction."""
    actor = current_actor()

    def act() -> Answer:
        correction_id = take_back_absence(
            session, actor, absence_id, origin=Origin("api", body["why"]), digest=body["digest"]
        )
        return 200, {"correction_id": str(correction_id)}

    with tenant_session(request_context()) as session:
        return answer(once(session, actor, headers["key"], fingerprint(), act))


@blueprint.get("/absence-corrections/<uuid:absence_correction_id>")
@permission("absence.read")
@blueprint.response(200, AbsenceCorrectionRead)
def correction(absence_correction_id: UUID) -> dict[str, Any]:
    """Return a correction and the dates that it moved, of those that you may know."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        found = read_correction(session, actor.tenant_id, absence_correction_id)
        if found is None:
            raise NotFound
        load_employment(session, found.employment_id, require(actor, "absence.read"))
        moves, looked_at = moved_by(session, actor, absence_correction_id)
        note_reading(session, actor, looked_at, "obligations.list")
        return {
            "id": found.id,
            "employment_id": found.employment_id,
            "absence_id": found.absence_id,
            "at": found.at,
            "takes_back": found.takes_back,
            "changes": {
                name: {"before": _plain(before), "after": _plain(after)}
                for name, (before, after) in found.changes.items()
            },
            "moves": [asdict(move) for move in moves],
        }


def _plain(value: object) -> str | int | None:
    return value if value is None or isinstance(value, int) else str(value)
