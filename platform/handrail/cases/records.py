"""Where a new record of a case lies."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.kit import clock
from handrail.kit.codes import Compartment
from handrail.kit.subjects import Acting
from handrail.tenancy.models import Case, Employment, Person, Site


def in_case(case: Case, compartment: Compartment = Compartment.COORDINATION) -> dict[str, Any]:
    """Return the owner columns of a record of the support process: it hangs on the case."""
    if compartment is Compartment.ADMINISTRATIVE:
        raise ValueError("An administrative record hangs on the employment.")
    return {
        "tenant_id": case.tenant_id,
        "employer_id": case.employer_id,
        "subject_id": case.id,
        "compartment": compartment,
    }


def in_employment(case: Case) -> dict[str, Any]:
    """Return the owner columns of an administrative record: it hangs on the employment (VOL-4)."""
    return {
        "tenant_id": case.tenant_id,
        "employer_id": case.employer_id,
        "subject_id": case.employment_id,
        "compartment": Compartment.ADMINISTRATIVE,
    }


def recorded(actor: Acting) -> dict[str, Any]:
    """Return who records, and when."""
    return {"recorded_at": clock.now(), "recorded_by": actor.person_id}


def employment_of(session: Session, case: Case) -> Employment:
    """Return the employment that a case is about."""
    statement = select(Employment).where(Employment.tenant_id == case.tenant_id, Employment.id == case.employment_id)
    return session.scalars(statement).one()


def person_of(session: Session, tenant_id: UUID, person_id: UUID) -> Person:
    """Return a person of this tenant."""
    return session.scalars(select(Person).where(Person.tenant_id == tenant_id, Person.id == person_id)).one()


def zone_of(session: Session, employment: Employment) -> str:
    """Return the time zone of the worker's site: the clock by which days of the case are counted."""
    statement = select(Site.time_zone).where(Site.tenant_id == employment.tenant_id, Site.id == employment.site_id)
    return session.scalars(statement).one()
