"""Who is off at the client organisations of occupational health, and what each waits for: with a case or without."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from handrail.cases.absence_models import Absence
from handrail.identity.actor import Actor
from handrail.identity.reach import within_reach
from handrail.kit.codes import Role
from handrail.obligations import queries as obligations
from handrail.obligations.models import Obligation
from handrail.tenancy.models import ClientOrganisation, Employment, Person

RECENT: Final = timedelta(days=28)
"""Whoever came back longer ago than this is on the list no more."""
A_PAGE: Final = 60


@dataclass(frozen=True, slots=True)
class OffSick:
    """A worker who is off or came back lately: administrative dates, and the first thing that is due of the reader."""

    employment_id: UUID
    worker: str
    employer: str
    first_day: date
    first_day_fit: date | None
    due: Obligation | None


def off_sick(session: Session, actor: Actor, today: date) -> list[OffSick]:
    """Return them, whoever something is due of first, then by name; at most `A_PAGE` of the longest absent."""
    statement = (
        select(Employment.id, Person.name, ClientOrganisation.name, Absence.first_day, Absence.first_day_fit)
        .join(Person, and_(Person.tenant_id == Employment.tenant_id, Person.id == Employment.person_id))
        .join(Absence, and_(Absence.tenant_id == Employment.tenant_id, Absence.subject_id == Employment.id))
        .join(
            ClientOrganisation,
            and_(ClientOrganisation.tenant_id == Employment.tenant_id, ClientOrganisation.id == Employment.employer_id),
        )
        .where(
            Employment.tenant_id == actor.tenant_id,
            or_(Absence.first_day_fit.is_(None), Absence.first_day_fit >= today - RECENT),
            *within_reach(session, subject=Absence.subject_id, employer=Absence.employer_id),
        )
        .order_by(Employment.id, Absence.first_day.desc())
        .ext(distinct_on(Employment.id))
    )
    if actor.employers != "*":
        statement = statement.where(Absence.employer_id.in_(actor.employers))
    newest = statement.subquery()
    rows = session.execute(select(newest).order_by(newest.c.first_day).limit(A_PAGE)).all()
    due = _first_due(session, actor, [row[0] for row in rows])
    found = [OffSick(row[0], row[1], row[2], row[3], row[4], due.get(row[0])) for row in rows]
    return sorted(found, key=lambda each: (each.due.due_on if each.due else None) or date.max)


def _first_due(session: Session, actor: Actor, employment_ids: Sequence[UUID]) -> dict[UUID, Obligation]:
    """Return the first thing that is due of occupational health for each worker."""
    rows = obligations.open_ones(
        session, actor.tenant_id, owed_by=[Role.OCCUPATIONAL_HEALTH], subjects=employment_ids, limit=A_PAGE * 4
    )
    found: dict[UUID, Obligation] = {}
    for each in rows:
        found.setdefault(each.employment_id, each)
    return found
