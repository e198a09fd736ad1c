"""Who will be told of a correction, as far as the dates that are shown go."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.cases.absence_correcting import Foreseen
from handrail.identity.actor import Actor
from handrail.kit.codes import Compartment
from handrail.kit.ids import new_id
from handrail.notifications.queries import Owed
from handrail.notifications.reminding import Moved, those_told
from handrail.obligations.telling import CORRECTED
from handrail.tenancy.models import Person


def names_told(session: Session, actor: Actor, foreseen: Foreseen) -> Sequence[str]:
    """Return the names of those who owe the dates that move, and the worker's; each gets one message.

    Only dates that are shown count: nothing can be read from it about what else may move (VOL-2).
    """
    moved = Moved((), worker_too=True, but=actor.person_id)
    people = those_told(session, actor.tenant_id, _owed(foreseen), moved)
    statement = select(Person.name).where(Person.tenant_id == actor.tenant_id, Person.id.in_(people))
    return list(session.scalars(statement.order_by(Person.sort_name, Person.id)))


def _owed(foreseen: Foreseen) -> Iterator[Owed]:
    for outcome in foreseen.outcomes:
        before = outcome.before
        row = outcome.after or (before.row if before else None)
        due_on = row.due if row and row.due else before.due_on if before else None
        if row is None or due_on is None or outcome.kind not in CORRECTED or row.status == "met":
            continue
        yield Owed(
            id=before.id if before else new_id(),
            rule=row.rule.id,
            employer_id=foreseen.employment.employer_id,
            subject_id=foreseen.employment.id,
            compartment=Compartment.ADMINISTRATIVE,
            employment_id=foreseen.employment.id,
            case_id=None,
            owed_by=row.owed_by,
            due_on=due_on,
        )
