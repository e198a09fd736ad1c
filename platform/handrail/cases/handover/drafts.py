"""What the giver of a case began to write and did not finish: theirs alone, unless they let it go along."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.cases.drafts.models import FormDraft
from handrail.cases.handover.models import HandOver
from handrail.kit.codes import Compartment

_SHARED = (Compartment.COORDINATION, Compartment.ADMINISTRATIVE)


def forms_begun(session: Session, case_id: UUID, employment_id: UUID, person_id: UUID) -> Sequence[str]:
    """Return the names of the forms of a case that somebody began and did not send."""
    return [each.form for each in _of(session, case_id, employment_id, person_id)]


def pass_on(session: Session, offer: HandOver) -> None:
    """Make the giver's drafts the receiver's; where the receiver has one of the same form, theirs stays."""
    mine = _of(session, offer.case_id, offer.employment_id, offer.from_id)
    held = {(each.form, each.about) for each in _of(session, offer.case_id, offer.employment_id, offer.to_id)}
    for draft in mine:
        if (draft.form, draft.about) not in held:
            draft.person_id = offer.to_id
    session.flush()


def _of(session: Session, case_id: UUID, employment_id: UUID, person_id: UUID) -> Sequence[FormDraft]:
    statement = select(FormDraft).where(
        FormDraft.subject_id.in_([case_id, employment_id]),
        FormDraft.person_id == person_id,
        FormDraft.compartment.in_(_SHARED),
    )
    return session.scalars(statement.order_by(FormDraft.form, FormDraft.id)).all()
