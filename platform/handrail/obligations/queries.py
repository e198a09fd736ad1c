"""Reading what is due. Row-level policies leave each reader what they may know of; nothing is counted beyond that."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, select, tuple_
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from handrail.identity import reach
from handrail.kit.codes import Role
from handrail.obligations.models import Fact, Obligation, ObligationChange
from handrail.obligations.stored import DROPPED
from handrail.tenancy.models import Case, Employment, Person, Site

_PAGE = 50
_BEGINS: Final = ("absence_started", "maternity_leave_started")
_ENDS: Final = ("recovered", "returned_to_work", "maternity_leave_ended")
_CLOSED: Final = "case_closed"


def of_employment(session: Session, tenant_id: UUID, employment_id: UUID) -> list[Obligation]:
    """Return what is or was due for a worker here, by date: the statutory track and the support process."""
    statement = (
        select(Obligation)
        .where(
            Obligation.tenant_id == tenant_id,
            Obligation.employment_id == employment_id,
            Obligation.status != DROPPED,
        )
        .order_by(Obligation.due_on, Obligation.rule, Obligation.id)
    )
    return list(session.scalars(statement))


def statutory_of_employment(session: Session, tenant_id: UUID, employment_id: UUID) -> list[Obligation]:
    """Return what law and policy ask in the absences of a worker, by date, and nothing of the support process."""
    statement = (
        select(Obligation)
        .where(
            Obligation.tenant_id == tenant_id,
            Obligation.employment_id == employment_id,
            Obligation.case_id.is_(None),
            Obligation.due_on.is_not(None),
            Obligation.status != DROPPED,
        )
        .order_by(Obligation.due_on, Obligation.rule, Obligation.id)
    )
    return list(session.scalars(statement))


def worker_name(session: Session, employment: Employment) -> str:
    """Return what the worker of an employment is called."""
    statement = select(Person.name).where(Person.tenant_id == employment.tenant_id, Person.id == employment.person_id)
    return session.scalars(statement).one()


def open_ones(
    session: Session,
    tenant_id: UUID,
    *,
    owed_by: Sequence[Role] | None = None,
    subjects: Sequence[UUID] | None = None,
    until: date | None = None,
    after: tuple[date, UUID] | None = None,
    limit: int = _PAGE,
) -> list[Obligation]:
    """Return open obligations by date, at most `limit`, from the (day, id) that the page before ended with.

    `subjects` are employments and cases; None asks for all that the reader reaches.
    """
    statement = select(Obligation).where(
        Obligation.tenant_id == tenant_id, Obligation.closed_at.is_(None), Obligation.due_on.is_not(None)
    )
    if subjects is None:
        columns = {"subject": Obligation.subject_id, "employer": Obligation.employer_id}
        statement = statement.where(*reach.within_reach(session, **columns))
    if owed_by is not None:
        statement = statement.where(Obligation.owed_by.in_([role.value for role in owed_by]))
    if subjects is not None:
        statement = statement.where(Obligation.subject_id.in_(subjects))
    if until is not None:
        statement = statement.where(Obligation.due_on <= until)
    if after is not None:
        statement = statement.where(tuple_(Obligation.due_on, Obligation.id) > after)
    return list(session.scalars(statement.order_by(Obligation.due_on, Obligation.id).limit(limit)))


def obligation(session: Session, tenant_id: UUID, obligation_id: UUID) -> Obligation | None:
    """Return one obligation, if the reader may know of it."""
    statement = select(Obligation).where(Obligation.tenant_id == tenant_id, Obligation.id == obligation_id)
    return session.scalars(statement).one_or_none()


def changes_of(session: Session, tenant_id: UUID, obligation_id: UUID) -> list[ObligationChange]:
    """Return how an obligation's date moved, newest first (ACC-3)."""
    statement = select(ObligationChange).where(
        ObligationChange.tenant_id == tenant_id, ObligationChange.obligation_id == obligation_id
    )
    return list(session.scalars(statement.order_by(ObligationChange.at.desc(), ObligationChange.id.desc())))


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction of an absence, and how many of the dates that the reader may know it moved."""

    correction_id: UUID
    at: datetime
    dates: int


def corrections_since(session: Session, tenant_id: UUID, since: datetime) -> list[Corrected]:
    """Return the corrections that moved dates which the reader may know, the newest first."""
    first = func.min(ObligationChange.at)
    statement = (
        select(ObligationChange.correction_id, first, func.count(ObligationChange.obligation_id.distinct()))
        .where(
            ObligationChange.tenant_id == tenant_id,
            ObligationChange.correction_id.is_not(None),
            ObligationChange.at >= since,
        )
        .group_by(ObligationChange.correction_id)
        .order_by(first.desc(), ObligationChange.correction_id)
    )
    return [Corrected(found, at, dates) for found, at, dates in session.execute(statement) if found is not None]


def case_named(session: Session, tenant_id: UUID, name: str) -> Case | None:
    """Return the case with this number (``2026-00042``) or this id."""
    wanted = Case.number == name
    with suppress(ValueError):
        wanted = Case.id == UUID(name)
    return session.scalars(select(Case).where(Case.tenant_id == tenant_id, wanted)).one_or_none()


def employments_with_facts(session: Session, tenant_id: UUID) -> list[UUID]:
    """Return every employment of which anything is known that can be due."""
    statement = select(Fact.employment_id).where(Fact.tenant_id == tenant_id).distinct().order_by(Fact.employment_id)
    return list(session.scalars(statement))


def employments_waiting(session: Session, tenant_id: UUID, jurisdiction: str, release: str) -> list[UUID]:
    """Return the employments of which a date waits for this release to be accepted."""
    statement = (
        select(Obligation.employment_id)
        .where(
            Obligation.tenant_id == tenant_id,
            Obligation.proposed.is_not(None),
            Obligation.proposed["jurisdiction"].astext == jurisdiction,
            Obligation.proposed["release"].astext == release,
        )
        .distinct()
        .order_by(Obligation.employment_id)
    )
    return list(session.scalars(statement))


def open_employments(session: Session, tenant_id: UUID) -> dict[str, list[UUID]]:
    """Return the employments in which something goes on, by the time zone of their site: what each night looks at.

    Something goes on where anything is asked, where the newest word about the absence is that it began, and where a
    case was not closed; so what a changed rule, a plugin that came in, or a day that came asks anew is found too.
    """
    in_force = (Fact.tenant_id == tenant_id, Fact.replaced_by.is_(None), Fact.void.is_(False))
    asked = select(Obligation.employment_id).where(Obligation.tenant_id == tenant_id, Obligation.closed_at.is_(None))
    newest = (
        select(Fact.employment_id, Fact.type)
        .ext(distinct_on(Fact.employment_id))
        .where(*in_force, Fact.type.in_((*_BEGINS, *_ENDS)))
        .order_by(Fact.employment_id, Fact.on.desc(), Fact.type.in_(_BEGINS).desc())
        .subquery()
    )
    absent = select(newest.c.employment_id).where(newest.c.type.in_(_BEGINS))
    closed = select(Fact.case_id).where(*in_force, Fact.type == _CLOSED, Fact.case_id.is_not(None))
    supported = select(Case.employment_id).where(Case.tenant_id == tenant_id, Case.id.not_in(closed))
    going_on = asked.union(absent, supported).subquery()
    statement = (
        select(Site.time_zone, Employment.id)
        .join(Employment, (Employment.tenant_id == Site.tenant_id) & (Employment.site_id == Site.id))
        .join(going_on, going_on.c.employment_id == Employment.id)
        .where(Site.tenant_id == tenant_id)
        .order_by(Site.time_zone, Employment.id)
    )
    found: dict[str, list[UUID]] = {}
    for zone, employment_id in session.execute(statement):
        found.setdefault(zone, []).append(employment_id)
    return found
