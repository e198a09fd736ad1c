"""Reading what was given for a time, and whom it can be given to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session, aliased

from handrail.identity.actor import Actor
from handrail.identity.granting.models import Cover, SupportAccess, SupportLook
from handrail.identity.models import Membership
from handrail.identity.programs.queries import is_a_person
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.errors import FieldProblem, Invalid, NotFound
from handrail.kit.i18n import _
from handrail.tenancy.models import ClientOrganisation, Person

SHOWN_FOR: Final = timedelta(days=90)
MOST: Final = 200


@dataclass(frozen=True, slots=True)
class SeenAccess:
    """One leave to look, with the names that a page shows and how often it was used."""

    access: SupportAccess
    agent: str
    given_by: str
    employer: str
    looks: int

    @property
    def is_living(self) -> bool:
        """Whether somebody can look under it now."""
        return self.access.ended_at is None and self.access.starts_at <= clock.now() < self.access.ends_at


@dataclass(frozen=True, slots=True)
class SeenCover:
    """One cover with the names that a page shows."""

    cover: Cover
    person: str
    by: str
    employer: str


def accesses(session: Session, actor: Actor) -> list[SeenAccess]:
    """Return the support accesses of the last 90 days that the actor may know of, the newest first.

    Row-level policies leave an agent their own, and those who oversee all.
    """
    agent, giver = aliased(Person), aliased(Person)
    looks = (
        select(func.count())
        .where(SupportLook.tenant_id == SupportAccess.tenant_id, SupportLook.access_id == SupportAccess.id)
        .scalar_subquery()
    )
    statement = (
        select(SupportAccess, agent.name, giver.name, ClientOrganisation.name, looks)
        .join(agent, (agent.tenant_id == SupportAccess.tenant_id) & (agent.id == SupportAccess.agent_id))
        .join(giver, (giver.tenant_id == SupportAccess.tenant_id) & (giver.id == SupportAccess.given_by))
        .join(
            ClientOrganisation,
            (ClientOrganisation.tenant_id == SupportAccess.tenant_id)
            & (ClientOrganisation.id == SupportAccess.employer_id),
        )
        .where(SupportAccess.tenant_id == actor.tenant_id, SupportAccess.starts_at > clock.now() - SHOWN_FOR)
        .order_by(SupportAccess.starts_at.desc(), SupportAccess.id)
        .limit(MOST)
    )
    return [SeenAccess(*row) for row in session.execute(statement)]


def access(session: Session, actor: Actor, access_id: UUID) -> SeenAccess:
    """Return one support access; raises NotFound where the actor may not know of it."""
    found = next((seen for seen in accesses(session, actor) if seen.access.id == access_id), None)
    if found is None:
        raise NotFound
    return found


def looks(session: Session, actor: Actor, access_id: UUID) -> Sequence[SupportLook]:
    """Return what was opened under an access, in order."""
    statement = select(SupportLook).where(SupportLook.tenant_id == actor.tenant_id, SupportLook.access_id == access_id)
    return session.scalars(statement.order_by(SupportLook.at, SupportLook.id).limit(MOST)).all()


def covers(session: Session, actor: Actor) -> list[SeenCover]:
    """Return the covers that last or are to come, at the actor's client organisations; a coordinator's own alone."""
    away, stands_in = aliased(Person), aliased(Person)
    statement = (
        select(Cover, away.name, stands_in.name, ClientOrganisation.name)
        .join(away, (away.tenant_id == Cover.tenant_id) & (away.id == Cover.person_id))
        .join(stands_in, (stands_in.tenant_id == Cover.tenant_id) & (stands_in.id == Cover.by_id))
        .join(
            ClientOrganisation,
            (ClientOrganisation.tenant_id == Cover.tenant_id) & (ClientOrganisation.id == Cover.employer_id),
        )
        .where(Cover.tenant_id == actor.tenant_id, Cover.ended_at.is_(None), func.upper(Cover.during) > clock.today())
        .order_by(func.lower(Cover.during), Cover.id)
        .limit(MOST)
    )
    if actor.role is Role.COORDINATOR:
        statement = statement.where((Cover.person_id == actor.person_id) | (Cover.by_id == actor.person_id))
    return [SeenCover(*row) for row in session.execute(statement)]


def agents(session: Session, actor: Actor) -> Sequence[Row[Any]]:
    """Return key, name and id of the people who are of the support today."""
    return session.execute(_holding(actor, Role.SUPPORT)).all()


def coordinators(session: Session, actor: Actor, employer_id: UUID) -> Sequence[Row[Any]]:
    """Return key, name and id of the coordinators of a client organisation."""
    return session.execute(_holding(actor, Role.COORDINATOR).where(Membership.employer_id == employer_id)).all()


def colleagues(session: Session, actor: Actor, employer_id: UUID) -> Sequence[Row[Any]]:
    """Return key, name and id of the people who hold a role at a client organisation, without the actor."""
    statement = _holding(actor, None).where(Membership.employer_id == employer_id, Person.id != actor.person_id)
    return session.execute(statement).all()


def person_among(found: Sequence[Row[Any]], key: str, pointer: str) -> UUID:
    """Return the id of the person with this key; raises Invalid where they are not among those."""
    for row in found:
        if row.key == key:
            return UUID(str(row.id))
    raise Invalid(problems=[FieldProblem(pointer, _("There is nobody to choose with this key."))])


def _holding(actor: Actor, role: Role | None) -> Select[*tuple[Any, ...]]:
    statement: Select[*tuple[Any, ...]] = (
        select(Person.key, Person.name, Person.id, Person.sort_name)
        .join(Membership, (Membership.tenant_id == Person.tenant_id) & (Membership.person_id == Person.id))
        .where(
            Person.tenant_id == actor.tenant_id,
            Person.active,
            Membership.during.contains(clock.today()),
            is_a_person(),
        )
        .distinct()
        .order_by(Person.sort_name, Person.id)
        .limit(MOST)
    )
    return statement if role is None else statement.where(Membership.role == role)
