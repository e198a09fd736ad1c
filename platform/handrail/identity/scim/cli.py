"""`handrail scim`: tokens of directories, made and revoked by the operator."""

import hashlib
from uuid import UUID

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.identity import queries as identity
from handrail.identity.scim import queries, tokens
from handrail.identity.scim.models import ScimConnection
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.subjects import System

_tenant = click.option("--tenant", "slug", required=True, help="Short name of the consultancy.")
_directory = click.option("--directory", "name", required=True, help="Name of the directory, as its page shows it.")
_dry_run = click.option("--dry-run", is_flag=True, help="Check everything, change nothing.")


@click.group()
def scim() -> None:
    """Tokens with which the directory of an organisation brings people, until a day."""


@scim.command(name="list")
@_tenant
def list_tokens(slug: str) -> None:
    """List directories and their living tokens: ids and days, no secrets."""
    tenant_id = _tenant_id(slug)
    with tenant_session(engine_context(tenant_id)) as session:
        for each in queries.overviews(session, tenant_id):
            click.echo(f"{each.connection.name}: {each.people} people, {each.tokens} living tokens")
            for token, _maker in queries.tokens(session, each.connection):
                used = token.last_used_at.date().isoformat() if token.last_used_at else "never"
                click.echo(f"  {token.id}  until {token.ends_at.date()}, last used {used}")


@scim.command()
@_tenant
@_directory
@click.option("--days", type=click.IntRange(1, tokens.MOST_DAYS), default=180, show_default=True)
@_dry_run
def make(slug: str, name: str, days: int, *, dry_run: bool) -> None:
    """Make a token and print it; this is the only time that it is shown."""
    tenant_id = _tenant_id(slug)
    with tenant_session(engine_context(tenant_id)) as session:
        connection = _connection(session, tenant_id, name)
        if dry_run:
            click.echo(f"{name} would get a token for {days} days.")
            return
        _row, secret = tokens.make_token(session, System(tenant_id), connection.id, days=days)
    click.echo(secret)


@scim.command()
@_tenant
@_directory
@click.argument("token_id")
@_dry_run
def revoke(slug: str, name: str, token_id: str, *, dry_run: bool) -> None:
    """Revoke a token by its id, as `handrail scim list` shows it."""
    tenant_id = _tenant_id(slug)
    with tenant_session(engine_context(tenant_id)) as session:
        connection = _connection(session, tenant_id, name)
        living = {str(token.id): token.id for token, _maker in queries.tokens(session, connection)}
        if token_id not in living:
            raise click.ClickException("There is no such token, or it lets nobody in already.")
        if not dry_run:
            tokens.revoke_token(session, System(tenant_id), connection.id, living[token_id])
    click.echo("It would be revoked." if dry_run else "It is revoked.")


def _connection(session: Session, tenant_id: UUID, name: str) -> ScimConnection:
    statement = select(ScimConnection).where(
        ScimConnection.tenant_id == tenant_id, ScimConnection.name == name, ScimConnection.ended_at.is_(None)
    )
    found = session.scalars(statement).one_or_none()
    if found is None:
        raise click.ClickException(f"No directory {name!r} is connected.")
    return found


def _tenant_id(slug: str) -> UUID:
    found = identity.resolve_credential("tenant", hashlib.sha256(slug.encode()).digest())
    if found is None:
        raise click.ClickException(f"There is no consultancy {slug!r}.")
    return found.tenant_id
