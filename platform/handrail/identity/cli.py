"""`handrail token`: a person's tokens for the API, made and taken back by the operator."""

import sys

import click
from sqlalchemy import select

from handrail.identity import commands, queries
from handrail.identity.models import ApiToken
from handrail.kit.codes import Role
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.subjects import System
from handrail.tenancy.directory import consultancy_named
from handrail.tenancy.models import Person

_LONGEST_DAYS = 180
_tenant = click.option("--tenant", "slug", required=True, help="Short name of the consultancy.")


@click.group()
def token() -> None:
    """Tokens with which a program acts for a person, in one role, until a day."""


@token.command()
@_tenant
@click.option("--person", "key", required=True, help="Key of the person, as in the tenant's folder.")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--name", required=True, help="What the token is for.")
@click.option("--days", type=click.IntRange(1, _LONGEST_DAYS), default=30, show_default=True)
@click.option("--dry-run", is_flag=True, help="Check everything, make nothing.")
def make(slug: str, key: str, role: str, name: str, days: int, *, dry_run: bool) -> None:
    """Make a token and print it; this is the only time that it is shown."""
    tenant_id = consultancy_named(slug)
    with tenant_session(engine_context(tenant_id)) as session:
        person_id = session.scalar(select(Person.id).where(Person.tenant_id == tenant_id, Person.key == key))
        if person_id is None or Role(role) not in queries.roles_of(session, tenant_id, person_id):
            raise click.ClickException(f"Nobody with the key {key!r} is {role} in {slug} today.")
        if dry_run:
            click.echo(f"{key} would get a token as {role} for {days} days.")
            return
        _row, secret = commands.make_api_token(
            session, System(tenant_id), person_id=person_id, role=Role(role), name=name, days=days
        )
    click.echo(secret)


@token.command()
@_tenant
@click.option("--dry-run", is_flag=True, help="Say whether there is such a token, change nothing.")
def revoke(slug: str, *, dry_run: bool) -> None:
    """Take a token back; it is refused from the next request on.

    The token is read from the standard input, or asked for: what stands on the command line is kept in its history.
    """
    tenant_id = consultancy_named(slug)
    with tenant_session(engine_context(tenant_id)) as session:
        statement = select(ApiToken).where(
            ApiToken.tenant_id == tenant_id,
            ApiToken.digest == commands.digest(_secret()),
            ApiToken.revoked_at.is_(None),
        )
        living = session.scalars(statement).one_or_none()
        if living is None:
            raise click.ClickException("There is no such token, or it was taken back already.")
        if not dry_run:
            commands.revoke_api_token(session, System(tenant_id), living)
    click.echo("It would be taken back." if dry_run else "It is taken back.")


def _secret() -> str:
    typed: str = click.prompt("Token", hide_input=True) if sys.stdin.isatty() else sys.stdin.readline()
    return typed.strip()
