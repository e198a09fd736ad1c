"""`handrail audit`: whether chains and seals still hold, today's seal, and proofs for others."""

from datetime import date
from pathlib import Path
from typing import IO
from uuid import UUID

import click
from sqlalchemy import text

from handrail.audit import queries, sealing, verifying
from handrail.audit.folder import SealFolder
from handrail.audit.rules.files import proof_from, proof_text
from handrail.audit.rules.heads import Forest
from handrail.audit.rules.seals import Proof, Seal, proves, public_key
from handrail.kit import clock
from handrail.kit.db import directory_connection, engine_context, tenant_session
from handrail.kit.settings import settings

_SEALS = click.option(
    "--seals", type=click.Path(file_okay=False, path_type=Path), help="The folder of seals; HANDRAIL_SEALS_DIR."
)
_KEYS = click.option(
    "--key",
    "key_files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A public key to trust, as `handrail audit key` prints it; this installation's where none is given.",
)


@click.group()
def audit() -> None:
    """Verify the chains of the timeline, and seal them."""


@audit.command()
@click.option("--tenant", "slug", help="Only this consultancy, by its short name.")
@_SEALS
@_KEYS
def verify(slug: str | None, seals: Path | None, key_files: tuple[Path, ...]) -> None:
    """Recompute every chain and hold it against every seal; exit 1 and name what does not hold. Changes nothing."""
    root = seals or settings().seals_dir
    found = [(tenant_id, name, SealFolder(root, tenant_id)) for tenant_id, name in tenants(slug)]
    is_sealed = any(folder.days() or folder.notes() for _, _, folder in found)
    trusted = keys(key_files) if key_files or is_sealed else []  # chains verify before there is any key
    if sum(verify_tenant(tenant_id, name, folder, trusted) for tenant_id, name, folder in found):
        raise SystemExit(1)


def verify_tenant(tenant_id: UUID, name: str, folder: SealFolder, trusted: list[bytes]) -> int:
    """Say what does not hold about one consultancy's chains and seals, and return how many faults there are."""
    count = 0
    with tenant_session(engine_context(tenant_id)) as session:
        for fault in queries.faults(session, tenant_id):
            count += 1
            click.echo(f"{name}: chain {fault.chain_id}, entry {fault.seq}: {fault.kind}. {fault.message}")
        found = verifying.examine(session, tenant_id, folder, trusted)
    for note in found.notes:
        click.echo(f"{name}: note on {note.on}: {note.kind}. {note.message}")
    for broken in found.faults:
        click.echo(f"{name}: seal of {broken.on}: {broken.kind}. {broken.message}")
    newest = f"the newest of {found.newest}" if found.newest else "none was made yet"
    count += len(found.faults)
    click.echo(f"{name}: verified, {found.seals} seals, {newest}; {count} faults")
    return count


@audit.command()
@click.option("--tenant", "slug", help="Only this consultancy, by its short name.")
@click.option("--begin-anew", is_flag=True, help="Where all seals are lost for good: go on from the last one's digest.")
@click.option("--dry-run", is_flag=True, help="Only say which day would be sealed.")
def seal(slug: str | None, *, begin_anew: bool, dry_run: bool) -> None:
    """Make the seal of today now, as every night does by itself; where it lies there already, it stays."""
    for tenant_id, name in tenants(slug):
        with tenant_session(engine_context(tenant_id)) as session:
            today = clock.today(queries.zone_of(session, tenant_id))
        folder = sealing.folder_of(tenant_id)
        if dry_run:
            lies = "lies in" if today in folder.days() else "would be written to"
            click.echo(f"{name}: the seal of {today} {lies} {folder.path}")
            continue
        made = sealing.make(tenant_id, today, folder, anew=begin_anew)
        with tenant_session(engine_context(tenant_id)) as session:
            sealing.record(session, made)
        click.echo(f"{name}: seal {made.statement.number} of {made.statement.on}, {made.statement.heads} chains")


@audit.command()
def key() -> None:
    """Print the public key that seals are verified with; whoever is to check them gets it from you, and early."""
    click.echo(public_key(settings().seal_key).hex())


@audit.command()
@click.argument("case")
@click.option("--tenant", "slug", required=True, help="The consultancy, by its short name.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day of the seal; the newest where none is given.")
@click.option("--administrative", is_flag=True, help="The chain of the employment in place of the case's own.")
@_SEALS
def proof(case: str, slug: str, on: date | None, seals: Path | None, *, administrative: bool) -> None:
    """Print the proof that the chain of a case, named by its number or id, was sealed as it was."""
    ((tenant_id, _name),) = tenants(slug)
    chain_id = _chain_of(tenant_id, case, administrative=administrative)
    folder = SealFolder(seals or settings().seals_dir, tenant_id)
    days = folder.days()
    day = date(on.year, on.month, on.day) if on else max(days, default=None)
    if day not in days:
        raise click.ClickException(f"There is no seal of {day} in {folder.path}." if day else "Nothing is sealed yet.")
    made, forest = _sealed(folder, day)
    if chain_id not in forest.heads:
        raise click.ClickException(f"Nothing was written about case {case!r} before the seal of {day}.")
    index, path = forest.path(chain_id)
    click.echo(
        proof_text(Proof(made.statement, made.key, made.signature, forest.heads[chain_id], index, path)), nl=False
    )


@audit.command()
@click.argument("file", type=click.File(encoding="utf-8"))
@_KEYS
def check(file: IO[str], key_files: tuple[Path, ...]) -> None:
    """Check a proof (FILE, or - for standard input) with nothing but the public key; exit 1 where it shows nothing."""
    try:
        found = proof_from(file.read())
    except ValueError as problem:
        raise click.ClickException(str(problem)) from problem
    if not proves(found, keys(key_files)):
        raise click.ClickException("The proof does not hold.")
    head, made = found.head, found.statement
    click.echo(f"On {made.made_at} chain {head.chain_id} had {head.seq} entries, the last {head.hash.hex()}.")


def keys(files: tuple[Path, ...]) -> list[bytes]:
    """Return the public keys in these files, or this installation's own."""
    if not files:
        return [public_key(settings().seal_key)]
    try:
        return [bytes.fromhex(path.read_text("ascii").strip()) for path in files]
    except ValueError as problem:
        said = "A public key is 64 hexadecimal digits, as `handrail audit key` prints it."
        raise click.ClickException(said) from problem


def tenants(slug: str | None) -> list[tuple[UUID, str]]:
    """Return id and short name of the consultancies, or of the one that is named."""
    with directory_connection() as connection:
        rows = connection.execute(text("select id, slug from tenant order by slug"))
        found = [(row.id, row.slug) for row in rows if slug in (None, row.slug)]
    if slug and not found:
        raise click.ClickException(f"There is no consultancy {slug!r}.")
    return found


def _sealed(folder: SealFolder, day: date) -> tuple[Seal, Forest]:
    """Return the seal of a day, and all heads that it signed; raises ClickException where files are damaged."""
    try:
        made, forest = folder.read(day), folder.forest(day)
    except ValueError as problem:
        raise click.ClickException(
            f"A seal in {folder.path} is damaged. `handrail audit verify` names it; put back your copy of it."
        ) from problem
    if forest.root != made.statement.heads_root:
        raise click.ClickException(f"The heads in {folder.path} are not those that were sealed on {day}.")
    return made, forest


_CASE = text("select id, employment_id from cases where tenant_id = :tenant and (id::text = :case or number = :case)")


def _chain_of(tenant_id: UUID, case: str, *, administrative: bool) -> UUID:
    with tenant_session(engine_context(tenant_id)) as session:
        row = session.execute(_CASE, {"tenant": tenant_id, "case": case}).first()
    if row is None:
        raise click.ClickException(f"There is no case {case!r}.")
    chain: UUID = row.employment_id if administrative else row.id
    return chain
