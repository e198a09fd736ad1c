"""Reading what somebody keeps for themselves: row-level policies leave them nothing else."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.cases.filters.models import SavedFilter
from handrail.identity.actor import Actor


def filters_of(session: Session, actor: Actor) -> list[SavedFilter]:
    """Return the filters that somebody keeps in the role in which they act, by name."""
    statement = select(SavedFilter).where(
        SavedFilter.tenant_id == actor.tenant_id,
        SavedFilter.person_id == actor.person_id,
        SavedFilter.role == actor.role,
    )
    return list(session.scalars(statement.order_by(SavedFilter.name, SavedFilter.id)))


def filter_of(session: Session, actor: Actor, filter_id: UUID) -> SavedFilter | None:
    """Return one of them."""
    return next((each for each in filters_of(session, actor) if each.id == filter_id), None)
