"""The command `handrail report`."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.kit import clock
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.errors import NotFound
from handrail.reports.codes import Kind, Side, measures_of
from handrail.reports.commands import check_wanted
from handrail.reports.finishing import Asked, made
from handrail.reports.measuring import Scope, measure
from handrail.reports.periods import Period, Stretch, period_of
from handrail.tenancy.directory import consultancy_named
from handrail.tenancy.models import ClientOrganisation, Tenant

_DAY: Final = click.DateTime(formats=["%Y-%m-%d"])


@click.group
def report() -> None:
    """Make reports of a consultancy."""


@report.command
@click.option("--tenant", "slug", required=True, help="Short name of the consultancy.")
@click.option(
    "--kind", type=click.Choice([kind.value for kind in Kind]), default=Kind.OVERVIEW.value, show_default=True
)
@click.option("--employer", "key", help="Key of one client organisation: the report that its own people get.")
@click.option("--from", "first_day", type=_DAY, help="First day; without it the last four quarters.")
@click.option("--until", "last_day", type=_DAY, help="Last day.")
@click.option("--out", "folder", type=click.Path(file_okay=False, path_type=Path), help="Folder for the files.")
@click.option("--dry-run", is_flag=True, help="Say what would be counted, and count nothing.")
def run(
    *,
    slug: str,
    kind: str,
    key: str | None,
    first_day: datetime | None,
    last_day: datetime | None,
    folder: Path | None,
    dry_run: bool,
) -> None:
    """Make a report here and now and write its files to a folder.

    Without --employer it is the consultancy's: every number, small ones too. With --employer it is what people of that
    employer get: small numbers are held back, and what it shows is remembered, as of every report for them.
    """
    consultancy = _consultancy(slug)
    with tenant_session(engine_context(consultancy.id)) as session:
        asked = _asked(session, consultancy, Kind(kind), key, _days(consultancy, first_day, last_day))
        if dry_run:
            _tell(session, asked)
            return
        if folder is None:
            raise click.UsageError("Name the folder for the files with --out.")
        forms = list(made(session, asked, _counted(session, asked)))
    folder.mkdir(parents=True, exist_ok=True)
    for form in forms:
        (folder / form.name).write_bytes(form.content)
        click.echo(f"{len(form.content):9}  {folder / form.name}")


def _days(consultancy: Tenant, first_day: datetime | None, last_day: datetime | None) -> Period:
    if (first_day is None) != (last_day is None):
        raise click.UsageError("Give both --from and --until, or neither.")
    if first_day is None or last_day is None:
        return period_of(Stretch.LAST_FOUR_QUARTERS, clock.today(consultancy.time_zone))
    return Period(first_day.date(), last_day.date())


def _asked(session: Session, consultancy: Tenant, kind: Kind, key: str | None, period: Period) -> Asked:
    side = Side.EMPLOYER if key else Side.CONSULTANCY
    cut_on: date = clock.today(consultancy.time_zone)
    check_wanted(kind, period, side, cut_on)
    statement = select(ClientOrganisation.id).where(ClientOrganisation.tenant_id == consultancy.id)
    if key:
        statement = statement.where(ClientOrganisation.key == key)
    found = list(session.scalars(statement.order_by(ClientOrganisation.sort_name, ClientOrganisation.id)))
    if key and not found:
        raise NotFound(f"There is no client organisation {key!r} in {consultancy.slug!r}.")
    return Asked(consultancy.id, kind, side, period, cut_on, consultancy.locale, found)


def _counted(session: Session, asked: Asked) -> Mapping[UUID, Mapping[str, Any]]:
    measures = measures_of(asked.kind, asked.side)
    return {
        employer_id: measure(
            session,
            Scope(
                asked.tenant_id, employer_id, asked.period.first_day, asked.period.last_day, asked.cut_on, asked.side
            ),
            measures,
        )
        for employer_id in asked.employer_ids
    }


def _tell(session: Session, asked: Asked) -> None:
    """Say what a report would count."""
    names = session.scalars(
        select(ClientOrganisation.name)
        .where(ClientOrganisation.tenant_id == asked.tenant_id, ClientOrganisation.id.in_(asked.employer_ids))
        .order_by(ClientOrganisation.sort_name)
    )
    click.echo(f"Days      {asked.period.first_day} to {asked.period.last_day}, as known on {asked.cut_on}")
    click.echo(f"Side      {asked.side.value}")
    click.echo(f"Counts    {', '.join(each.value for each in measures_of(asked.kind, asked.side))}")
    click.echo(f"Of        {', '.join(names)}")
    click.echo("Nothing was counted.")


def _consultancy(slug: str) -> Tenant:
    tenant_id = consultancy_named(slug)
    with tenant_session(engine_context(tenant_id)) as session:
        return session.scalars(select(Tenant).where(Tenant.tenant_id == tenant_id)).one()
