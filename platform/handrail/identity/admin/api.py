"""Administration over the API."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from handrail.identity.actor import Actor
from handrail.identity.admin import commands, queries
from handrail.identity.admin.queries import Held, Listed
from handrail.identity.admin.schemas import (
    PeopleList,
    PeopleQuery,
    PersonAdd,
    PersonRead,
    PersonWhole,
    RegisterList,
    RegisterQuery,
    RoleGive,
    RoleHeld,
    ShutOut,
)
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session

blueprint = Blueprint("identity_admin_api", __name__, description="People, their roles, and the register of acts")


@blueprint.get("/people")
@permission("people.read")
@blueprint.arguments(PeopleQuery, location="query")
@blueprint.response(200, PeopleList)
def people(query: dict[str, Any]) -> dict[str, Any]:
    """List people by name, with their roles of today."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        found, after = queries.people(session, actor, **query)
    return {"items": [_read(actor, listed) for listed in found], "next": after}


@blueprint.post("/people")
@permission("people.change")
@blueprint.arguments(PersonAdd)
@blueprint.response(201, PersonRead)
def add(body: dict[str, Any]) -> dict[str, Any]:
    """Add somebody with their first role. An address that somebody has is refused, so a repeat adds nobody twice."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        employer_id = queries.employer_or_all(session, actor, body.pop("employer"))
        made = commands.add_person(session, actor, employer_id=employer_id, **body)
        return _read(actor, Listed(made, (body["role"],)))


@blueprint.get("/people/<uuid:member_id>")
@permission("people.read")
@blueprint.response(200, PersonWhole)
def person(member_id: UUID) -> dict[str, Any]:
    """Read one person with what they hold, and at how many places they are signed in."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        found = queries.person(session, actor, member_id)
        held = queries.held_by(session, actor, member_id)
        sessions, tokens = queries.open_sessions(session, actor, member_id)
        roles = tuple(dict.fromkeys(each.membership.role for each in held))
        return _read(actor, Listed(found, roles)) | {
            "held": [_held(each) for each in held],
            "sessions": len(sessions),
            "tokens": len(tokens),
        }


@blueprint.post("/people/<uuid:member_id>/roles")
@permission("people.change")
@blueprint.arguments(RoleGive)
@blueprint.response(201, RoleHeld)
@blueprint.alt_response(409, description="A role that they hold stands against it: `rule` and `conflicting` name both.")
def give_role(body: dict[str, Any], member_id: UUID) -> dict[str, Any]:
    """Give somebody a role; the same again is the first."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        employer_id = queries.employer_or_all(session, actor, body.pop("employer"))
        made = commands.give_role(session, actor, member_id, commands.Terms(employer_id=employer_id, **body))
        return next(_held(each) for each in queries.held_by(session, actor, member_id) if each.membership.id == made.id)


@blueprint.delete("/people/<uuid:member_id>/roles/<uuid:role_id>")
@permission("people.change")
@blueprint.response(204)
def end_role(member_id: UUID, role_id: UUID) -> None:
    """End a role today; again changes nothing."""
    with tenant_session(request_context()) as session:
        commands.end_role(session, current_actor(), member_id, role_id)


@blueprint.delete("/people/<uuid:member_id>/sessions")
@permission("people.shut_out")
@blueprint.response(204)
def end_sessions(member_id: UUID) -> None:
    """Sign somebody out everywhere, and take tokens and calendar addresses back."""
    with tenant_session(request_context()) as session:
        commands.end_sessions(session, current_actor(), member_id)


@blueprint.put("/people/<uuid:member_id>/shut-out")
@permission("people.shut_out")
@blueprint.arguments(ShutOut)
@blueprint.response(204)
def shut_out(body: dict[str, Any], member_id: UUID) -> None:
    """Shut somebody out of everything, or let them in again."""
    with tenant_session(request_context()) as session:
        commands.shut_out(session, current_actor(), member_id, out=body["out"])


@blueprint.get("/register")
@permission("register.read")
@blueprint.arguments(RegisterQuery, location="query")
@blueprint.response(200, RegisterList)
def register(query: dict[str, Any]) -> dict[str, Any]:
    """List acts outside cases: sign-ins, roles, tokens, configuration. The newest come first."""
    person_id = query.pop("person")
    with tenant_session(request_context(read_only=True)) as session:
        rows, before = queries.entries(session, current_actor(), person_id=person_id, **query)
        return {
            "items": [
                {
                    "seq": entry.seq,
                    "at": entry.at,
                    "actor_id": entry.actor_id,
                    "actor_role": entry.actor_role,
                    "verb": entry.verb,
                    "object_table": entry.object_table,
                    "object_id": entry.object_id,
                    "changes": entry.detail.get("changes", {}),
                }
                for entry, _name in rows
            ],
            "next": before,
        }


def _read(actor: Actor, listed: Listed) -> dict[str, Any]:
    person = listed.person
    return {
        "id": person.id,
        "key": person.key,
        "name": person.name,
        "email": person.email if actor.employers == "*" else None,
        "locale": person.locale,
        "active": person.active,
        "roles": list(listed.roles),
    }


def _held(each: Held) -> dict[str, Any]:
    row = each.membership
    return {
        "id": row.id,
        "role": row.role,
        "employer": each.employer,
        "first_day": row.during.lower,
        "last_day": row.during.upper - timedelta(days=1) if row.during.upper else None,
        "source": row.source,
        "reason": row.reason,
    }
