"""Which provider somebody belongs to: the host's consultancy first, then the proven domain of their address.

That a domain belongs to a provider may be told; whether an address exists may not, and is not looked at here at all.
"""

from dataclasses import dataclass
from uuid import UUID

from handrail.identity.actor import Actor
from handrail.identity.oidc import domains, queries
from handrail.identity.oidc.codes import ConnectionState
from handrail.identity.oidc.models import IdentityConnection
from handrail.identity.oidc.rules import domain_of
from handrail.identity.queries import resolve_credential
from handrail.kit.db import engine_context, tenant_session


@dataclass(frozen=True, slots=True)
class Door:
    """A connection through which people can sign on, as far as a page without anybody signed in needs it."""

    connection_id: UUID
    slug: str
    """The short name of the consultancy."""
    name: str


def doors_of(tenant_id: UUID | None) -> list[Door]:
    """Return the open connections of a consultancy, by name; none where the host names none."""
    if tenant_id is None:
        return []
    with tenant_session(engine_context(tenant_id)) as session:
        found = queries.connections(session, tenant_id, active=True)
        slug = queries.tenant_of(session, tenant_id).slug if found else ""
        return [_door(each, slug) for each in found]


def door_of_address(tenant_id: UUID | None, address: str) -> Door | None:
    """Return the connection for people with an address at this domain; the part before the @ is not looked at."""
    domain = domain_of(address)
    if domain is None:
        return None
    if tenant_id is None:
        found = resolve_credential("mail_domain", domains.digest_of(domain))
        if found is None:
            return None
        tenant_id = found.tenant_id
    with tenant_session(engine_context(tenant_id)) as session:
        connection = queries.active_connection_of_domain(session, tenant_id, domain)
        return _door(connection, queries.tenant_of(session, tenant_id).slug) if connection else None


def door_of_session(actor: Actor) -> Door | None:
    """Return the open connection through which somebody's session began; None where it was another way."""
    if actor.sign_in_id is None:
        return None
    with tenant_session(engine_context(actor.tenant_id)) as session:
        connection_id = queries.connection_of_session(session, actor)
        connection = queries.connection_of(session, actor.tenant_id, connection_id) if connection_id else None
        if connection is None or connection.state is not ConnectionState.ACTIVE:
            return None
        return _door(connection, queries.tenant_of(session, actor.tenant_id).slug)


def _door(connection: IdentityConnection, slug: str) -> Door:
    return Door(connection.id, slug, connection.name)
