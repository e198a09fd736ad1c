"""`handrail sign-on`: the connections of a consultancy, looked at and, in need, closed by the operator."""

import hashlib
from uuid import UUID

import click

from handrail.audit import timeline
from handrail.identity.oidc import checking, ending, queries
from handrail.identity.oidc.codes import ConnectionState
from handrail.identity.oidc.config import config_of
from handrail.identity.oidc.models import IdentityConnection
from handrail.identity.oidc.sentences import for_administrators
from handrail.identity.queries import resolve_credential
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.settings import settings
from handrail.kit.subjects import System

_tenant = click.option("--tenant", "slug", required=True, help="Short name of the consultancy.")


@click.group("sign-on")
def sign_on() -> None:
    """Look after connections to identity providers."""


@sign_on.command("list")
@_tenant
def list_connections(slug: str) -> None:
    """List the connections of a consultancy: id, state, name, issuer."""
    tenant_id = _tenant_id(slug)
    with tenant_session(engine_context(tenant_id)) as session:
        for each in queries.connections(session, tenant_id):
            click.echo(f"{each.id}  {each.state:<7}{each.name}  {each.issuer}")


@sign_on.command()
@_tenant
@click.argument("connection_id", type=click.UUID)
def check(slug: str, connection_id: UUID) -> None:
    """Ask a provider what can be asked without anybody signing on; exit code 1 where something is wrong."""
    tenant_id = _tenant_id(slug)
    with tenant_session(engine_context(tenant_id)) as session:
        config = config_of(session, _found(queries.connection_of(session, tenant_id, connection_id)))
    found = checking.check(config, f"{settings().public_url}/sign-on/{slug}/{connection_id}/return")
    for each in found:
        click.echo(f"{'ok' if each.reason is None else '--'}  {each.step}")
        if each.reason is not None:
            click.echo(f"    {for_administrators(each.reason, each.about)}")
    if not checking.is_well(found):
        raise click.exceptions.Exit(1)


@sign_on.command()
@_tenant
@click.argument("connection_id", type=click.UUID)
def close(slug: str, connection_id: UUID) -> None:
    """Close a connection: nobody signs on through it, and sessions that began through it end."""
    tenant_id = _tenant_id(slug)
    with tenant_session(engine_context(tenant_id)) as session:
        row = _found(queries.connection_of(session, tenant_id, connection_id))
        changes = {"state": (row.state.value, ConnectionState.OFF.value)}
        row.state = ConnectionState.OFF
        ending.end_all(session, tenant_id, connection_id)
        timeline.append_tenant_act(
            session, System(tenant_id), "identity_connection.turned", record=row, changes=changes
        )
    click.echo("It is closed.")


def _found(row: IdentityConnection | None) -> IdentityConnection:
    if row is None:
        raise click.ClickException("There is no such connection.")
    return row


def _tenant_id(slug: str) -> UUID:
    found = resolve_credential("tenant", hashlib.sha256(slug.encode()).digest())
    if found is None:
        raise click.ClickException(f"There is no consultancy {slug!r}.")
    return found.tenant_id
