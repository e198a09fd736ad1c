"""`handrail letters`: the wording of letters at the command line, in the files that a framework's folder has."""

from contextlib import suppress
from pathlib import Path
from typing import Final
from uuid import UUID

import click
from sqlalchemy.orm import Session

from handrail.frameworks import queries as frameworks
from handrail.frameworks.folder import read_text
from handrail.frameworks.letters import commands, queries
from handrail.frameworks.letters.codes import Origin
from handrail.frameworks.letters.errors import WordingRefused
from handrail.frameworks.letters.queries import Place
from handrail.frameworks.rules.keyed_text import UnreadableText, plain
from handrail.kit import clock
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.errors import NotFound
from handrail.kit.subjects import System
from handrail.tenancy.directory import consultancy_named

_tenant = click.option("--tenant", "slug", required=True, help="Short name of the consultancy.")
_employer = click.option("--employer", help="Key of the client organisation; without it the words are for all of them.")
_PATTERN: Final = "texts/*/letters/*.md"


class _OnlyLooked(Exception):
    """Everything was checked, and nothing is to stay: no error, but what undoes a dry run."""


@click.group()
def letters() -> None:
    """List, write out and read in the wording of letters."""


@letters.command(name="list")
@_tenant
@_employer
def list_letters(slug: str, employer: str | None) -> None:
    """List every letter by language, with whose words are in force."""
    tenant_id = consultancy_named(slug)
    with tenant_session(engine_context(tenant_id)) as session:
        place = _place(session, tenant_id, employer)
        for line in queries.lines_of(session, place.framework, place.employer_id):
            said = line.words.ref if line.words and line.words.id else line.words.origin if line.words else "missing"
            unfit = f"  {len(line.unfit)} can not be used" if line.unfit else ""
            click.echo(f"{line.key:<32}{line.locale:<8}{said}{unfit}")


@letters.command()
@_tenant
@_employer
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--adapted-only", is_flag=True, help="Leave out what is as delivered.")
def export(slug: str, employer: str | None, folder: Path, *, adapted_only: bool) -> None:
    """Write the words in force as texts/<language>/letters/<letter>.md into FOLDER."""
    tenant_id = consultancy_named(slug)
    with tenant_session(engine_context(tenant_id)) as session:
        place = _place(session, tenant_id, employer)
        lines = queries.lines_of(session, place.framework, place.employer_id)
    written = 0
    for line in lines:
        if line.words is None or (adapted_only and line.words.origin is Origin.DELIVERED):
            continue
        file = folder / "texts" / line.locale / "letters" / f"{line.key}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"# {line.words.title}\n\n{line.words.body}\n", encoding="utf-8")
        written += 1
    click.echo(f"{written} texts written to {folder}.")


@letters.command(name="import")
@_tenant
@_employer
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--dry-run", is_flag=True, help="Check everything, change nothing.")
def import_letters(slug: str, employer: str | None, folder: Path, *, dry_run: bool) -> None:
    """Publish the texts of FOLDER that differ from those in force: all of them, or where one is wrong, none."""
    tenant_id = consultancy_named(slug)
    said: list[str] = []
    wrong: list[str] = []
    with suppress(_OnlyLooked), tenant_session(engine_context(tenant_id)) as session:
        place = _place(session, tenant_id, employer)
        for file in sorted(folder.glob(_PATTERN)):
            try:
                said += _publish(session, tenant_id, place, file)
            except (WordingRefused, UnreadableText, NotFound) as problem:
                reasons = [one.message for one in getattr(problem, "problems", [])] or [str(problem)]
                wrong += [f"{file}: {reason}" for reason in reasons]
        if wrong or dry_run:
            raise _OnlyLooked
    if wrong:
        raise click.ClickException("\n".join(wrong))
    for each in said:
        click.echo(f"{each} would be published." if dry_run else f"{each} is published.")
    if not said:
        click.echo("Nothing differs.")


def _publish(session: Session, tenant_id: UUID, place: Place, file: Path) -> list[str]:
    """Publish one file; returns what was published, nothing where it says what is in force."""
    key, locale = file.stem, file.parents[1].name
    title, body = plain(read_text(file))
    template = place.framework.templates.get(key)
    if template is None or locale not in place.framework.languages:
        raise NotFound(f"There is no letter {key} in the language {locale} here.")
    line = queries.in_force_at(session, place, key, locale)
    if line.words is not None and (line.words.title, line.words.body.strip()) == (title, body.strip()):
        return []
    newest = queries.newest_at(session, place, key, locale)
    row = commands.publish(
        session, System(tenant_id), place, key, locale,
        title=title, body=body, based_on=newest.number if newest else 0,
    )  # fmt: skip
    return [f"{key} {locale} {row.number}"]


def _place(session: Session, tenant_id: UUID, key: str | None) -> Place:
    employer = frameworks.employer_by_key(session, tenant_id, key) if key else None
    if key and employer is None:
        raise click.ClickException(f"There is no client organisation with the key {key}.")
    return queries.place_of(session, employer, clock.today())
