"""Who has a part in the case, and when it ends."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.cases.commands.forwarding import require_neutral
from handrail.cases.events import tell
from handrail.cases.handover import queries as offers
from handrail.cases.handover.rules import OfferState, Reason
from handrail.cases.handover.settling import settle
from handrail.cases.records import employment_of
from handrail.identity import parts as case_parts
from handrail.identity.access import load_case, require
from handrail.identity.actor import Actor
from handrail.identity.models import Assignment
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.kit.subjects import Acting
from handrail.tenancy.models import Case, Employment

GUESTS = (Role.SUPERVISOR, Role.UNION, Role.OCCUPATIONAL_HEALTH, Role.PROVIDER)
"""Who has a part only while the worker takes part; worker and coordinator stay, and so does the statutory track."""


def end_parts(session: Session, actor: Actor, case: Case, roles: tuple[Role, ...] = GUESTS) -> None:
    """End the parts of everybody in these roles: the next request of each finds nothing any more (VOL-2)."""
    today = clock.today()
    statement = select(Assignment).where(
        Assignment.tenant_id == case.tenant_id,
        Assignment.case_id == case.id,
        Assignment.role.in_(roles),
        Assignment.during.contains(today),
    )
    for assignment in session.scalars(statement.order_by(Assignment.id)).all():
        case_parts.end_assignment(session, actor, case, assignment, today)


def reassign_coordinator(
    session: Session, actor: Actor, case_id: UUID, *, coordinator_id: UUID, reason: Reason = Reason.OTHER
) -> Case:
    """Give the case to another coordinator in one step, as a lead; the one before finds nothing from then on.

    Raises NotFound, and NotNeutral where the new one may not coordinate here (NEU-1). To the present one: no change.
    """
    case = load_case(session, case_id, require(actor, "case.assign"), lock=True)
    present = offers.own_part(session, case)
    if present is not None and present.person_id == coordinator_id:
        return case
    employment = employment_of(session, case)
    require_neutral(session, employment, coordinator_id)
    change_coordinator(session, actor, case, employment, to_id=coordinator_id, reason=reason)
    return case


def change_coordinator(
    session: Session, actor: Acting, case: Case, employment: Employment, *, to_id: UUID, reason: Reason
) -> None:
    """End the part of whoever coordinates and begin the next one's on the same day: no gap, and never two.

    Whoever covers for the one before goes with them, an open offer ends, and worker and new coordinator are told that
    something is new. What is owed follows by itself: it is owed by whoever coordinates.
    """
    today = clock.today()
    before = offers.own_part(session, case)
    if before is not None:
        case_parts.end_assignment(session, actor, case, before, today)
    part = case_parts.assign(session, actor, case, person_id=to_id, role=Role.COORDINATOR, since=today)
    changes = {"reason": (None, reason.value), "coordinator": (before.person_id if before else None, to_id)}
    timeline.append(
        session,
        case.subject(),
        actor,
        "case.assigned",
        compartment=Compartment.COORDINATION,
        record=part,
        changes={name: (str(old) if old else None, str(new)) for name, (old, new) in changes.items()},
    )
    offer = offers.open_offer(session, case)
    if offer is not None:
        settle(session, actor, offer, OfferState.LAPSED)
    for person_id, why in ((to_id, "case.assigned"), (employment.person_id, "coordinator.changed")):
        tell(session, case.subject(), person_id, why, compartment=Compartment.COORDINATION, key=str(part.id))
