"""`handrail outbox`: what was parked after too many starts, and doing it again."""

from typing import Any
from uuid import UUID

import click
import psycopg

from handrail.kit import deadlines
from handrail.kit import outbox as kit
from handrail.kit.settings import settings

_PARKED = """
select id, tenant_id, queue, name, attempts, parked_at, coalesce(last_error, '') from outbox
where parked_at is not null and done_at is null order by parked_at, id
"""
_REPLAY = """
update outbox set parked_at = null, attempts = 0, run_until = null, sent_until = null, not_before = now()
where parked_at is not null and done_at is null and (%(all)s or id = any(%(ids)s)) returning id
"""


@click.group
def outbox() -> None:
    """Work that was parked, and doing it again."""


@outbox.command
def parked() -> None:
    """List the rows that were started too often without an end, with the kind of their last error."""
    with _relay() as connection:
        rows = connection.execute(_PARKED).fetchall()
    for row_id, tenant, queue, name, attempts, at, error in rows:
        click.echo(f"{row_id}  {at:%Y-%m-%d %H:%M}  {name}  queue {queue}  tenant {tenant}  {attempts} starts  {error}")
    click.echo(f"{len(rows)} parked")


@outbox.command
@click.argument("row_ids", nargs=-1, type=click.UUID)
@click.option("--all", "everything", is_flag=True, help="Every parked row.")
@click.option("--dry-run", is_flag=True, help="Only count.")
def replay(row_ids: tuple[UUID, ...], *, everything: bool, dry_run: bool) -> None:
    """Let parked rows start anew, once what stopped them was repaired; what has taken effect does so no second time."""
    if not row_ids and not everything:
        raise click.UsageError("Name the rows, or say --all.")
    with _relay() as connection:
        found = connection.execute(_REPLAY, {"all": everything, "ids": list(row_ids)}).fetchall()
        connection.execute("select pg_notify(%s, '')", [kit.CHANNEL])
        if dry_run:
            connection.rollback()
    click.echo(f"{len(found)} would be started anew" if dry_run else f"{len(found)} will be started anew")


def _relay() -> psycopg.Connection[Any]:
    return deadlines.connect(settings().relay_url)
