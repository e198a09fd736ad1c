"""`handrail tenant`: consultancies from their folders."""

import sys
from datetime import datetime
from pathlib import Path

import click

from handrail.exchange.provisioning.apply import Applied, ProvisioningRefused, named, summary
from handrail.exchange.provisioning.apply import apply as apply_spec
from handrail.exchange.provisioning.feed import absence_feed, to_csv
from handrail.exchange.provisioning.reading import read_tenant
from handrail.exchange.provisioning.spec import TenantSpec
from handrail.frameworks.folder import FilesRefused
from handrail.identity.errors import RolesConflict
from handrail.kit import clock

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group
def tenant() -> None:
    """Consultancies from their folders."""


@tenant.command
@click.argument("folder", type=FOLDER)
@click.option("--dry-run", is_flag=True, help="Say line by line what would change, and do nothing.")
def apply(folder: Path, *, dry_run: bool) -> None:
    """Bring the consultancy of FOLDER in line with its files; a second time changes nothing."""
    spec = _read(folder)
    try:
        done = apply_spec(spec, dry_run=dry_run)
    except (ProvisioningRefused, RolesConflict) as refused:
        click.echo(str(refused), err=True)
        sys.exit(1)
    _report(done, dry_run=dry_run)


@tenant.command
@click.argument("folder", type=FOLDER)
def check(folder: Path) -> None:
    """Read FOLDER and say what is wrong with it; needs no database."""
    spec = _read(folder)
    workers = sum(len(employer.employments) for employer in spec.employers)
    click.echo(f"{spec.slug}: {len(spec.employers)} employers, {workers} workers, {len(spec.memberships)} roles.")


@tenant.command
@click.argument("folder", type=FOLDER)
@click.argument("employer")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day of the feed; today where it is left out.")
def feed(folder: Path, employer: str, *, as_of: datetime | None) -> None:
    """Print the invented absence feed of a demo EMPLOYER, in the form of the profile `generic`; changes nothing."""
    spec = _read(folder)
    chosen = next((one for one in spec.employers if one.key == employer), None)
    if chosen is None or chosen.feed is None:
        known = ", ".join(one.key for one in spec.employers if one.feed is not None)
        raise click.UsageError(f"{employer!r} has no feed; these have one: {known}.")
    day = as_of.date() if as_of else clock.today(spec.time_zone)
    click.echo(to_csv(absence_feed(chosen, day)), nl=False)


def _read(folder: Path) -> TenantSpec:
    try:
        return read_tenant(folder.absolute())
    except FilesRefused as refused:
        click.echo(str(refused), err=True)
        sys.exit(1)


def _report(done: Applied, *, dry_run: bool) -> None:
    if not done.changes:
        click.echo(f"{done.slug}: nothing to change.")
        return
    if dry_run:
        for change in done.changes:
            click.echo(named(change))
    click.echo(f"{done.slug}: {'would change' if dry_run else 'changed'}")
    for line in summary(done):
        click.echo(line)
