"""Access for a time, over the API."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from handrail.identity.granting import covering, lending, queries, support
from handrail.identity.granting.queries import SeenAccess, SeenCover
from handrail.identity.granting.rules import Period
from handrail.identity.granting.schemas import (
    CoverArrange,
    CoverList,
    CoverRead,
    LoanList,
    LoanRead,
    RoleLend,
    SupportGive,
    SupportList,
    SupportRead,
)
from handrail.identity.models import Membership
from handrail.identity.queries import employer_named
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session

blueprint = Blueprint("identity_granting_api", __name__, description="Access for a time: support, cover, lent roles")


@blueprint.get("/support-accesses")
@permission("support.read")
@blueprint.response(200, SupportList)
def list_accesses() -> dict[str, Any]:
    """List who of the support may look or could, in the last 90 days, and how often they did."""
    with tenant_session(request_context(read_only=True)) as session:
        return {"items": [_access(seen) for seen in queries.accesses(session, current_actor())]}


@blueprint.post("/support-accesses")
@permission("support.give")
@blueprint.arguments(SupportGive)
@blueprint.response(201, SupportRead)
def give(body: dict[str, Any]) -> dict[str, Any]:
    """Let an agent look at a client organisation for hours. The same again is another leave, which ends by itself."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        made = support.give_support(
            session, actor,
            agent_id=queries.person_among(queries.agents(session, actor), body["agent"], "/agent"),
            lens=body["lens"],
            employer_id=employer_named(session, actor, body["employer"]),
            hours=body["hours"],
            reason=body["reason"],
        )  # fmt: skip
        return _access(queries.access(session, actor, made.id))


@blueprint.delete("/support-accesses/<uuid:access_id>")
@permission("support.end")
@blueprint.response(204)
def end(access_id: UUID) -> None:
    """End an access before its time; again changes nothing."""
    with tenant_session(request_context()) as session:
        support.end_support(session, current_actor(), access_id)


@blueprint.get("/covers")
@permission("cover.read")
@blueprint.response(200, CoverList)
def list_covers() -> dict[str, Any]:
    """List covers that last or are to come."""
    with tenant_session(request_context(read_only=True)) as session:
        return {"items": [_cover(seen) for seen in queries.covers(session, current_actor())]}


@blueprint.post("/covers")
@permission("cover.arrange")
@blueprint.arguments(CoverArrange)
@blueprint.response(201, CoverRead)
def arrange(body: dict[str, Any]) -> dict[str, Any]:
    """Let a colleague stand in for a coordinator. A second cover for the same days is refused."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        employer_id = employer_named(session, actor, body["employer"])
        there = queries.coordinators(session, actor, employer_id)
        made = covering.arrange_cover(
            session, actor,
            person_id=queries.person_among(there, body["away"], "/away"),
            by_id=queries.person_among(there, body["by"], "/by"),
            employer_id=employer_id,
            period=Period(body["first_day"], body["last_day"]),
        )  # fmt: skip
        return next(_cover(seen) for seen in queries.covers(session, actor) if seen.cover.id == made.id)


@blueprint.delete("/covers/<uuid:cover_id>")
@permission("cover.arrange")
@blueprint.response(204)
def end_cover(cover_id: UUID) -> None:
    """End a cover before its time; again changes nothing."""
    with tenant_session(request_context()) as session:
        covering.end_cover(session, current_actor(), cover_id)


@blueprint.get("/account/lent-roles")
@permission("role.lend")
@blueprint.response(200, LoanList)
def list_lent() -> dict[str, Any]:
    """List what you lent in the role in which you act."""
    with tenant_session(request_context(read_only=True)) as session:
        return {"items": [_loan(one) for one in lending.lent_by(session, current_actor())]}


@blueprint.post("/account/lent-roles")
@permission("role.lend")
@blueprint.arguments(RoleLend)
@blueprint.response(201, LoanRead)
def lend_role(body: dict[str, Any]) -> dict[str, Any]:
    """Lend the role in which you act to a colleague; the same days again are the same loan."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        employer_id = employer_named(session, actor, body.pop("employer"))
        made = lending.lend_named(session, actor, employer_id=employer_id, **body)
        return next(_loan(one) for one in lending.lent_by(session, actor) if one.id == made)


@blueprint.delete("/account/lent-roles/<uuid:membership_id>")
@permission("role.lend")
@blueprint.response(204)
def take_back(membership_id: UUID) -> None:
    """Take back what you lent; again changes nothing."""
    with tenant_session(request_context()) as session:
        lending.take_back(session, current_actor(), membership_id)


def _access(seen: SeenAccess) -> dict[str, Any]:
    row = seen.access
    return {
        "id": row.id,
        "agent": seen.agent,
        "given_by": seen.given_by,
        "employer": seen.employer,
        "lens": row.lens,
        "reason": row.reason,
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
        "ended_at": row.ended_at,
        "looks": seen.looks,
    }


def _cover(seen: SeenCover) -> dict[str, Any]:
    days = seen.cover.during
    return {
        "id": seen.cover.id,
        "away": seen.person,
        "by": seen.by,
        "employer": seen.employer,
        "first_day": days.lower,
        "last_day": days.upper - timedelta(days=1) if days.upper else None,
    }


def _loan(one: Membership) -> dict[str, Any]:
    days = one.during
    return {
        "id": one.id,
        "person_id": one.person_id,
        "role": one.role,
        "first_day": days.lower,
        "last_day": days.upper - timedelta(days=1) if days.upper else None,
        "reason": one.reason,
    }
