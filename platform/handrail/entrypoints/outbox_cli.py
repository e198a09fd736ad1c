"""`handrail outbox`: what was parked after too many starts, doing it again, and setting it aside.

Looks as the relay, which sees all consultancies and nothing but rows; acts by the same commands as the pages, so that
every consultancy's chain tells that Handrail's operator did something at the machine.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import click
import psycopg

from handrail.entrypoints.operating import commands
from handrail.kit import deadlines
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.settings import settings
from handrail.kit.subjects import System

_PARKED = """
select tenant_id, id, queue, name, attempts, parked_at, coalesce(last_error, '') from outbox
where parked_at is not null and done_at is null and (%(all)s or id = any(%(ids)s)) order by parked_at, id
"""


@click.group
def outbox() -> None:
    """Work that was parked, doing it again, and setting it aside."""


@outbox.command("list")
def list_() -> None:
    """List the rows that were started too often without an end, with the kind of their last error."""
    rows = _parked()
    for tenant, row_id, queue, name, attempts, at, error in rows:
        click.echo(f"{row_id}  {at:%Y-%m-%d %H:%M}  {name}  queue {queue}  tenant {tenant}  {attempts} starts  {error}")
    click.echo(f"{len(rows)} parked")


outbox.add_command(list_, "parked")  # its first name


@outbox.command
@click.argument("row_ids", nargs=-1, type=click.UUID)
@click.option("--all", "everything", is_flag=True, help="Every parked row.")
@click.option("--dry-run", is_flag=True, help="Only count.")
def replay(row_ids: tuple[UUID, ...], *, everything: bool, dry_run: bool) -> None:
    """Let parked rows start anew, once what stopped them was repaired; what has taken effect does so no second time."""
    if not row_ids and not everything:
        raise click.UsageError("Name the rows, or say --all.")
    rows = _parked(None if everything else row_ids)
    if dry_run:
        click.echo(f"{len(rows)} would be started anew")
        return
    found = sum(_replay(tenant_id, row_id) for tenant_id, row_id, *_rest in rows)
    click.echo(f"{found} will be started anew")


@outbox.command("set-aside")
@click.argument("row_ids", nargs=-1, type=click.UUID, required=True)
@click.option(
    "--reason",
    type=click.Choice([reason.value for reason in commands.Reason]),
    required=True,
    help="Kept in the chain.",
)
@click.option("--dry-run", is_flag=True, help="Only count.")
def set_aside(row_ids: tuple[UUID, ...], reason: str, *, dry_run: bool) -> None:
    """End parked rows that are not to be done any more."""
    rows = _parked(row_ids)
    if dry_run:
        click.echo(f"{len(rows)} would be set aside")
        return
    found = sum(_set_aside(tenant_id, row_id, commands.Reason(reason)) for tenant_id, row_id, *_rest in rows)
    click.echo(f"{found} set aside")


def _parked(row_ids: Sequence[UUID] | None = None) -> list[tuple[Any, ...]]:
    with _relay() as connection:
        return connection.execute(_PARKED, {"all": row_ids is None, "ids": list(row_ids or ())}).fetchall()


def _replay(tenant_id: UUID, row_id: UUID) -> bool:
    with tenant_session(engine_context(tenant_id)) as session:
        return commands.replay(session, System(tenant_id), row_id)


def _set_aside(tenant_id: UUID, row_id: UUID, reason: commands.Reason) -> bool:
    with tenant_session(engine_context(tenant_id)) as session:
        return commands.set_aside(session, System(tenant_id), row_id, reason)


def _relay() -> psycopg.Connection[Any]:
    return deadlines.connect(settings().relay_url)
