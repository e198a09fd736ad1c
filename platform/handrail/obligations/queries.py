"""Reading what is due. Row-level policies leave each reader what they may know of; nothing is counted beyond that."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from handrail.kit.codes import Role
from handrail.obligations.models import Obligation, ObligationChange

DROPPED = "dropped"
_PAGE = 50


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
