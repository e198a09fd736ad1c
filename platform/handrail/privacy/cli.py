"""`handrail privacy`: the package of one worker, made here and now."""

import io
import zipfile
from pathlib import Path
from uuid import UUID

import click
from sqlalchemy import select, text

from handrail.audit import timeline
from handrail.identity import queries as identity
from handrail.identity.actor import Actor
from handrail.kit.codes import Role
from handrail.kit.db import directory_connection, engine_context, tenant_session
from handrail.kit.errors import NotFound
from handrail.kit.subjects import System
from handrail.privacy.mine import of_person
from handrail.privacy.package.composing import compose
from handrail.privacy.retention import cli as retention
from handrail.tenancy.models import Person


@click.group
def privacy() -> None:
    """Give people what they are owed about their own data."""


privacy.add_command(retention.preview)
privacy.add_command(retention.holds)
privacy.add_command(retention.run)


@privacy.command
@click.option("--tenant", "slug", required=True, help="Short name of the consultancy.")
@click.option("--person", "key", required=True, help="Key of the worker.")
@click.option("--out", "folder", type=click.Path(file_okay=False, path_type=Path), help="Folder for the files.")
@click.option("--dry-run", is_flag=True, help="Say whose package it would be, and make none.")
def package(*, slug: str, key: str, folder: Path | None, dry_run: bool) -> None:
    """Make the package of one worker and write its files to a folder, for a worker who can not sign in.

    It holds everything that the worker keeps for themselves: hand it to them, and remove the folder. That it was made
    stands in the worker's own history.
    """
    tenant_id = _consultancy(slug)
    worker = _worker(tenant_id, key)
    if dry_run:
        click.echo(f"{worker.name}: everything about them, in {worker.locale}. Nothing was made.")
        return
    if folder is None:
        raise click.UsageError("Name the folder for the files with --out.")
    composed = compose(worker, worker.locale)
    with tenant_session(engine_context(tenant_id)) as session:
        mine = of_person(session, tenant_id, worker.person_id)
        if mine is None:
            raise NotFound
        subject, compartment = mine.anchor()
        timeline.append(
            session, subject, System(tenant_id), "package.made_by_command", compartment=compartment, record=mine.person
        )
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with zipfile.ZipFile(io.BytesIO(composed.archive)) as archive:
        archive.extractall(folder)
    click.echo(f"{composed.records} records, {len(composed.held)} texts held back, in {folder}")


def _worker(tenant_id: UUID, key: str) -> Actor:
    with tenant_session(engine_context(tenant_id)) as session:
        found = session.scalar(select(Person.id).where(Person.tenant_id == tenant_id, Person.key == key))
        actor = identity.actor_of(session, tenant_id, found, Role.WORKER) if found else None
    if actor is None:
        raise NotFound(f"There is no worker {key!r} in this consultancy.")
    return actor


def _consultancy(slug: str) -> UUID:
    with directory_connection() as connection:
        statement = text("select id from tenant where slug = :slug")
        found: UUID | None = connection.execute(statement, {"slug": slug}).scalar_one_or_none()
    if found is None:
        raise NotFound(f"There is no consultancy {slug!r}.")
    return found
