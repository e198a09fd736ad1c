"""Who has a part in the case, and when it ends."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.cases.commands.forwarding import require_neutral
from handrail.cases.events import tell
from handrail.cases.records import employment_of
from handrail.identity import parts as case_parts
from handrail.identity import queries as parts
from handrail.identity.access import load_case, require
from handrail.identity.actor import Actor
from handrail.identity.models import Assignment
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.tenancy.models import Case

GUESTS = (Role.SUPERVISOR, Role.UNION, Role.PROVIDER)
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


def reassign_coordinator(session: Session, actor: Actor, case_id: UUID, *, coordinator_id: UUID) -> Case:
    """Give the case to another coordinator; the one before finds nothing from the next request on.

    Raises NotFound, and NotNeutral where the new one may not coordinate here (NEU-1). To the present one: no change.
    """
    case = load_case(session, case_id, require(actor, "case.assign"), lock=True)
    if parts.current_assignment(session, case, Role.COORDINATOR, coordinator_id) is not None:
        return case
    employment = employment_of(session, case)
    require_neutral(session, employment, coordinator_id)
    end_parts(session, actor, case, (Role.COORDINATOR,))
    case_parts.assign(session, actor, case, person_id=coordinator_id, role=Role.COORDINATOR, since=clock.today())
    for person_id, why in ((coordinator_id, "case.assigned"), (employment.person_id, "coordinator.changed")):
        tell(
            session,
            case.subject(),
            person_id,
            why,
            compartment=Compartment.COORDINATION,
            key=f"{case.id}:{clock.now().isoformat()}",
        )
    return case
