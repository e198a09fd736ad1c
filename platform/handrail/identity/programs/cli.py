"""`handrail client`: programs of organisations, made, given another secret and ended by the operator."""

from contextlib import suppress
from uuid import UUID

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.identity.commands import digest
from handrail.identity.programs import commands
from handrail.identity.programs.models import ApiClient
from handrail.identity.programs.rules import MOST_SECRET_DAYS, PROGRAM_ROLES, scopes_for
from handrail.kit.codes import Role
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.subjects import System
from handrail.tenancy.directory import consultancy_named
from handrail.tenancy.models import ClientOrganisation

_tenant = click.option("--tenant", "slug", required=True, help="Short name of the consultancy.")
_client_id = click.argument("client_id")
_days = click.option(
    "--days", type=click.IntRange(1, MOST_SECRET_DAYS), default=180, show_default=True, help="Until the secret ends."
)
_dry_run = click.option("--dry-run", is_flag=True, help="Check everything, change nothing.")


class _OnlyLooked(Exception):
    """Everything was checked, and nothing is to stay: no error, but what undoes a dry run."""


@click.group()
def client() -> None:
    """Programs that ask Handrail in their own name (OAuth 2.0, client credentials)."""


@client.command(name="list")
@_tenant
def list_clients(slug: str) -> None:
    """List programs: client id, role, name, and when each last got a token."""
    tenant_id = consultancy_named(slug)
    with tenant_session(engine_context(tenant_id)) as session:
        statement = select(ApiClient).where(ApiClient.tenant_id == tenant_id).order_by(ApiClient.name, ApiClient.id)
        for each in session.scalars(statement):
            used = "ended" if each.ended_at else f"{each.last_used_at:%Y-%m-%d}" if each.last_used_at else "never"
            click.echo(f"{each.client_id}  {each.role:<20}{used:<12}{each.name}")


@client.command()
@_tenant
@click.option("--name", required=True, help="What the program is.")
@click.option("--role", type=click.Choice([role.value for role in PROGRAM_ROLES]), required=True)
@click.option("--employer", help="Key of the client organisation; without it the role is in the whole consultancy.")
@click.option("--scope", "scopes", multiple=True, help="What it is good for, such as absence:read; again for more.")
@_days
@_dry_run
def make(  # noqa: PLR0917 - click passes each option by name
    slug: str, name: str, role: str, employer: str | None, scopes: tuple[str, ...], days: int, *, dry_run: bool
) -> None:
    """Make a program, and print its client id and its secret; this is the only time that the secret is shown."""
    tenant_id = consultancy_named(slug)
    if not scopes:
        raise click.ClickException(f"Name at least one --scope; {role} has: {', '.join(scopes_for(Role(role)))}.")
    with suppress(_OnlyLooked), tenant_session(engine_context(tenant_id)) as session:
        made, secret = commands.make_client(
            session, System(tenant_id), name=name, employer_id=_employer(session, tenant_id, employer),
            role=Role(role), scopes=scopes, days=days,
        )  # fmt: skip
        said = f"{made.client_id}\n{secret}"
        if dry_run:
            said = f"{name} would be made."
            raise _OnlyLooked
    click.echo(said)


@client.command()
@_tenant
@_client_id
@_days
@_dry_run
def rotate(slug: str, client_id: str, days: int, *, dry_run: bool) -> None:
    """Make another secret and print it, this once; the one before works for a week more at most."""
    tenant_id = consultancy_named(slug)
    with tenant_session(engine_context(tenant_id)) as session:
        found = _found(session, tenant_id, client_id)
        if dry_run:
            click.echo(f"{found.name} would get another secret for {days} days.")
            return
        secret = commands.rotate_secret(session, System(tenant_id), found.id, days=days)
    click.echo(secret)


@client.command()
@_tenant
@_client_id
@_dry_run
def end(slug: str, client_id: str, *, dry_run: bool) -> None:
    """End a program: its secrets and tokens open nothing from the next request on, and its role ends."""
    tenant_id = consultancy_named(slug)
    with tenant_session(engine_context(tenant_id)) as session:
        found = _found(session, tenant_id, client_id)
        if not dry_run:
            commands.end_client(session, System(tenant_id), found.id)
    click.echo("It would end." if dry_run else "It has ended.")


def _found(session: Session, tenant_id: UUID, client_id: str) -> ApiClient:
    statement = select(ApiClient).where(
        ApiClient.tenant_id == tenant_id,
        ApiClient.digest == digest(client_id),
        ApiClient.ended_at.is_(None),
    )
    found = session.scalars(statement).one_or_none()
    if found is None:
        raise click.ClickException(f"There is no program {client_id!r}, or it has ended.")
    return found


def _employer(session: Session, tenant_id: UUID, key: str | None) -> UUID | None:
    if key is None:
        return None
    statement = select(ClientOrganisation.id).where(
        ClientOrganisation.tenant_id == tenant_id, ClientOrganisation.key == key
    )
    found = session.scalar(statement)
    if found is None:
        raise click.ClickException(f"There is no client organisation {key!r}.")
    return found
