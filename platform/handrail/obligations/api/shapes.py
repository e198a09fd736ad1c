"""Obligations as the API shows them."""

from typing import Any

import msgspec
from flask import Response

from handrail.kit.codes import Role
from handrail.obligations import presenting
from handrail.obligations.models import Obligation


def json_of(body: Any, status: int = 200) -> Response:
    """Return a JSON answer."""
    return Response(msgspec.json.encode(body), status, mimetype="application/json")


def as_json(row: Obligation, reader: Role) -> dict[str, Any]:
    """Return an obligation as the API shows it to a role, in the language of the request."""
    alone = presenting.tells_too_much(row, reader)
    return {
        "id": row.id,
        "key": row.key,
        "rule": row.rule,
        "title": presenting.title_of(row.rule),
        "kind": row.kind,
        "due_on": row.due_on,
        "due_at": row.due_at,
        "window_from": None if alone else row.window_from,
        "safe_target": None if alone else row.safe_target,
        "status": row.status,
        "met_on": row.met_on,
        "is_open": row.closed_at is None,
        "owed_by": row.owed_by,
        "compartment": row.compartment,
        "case_id": row.case_id,
        "basis": row.basis,
        "confidence": row.confidence,
        "source": row.source,
        "explanation": presenting.steps(row, reader),
        "stale": row.stale,
        "release": row.release,
        "proposed": _proposed(row),
    }


def _proposed(row: Obligation) -> dict[str, Any] | None:
    told = row.proposed
    return None if told is None else {name: told[name] for name in ("release", "kind", "due_on")}
