"""One absence for whoever may read it."""

from uuid import UUID

from sqlalchemy.orm import Session

from handrail.exchange.intake.absence_list import ListedAbsence, read_absence
from handrail.identity.access import load_employment, require
from handrail.identity.actor import Actor
from handrail.kit.errors import NotFound


def shown_absence(session: Session, actor: Actor, absence_id: UUID) -> ListedAbsence:
    """Return an absence; raises NotFound where the actor may not know of it."""
    requirement = require(actor, "absence.read")
    found = read_absence(session, actor.tenant_id, absence_id)
    if found is None:
        raise NotFound
    load_employment(session, found.employment_id, requirement)
    return found
