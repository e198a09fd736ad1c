"""`handrail absence`: absences from a file, looked at or taken in; and `handrail tenant`, beside it in this slice."""

import sys
from datetime import date
from pathlib import Path
from typing import Final

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.exchange.intake.gathering import Gathered, gather
from handrail.exchange.intake.in_parts import Import, Progress, TakenInElsewhere, carry_out, look_through
from handrail.exchange.intake.library import available, load
from handrail.exchange.intake.plan import ImportPlan
from handrail.exchange.intake.problems import FileRefused
from handrail.exchange.intake.profiles import Profile
from handrail.exchange.intake.runs import RowsRejected, employer_by_key
from handrail.exchange.intake.shelf import Shelf
from handrail.exchange.intake.terminal import Teller, stopping_cleanly, tell_counts
from handrail.exchange.provisioning.cli import tenant
from handrail.kit import clock
from handrail.kit.away import DatabaseAway
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.errors import NotFound, Unavailable
from handrail.kit.settings import settings
from handrail.kit.subjects import System
from handrail.tenancy.directory import consultancies, consultancy_named
from handrail.tenancy.models import ClientOrganisation, Tenant

__all__ = ["absence", "tenant"]

_DONE: Final = 0
_NOTHING_DONE: Final = 1
_NOT_FINISHED: Final = 3
_AWAY: Final = "The database does not answer. `handrail doctor` says more."


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

    A file that can not be trusted as a whole is refused before anything of it is taken in; a row that can not be taken
    in is told and the others are. The same file again changes nothing, and goes on where an import of it was stopped.

    Ends with 0 when all is done, 1 when nothing could be done, 2 when it was called in a wrong way, and 3 when it did
    not come to its end: the same command again goes on there.
    """
    consultancy = _tenant(slug)
    profile = load(profile_name, _profiles_of(consultancy))
    context = engine_context(consultancy.id)
    with tenant_session(context) as session:
        employer_id = _employer(session, consultancy, employer_key).id
    today = clock.today(consultancy.time_zone)
    with Shelf() as shelf:
        gathered = _gathered(file, profile, shelf, today=today, start_year=start_year, site=site)
        work = Import(context, System(consultancy.id), employer_id, gathered, file.name, strict=strict)
        for notice in gathered.notices:
            click.echo(f"Note: {notice}")
        sys.exit(_look(work) if dry_run else _take_in(work))


@absence.command
@click.option("--tenant", "slug", help="Short name of the consultancy.")
def profiles(slug: str | None) -> None:
    """List the mapping profiles that a consultancy can use."""
    folder = _profiles_of(_tenant(slug)) if slug else None
    for name in available(folder):
        click.echo(f"{name:24} {load(name, folder).document.title}")


def _profiles_of(consultancy: Tenant) -> Path:
    return settings().tenants_dir / consultancy.slug / "profiles"


def _tenant(slug: str | None) -> Tenant:
    if slug is None:
        known = list(consultancies())
        if len(known) != 1:
            raise click.UsageError(f"Name the consultancy with --tenant; there are: {', '.join(known) or 'none'}.")
        slug = known[0]
    tenant_id = consultancy_named(slug)
    with tenant_session(engine_context(tenant_id)) as session:
        return session.scalars(select(Tenant).where(Tenant.tenant_id == tenant_id)).one()


def _employer(session: Session, consultancy: Tenant, key: str) -> ClientOrganisation:
    try:
        return employer_by_key(session, consultancy.id, key)
    except NotFound:
        statement = select(ClientOrganisation.key).where(ClientOrganisation.tenant_id == consultancy.id)
        known = ", ".join(session.scalars(statement.order_by(ClientOrganisation.key)))
        raise NotFound(f"There is no client organisation {key!r}; there are: {known or 'none'}.") from None


def _gathered(
    file: Path, profile: Profile, shelf: Shelf, *, today: date, start_year: int | None, site: str | None
) -> Gathered:
    try:
        with file.open("rb") as stream:
            return gather(stream, profile, shelf, today=today, start_year=start_year, site=site)
    except FileRefused as refused:
        click.echo("\n".join(str(problem) for problem in refused.problems), err=True)
        sys.exit(_NOTHING_DONE)


def _look(work: Import) -> int:
    """Tell what the whole file would do; returns the exit code."""
    progress = work.begin()
    teller = Teller(work.gathered.count, progress, dry_run=True)
    teller.rows_read(work.gathered.rejected, work.gathered.no_absences)
    for now, found in look_through(work, progress):
        teller.part_done(progress := now, found)
    teller.end()
    tell_counts(progress.counts, progress.new_workers, dry_run=True)
    return _refused(progress) if work.strict and progress.counts["rejected"] else _DONE


def _take_in(work: Import) -> int:
    """Take in the file, or what is left of it; returns the exit code."""
    progress = begun = work.begin()
    if work.strict and (refused := _first_look(work, begun)):
        return refused
    if begun.absences_done:
        click.echo(f"An earlier import of this file did {begun.rows_done:,} rows; it goes on after them.", err=True)
    teller = Teller(work.gathered.count, begun, dry_run=False)
    if not begun.absences_done:
        teller.rows_read(work.gathered.rejected, work.gathered.no_absences)

    def told(now: Progress, found: ImportPlan) -> None:
        nonlocal progress
        progress = now
        teller.part_done(now, found)

    try:
        with stopping_cleanly() as stopping:
            carry_out(work, begun, told, may_go_on=lambda: stopping.not_asked)
    except (Unavailable, RowsRejected, TakenInElsewhere) as problem:
        teller.end()
        said = _AWAY if isinstance(problem, DatabaseAway) else problem.detail
        click.echo(said, err=True)
        return _not_finished(work, progress, "at least ")  # the last answer may be lost, or another process goes on
    teller.end()
    if not work.finished(progress):
        return _not_finished(work, progress)
    tell_counts(progress.counts, progress.new_workers, dry_run=False)
    return _DONE


def _first_look(work: Import, progress: Progress) -> int:
    """Look at every row before any is taken in, for --strict; returns the exit code, 0 where all can be taken in."""
    if not progress.counts["rejected"]:
        looks = look_through(work, progress)
        if not any(found.rejected for _progress, found in looks):
            return _DONE
    return _look(work)


def _refused(progress: Progress) -> int:
    rest = "nothing more was." if progress.run_id else "nothing was."
    click.echo(f"Some rows can not be taken in, and --strict was asked for: {rest}", err=True)
    return _NOTHING_DONE


def _not_finished(work: Import, progress: Progress, surely: str = "") -> int:
    done, all_rows = f"{surely}{progress.rows_done:,}", f"{work.gathered.count:,}"
    click.echo(
        f"Not finished: {done} of {all_rows} rows are done, none of them half. The same command goes on there.",
        err=True,
    )
    return _NOT_FINISHED
