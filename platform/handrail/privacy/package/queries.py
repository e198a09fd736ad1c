"""Reading packages and what is looked at first."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, undefer

from handrail.identity.actor import Actor
from handrail.kit.errors import NotFound
from handrail.privacy.mine import Mine
from handrail.privacy.package.models import DataPackage, HeldState, HeldText


def packages_of(session: Session, mine: Mine) -> list[DataPackage]:
    """Return the packages that a worker asked for, the newest first."""
    statement = select(DataPackage).where(
        DataPackage.tenant_id == mine.person.tenant_id, DataPackage.person_id == mine.person.id
    )
    return list(session.scalars(statement.order_by(DataPackage.asked_at.desc(), DataPackage.id.desc()).limit(50)))


def load_package(session: Session, actor: Actor, package_id: UUID, *, with_content: bool = False) -> DataPackage:
    """Return one of the acting worker's packages; raises NotFound."""
    statement = select(DataPackage).where(
        DataPackage.tenant_id == actor.tenant_id,
        DataPackage.person_id == actor.person_id,
        DataPackage.id == package_id,
    )
    if with_content:
        statement = statement.options(undefer(DataPackage.content_sealed))
    found = session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    return found


def waiting_of(session: Session, mine: Mine) -> int:
    """Return how many of a worker's texts are still looked at."""
    statement = select(func.count()).where(
        HeldText.tenant_id == mine.person.tenant_id,
        HeldText.subject_id.in_(mine.subjects),
        HeldText.state == HeldState.WAITING,
    )
    return session.scalar(statement) or 0
