"""`handrail backup` and `handrail restore`."""

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import click
from sqlalchemy.exc import DBAPIError

from handrail.audit import cli as audit
from handrail.audit.folder import SealFolder
from handrail.audit.rules.restores import Restore
from handrail.audit.rules.seals import public_key, sign
from handrail.entrypoints import schema
from handrail.entrypoints.backup import restoring, standing, taking
from handrail.entrypoints.backup.restoring import Choices, Plan, Restored
from handrail.entrypoints.errors import StartError
from handrail.kit import clock
from handrail.kit.errors import HandrailError
from handrail.kit.settings import Settings, settings

_DAYS = click.IntRange(min=1)
_MEGABYTE = 1_000_000


def _folder(*, exists: bool) -> click.Path:
    return click.Path(file_okay=False, exists=exists, path_type=Path)


@click.command()
@click.argument("root", metavar="DIR", type=_folder(exists=False))
@click.option("--keys", "keys_root", type=_folder(exists=False), required=True, help="Where the keys go: elsewhere.")
@click.option("--keep-days", type=_DAYS, help="Afterwards remove backups in DIR that are older; the newest stays.")
@click.option("--keep-keys-days", type=_DAYS, help="The same for keys. What is erased is gone once these are.")
@click.option("--dry-run", is_flag=True, help="Only say what there is and how much room; write nothing.")
def backup(root: Path, keys_root: Path, keep_days: int | None, keep_keys_days: int | None, *, dry_run: bool) -> None:
    """Back up the whole database into a new folder of DIR, and its wrapped keys into one of another folder.

    The master key, the seal key and the seals are files beside the database and are not in it: copy them yourself, the
    master key to another place than the keys.
    """
    taking.refuse_nested(root, keys_root)
    with standing.database(settings(), may_be_new=False) as chosen:
        if dry_run:
            found = taking.outlook(chosen.backup_url, root)
            size, free = found.size // _MEGABYTE, found.free // _MEGABYTE
            click.echo(f"{found.tables} tables, {size} MB in the database; {free} MB are free. Nothing was written.")
            return
        taken = taking.take(chosen.backup_url, root, keys_root, chosen.seal_key)
    click.echo(f"{taken.rows} rows, {taken.size / _MEGABYTE:.1f} MB")
    click.echo(f"data: {taken.data}")
    click.echo(f"keys: {taken.keys}")
    for folder, days in ((root, keep_days), (keys_root, keep_keys_days)):
        for gone in taking.expire(folder, days) if days else ():
            click.echo(f"removed: {gone}")


@click.command()
@click.argument("data", metavar="DIR", type=_folder(exists=True))
@click.option("--keys", type=_folder(exists=True), required=True, help="The keys of the same or a later backup.")
@click.option("--accept-older-keys", is_flag=True, help="Take keys that are older than the data; the rest is lost.")
@click.option("--release-work", is_flag=True, help="Do at once what was due, though it may have been done since.")
@click.option(
    "--key",
    "key_files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A public key to trust, where another installation made the backup.",
)
@click.option("--dry-run", is_flag=True, help="Look at everything, try it, and leave nothing.")
def restore(
    data: Path,
    keys: Path,
    key_files: tuple[Path, ...],
    *,
    accept_older_keys: bool,
    release_work: bool,
    dry_run: bool,
) -> None:
    """Restore the backup in DIR into an empty database, verify every chain against the seals, and say what is there.

    Sessions and sign-in links end. Work that was due is parked, since it may have been done after the backup was taken:
    `handrail outbox parked` lists it, `handrail outbox replay` does it.
    """
    trusted = audit.keys(key_files)
    planned = restoring.plan(data, keys, trusted, older_keys=accept_older_keys)
    with standing.database(settings(), may_be_new=True) as chosen:
        standing.refuse_unfinishable(chosen)
        choices = Choices(release_work=release_work, dry_run=dry_run)
        restored = restoring.restore(chosen.migrate_url, planned, chosen.master_key, choices)
        _say(restored)
        if dry_run:
            click.echo("Nothing was changed.")
            return
        _keep_notes(chosen, planned, [tenant_id for tenant_id, _slug in restored.tenants])
        _upgrade(chosen)
        faults = sum(_verify(chosen, tenant_id, slug, trusted) for tenant_id, slug in restored.tenants)
    if faults:
        raise SystemExit(1)


def _say(restored: Restored) -> None:
    for table, rows in sorted(restored.rows.items()):
        if rows:
            click.echo(f"{rows:>10} {table}")
    click.echo(f"{sum(restored.rows.values()):>10} rows in {len(restored.rows)} tables")
    done = restored.settled
    click.echo(f"{done.sessions} sessions and {done.links} links ended; {done.parked} pieces of work parked")
    if restored.ended_again.runs:
        click.echo(f"{restored.ended_again.ended} things that were erased after this backup were erased again")


def _upgrade(chosen: Settings) -> None:
    try:
        if not schema.is_newest(chosen.migrate_url):
            from handrail.kit import migrations  # noqa: PLC0415 - Alembic is slow to load and seldom needed

            migrations.upgrade(chosen.migrate_url)
    except (StartError, HandrailError, DBAPIError) as problem:
        raise StartError(
            f"Everything is restored, and its schema is not this release's yet ({type(problem).__name__}). "
            "Run `handrail db upgrade`, then `handrail audit verify`."
        ) from problem


def _keep_notes(chosen: Settings, planned: Plan, tenants: Sequence[UUID]) -> None:
    """Sign for each consultancy that what was sealed after the backup went with this restore."""
    key, now = chosen.seal_key, clock.now()
    for tenant_id in tenants:
        bare = Restore(tenant_id, restoring.taken_at(planned), now, planned.data_manifest.name, public_key(key))
        signature = sign(key, bare.encoded())
        note = Restore(tenant_id, bare.taken_at, now, bare.backup, bare.key, signature)
        SealFolder(chosen.seals_dir, tenant_id).put_note(note)


def _verify(chosen: Settings, tenant_id: UUID, slug: str, trusted: list[bytes]) -> int:
    own = public_key(chosen.seal_key)
    return audit.verify_tenant(tenant_id, slug, SealFolder(chosen.seals_dir, tenant_id), [*trusted, own])
