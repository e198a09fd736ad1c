"""People's ways to sign in over the API, as far as a program can use them."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from handrail.identity.factors import giving, queries
from handrail.identity.factors.rules import grouped
from handrail.identity.factors.schemas import CodeAsked, CodeGiven, WaysRead
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session

blueprint = Blueprint("identity_factors_api", __name__, description="Ways to sign in")


@blueprint.get("/account/factors")
@permission("account.read")
@blueprint.response(200, WaysRead)
def list_factors() -> dict[str, Any]:
    """List what you can sign in with, beside a link. Keys and codes are never told."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        ways = queries.ways_of(session, actor.tenant_id, actor.person_id)
        return {
            "passkeys": list(ways.passkeys),
            "authenticator_since": ways.authenticator.confirmed_at if ways.authenticator else None,
            "recovery_codes_left": ways.recovery_codes,
        }


@blueprint.post("/people/<uuid:person_id>/sign-in-codes")
@permission(giving.ACTION)
@blueprint.arguments(CodeAsked)
@blueprint.response(201, CodeGiven)
def give_code(asked: dict[str, Any], person_id: UUID) -> dict[str, Any]:
    """Make a one-time code for somebody whom you may help to sign in. It is shown this once.

    Tell it to them by telephone or letter, never by mail: that is where the link goes. It takes no Idempotency-Key,
    since an answer that is kept would keep the code; asked again, it makes a new one, and only the newest works.
    """
    with tenant_session(request_context()) as session:
        row, code = giving.give_code(session, current_actor(), person_id, asked["way"])
        return {"code": grouped(code), "way": row.way, "expires_at": row.expires_at}
