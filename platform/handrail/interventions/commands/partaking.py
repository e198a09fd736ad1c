"""What a party of a mediation says: whether they want it, and whether its agreement may leave it (IVN-3)."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.cases.events import tell
from handrail.cases.records import employment_of, zone_of
from handrail.identity.access import require
from handrail.identity.actor import Actor
from handrail.interventions import beyond
from handrail.interventions.errors import NotThisState
from handrail.interventions.models import Invitation
from handrail.kit import clock
from handrail.kit.codes import Compartment
from handrail.kit.errors import NotFound
from handrail.kit.i18n import _
from handrail.tenancy.models import Case


def invitation_of(session: Session, actor: Actor, invitation_id: UUID) -> tuple[Invitation, Case]:
    """Return one's own invitation and its case; raises NotFound for another's, or without a part in the case."""
    statement = (
        select(Invitation, Case)
        .join(Case, (Case.tenant_id == Invitation.tenant_id) & (Case.id == Invitation.subject_id))
        .where(
            Invitation.tenant_id == actor.tenant_id,
            Invitation.id == invitation_id,
            Invitation.person_id == actor.person_id,
        )
    )
    found = session.execute(statement).one_or_none()
    if found is None:
        raise NotFound
    return found[0], found[1]


def answer_invitation(session: Session, actor: Actor, invitation_id: UUID, *, agreed: bool) -> Invitation:
    """Say yes or no to a mediation; nobody asks why. The same answer again changes nothing.

    Raises NotFound, NotThisState where it was answered otherwise.
    """
    require(actor, "mediation.answer")
    row, case = invitation_of(session, actor, invitation_id)
    if row.agreed is not None:
        if row.agreed == agreed:
            return row
        raise NotThisState(_("You have answered. Speak to the mediator if you changed your mind."))
    today = clock.today(zone_of(session, employment_of(session, case)))
    row.agreed, row.answered_on = agreed, today
    session.flush()
    _note(session, actor, case, "mediation.answered", row, agreed=(None, agreed))
    slice_ = beyond.answer(session, row, today)
    beyond.let_know(session, slice_, today)
    tell(
        session,
        case.subject(),
        slice_.provider_id,
        "mediation.answered",
        compartment=Compartment.PROVIDER,
        key=str(row.id),
    )
    return row


def release_agreement(session: Session, actor: Actor, invitation_id: UUID, *, released: bool) -> Invitation:
    """Say whether the agreement may leave the mediation: with both it does, with one no its text is gone (IVN-3).

    The same again changes nothing. Raises NotFound, NotThisState where there is nothing to release.
    """
    require(actor, "mediation.answer")
    row, case = invitation_of(session, actor, invitation_id)
    if row.released == released:
        return row
    if row.agreement_sealed is None or row.released is not None:
        raise NotThisState(_("There is no agreement to answer on."))
    row.released = released
    session.flush()
    _note(session, actor, case, "agreement.answered", row, released=(None, released))
    beyond.release(session, row, clock.today(zone_of(session, employment_of(session, case))))
    session.refresh(row)
    return row


def _note(
    session: Session, actor: Actor, case: Case, verb: str, row: Invitation, **changes: tuple[object, object]
) -> None:
    timeline.append(session, case.subject(), actor, verb, compartment=row.compartment, record=row, changes=changes)
