"""Retention over the API: rules, runs, holds, certificates."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Response, jsonify, make_response
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from handrail.identity.actor import Actor
from handrail.identity.idempotency import IdempotencyHeader
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.privacy.api.answering import dumped, write
from handrail.privacy.retention import choosing, commands, holding, queries
from handrail.privacy.retention.models import LegalHold
from handrail.privacy.retention.queries import SeenRun
from handrail.privacy.retention.schemas import (
    Decide,
    HoldList,
    HoldPlace,
    HoldRead,
    PeriodChoose,
    PeriodGiveUp,
    Reverse,
    RuleList,
    RunList,
    RunRead,
)

blueprint = Blueprint("retention_api", __name__, description="How long things are kept, and how they end")


@blueprint.get("/retention/rules")
@permission("retention.read")
@blueprint.response(200, RuleList)
def list_rules() -> dict[str, Any]:
    """List the rules with where they are from and what was chosen in their place."""
    with tenant_session(request_context(read_only=True)) as session:
        found = queries.rules(session, current_actor())
    return {
        "items": [
            {
                "kind": each.rule.kind,
                "jurisdiction": each.jurisdiction,
                "period": str(each.rule.period) if each.rule.period else None,
                "floor": str(each.rule.floor) if each.rule.floor else None,
                "ceiling": str(each.rule.ceiling) if each.rule.ceiling else None,
                "counts_from": each.rule.counts_from.value,
                "why": each.rule.why,
                "source": each.rule.source.title,
                "confidence": each.rule.source.confidence,
                "chosen": each.choice.period if each.choice else None,
            }
            for each in found
        ]
    }


@blueprint.post("/retention/periods")
@permission("retention.choose")
@blueprint.arguments(PeriodChoose)
@blueprint.response(204)
@blueprint.alt_response(422, description="It is shorter or longer than the rule allows.")
def choose_period(body: dict[str, Any]) -> None:
    """Keep a kind of record for another period, and say why."""
    with tenant_session(request_context()) as session:
        choosing.choose(session, current_actor(), **body)


@blueprint.delete("/retention/periods")
@permission("retention.choose")
@blueprint.arguments(PeriodGiveUp, location="query")
@blueprint.response(204)
def give_up_period(query: dict[str, Any]) -> None:
    """Go by the rule's own period again."""
    with tenant_session(request_context()) as session:
        choosing.give_up(session, current_actor(), **query)


@blueprint.get("/retention/runs")
@permission("retention.read")
@blueprint.response(200, RunList)
def list_runs() -> dict[str, Any]:
    """List runs; the one that is `proposed` is what is due."""
    with tenant_session(request_context(read_only=True)) as session:
        return {"items": queries.runs(session, current_actor())}


@blueprint.get("/retention/runs/<uuid:erasure_id>")
@permission("retention.read")
@blueprint.response(200, RunRead)
def read_run(erasure_id: UUID) -> dict[str, Any]:
    """Read what a run is about, by case number, and how far it is."""
    with tenant_session(request_context(read_only=True)) as session:
        return _document(queries.seen(session, current_actor(), erasure_id))


@blueprint.post("/retention/runs/<uuid:erasure_id>/ask")
@permission("retention.ask")
@blueprint.arguments(Decide)
@blueprint.response(200, RunRead)
@blueprint.alt_response(409, description="Something else is due by now, or all of it is held.")
def ask(body: dict[str, Any], erasure_id: UUID) -> dict[str, Any]:
    """Ask for the end of what is due. Asks for a strong proof of who you are."""
    return _decided(erasure_id, lambda session, actor: commands.ask(session, actor, erasure_id, seen=body["digest"]))


@blueprint.post("/retention/runs/<uuid:erasure_id>/approve")
@permission("retention.approve")
@blueprint.arguments(Decide)
@blueprint.response(200, RunRead)
@blueprint.alt_response(409, description="You asked for it yourself, or it is not waiting for an approval.")
def approve(body: dict[str, Any], erasure_id: UUID) -> dict[str, Any]:
    """Approve what somebody else asked for; it begins in seven days. Asks for a strong proof of who you are."""
    return _decided(
        erasure_id, lambda session, actor: commands.approve(session, actor, erasure_id, seen=body["digest"])
    )


@blueprint.post("/retention/runs/<uuid:erasure_id>/reverse")
@permission("retention.reverse")
@blueprint.arguments(Reverse)
@blueprint.response(200, RunRead)
@blueprint.alt_response(409, description="It has begun, or is over.")
def reverse(body: dict[str, Any], erasure_id: UUID) -> dict[str, Any]:
    """Stop a run before its days are over. Stopping it again changes nothing."""
    return _decided(erasure_id, lambda session, actor: commands.reverse(session, actor, erasure_id, **body))


@blueprint.get("/retention/runs/<uuid:erasure_id>/certificate")
@permission("retention.read")
@blueprint.response(200)
def read_certificate(erasure_id: UUID) -> Response:
    """Read what a run destroyed, as it was signed."""
    with tenant_session(request_context(read_only=True)) as session:
        return make_response(jsonify(queries.certificate(session, current_actor(), erasure_id).statement), 200)


@blueprint.get("/retention/holds")
@permission("retention.read")
@blueprint.response(200, HoldList)
def list_holds() -> dict[str, Any]:
    """List the holds that were not lifted."""
    with tenant_session(request_context(read_only=True)) as session:
        return {"items": queries.holds(session, current_actor())}


@blueprint.post("/retention/holds")
@permission("hold.place")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.arguments(HoldPlace)
@blueprint.response(201, HoldRead)
@blueprint.alt_response(422, description="There is no such case or client organisation.")
def place_hold(_headers: dict[str, Any], body: dict[str, Any]) -> Response:
    """Hold a case by its number, or everything of a client organisation."""
    return write(lambda session, actor: (201, dumped(HoldRead, holding.place(session, actor, **body))))


@blueprint.post("/retention/holds/<uuid:hold_id>/lift")
@permission("hold.lift")
@blueprint.response(200, HoldRead)
def lift_hold(hold_id: UUID) -> LegalHold:
    """Lift a hold before its last day. Lifting it again changes nothing."""
    with tenant_session(request_context()) as session:
        return holding.lift(session, current_actor(), hold_id)


def _decided(erasure_id: UUID, act: Callable[[Session, Actor], object]) -> dict[str, Any]:
    """Carry out a decision about a run, and return the run as it is then."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        act(session, actor)
        session.flush()
        return _document(queries.seen(session, actor, erasure_id))


def _document(found: SeenRun) -> dict[str, Any]:
    run = found.run
    items = [
        {
            "kind": item.kind,
            "cases": item.numbers,
            "due_on": item.due_on,
            "state": item.state,
            "erased_at": item.erased_at,
        }
        for item in found.items
    ]
    told = ("id", "state", "worked_out_on", "asked_at", "asked_by", "approved_at", "approved_by", "erase_after")
    return {name: getattr(run, name) for name in (*told, "ended_at")} | {"digest": found.digest, "items": items}
