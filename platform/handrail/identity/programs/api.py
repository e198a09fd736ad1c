"""Tokens and programs over the API: asking for a token, one's own tokens, looking after programs."""

from typing import Any
from uuid import UUID

from flask import Response
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from handrail.identity.access import check, require
from handrail.identity.actor import Actor
from handrail.identity.models import ApiToken
from handrail.identity.programs import commands, oauth, queries, tokens
from handrail.identity.programs.models import ApiClient
from handrail.identity.programs.schemas import (
    ProgramList,
    ProgramMade,
    ProgramRead,
    ProgramWrite,
    SecretForm,
    TokenAsk,
    TokenGiven,
    TokenList,
    TokenRefused,
)
from handrail.identity.queries import employers_of
from handrail.identity.web import current_actor, permission, public, request_context
from handrail.kit.db import tenant_session
from handrail.kit.errors import FieldProblem, Invalid
from handrail.kit.i18n import _
from handrail.web.security import exempt_from_csrf

blueprint = Blueprint("identity_programs_api", __name__, description="Programs and tokens")

_FORM = "application/x-www-form-urlencoded"


@blueprint.post("/oauth/token")
@public("a program shows its secret here and gets a token; nobody is signed in yet")
@exempt_from_csrf("a program asks, which has no session: what counts is its secret")
@blueprint.doc(
    requestBody={"required": True, "content": {_FORM: {"schema": TokenAsk}}},
    security=[],
)
@blueprint.response(200, TokenGiven)
@blueprint.alt_response(400, schema=TokenRefused, description="What is wrong (RFC 6749, 5.2)")
@blueprint.alt_response(401, schema=TokenRefused, description="There is no such program, or not this secret")
def give_token() -> Response:
    """Give a program a token for its secret (OAuth 2.0, client credentials)."""
    return oauth.answer()


# --- One's own tokens -------------------------------------------------------------------------------------------------


@blueprint.get("/account/tokens")
@permission("token.read")
@blueprint.response(200, TokenList)
def list_tokens() -> dict[str, Any]:
    """List your own tokens. Make one in the browser, under your account: a token makes no tokens."""
    with tenant_session(request_context(read_only=True)) as session:
        return {"items": [_token(each) for each in queries.tokens_of(session, current_actor())]}


@blueprint.delete("/account/tokens/<uuid:token_id>")
@permission("token.revoke")
@blueprint.response(204)
def revoke_token(token_id: UUID) -> None:
    """Take back one of your own tokens, which may be the one that you ask with."""
    with tenant_session(request_context()) as session:
        tokens.revoke_token(session, current_actor(), token_id)


# --- Programs ---------------------------------------------------------------------------------------------------------


@blueprint.get("/programs")
@permission("program.read")
@blueprint.response(200, ProgramList)
def list_programs() -> dict[str, Any]:
    """List the programs that you look after."""
    actor = current_actor()
    check(require(actor, "program.read"))
    with tenant_session(request_context(read_only=True)) as session:
        return {"items": [_program(session, actor, each) for each in queries.clients(session, actor)]}


@blueprint.post("/programs")
@permission("program.manage")
@blueprint.arguments(ProgramWrite)
@blueprint.response(201, ProgramMade)
def make_program(body: dict[str, Any]) -> dict[str, Any]:
    """Make a program; its secret is shown this once.

    It takes no Idempotency-Key: an answer that is kept would keep the secret. The same name again is refused.
    """
    actor = current_actor()
    with tenant_session(request_context()) as session:
        employer_id = employer_named(session, actor, body.pop("employer"))
        client, secret = commands.make_client(session, actor, employer_id=employer_id, **body)
        return _program(session, actor, client) | {"client_secret": secret}


@blueprint.get("/programs/<uuid:program_id>")
@permission("program.read")
@blueprint.response(200, ProgramRead)
def read_program(program_id: UUID) -> dict[str, Any]:
    """Return a program; never its secrets."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        return _program(session, actor, commands.load(session, actor, program_id, "program.read"))


@blueprint.post("/programs/<uuid:program_id>/secrets")
@permission("program.manage")
@blueprint.arguments(SecretForm)
@blueprint.response(201, ProgramMade)
def rotate_secret(body: dict[str, Any], program_id: UUID) -> dict[str, Any]:
    """Make another secret, shown this once; the one before works for a week more at most."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        secret = commands.rotate_secret(session, actor, program_id, days=body["days"])
        client = commands.load(session, actor, program_id, "program.read")
        return _program(session, actor, client) | {"client_secret": secret}


@blueprint.delete("/programs/<uuid:program_id>/secrets/<uuid:secret_id>")
@permission("program.manage")
@blueprint.response(204)
def end_secret(program_id: UUID, secret_id: UUID) -> None:
    """End a secret at once."""
    with tenant_session(request_context()) as session:
        commands.end_secret(session, current_actor(), program_id, secret_id)


@blueprint.delete("/programs/<uuid:program_id>")
@permission("program.manage")
@blueprint.response(204)
def end_program(program_id: UUID) -> None:
    """End a program with its tokens and its role; again changes nothing."""
    with tenant_session(request_context()) as session:
        commands.end_client(session, current_actor(), program_id)


def employer_named(session: Session, actor: Actor, key: str | None) -> UUID | None:
    """Return the id of one of the actor's client organisations, None for the consultancy.

    Raises Invalid beside the field, also for the consultancy where that is not theirs.
    """
    if key is None and commands.reaches(actor, None):
        return None
    found = {each.key: each.id for each in employers_of(session, actor)}
    if key is None or key not in found:
        raise Invalid(problems=[FieldProblem("/employer", _("Choose one of your client organisations."))])
    return found[key]


def _token(row: ApiToken) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "role": row.role,
        "scopes": row.scopes,
        "made_at": row.made_at,
        "ends_at": row.ends_at,
        "last_used_at": row.last_used_at,
    }


def _program(session: Session, actor: Actor, client: ApiClient) -> dict[str, Any]:
    keys = {each.id: each.key for each in employers_of(session, actor)}
    return {
        "id": client.id,
        "client_id": client.client_id,
        "name": client.name,
        "employer": keys.get(client.employer_id) if client.employer_id else None,
        "role": client.role,
        "scopes": client.scopes,
        "made_at": client.made_at,
        "ended_at": client.ended_at,
        "last_used_at": client.last_used_at,
        "secrets": queries.secrets_of(session, client),
    }
