"""What one client organisation's records say now, as far as a feed needs to know it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final, TypeVar
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from handrail.cases.absence_models import Absence
from handrail.exchange.intake.absence_row import AbsenceRow
from handrail.exchange.intake.plan import Snapshot, StoredAbsence
from handrail.identity.models import Membership
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.tenancy.models import ClientOrganisation, Employment, Person

_T = TypeVar("_T")
_AT_ONCE: Final = 1_000


def take_snapshot(session: Session, employer: ClientOrganisation, rows: Iterable[AbsenceRow]) -> Snapshot:
    """Return the workers and supervisors of a client organisation, and the stored absences that the rows touch."""
    rows = [*rows]
    ids = _employments(session, employer, {row.worker for row in rows})
    absences = {stored.key: stored for stored in _absences(session, employer, ids, {row.key for row in rows})}
    supervisors = _supervisors(session, employer) if any(row.supervisor for row in rows) else frozenset()
    return Snapshot(employer.key, frozenset(ids), supervisors, absences)


def _employments(session: Session, employer: ClientOrganisation, keys: Collection[str]) -> dict[str, UUID]:
    found: dict[str, UUID] = {}
    for some in _in_parts(sorted(keys)):
        statement = select(Employment.key, Employment.id).where(
            Employment.tenant_id == employer.tenant_id,
            Employment.employer_id == employer.id,
            Employment.key.in_(some),
        )
        found |= {key: employment_id for key, employment_id in session.execute(statement)}  # noqa: C416 - typed one by one
    return found


def _supervisors(session: Session, employer: ClientOrganisation) -> frozenset[str]:
    """Return the keys of those who hold the role here today, or are somebody's line manager here."""
    tenant_id = employer.tenant_id
    holds = select(Membership.person_id).where(
        Membership.tenant_id == tenant_id,
        Membership.employer_id == employer.id,
        Membership.role == Role.SUPERVISOR,
        Membership.during.contains(clock.today()),
    )
    leads = select(Employment.supervisor_id).where(
        Employment.tenant_id == tenant_id, Employment.employer_id == employer.id, Employment.supervisor_id.is_not(None)
    )
    statement = select(Person.key).where(Person.tenant_id == tenant_id, or_(Person.id.in_(holds), Person.id.in_(leads)))
    return frozenset(session.scalars(statement))


def _absences(
    session: Session, employer: ClientOrganisation, workers: Mapping[str, UUID], keys: Collection[str]
) -> Iterator[StoredAbsence]:
    """Yield the absences of these workers, and those with these keys, whosever they are."""
    table, employment = Absence.__table__.c, Employment.__table__.c
    columns = (
        select(
            table.external_key,
            employment.key,
            table.first_day,
            table.first_day_fit,
            table.hours,
            table.expected_days,
            table.percent,
        )
        .join(
            Employment.__table__,
            and_(employment.tenant_id == table.tenant_id, employment.id == table.subject_id),
        )
        .where(table.tenant_id == employer.tenant_id, table.employer_id == employer.id)
    )
    for some in _in_parts(sorted(workers.values())):
        for row in session.execute(columns.where(table.subject_id.in_(some))):
            yield StoredAbsence(*row)
    for some_keys in _in_parts(sorted(keys)):
        for row in session.execute(columns.where(table.external_key.in_(some_keys))):
            yield StoredAbsence(*row)


def _in_parts(items: list[_T]) -> Iterator[list[_T]]:
    for start in range(0, len(items), _AT_ONCE):
        yield items[start : start + _AT_ONCE]
