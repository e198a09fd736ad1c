"""`handrail obligations explain` and `recompute`: what is on file, and bringing it up to date. Needs the database."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from uuid import UUID

import click
from sqlalchemy.orm import Session

from handrail.extensions.errors import BootFailed
from handrail.extensions.registry import registry
from handrail.kit.codes import Compartment, Role
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.i18n import LOCALES, format_date, use_locale
from handrail.kit.subjects import System
from handrail.obligations import presenting, projection, queries
from handrail.obligations.errors import FactsContradict
from handrail.obligations.models import Obligation
from handrail.tenancy.directory import consultancy_named

_tenant = click.option("--tenant", "slug", required=True, help="The consultancy, by its short name.")


@click.command()
@click.argument("case")
@_tenant
@click.option("--lang", type=click.Choice(LOCALES), default="en", show_default=True, help="The language of texts.")
@click.option("--medical", is_flag=True, help="Also what lies in the medical compartment.")
def explain(case: str, slug: str, lang: str, *, medical: bool) -> None:
    """Show what is or was due in a case, given by its number or id: how each date was derived, and how it moved.

    Reads what is on file and changes nothing.
    """
    tenant_id = consultancy_named(slug)
    reading = replace(engine_context(tenant_id), read_only=True)
    with _rules_loaded(), use_locale(lang), tenant_session(reading) as session:
        found = queries.case_named(session, tenant_id, case)
        if found is None:
            raise click.ClickException(f"There is no case {case!r} in {slug}.")
        for row in queries.of_employment(session, tenant_id, found.employment_id):
            if row.case_id not in {None, found.id}:
                continue
            if row.compartment is Compartment.MEDICAL and not medical:
                continue
            click.echo("\n".join([*_explained(session, row), ""]))


def _explained(session: Session, row: Obligation) -> Iterator[str]:
    """Yield the lines about one obligation, read as the coordinator reads it."""
    why = presenting.why(row, Role.COORDINATOR)
    yield f"{presenting.title_of(row.rule)}  [{row.rule}, {row.compartment}, {row.status}]"
    yield f"  {presenting.owed_by(row)}"
    for sentence, _value in why["facts"]:
        yield f"    {sentence}"
    label, day = why["result"]
    yield f"    {label}: {day}"
    source = ", ".join(part for part in (row.source or {}).values() if part)
    yield f"  {source} ({why['basis']}; {why['confidence']})"
    changes = queries.changes_of(session, row.tenant_id, row.id)
    for change in presenting.history(row, changes, Role.COORDINATOR):
        because = "; ".join(step["text"] for step in change["because"])
        yield f"  {format_date(change['at'].date(), 'medium')}  {change['text']}{': ' if because else ''}{because}"


@click.command()
@_tenant
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
def recompute(slug: str, *, dry_run: bool) -> None:
    """Recompute what is due for every worker of a consultancy, such as after a plugin with new rules came in.

    Moved dates are told as after any other change. Each worker is a transaction of their own, so it can be stopped and
    run again; exits 1 where facts contradict each other.
    """
    tenant_id = consultancy_named(slug)
    with _rules_loaded(), tenant_session(engine_context(tenant_id)) as session:
        employments = queries.employments_with_facts(session, tenant_id)
    counted: Counter[str] = Counter()
    faults = 0
    for employment_id in employments:
        try:
            counted.update(_recomputed(tenant_id, employment_id, dry_run=dry_run))
        except FactsContradict as problem:
            faults += 1
            click.echo(f"employment {employment_id}: {problem}", err=True)
    what = ", ".join(f"{number} {kind}" for kind, number in sorted(counted.items())) or "no change"
    click.echo(f"{len(employments)} workers {'looked at, nothing written' if dry_run else 'recomputed'}: {what}")
    if faults:
        raise SystemExit(1)


def _recomputed(tenant_id: UUID, employment_id: UUID, *, dry_run: bool) -> list[str]:
    with tenant_session(engine_context(tenant_id)) as session:
        if dry_run:
            return [outcome.kind for outcome in projection.preview(session, tenant_id, employment_id) if outcome.kind]
        return [change.kind for change in projection.recompute(session, System(tenant_id), employment_id)]


@contextmanager
def _rules_loaded() -> Iterator[None]:
    try:
        registry()
    except BootFailed as problem:
        raise click.ClickException(str(problem)) from None
    yield
