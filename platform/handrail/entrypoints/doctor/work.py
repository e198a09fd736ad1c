"""The work: who does it, what waits, what is parked, what is sealed and backed up, and for whom."""

from pathlib import Path
from typing import Final
from uuid import UUID

import redis
from sqlalchemy import select

from handrail.audit.queries import sealed_at
from handrail.entrypoints.backup import taking
from handrail.entrypoints.backup.manifest import DATA
from handrail.entrypoints.doctor.finding import Ailment, connected
from handrail.entrypoints.observing import beats
from handrail.extensions.breaker import breaker
from handrail.extensions.errors import BootFailed
from handrail.extensions.registry import registry
from handrail.kit import clock
from handrail.kit.db import directory_connection, engine_context, tenant_session
from handrail.kit.settings import settings
from handrail.tenancy.models import Site, Tenant

MOST_WAITING_SECONDS: Final = 300
MOST_SEAL_HOURS: Final = 36
MOST_BACKUP_HOURS: Final = 36
NEEDED: Final = ("relay", "worker", "scheduler")
_HOUR: Final = 3600
_OUTBOX: Final = """
select (select count(*) from outbox where parked_at is not null and done_at is null),
       (select coalesce(extract(epoch from now() - min(not_before)), 0) from outbox
         where done_at is null and parked_at is null and attempts = 0)
"""


def processes() -> str:
    """Look whether relay, worker and scheduler came round within a minute, on whatever machine."""
    try:
        signs = beats.signs(settings().redis_url)
    except (redis.RedisError, ValueError, OSError) as problem:
        raise Ailment(
            f"Nobody can be asked, since the queue does not answer ({type(problem).__name__}).", "See `queue`."
        ) from problem
    alive = {sign.process for sign in signs}
    if missing := [name for name in NEEDED if name not in alive]:
        raise Ailment(
            f"Did not come round within {beats.KEPT_SECONDS} s: {', '.join(missing)}.",
            f"Start {' and '.join(f'`handrail {name}`' for name in missing)}, or look into their logs; the scheduler "
            "beats only where HANDRAIL_REDIS_URL is set for it too.",
        )
    if len(releases := sorted({sign.release for sign in signs})) > 1:
        raise Ailment(f"Several releases run: {', '.join(releases)}.", "Finish the upgrade.")
    return ", ".join(f"{sum(sign.process == name for sign in signs)} {name}" for name in NEEDED)


def outbox() -> str:
    """Look whether anything is parked or waits for long."""
    with connected(settings().relay_url) as connection:
        parked, waiting = connection.execute(_OUTBOX).fetchone() or (0, 0)
    if parked:
        raise Ailment(
            f"{parked} parked.",
            "See `handrail outbox list` or /operator/jobs; repair the cause, then replay, or set it aside.",
        )
    if waiting > MOST_WAITING_SECONDS:
        raise Ailment(
            f"Work has waited for {waiting / 60:.0f} minutes.", "Do `handrail relay` and `handrail worker` run?"
        )
    return "nothing parked, nothing waits long"


def consultancies() -> str:
    """Look whether every site's jurisdiction has a plugin; its obligations can not be computed otherwise."""
    try:
        known = registry().jurisdictions.keys()
        degraded = [plugin.name for plugin in registry().degraded]
    except BootFailed as problem:
        raise Ailment(str(problem)) from problem
    with directory_connection() as connection:
        tenants = connection.execute(select(Tenant.tenant_id, Tenant.slug)).all()
    missing: dict[str, set[str]] = {}
    for tenant_id, slug in tenants:
        with tenant_session(engine_context(tenant_id)) as session:
            used = session.scalars(select(Site.jurisdiction).where(Site.tenant_id == tenant_id).distinct())
            for code in set(used) - known:
                missing.setdefault(code, set()).add(slug)
    if missing:
        named = "; ".join(f"{code} at {', '.join(sorted(slugs))}" for code, slugs in sorted(missing.items()))
        raise Ailment(f"No plugin for the jurisdiction of some sites: {named}.", "Install handrail-CODE.")
    if degraded:
        raise Ailment(f"Installed but not loaded: {', '.join(degraded)}.", "Its versions do not fit; reinstall it.")
    if held := sorted(breaker().held()):
        raise Ailment(f"Stopped everywhere: {', '.join(held)}.", "`handrail plugin status NAME` says where it broke.")
    return f"{len(tenants)} {'consultancy' if len(tenants) == 1 else 'consultancies'}"


def seals() -> str:
    """Look whether every consultancy's chains were sealed within a day and a half."""
    with directory_connection() as connection:
        tenants = connection.execute(select(Tenant.tenant_id, Tenant.slug).order_by(Tenant.slug)).all()
    ages = {slug: age for tenant_id, slug in tenants if (age := _hours_unsealed(tenant_id)) is not None}
    if late := [f"{slug} ({hours:.0f} hours)" for slug, hours in ages.items() if hours > MOST_SEAL_HOURS]:
        raise Ailment(
            f"The chains were not sealed for too long: {', '.join(late)}.",
            "Do scheduler and worker run, and can the worker write HANDRAIL_SEALS_DIR? `handrail audit verify` says "
            "whether the chains hold.",
        )
    return f"the oldest of the newest is {max(ages.values()):.0f} hours old" if ages else "nothing to seal yet"


def _hours_unsealed(tenant_id: UUID) -> float | None:
    """Return since when a consultancy's chains are not sealed; None where nothing was written yet."""
    with tenant_session(engine_context(tenant_id)) as session:
        since = sealed_at(session, tenant_id)
    return None if since is None else (clock.now() - since).total_seconds() / _HOUR


def backups(folder: Path | None) -> str:
    """Look whether there is a whole backup of less than a day and a half, where their folder is named."""
    if folder is None:
        return "not asked; name their folder with --backups"
    if not folder.is_dir():
        raise Ailment(f"{folder} is not there.", "Run `handrail backup`, and mount the folder where this is asked.")
    taken = [manifest.taken_at for _, manifest in taking.backups(folder) if manifest.kind == DATA]
    if not taken:
        raise Ailment(f"{folder} holds no whole backup of the data.", "Run `handrail backup` daily.")
    hours = (clock.now() - max(taken)).total_seconds() / _HOUR
    if hours > MOST_BACKUP_HOURS:
        raise Ailment(f"The newest backup is {hours:.0f} hours old.", "Look at what should run `handrail backup`.")
    return f"the newest is {hours:.0f} hours old"
