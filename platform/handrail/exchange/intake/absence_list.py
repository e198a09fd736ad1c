"""Absences of a client organisation as people and programs read them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from handrail.cases.absence_models import Absence, AbsenceCorrection
from handrail.exchange.intake.plan import Fact
from handrail.identity import reach
from handrail.tenancy.models import Case, ClientOrganisation, Employment, Person


@dataclass(frozen=True, slots=True)
class ListedAbsence:
    """One absence with the names of its worker and client organisation."""

    id: UUID
    employment_id: UUID
    employer: str
    employer_name: str
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
    keys = select(Absence.id, Absence.first_day).where(
        Absence.tenant_id == tenant_id, Absence.employer_id.in_(employer_ids)
    )
    if worker is not None:
        keys = keys.where(Absence.subject_id.in_(_employments(tenant_id, employer_ids, worker)))
    if external_key is not None:
        keys = keys.where(Absence.external_key == external_key)
    if only_open and today is not None:
        keys = keys.where(or_(Absence.first_day_fit.is_(None), Absence.first_day_fit > today))
    if after is not None:
        place = select(Absence.first_day, Absence.id).where(Absence.tenant_id == tenant_id, Absence.id == after)
        keys = keys.where(tuple_(Absence.first_day, Absence.id) < place.scalar_subquery())
    chosen = reach.first(
        session,
        keys,
        (Absence.first_day, Absence.id),
        limit,
        subject=Absence.subject_id,
        employer=Absence.employer_id,
        backwards=True,
    )
    statement = (
        _listed(tenant_id)
        .join(chosen, chosen.c.id == Absence.id)
        .order_by(chosen.c.first_day.desc(), chosen.c.id.desc())
    )
    return [ListedAbsence(*row) for row in session.execute(statement)]


def _employments(tenant_id: UUID, employer_ids: tuple[UUID, ...], worker: str) -> Select[UUID]:
    return select(Employment.id).where(
        Employment.tenant_id == tenant_id, Employment.employer_id.in_(employer_ids), Employment.key == worker
    )


def read_absence(session: Session, tenant_id: UUID, absence_id: UUID) -> ListedAbsence | None:
    """Return one absence, if the reader may see it."""
    row = session.execute(_listed(tenant_id).where(Absence.id == absence_id)).one_or_none()
    return ListedAbsence(*row) if row else None


def employment_of(session: Session, employer: ClientOrganisation, key: str) -> Employment | None:
    """Return the worker with this key at a client organisation."""
    statement = select(Employment).where(
        Employment.tenant_id == employer.tenant_id, Employment.employer_id == employer.id, Employment.key == key
    )
    return session.scalars(statement).one_or_none()


@dataclass(frozen=True, slots=True)
class Correction:
    """What was believed of an absence before, and what since; `changes` by fact, before and after."""

    id: UUID
    employment_id: UUID
    absence_id: UUID
    worker: str
    at: datetime
    by: str | None
    why: str
    changes: dict[str, tuple[Fact, Fact]]

    @property
    def is_end(self) -> bool:
        """Whether the absence went on, and only its end was recorded."""
        return self.changes.keys() == {"first_day_fit"} and self.changes["first_day_fit"][0] is None

    @property
    def takes_back(self) -> bool:
        """Whether the absence was recorded by mistake."""
        return "first_day" in self.changes and self.changes["first_day"][1] is None


def corrections_of(session: Session, tenant_id: UUID, absence_id: UUID) -> list[Correction]:
    """Return what was corrected of an absence, the latest first."""
    statement = (
        _corrections(tenant_id)
        .where(AbsenceCorrection.absence_id == absence_id)
        .order_by(AbsenceCorrection.at.desc(), AbsenceCorrection.id.desc())
    )
    return [_correction(*row) for row in session.execute(statement)]


def read_correction(session: Session, tenant_id: UUID, correction_id: UUID) -> Correction | None:
    """Return one correction, if the reader may see it."""
    row = session.execute(_corrections(tenant_id).where(AbsenceCorrection.id == correction_id)).one_or_none()
    return _correction(*row) if row else None


def _corrections(tenant_id: UUID) -> Select[*tuple[Any, ...]]:
    by = aliased(Person)
    return (
        select(AbsenceCorrection, Person.name, by.name)
        .join(
            Employment,
            and_(Employment.tenant_id == AbsenceCorrection.tenant_id, Employment.id == AbsenceCorrection.subject_id),
        )
        .join(Person, and_(Person.tenant_id == Employment.tenant_id, Person.id == Employment.person_id))
        .outerjoin(by, and_(by.tenant_id == AbsenceCorrection.tenant_id, by.id == AbsenceCorrection.person_id))
        .where(AbsenceCorrection.tenant_id == tenant_id)
    )


def _correction(row: AbsenceCorrection, worker: str, by: str | None) -> Correction:
    changes = {fact: (_fact(fact, row.before[fact]), _fact(fact, row.after[fact])) for fact in row.after}
    return Correction(row.id, row.subject_id, row.absence_id, worker, row.at, by, row.why, changes)


def _fact(name: str, value: str | int | None) -> Fact:
    """Return a kept fact as what it was."""
    if value is None or isinstance(value, int):
        return value
    return Decimal(value) if name == "hours" else date.fromisoformat(value)


def forwarded_on(session: Session, tenant_id: UUID, employment_id: UUID, *, since: date) -> date | None:
    """Return the day on which the file of an absence begun on `since` was forwarded (S1-2), if it was."""
    statement = select(Case.opened_on).where(
        Case.tenant_id == tenant_id, Case.employment_id == employment_id, Case.opened_on >= since
    )
    return session.scalars(statement.order_by(Case.opened_on).limit(1)).one_or_none()


def _listed(tenant_id: UUID) -> Select[*tuple[Any, ...]]:
    at_work = and_(Employment.tenant_id == Absence.tenant_id, Employment.id == Absence.subject_id)
    return (
        select(
            Absence.id,
            Absence.subject_id,
            ClientOrganisation.key,
            ClientOrganisation.name,
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
