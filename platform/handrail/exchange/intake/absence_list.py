"""Absences of a client organisation as people and programs read them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, or_, select, tuple_
from sqlalchemy.orm import Session

from handrail.cases.absence_models import Absence
from handrail.tenancy.models import ClientOrganisation, Employment, Person


@dataclass(frozen=True, slots=True)
class ListedAbsence:
    """One absence with the names of its worker and client organisation."""

    id: UUID
    employment_id: UUID
    employer: str
    worker: str
    worker_name: str
    external_key: str
    first_day: date
    first_day_fit: date | None
    hours: Decimal | None
    expected_days: int | None
    percent: int | None
    source: str
    recorded_at: datetime


def list_absences(
    session: Session,
    tenant_id: UUID,
    *,
    employer_ids: tuple[UUID, ...],
    worker: str | None = None,
    external_key: str | None = None,
    only_open: bool = False,
    today: date | None = None,
    after: UUID | None = None,
    limit: int = 50,
) -> list[ListedAbsence]:
    """Return absences of these client organisations, the latest first day first; `after` is the last one before."""
    statement = _listed(tenant_id).where(Absence.employer_id.in_(employer_ids))
    if worker is not None:
        statement = statement.where(Employment.key == worker)
    if external_key is not None:
        statement = statement.where(Absence.external_key == external_key)
    if only_open and today is not None:
        statement = statement.where(or_(Absence.first_day_fit.is_(None), Absence.first_day_fit > today))
    if after is not None:
        place = select(Absence.first_day, Absence.id).where(Absence.tenant_id == tenant_id, Absence.id == after)
        statement = statement.where(tuple_(Absence.first_day, Absence.id) < place.scalar_subquery())
    ordered = statement.order_by(Absence.first_day.desc(), Absence.id.desc()).limit(limit)
    return [ListedAbsence(*row) for row in session.execute(ordered)]


def read_absence(session: Session, tenant_id: UUID, absence_id: UUID) -> ListedAbsence | None:
    """Return one absence, if the reader may see it."""
    row = session.execute(_listed(tenant_id).where(Absence.id == absence_id)).one_or_none()
    return ListedAbsence(*row) if row else None


def _listed(tenant_id: UUID) -> Select[*tuple[Any, ...]]:
    at_work = and_(Employment.tenant_id == Absence.tenant_id, Employment.id == Absence.subject_id)
    return (
        select(
            Absence.id,
            Absence.subject_id,
            ClientOrganisation.key,
            Employment.key,
            Person.name,
            Absence.external_key,
            Absence.first_day,
            Absence.first_day_fit,
            Absence.hours,
            Absence.expected_days,
            Absence.percent,
            Absence.source,
            Absence.recorded_at,
        )
        .join(Employment, at_work)
        .join(Person, and_(Person.tenant_id == Employment.tenant_id, Person.id == Employment.person_id))
        .join(
            ClientOrganisation,
            and_(ClientOrganisation.tenant_id == Absence.tenant_id, ClientOrganisation.id == Absence.employer_id),
        )
        .where(Absence.tenant_id == tenant_id)
    )
