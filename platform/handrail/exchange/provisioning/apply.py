"""Bring a stored tenant in line with its files: one transaction, and nothing at all the second time."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.exchange.provisioning.changes import Change, Kind, Verb, diff, rows_of
from handrail.exchange.provisioning.reading import TENANT, read_tenant
from handrail.exchange.provisioning.sample import take_in_samples
from handrail.exchange.provisioning.spec import TenantSpec
from handrail.exchange.provisioning.stored import stored_tenant
from handrail.exchange.provisioning.writing import Writer
from handrail.kit import clock
from handrail.kit.db import directory_connection, engine_context, tenant_session
from handrail.kit.errors import Conflict
from handrail.kit.ids import new_id
from handrail.kit.subjects import System
from handrail.tenancy.models import Tenant

_LOCK = text("select pg_advisory_xact_lock(hashtext('provisioning'), hashtext(:slug))")
"""One at a time for each tenant: two starts at once must not both find a row missing."""


class ProvisioningRefused(Conflict):
    """The files ask for what can not be done to a tenant that is there; `changes` says what and why."""

    slug, title = "provisioning-refused", "The files ask for something that can not be done"

    def __init__(self, changes: Sequence[Change]) -> None:
        self.changes = tuple(changes)
        super().__init__("\n".join(change.reason for change in changes))


@dataclass(frozen=True, slots=True)
class Applied:
    """What was done, or in a dry run would be done, to a tenant."""

    tenant_id: UUID
    slug: str
    changes: tuple[Change, ...]

    def counts(self) -> Mapping[tuple[Verb, Kind], int]:
        """Return how many changes of each sort there are."""
        return Counter((change.verb, change.ref.kind) for change in self.changes)


def apply_all(tenants: Path) -> list[Applied]:
    """Apply every folder that holds a tenant.toml, and give each new demo employer its sample of absences."""
    specs = [read_tenant(file.parent) for file in sorted(tenants.glob(f"*/{TENANT}"))]
    done = [apply(spec) for spec in specs]
    for spec, applied in zip(specs, done, strict=True):
        take_in_samples(spec, applied.tenant_id)
    return done


def apply(spec: TenantSpec, *, dry_run: bool = False) -> Applied:
    """Make the stored tenant like `spec`; applying twice changes nothing, and a dry run never does.

    Raises ProvisioningRefused where a published framework was changed under its number. Roles are granted by the same
    command as everywhere, so RolesConflict names NEU-1 for a role that somebody was given by another door.
    """
    tenant_id = _known(spec.slug) or new_id()
    with tenant_session(engine_context(tenant_id)) as session:
        session.execute(_LOCK, {"slug": spec.slug})
        stored = stored_tenant(session, tenant_id)
        changes = diff(rows_of(spec), stored.rows, clock.today(spec.time_zone))
        refused = [change for change in changes if change.verb is Verb.REFUSE]
        if refused:
            raise ProvisioningRefused(refused)
        if changes and not dry_run:
            Writer(session, System(tenant_id), spec, stored.ids).write(changes)
            _note(session, System(tenant_id), changes)
    return Applied(tenant_id, spec.slug, tuple(changes))


def _known(slug: str) -> UUID | None:
    with directory_connection() as connection:
        return connection.scalar(select(Tenant.id).where(Tenant.slug == slug))


def _note(session: Session, actor: System, changes: Sequence[Change]) -> None:
    """Take note of the whole as one act; roles and published frameworks have entries of their own."""
    counts = Counter(f"{change.ref.kind} {change.verb}" for change in changes)
    tenant = session.scalars(select(Tenant).where(Tenant.tenant_id == actor.tenant_id)).one()
    told = {name: (None, str(count)) for name, count in sorted(counts.items())}
    timeline.append_tenant_act(session, actor, "tenant.provisioned", record=tenant, changes=told)


def named(change: Change) -> str:
    """Return a change as one line for people: what, where, and each field that differs."""
    place = f"{change.ref.kind} {change.ref.key}" + (f" at {change.ref.employer}" if change.ref.employer else "")
    if change.verb is Verb.CREATE:
        return f"create {place}"
    told = ", ".join(f"{name}: {before!s} -> {after!s}" for name, (before, after) in change.fields.items())
    return f"{change.verb} {place} ({told})"


def summary(applied: Applied) -> list[str]:
    """Return one line for each sort of change, most first."""
    ordered = sorted(applied.counts().items(), key=lambda item: (-item[1], item[0]))
    return [f"{count:6d}  {kind} {verb}" for (verb, kind), count in ordered]
