"""A supposition in words: the rows of the engine as pages and the API show obligations."""

from sqlalchemy.orm import Session

from handrail.audit import read_log
from handrail.identity.actor import Actor
from handrail.kit.codes import Compartment, Role
from handrail.kit.ids import new_id
from handrail.obligations import presenting
from handrail.obligations.models import Obligation
from handrail.obligations.rows import Row
from handrail.obligations.stored import columns_of, steps_as_json
from handrail.obligations.supposing import Answer, Supposed
from handrail.tenancy.models import Employment


def as_obligation(row: Row, employment: Employment) -> Obligation:
    """Return a computed row as obligations are shown: it belongs to no session and is never stored."""
    columns = columns_of(row, row.sequence, None)
    columns["compartment"] = Compartment(columns["compartment"])
    return Obligation(
        tenant_id=employment.tenant_id,
        id=new_id(),
        employer_id=employment.employer_id,
        subject_id=employment.id,
        employment_id=employment.id,
        case_id=None,
        key="",
        layer=None,
        stale=False,
        closed_at=None,
        **columns,
    )


def because_of(each: Supposed, shown: Obligation, reader: Role) -> list[dict[str, str]]:
    """Return what made the difference, as keys and sentences; nothing where that would tell of the illness."""
    if presenting.tells_too_much(shown, reader):
        return []
    return presenting.sentences(steps_as_json(tuple(each.because)))


def note_supposing(session: Session, actor: Actor, answer: Answer) -> None:
    """Write to the read log that somebody looked into the support process to suppose something (CON-5)."""
    if actor.role is Role.WORKER:
        return
    opened = {Compartment(each.row.compartment) for each in answer.support}
    for case in answer.cases:
        read_log.record(session, actor, case.subject(), opened, "what_if")
