"""`handrail keys`: which keys there are, rotating them, and wrapping anew what older ones wrapped."""

from uuid import UUID

import click

from handrail.audit.cli import tenants
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.keys import rotation
from handrail.kit.keys.keeper import keeper

_TENANT = click.option("--tenant", "slug", help="Only this consultancy, by its short name.")


@click.group()
def keys() -> None:
    """Look at the keys that wrap others, and rotate them. Nothing is ever unreadable meanwhile."""


@keys.command("list")
@_TENANT
def list_(slug: str | None) -> None:
    """List master keys and the consultancies' keys, the newest first. No key is printed, only names and numbers."""
    newest = keeper().newest()
    for name in keeper().names():
        click.echo(f"master key {name}{', wraps' if name == newest else ''}")
    for tenant_id, tenant in tenants(slug):
        for each in _standing(tenant_id):
            wraps = ", wraps" if each.wraps else ""
            click.echo(f"{tenant}: key {each.number} under {each.master_key}, {each.data_keys} data keys{wraps}")


@keys.command()
@click.option("--tenant", "slug", help="The consultancy whose key is rotated, by its short name.")
@click.option("--master", is_flag=True, help="The master key in place of a consultancy's.")
@click.option("--dry-run", is_flag=True, help="Only say what would be wrapped anew.")
def rotate(slug: str | None, *, master: bool, dry_run: bool) -> None:
    """Make a new key and wrap with it what the one before wrapped. Where this is interrupted, `rewrap` goes on."""
    if bool(slug) == master:
        raise click.UsageError("Name a consultancy with --tenant, or say --master.")
    if dry_run:
        _say_what_would_be_done(slug)
        return
    if master:
        click.echo(f"master key {keeper().rotate()} wraps now")
        for tenant_id, tenant in tenants(None):
            _rewrap_tenant_keys(tenant_id, tenant)
        return
    for tenant_id, tenant in tenants(slug):
        click.echo(f"{tenant}: key {rotation.rotate(tenant_id)} wraps now")
        _rewrap_data_keys(tenant_id, tenant)


@keys.command()
@_TENANT
@click.option("--dry-run", is_flag=True, help="Only say what would be wrapped anew.")
def rewrap(slug: str | None, *, dry_run: bool) -> None:
    """Wrap with the newest keys what older ones wrapped, and let go of older keys that wrap nothing any more."""
    if dry_run:
        _say_what_would_be_done(slug)
        return
    for tenant_id, tenant in tenants(slug):
        _rewrap_tenant_keys(tenant_id, tenant)
        _rewrap_data_keys(tenant_id, tenant)
        if gone := rotation.let_go_of_older(tenant_id):
            click.echo(f"{tenant}: {gone} older keys are gone")


@keys.command()
@click.argument("name")
def destroy(name: str) -> None:
    """Destroy an older master key, NAME as `handrail keys list` prints it, once it wraps nothing any more.

    Backups of the keys that were taken before the rotation can not be opened afterwards.
    """
    for tenant_id, tenant in tenants(None):
        if any(each.master_key == name for each in _standing(tenant_id)):
            raise click.ClickException(
                f"The keys of {tenant} are still under {name}. Say `handrail keys rewrap` first."
            )
    keeper().destroy(name)
    click.echo(f"master key {name} is destroyed")


def _standing(tenant_id: UUID) -> list[rotation.Standing]:
    with tenant_session(engine_context(tenant_id)) as session:
        return rotation.standing(session, tenant_id)


def _say_what_would_be_done(slug: str | None) -> None:
    newest = keeper().newest()
    for tenant_id, tenant in tenants(slug):
        found = _standing(tenant_id)
        under_older = sum(each.master_key != newest for each in found)
        with_older = sum(each.data_keys for each in found if not each.wraps)
        click.echo(
            f"{tenant}: {under_older} of its keys are under an older master key, "
            f"{with_older} data keys under older ones of its own"
        )
    click.echo("Nothing was changed.")


def _rewrap_tenant_keys(tenant_id: UUID, tenant: str) -> None:
    if done := rotation.rewrap_tenant_keys(tenant_id):
        click.echo(f"{tenant}: {done} keys wrapped anew")


def _rewrap_data_keys(tenant_id: UUID, tenant: str) -> None:
    if done := sum(rotation.rewrap_data_keys(tenant_id)):
        click.echo(f"{tenant}: {done} data keys wrapped anew")
