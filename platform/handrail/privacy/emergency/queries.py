"""Reading emergency accesses with the names that a page shows."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.identity.actor import Actor
from handrail.kit.db import elevated
from handrail.kit.errors import NotFound
from handrail.privacy.emergency.commands import state
from handrail.privacy.emergency.models import EmergencyAccess
from handrail.privacy.emergency.rules import State
from handrail.tenancy.models import Case, Person

MOST = 100


@dataclass(frozen=True, slots=True)
class SeenEmergency:
    """One access. The case is told by its number."""

    access: EmergencyAccess
    number: str
    names: dict[UUID, str]

    @property
    def state(self) -> State:
        """Where it stands now."""
        return state(self.access)

    def name(self, person_id: UUID | None) -> str:
        """Return the name of one of the three."""
        return self.names.get(person_id, "") if person_id else ""


def accesses(session: Session, actor: Actor) -> list[SeenEmergency]:
    """Return the accesses the actor may know of, the newest first: their own, or all for those who watch."""
    statement = (
        select(EmergencyAccess)
        .where(EmergencyAccess.tenant_id == actor.tenant_id)
        .order_by(EmergencyAccess.asked_at.desc(), EmergencyAccess.id)
        .limit(MOST)
    )
    found = session.scalars(statement).all()
    with elevated(session, "emergency"):
        cases = select(Case.id, Case.number).where(
            Case.tenant_id == actor.tenant_id, Case.id.in_([row.case_id for row in found])
        )
        numbers = {row.id: row.number for row in session.execute(cases)}
    people = {row.asked_by for row in found} | {row.decided_by for row in found} | {row.reviewed_by for row in found}
    wanted = [person for person in people if person is not None]
    named = select(Person.id, Person.name).where(Person.tenant_id == actor.tenant_id, Person.id.in_(wanted))
    names = {row.id: row.name for row in session.execute(named)}
    return [SeenEmergency(row, str(numbers.get(row.case_id, "")), names) for row in found]


def access(session: Session, actor: Actor, access_id: UUID) -> SeenEmergency:
    """Return one access; raises NotFound where the actor may not know of it."""
    found = next((seen for seen in accesses(session, actor) if seen.access.id == access_id), None)
    if found is None:
        raise NotFound
    return found
