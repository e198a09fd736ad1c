"""The sample of absences that a demo employer starts with, taken in by the same import as any feed."""

import io
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.exchange.intake.feed import read_feed
from handrail.exchange.intake.library import load
from handrail.exchange.intake.models import ImportRun
from handrail.exchange.intake.runs import employer_by_key, import_at_once
from handrail.exchange.provisioning.feed import absence_feed, to_csv
from handrail.exchange.provisioning.spec import EmployerSpec, TenantSpec
from handrail.kit import clock
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.subjects import System
from handrail.tenancy.models import ClientOrganisation

PROFILE = "generic"


def take_in_samples(spec: TenantSpec, tenant_id: UUID) -> dict[str, int]:
    """Take in the feed of each demo employer that has never had one; return the rows taken in by employer.

    Only once: the feed of a later day would move the stories and so correct facts that people have built upon.
    """
    taken: dict[str, int] = {}
    for employer in spec.employers if spec.demo else ():
        if employer.feed is not None:
            with tenant_session(engine_context(tenant_id)) as session:
                organisation = employer_by_key(session, tenant_id, employer.key)
                if not _had_one(session, organisation):
                    taken[employer.key] = _take_in(session, spec, employer, organisation)
    return taken


def _had_one(session: Session, organisation: ClientOrganisation) -> bool:
    statement = select(ImportRun.id).where(
        ImportRun.tenant_id == organisation.tenant_id, ImportRun.employer_id == organisation.id
    )
    return session.scalar(statement.limit(1)) is not None


def _take_in(session: Session, spec: TenantSpec, employer: EmployerSpec, organisation: ClientOrganisation) -> int:
    today = clock.today(spec.time_zone)
    rows = absence_feed(employer, today)
    feed = read_feed(io.BytesIO(to_csv(rows).encode()), load(PROFILE), today=today)
    name = f"{employer.key}-demo-{today.isoformat()}.csv"
    import_at_once(session, System(organisation.tenant_id), organisation, feed, file_name=name, strict=True)
    return len(rows)
