"""Imports as a person does them: look first, then apply exactly what was looked at; or at once, from a command."""

from datetime import timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session, defer

from handrail.audit import timeline
from handrail.exchange.intake.applying import apply_plan, hold
from handrail.exchange.intake.feed import Feed
from handrail.exchange.intake.models import APPLIED, EXPIRED, PREVIEWED, RUNNING, STOPPED, ImportRun
from handrail.exchange.intake.new_workers import site_of
from handrail.exchange.intake.plan import ImportPlan
from handrail.exchange.intake.planning import plan
from handrail.exchange.intake.snapshots import take_snapshot
from handrail.exchange.intake.waiting import WaitingFeed
from handrail.identity.access import check, require
from handrail.identity.actor import Actor
from handrail.kit import clock
from handrail.kit.errors import Conflict, NotFound
from handrail.kit.i18n import _
from handrail.kit.settings import settings
from handrail.kit.subjects import Acting
from handrail.tenancy.models import ClientOrganisation, Tenant

KEPT: Final = timedelta(days=1)
"""How long a feed waits to be confirmed; then what was read of it is removed."""


class WorldChanged(Conflict):
    """Since the preview, something changed that changes what the import would do; look again."""

    slug, title = "import-changed", "Something changed since you looked"


class NothingWaiting(Conflict):
    """The import was applied before, or waited too long."""

    slug, title = "import-not-waiting", "This import does not wait any more"


class RowsRejected(Conflict):
    """A strict import has rows that can not be taken in, so none was."""

    slug, title = "rows-rejected", "Some rows can not be taken in"


def employer_of(session: Session, actor: Actor, action: str, *, key: str) -> ClientOrganisation:
    """Return the client organisation with this key, if the actor may do this there; raises NotFound."""
    requirement = require(actor, action)
    employer = employer_by_key(session, actor.tenant_id, key)
    check(requirement, employer_id=employer.id)
    return employer


def employer_by_key(session: Session, tenant_id: UUID, key: str) -> ClientOrganisation:
    """Return the client organisation with this key; raises NotFound."""
    statement = select(ClientOrganisation).where(
        ClientOrganisation.tenant_id == tenant_id, ClientOrganisation.key == key
    )
    employer = session.scalars(statement).one_or_none()
    if employer is None:
        raise NotFound(_("No client organisation has the key %(key)s.", key=key))
    return employer


def profiles_folder(session: Session, tenant_id: UUID) -> Path:
    """Return where a consultancy keeps its own mapping profiles."""
    slug = session.scalars(select(Tenant.slug).where(Tenant.tenant_id == tenant_id)).one()
    return settings().tenants_dir / slug / "profiles"


def plan_feed(session: Session, employer: ClientOrganisation, feed: WaitingFeed) -> ImportPlan:
    """Return what a feed would do to what is stored now.

    Raises SiteNotNamed where it would add workers and nobody can tell at which site.
    """
    snapshot = take_snapshot(session, employer, feed.absences)
    found = plan(feed.rows, snapshot, create_workers=feed.create_workers, notices=feed.notices)
    if found.new_workers:
        site_of(session, employer, feed.site)
    return found


def preview(
    session: Session,
    actor: Actor,
    employer: ClientOrganisation,
    feed: Feed,
    *,
    file_name: str,
    site: str | None = None,
) -> tuple[ImportRun, ImportPlan]:
    """Keep what was read of a file until it is confirmed; returns the run and what it would do."""
    expire_waiting(session, employer.tenant_id)
    waiting = WaitingFeed.of(feed, site)
    found = plan_feed(session, employer, waiting)
    run = _run(actor, employer, feed, found, file_name=file_name)
    run.status, run.rows = PREVIEWED, waiting.packed()
    session.add(run)
    session.flush()
    return run, found


def load_run(session: Session, actor: Actor, run_id: UUID, action: str, *, lock: bool = False) -> ImportRun:
    """Return an import of a client organisation where the actor may do this; raises NotFound."""
    requirement = require(actor, action)
    statement = select(ImportRun).where(ImportRun.tenant_id == actor.tenant_id, ImportRun.id == run_id)
    run = session.scalars(statement.with_for_update() if lock else statement).one_or_none()
    if run is None:
        raise NotFound
    check(requirement, employer_id=run.employer_id)
    return run


def employer_of_run(session: Session, run: ImportRun) -> ClientOrganisation:
    """Return the client organisation of an import."""
    statement = select(ClientOrganisation).where(
        ClientOrganisation.tenant_id == run.tenant_id, ClientOrganisation.id == run.employer_id
    )
    return session.scalars(statement).one()


def runs_of(session: Session, actor: Actor, *, limit: int) -> list[ImportRun]:
    """Return the latest imports of the actor's client organisations."""
    require(actor, "import.read")
    statement = select(ImportRun).where(ImportRun.tenant_id == actor.tenant_id)
    if actor.employers != "*":
        statement = statement.where(ImportRun.employer_id.in_(actor.employers))
    statement = statement.options(defer(ImportRun.rows)).order_by(ImportRun.read_at.desc(), ImportRun.id.desc())
    return list(session.scalars(statement.limit(limit)))


def waiting_plan(session: Session, run: ImportRun) -> ImportPlan | None:
    """Return what a waiting import would do now; None where it does not wait any more."""
    if run.rows is None:
        return None
    return plan_feed(session, employer_of_run(session, run), WaitingFeed.unpacked(run.rows))


def confirm(session: Session, actor: Actor, *, run_id: UUID, digest: str) -> ImportPlan:
    """Apply the plan with this digest, which is the one that the person looked at.

    Raises WorldChanged where the same rows would do something else by now, NothingWaiting where the import was
    applied before or waited too long.
    """
    run = load_run(session, actor, run_id, "absence.import", lock=True)
    if run.rows is None:
        raise NothingWaiting
    employer = employer_of_run(session, run)
    hold(session, employer)
    feed = WaitingFeed.unpacked(run.rows)
    found = plan_feed(session, employer, feed)
    if found.digest != digest:
        raise WorldChanged(_("Absences changed since you looked. This is what the import would do now; look again."))
    apply_plan(session, actor, employer, found, source=f"import:{run.profile}", site=feed.site)
    _mark_applied(session, actor, run, found)
    return found


def import_at_once(
    session: Session,
    actor: Acting,
    employer: ClientOrganisation,
    feed: Feed,
    *,
    file_name: str,
    strict: bool = False,
    site: str | None = None,
) -> ImportPlan:
    """Plan and apply a feed in one transaction, without a look in between; `actor` was allowed to by the caller.

    Raises RowsRejected where it is strict and a row can not be taken in; then nothing is.
    """
    hold(session, employer)
    waiting = WaitingFeed.of(feed, site)
    found = plan_feed(session, employer, waiting)
    if strict and found.rejected:
        raise RowsRejected(_("%(count)s rows can not be taken in, so nothing was.", count=len(found.rejected)))
    if found.changes_nothing:
        return found
    apply_plan(session, actor, employer, found, source=f"import:{feed.profile.name}", site=waiting.site)
    run = _run(actor, employer, feed, found, file_name=file_name)
    session.add(run)
    session.flush()
    _mark_applied(session, actor, run, found)
    return found


def _run(actor: Acting, employer: ClientOrganisation, feed: Feed, found: ImportPlan, *, file_name: str) -> ImportRun:
    return ImportRun(
        tenant_id=employer.tenant_id,
        employer_id=employer.id,
        profile=feed.profile.name,
        file_name=file_name,
        file_sha256=feed.sha256,
        rows=None,
        counts=found.counts,
        plan_digest=found.digest,
        status=APPLIED,
        person_id=actor.person_id,
        read_at=clock.now(),
        worked_at=clock.now(),
        rows_in_all=found.rows,
        rows_done=0,
        workers_added=len(found.new_workers),
    )


def _mark_applied(session: Session, actor: Acting, run: ImportRun, found: ImportPlan) -> None:
    run.counts, run.plan_digest = found.counts, found.digest
    mark_applied(session, actor, run)


def mark_applied(session: Session, actor: Acting, run: ImportRun) -> None:
    """Say that all that can be taken in is, and take note of it on the consultancy's timeline."""
    run.status, run.rows, run.rows_done = APPLIED, None, run.rows_in_all
    run.applied_at = run.worked_at = clock.now()
    changes = {"profile": (None, run.profile), "sha256": (None, run.file_sha256.hex()), "counts": (None, run.counts)}
    timeline.append_tenant_act(session, actor, "absences.imported", record=run, changes=changes)


def expire_waiting(session: Session, tenant_id: UUID) -> None:
    """Remove what was read of files that nobody confirmed in time; the fingerprint and the counts stay.

    An import by parts that did not go on in time is given up: the same file begins anew and finds what is done.
    """
    late = clock.now() - KEPT
    for status, since, values in (
        (PREVIEWED, ImportRun.read_at, {"status": EXPIRED, "rows": None}),
        (RUNNING, ImportRun.worked_at, {"status": STOPPED}),
    ):
        session.execute(
            update(ImportRun)
            .where(ImportRun.tenant_id == tenant_id, ImportRun.status == status, since < late)
            .values(values)
            .execution_options(synchronize_session=False)
        )
