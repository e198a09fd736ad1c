"""`handrail audit verify` says whether every chain still holds."""

from uuid import UUID

import click
from sqlalchemy import text

from handrail.audit import queries
from handrail.kit.db import directory_connection, engine_context, tenant_session


@click.group()
def audit() -> None:
    """Verify the chains of the timeline."""


@audit.command()
@click.option("--tenant", "slug", help="Only this consultancy, by its short name.")
def verify(slug: str | None) -> None:
    """Recompute every chain; exit 1 and name the place where one does not hold. Changes nothing."""
    faults = 0
    for tenant_id, name in tenants(slug):
        with tenant_session(engine_context(tenant_id)) as session:
            for fault in queries.faults(session, tenant_id):
                faults += 1
                click.echo(f"{name}: chain {fault.chain_id}, entry {fault.seq}: {fault.kind}. {fault.message}")
        click.echo(f"{name}: verified")
    if faults:
        raise SystemExit(1)


def tenants(slug: str | None) -> list[tuple[UUID, str]]:
    """Return id and short name of the consultancies, or of the one that is named."""
    with directory_connection() as connection:
        rows = connection.execute(text("select id, slug from tenant order by slug"))
        found = [(row.id, row.slug) for row in rows if slug in (None, row.slug)]
    if slug and not found:
        raise click.ClickException(f"There is no consultancy {slug!r}.")
    return found
