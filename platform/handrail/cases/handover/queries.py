"""Reading offers. Row-level policies leave each reader those that are theirs to know."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session, aliased

from handrail.cases.handover.models import HandOver
from handrail.cases.handover.rules import OfferState
from handrail.identity.actor import Actor
from handrail.identity.duties import Duty
from handrail.identity.models import Assignment, Membership
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.errors import NotFound
from handrail.tenancy.models import Case, ClientOrganisation, Employment, Person, Site

MOST = 200


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer with the names that a page shows: the worker's, so that the receiver can say whether they know them."""

    offer: HandOver
    worker: str
    employer: str
    site: str
    by: str
    to: str
    is_held: bool
    """Whether the receiver coordinates at this client organisation today; else it is empty."""


def offers_to(session: Session, actor: Actor) -> list[Offered]:
    """Return the open offers to a coordinator, the oldest first."""
    return _offers(session, actor.tenant_id, HandOver.to_id == actor.person_id, HandOver.state == OfferState.OPEN)


def offers_of(session: Session, case: Case) -> list[Offered]:
    """Return every offer of a case that the reader may know of, the newest first."""
    return list(reversed(_offers(session, case.tenant_id, HandOver.case_id == case.id)))


def offers_at(session: Session, actor: Actor) -> list[Offered]:
    """Return the open offers at a lead's client organisations, the oldest first."""
    return _offers(session, actor.tenant_id, HandOver.state == OfferState.OPEN)


def open_offer(session: Session, case: Case) -> HandOver | None:
    """Return the offer of a case that waits for an answer."""
    statement = select(HandOver).where(
        HandOver.tenant_id == case.tenant_id, HandOver.case_id == case.id, HandOver.state == OfferState.OPEN
    )
    return session.scalars(statement).one_or_none()


def own_part(session: Session, case: Case) -> Assignment | None:
    """Return the part of whoever coordinates the case today: neither a cover's nor that of a follow-up alone."""
    statement = select(Assignment).where(
        Assignment.tenant_id == case.tenant_id,
        Assignment.case_id == case.id,
        Assignment.role == Role.COORDINATOR,
        Assignment.cover_id.is_(None),
        Assignment.duty == Duty.WHOLE,
        Assignment.during.contains(clock.today()),
    )
    return session.scalars(statement.order_by(Assignment.id).limit(1)).one_or_none()


def coordinates_here(session: Session, tenant_id: UUID, employer_id: UUID, person_id: UUID) -> bool:
    """Say whether somebody coordinates at this client organisation today."""
    statement = (
        select(Membership.id)
        .join(Person, and_(Person.tenant_id == Membership.tenant_id, Person.id == Membership.person_id))
        .where(
            Membership.tenant_id == tenant_id,
            Membership.employer_id == employer_id,
            Membership.person_id == person_id,
            Membership.role == Role.COORDINATOR,
            Membership.during.contains(clock.today()),
            Person.active,
        )
    )
    return session.scalar(statement.limit(1)) is not None


def _offers(session: Session, tenant_id: UUID, *conditions: ColumnElement[bool]) -> list[Offered]:
    giver, receiver, worker = aliased(Person), aliased(Person), aliased(Person)
    held = (
        select(Membership.id)
        .where(
            Membership.tenant_id == HandOver.tenant_id,
            Membership.employer_id == HandOver.employer_id,
            Membership.person_id == HandOver.to_id,
            Membership.role == Role.COORDINATOR,
            Membership.during.contains(clock.today()),
        )
        .exists()
    )
    statement = (
        select(
            HandOver,
            worker.name,
            ClientOrganisation.name,
            Site.name,
            giver.name,
            receiver.name,
            and_(receiver.active, held),
        )
        .join(Employment, and_(Employment.tenant_id == HandOver.tenant_id, Employment.id == HandOver.employment_id))
        .join(worker, and_(worker.tenant_id == Employment.tenant_id, worker.id == Employment.person_id))
        .join(Site, and_(Site.tenant_id == Employment.tenant_id, Site.id == Employment.site_id))
        .join(
            ClientOrganisation,
            and_(ClientOrganisation.tenant_id == HandOver.tenant_id, ClientOrganisation.id == HandOver.employer_id),
        )
        .join(giver, and_(giver.tenant_id == HandOver.tenant_id, giver.id == HandOver.from_id))
        .join(receiver, and_(receiver.tenant_id == HandOver.tenant_id, receiver.id == HandOver.to_id))
        .where(HandOver.tenant_id == tenant_id, *conditions)
        .order_by(HandOver.offered_at, HandOver.id)
        .limit(MOST)
    )
    return [Offered(*row) for row in session.execute(statement)]


def offer_to(session: Session, actor: Actor, offer_id: UUID) -> Offered:
    """Return one open offer to a coordinator; raises NotFound where there is none."""
    found = next((each for each in offers_to(session, actor) if each.offer.id == offer_id), None)
    if found is None:
        raise NotFound
    return found
