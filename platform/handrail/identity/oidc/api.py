"""Connections over the API: the same as the pages, but for what only a person in a browser can do (a try)."""

from typing import Any
from uuid import UUID

from flask import url_for
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from handrail.identity.oidc import checking, commands, domains, going, queries
from handrail.identity.oidc.config import config_of
from handrail.identity.oidc.models import IdentityConnection, IdentityDomain
from handrail.identity.oidc.schemas import (
    CheckRead,
    ConnectionRead,
    ConnectionWrite,
    DomainForm,
    DomainRead,
    NewConnection,
)
from handrail.identity.oidc.sentences import for_administrators
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound

blueprint = Blueprint("identity_oidc_api", __name__, description="Sign-on with identity providers")


@blueprint.get("/sign-on/connections")
@permission("sign_on.read")
@blueprint.response(200, ConnectionRead(many=True))
def list_connections() -> list[dict[str, Any]]:
    """List the connections that you look after."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        slug = queries.tenant_of(session, actor.tenant_id).slug
        return [_told(each, slug) for each in queries.connections(session, actor.tenant_id)]


@blueprint.post("/sign-on/connections")
@permission("sign_on.manage")
@blueprint.arguments(NewConnection)
@blueprint.response(201, ConnectionRead)
def create_connection(body: dict[str, Any]) -> dict[str, Any]:
    """Make a connection, as a draft. It opens once a try in the browser went well."""
    with tenant_session(request_context()) as session:
        return _told_in(session, commands.create(session, current_actor(), **body))


@blueprint.get("/sign-on/connections/<uuid:connection_id>")
@permission("sign_on.read")
@blueprint.response(200, ConnectionRead)
def read_connection(connection_id: UUID) -> dict[str, Any]:
    """Return a connection; never its secret."""
    with tenant_session(request_context(read_only=True)) as session:
        return _told_in(session, commands.load(session, current_actor(), connection_id, "sign_on.read"))


@blueprint.patch("/sign-on/connections/<uuid:connection_id>")
@permission("sign_on.manage")
@blueprint.arguments(ConnectionWrite(partial=True))
@blueprint.response(200, ConnectionRead)
def change_connection(body: dict[str, Any], connection_id: UUID) -> dict[str, Any]:
    """Change what you name of a connection."""
    with tenant_session(request_context()) as session:
        return _told_in(session, commands.change(session, current_actor(), connection_id, **body))


@blueprint.post("/sign-on/connections/<uuid:connection_id>/check")
@permission("sign_on.manage")
@blueprint.response(200, CheckRead)
def check_connection(connection_id: UUID) -> dict[str, Any]:
    """Look at the provider, without anybody signing on."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        row = commands.load(session, actor, connection_id, "sign_on.manage")
        config, slug = config_of(session, row), queries.tenant_of(session, actor.tenant_id).slug
    found = checking.check(config, going.redirect_uri(slug, connection_id))
    return {
        "well": checking.is_well(found),
        "findings": [
            {
                "step": each.step.value,
                "well": each.reason is None,
                "reason": each.reason.value if each.reason else None,
                "detail": for_administrators(each.reason, each.about) if each.reason else None,
            }
            for each in found
        ],
    }


@blueprint.post("/sign-on/connections/<uuid:connection_id>/open")
@permission("sign_on.manage")
@blueprint.response(200, ConnectionRead)
def open_connection(connection_id: UUID) -> dict[str, Any]:
    """Let people sign on through a connection that was tried as it is set up now."""
    with tenant_session(request_context()) as session:
        return _told_in(session, commands.open_connection(session, current_actor(), connection_id))


@blueprint.post("/sign-on/connections/<uuid:connection_id>/close")
@permission("sign_on.manage")
@blueprint.response(200, ConnectionRead)
def close_connection(connection_id: UUID) -> dict[str, Any]:
    """Let nobody sign on through a connection any more; sessions that began through it end."""
    with tenant_session(request_context()) as session:
        return _told_in(session, commands.close_connection(session, current_actor(), connection_id))


@blueprint.get("/sign-on/connections/<uuid:connection_id>/domains")
@permission("sign_on.read")
@blueprint.response(200, DomainRead(many=True))
def list_domains(connection_id: UUID) -> list[dict[str, Any]]:
    """List the domains of a connection with the records that prove them."""
    with tenant_session(request_context(read_only=True)) as session:
        row = commands.load(session, current_actor(), connection_id, "sign_on.read")
        return [_domain(each) for each in queries.domains_of(session, row)]


@blueprint.post("/sign-on/connections/<uuid:connection_id>/domains")
@permission("sign_on.manage")
@blueprint.arguments(DomainForm)
@blueprint.response(201, DomainRead)
def add_domain(body: dict[str, Any], connection_id: UUID) -> dict[str, Any]:
    """Add a domain, to be proven by a TXT record."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        row = commands.load(session, actor, connection_id, "sign_on.manage")
        return _domain(domains.add(session, actor, row, body["domain"]))


@blueprint.post("/sign-on/connections/<uuid:connection_id>/domains/<uuid:domain_id>/check")
@permission("sign_on.manage")
@blueprint.response(200, DomainRead)
def check_domain(connection_id: UUID, domain_id: UUID) -> dict[str, Any]:
    """Look whether the record of a domain is there."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        said = domains.is_said(_load_domain(session, connection_id, domain_id))
    with tenant_session(request_context()) as session:
        domain = _load_domain(session, connection_id, domain_id)
        domains.prove(session, actor, domain, said=said)
        return _domain(domain)


@blueprint.delete("/sign-on/connections/<uuid:connection_id>/domains/<uuid:domain_id>")
@permission("sign_on.manage")
@blueprint.response(204)
def remove_domain(connection_id: UUID, domain_id: UUID) -> None:
    """Let a domain go."""
    with tenant_session(request_context()) as session:
        domains.remove(session, current_actor(), _load_domain(session, connection_id, domain_id))


def _load_domain(session: Session, connection_id: UUID, domain_id: UUID) -> IdentityDomain:
    row = commands.load(session, current_actor(), connection_id, "sign_on.manage")
    domain = queries.domain_of(session, row, domain_id)
    if domain is None:
        raise NotFound
    return domain


def _domain(row: IdentityDomain) -> dict[str, Any]:
    return {
        "id": row.id,
        "domain": row.domain,
        "record_name": domains.record_name(row),
        "record_text": domains.record_text(row),
        "verified_at": row.verified_at,
    }


def _told_in(session: Session, row: IdentityConnection) -> dict[str, Any]:
    return _told(row, queries.tenant_of(session, row.tenant_id).slug)


def _told(row: IdentityConnection, slug: str) -> dict[str, Any]:
    plain = (
        "id", "employer_id", "name", "state", "discovery", "issuer", "client_id", "client_authentication", "algorithms",
        "scopes", "requires_mfa", "strong_acr", "strong_amr", "groups_claim",
    )  # fmt: skip
    return {name: getattr(row, name) for name in plain} | {
        "has_secret": row.secret_sealed is not None,
        "groups": row.group_map,
        "redirect_uri": going.redirect_uri(slug, row.id),
        "logout_uri": url_for("identity_oidc.back_channel", slug=slug, connection_id=row.id, _external=True),
    }
