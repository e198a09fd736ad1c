"""`handrail privacy preview`, `holds` and `run`: what is due and what is held, for whoever keeps Handrail running."""

from collections import Counter
from collections.abc import Sequence

import click
from sqlalchemy import select

from handrail.audit.cli import tenants
from handrail.audit.queries import zone_of
from handrail.kit import clock
from handrail.kit.db import engine_context, tenant_session
from handrail.privacy.retention import proposing, standing
from handrail.privacy.retention.codes import Kind, RunState
from handrail.privacy.retention.models import ErasureRun, LegalHold
from handrail.privacy.retention.rules import Verdict

_TENANT = click.option("--tenant", "slug", help="Only this consultancy, by its short name.")


@click.command()
@_TENANT
def preview(slug: str | None) -> None:
    """Say what is due today: counts, and cases by number. Changes nothing."""
    for tenant_id, name in tenants(slug):
        with tenant_session(engine_context(tenant_id)) as session:
            frame = standing.frame_of(session, tenant_id, clock.today(zone_of(session, tenant_id)))
            found = list(standing.over(session, frame))
        for each in found:
            held = ", held" if each.judgement.verdict is Verdict.HELD else ""
            numbers = ", ".join(each.standing.numbers) or "no case"
            click.echo(f"{name}: {numbers}: {each.standing.kind}, due since {each.judgement.due_on}{held}")
        counts = Counter(each.standing.kind for each in found)
        told = ", ".join(f"{counts[kind]} {kind.value}" for kind in Kind if counts[kind])
        click.echo(f"{name}: {told or 'nothing'} due")


@click.command()
@_TENANT
def holds(slug: str | None) -> None:
    """List the holds that were not lifted."""
    for tenant_id, name in tenants(slug):
        with tenant_session(engine_context(tenant_id)) as session:
            statement = select(LegalHold).where(LegalHold.tenant_id == tenant_id, LegalHold.lifted_at.is_(None))
            for hold in session.scalars(statement.order_by(LegalHold.until)):
                click.echo(f"{name}: {hold.number or 'all of a client organisation'}, until {hold.until}")


@click.command()
@_TENANT
@click.option("--dry-run", is_flag=True, help="Only say what each run would do now.")
def run(slug: str | None, *, dry_run: bool) -> None:
    """Work out what is due now, as every night does by itself. Two people decide on it in their pages; never here."""
    for tenant_id, name in tenants(slug):
        with tenant_session(engine_context(tenant_id)) as session:
            today = clock.today(zone_of(session, tenant_id))
            if dry_run:
                _say_runs(session.scalars(select(ErasureRun).where(ErasureRun.tenant_id == tenant_id)).all(), name)
                continue
            made = proposing.propose(session, tenant_id, today)
        click.echo(f"{name}: {made.due} things are due, {made.held} more are held")


def _say_runs(found: Sequence[ErasureRun], name: str) -> None:
    told = {
        RunState.PROPOSED: "waits for somebody to ask for it",
        RunState.ASKED: "waits for a second person",
        RunState.APPROVED: "would begin after {0.erase_after}",
        RunState.ERASING: "would go on",
    }
    for each in found:
        if each.state in told:
            click.echo(f"{name}: run {each.id} {told[each.state].format(each)}")
    click.echo(f"{name}: nothing was changed.")
