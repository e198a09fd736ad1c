"""The command `handrail themes`."""

import click

from handrail.kit import clock
from handrail.kit.db import engine_context, tenant_session
from handrail.prevention.commands.releasing import release_due
from handrail.tenancy.directory import consultancy_named


@click.group
def themes() -> None:
    """Release what many cases teach, without anybody's story."""


@themes.command
@click.option("--tenant", "slug", required=True, help="Short name of the consultancy.")
def release(*, slug: str) -> None:
    """Release the quarter that is over for every client organisation that has not had it.

    A job does so each night; this does it now. It says for how many, and never what was shown or held back.
    """
    tenant_id = consultancy_named(slug)
    with tenant_session(engine_context(tenant_id)) as session:
        count = release_due(session, tenant_id, clock.today())
    click.echo(f"Released for {count} client organisations.")
