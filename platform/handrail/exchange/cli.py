"""`handrail absence`: absences from a file, looked at or taken in; and `handrail tenant`, beside it in this slice."""

import sys
from pathlib import Path
from typing import Final
from uuid import UUID

import click
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from handrail.exchange.intake.feed import Feed, read_feed
from handrail.exchange.intake.library import available, load
from handrail.exchange.intake.plan import ImportPlan
from handrail.exchange.intake.problems import FileRefused
from handrail.exchange.intake.runs import employer_by_key, import_at_once, plan_feed
from handrail.exchange.intake.showing import shown, summary
from handrail.exchange.intake.waiting import WaitingFeed
from handrail.exchange.provisioning.cli import tenant
from handrail.kit import clock
from handrail.kit.db import directory_connection, engine_context, tenant_session
from handrail.kit.errors import NotFound
from handrail.kit.settings import settings
from handrail.kit.subjects import System
from handrail.tenancy.models import ClientOrganisation, Tenant

__all__ = ["absence", "tenant"]

_KEPT_QUIET: Final = frozenset({"creates", "unchanged", "no_absences"})


@click.group
def absence() -> None:
    """Absences from other systems."""


@absence.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--tenant", "slug", help="Short name of the consultancy; not needed where there is only one.")
@click.option("--employer", "employer_key", required=True, help="Key of the client organisation.")
@click.option("--profile", "profile_name", required=True, help="How to read the file: generic, or one of your own.")
@click.option("--start-year", type=click.IntRange(1970, 2200), help="First year of a file without dates.")
@click.option("--site", help="Site of workers whom the file names first; not needed where there is only one.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, row by row, and do nothing.")
@click.option("--strict", is_flag=True, help="Take in nothing where any row can not be taken in.")
def import_(
    file: Path,
    *,
    slug: str | None,
    employer_key: str,
    profile_name: str,
    start_year: int | None,
    site: str | None,
    dry_run: bool,
    strict: bool,
) -> None:
    """Take in the absences of FILE: new ones, corrections and ends.

    A file that can not be trusted as a whole is refused and nothing of it is taken in; a row that can not be taken in
    is told and the others are. The same file again changes nothing.
    """
    consultancy = _tenant(slug)
    profile = load(profile_name, _profiles_of(consultancy))
    today = clock.today(consultancy.time_zone)
    try:
        with file.open("rb") as stream:
            feed = read_feed(stream, profile, today=today, start_year=start_year)
    except FileRefused as refused:
        click.echo("\n".join(str(problem) for problem in refused.problems), err=True)
        sys.exit(1)
    with tenant_session(engine_context(consultancy.id)) as session:
        employer = _employer(session, consultancy, employer_key)
        found = _carry_out(session, consultancy, employer, feed, file=file, site=site, dry_run=dry_run, strict=strict)
    _report(found, dry_run=dry_run)
    if strict and found.rejected:
        click.echo("Some rows can not be taken in, and --strict was asked for: nothing was.", err=True)
        sys.exit(1)


@absence.command
@click.option("--tenant", "slug", help="Short name of the consultancy.")
def profiles(slug: str | None) -> None:
    """List the mapping profiles that a consultancy can use."""
    folder = _profiles_of(_tenant(slug)) if slug else None
    for name in available(folder):
        click.echo(f"{name:24} {load(name, folder).document.title}")


def _profiles_of(consultancy: Tenant) -> Path:
    return settings().tenants_dir / consultancy.slug / "profiles"


def _tenants() -> dict[str, UUID]:
    with directory_connection() as connection:
        rows = connection.execute(text("select slug, id from tenant")).all()
        return {str(row[0]): row[1] for row in rows}


def _tenant(slug: str | None) -> Tenant:
    known = _tenants()
    if slug is None and len(known) != 1:
        raise click.UsageError(f"Name the consultancy with --tenant; there are: {', '.join(sorted(known)) or 'none'}.")
    chosen = slug or next(iter(known))
    if chosen not in known:
        raise NotFound(f"There is no consultancy {chosen!r}; there are: {', '.join(sorted(known)) or 'none'}.")
    with tenant_session(engine_context(known[chosen])) as session:
        return session.scalars(select(Tenant).where(Tenant.tenant_id == known[chosen])).one()


def _employer(session: Session, consultancy: Tenant, key: str) -> ClientOrganisation:
    try:
        return employer_by_key(session, consultancy.id, key)
    except NotFound:
        statement = select(ClientOrganisation.key).where(ClientOrganisation.tenant_id == consultancy.id)
        known = ", ".join(session.scalars(statement.order_by(ClientOrganisation.key)))
        raise NotFound(f"There is no client organisation {key!r}; there are: {known or 'none'}.") from None


def _carry_out(
    session: Session,
    consultancy: Tenant,
    employer: ClientOrganisation,
    feed: Feed,
    *,
    file: Path,
    site: str | None,
    dry_run: bool,
    strict: bool,
) -> ImportPlan:
    found = plan_feed(session, employer, WaitingFeed.of(feed, site))
    if dry_run or (strict and found.rejected):
        return found
    return import_at_once(
        session, System(consultancy.id), employer, feed, file_name=file.name, strict=strict, site=site
    )


def _report(found: ImportPlan, *, dry_run: bool) -> None:
    for notice in found.notices:
        click.echo(f"Note: {notice}")
    for name, rows in shown(found).items():
        if not dry_run and name in _KEPT_QUIET:
            continue
        for row in rows:
            whose = f"  worker {row.worker}  absence {row.key}" if row.worker else ""
            click.echo(f"{name}  row {row.line}{whose}  {row.what}")
    click.echo("")
    for label, count in summary(found.counts):
        click.echo(f"{count:7}  {label}")
    click.echo(f"{found.rows:7}  rows in all")
    if found.new_workers:
        click.echo(f"{len(found.new_workers):7}  workers {'would be' if dry_run else 'were'} added")
