"""`handrail person`: the first code of somebody whom nobody else can help, given by the operator."""

import hashlib

import click
from sqlalchemy import select

from handrail.identity import queries
from handrail.identity.factors import giving
from handrail.identity.factors.rules import Way, grouped
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.subjects import System
from handrail.tenancy.models import Person


@click.group()
def person() -> None:
    """Help people of a consultancy to come in."""


@person.command()
@click.option("--tenant", "slug", required=True, help="Short name of the consultancy.")
@click.option("--person", "key", required=True, help="Key of the person, as in the tenant's folder.")
@click.option("--letter", is_flag=True, help="It goes by post and works for 14 days, not for 24 hours.")
@click.option("--dry-run", is_flag=True, help="Check everything, make nothing.")
def code(slug: str, key: str, *, letter: bool, dry_run: bool) -> None:
    """Make a one-time code for a person and print it; this is the only time that it is shown.

    With it and the link that they ask for at /sign-in they come in. Tell it to them yourself, not by mail.
    """
    found = queries.resolve_credential("tenant", hashlib.sha256(slug.encode()).digest())
    if found is None:
        raise click.ClickException(f"There is no consultancy {slug!r}.")
    with tenant_session(engine_context(found.tenant_id)) as session:
        row = session.scalars(
            select(Person).where(Person.tenant_id == found.tenant_id, Person.key == key, Person.active)
        ).one_or_none()
        if row is None:
            raise click.ClickException(f"Nobody with the key {key!r} is active in {slug}.")
        if not row.email:
            raise click.ClickException(f"{key!r} has no e-mail address, and so gets no link. Give them one first.")
        if dry_run:
            click.echo(f"{key} would get a one-time code.")
            return
        way = Way.LETTER if letter else Way.TELEPHONE
        made, digits = giving.give_first_code(session, System(found.tenant_id), row.id, way)
        click.echo(f"{grouped(digits)} (until {made.expires_at:%Y-%m-%d %H:%M} UTC)")
