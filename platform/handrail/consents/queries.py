"""Reading the ledger."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.consents.errors import ConsentMissing
from handrail.consents.models import Consent, ConsentText
from handrail.consents.rules import Answer, ConsentPurpose
from handrail.kit.i18n import _
from handrail.tenancy.models import Case


def ledger_of(session: Session, case: Case) -> list[Consent]:
    """Return every answer about consent in a case, newest first; withdrawn and refused ones included."""
    statement = select(Consent).where(Consent.tenant_id == case.tenant_id, Consent.subject_id == case.id)
    return list(session.scalars(statement.order_by(Consent.recorded_at.desc(), Consent.id.desc())))


def live(session: Session, case: Case, purpose: ConsentPurpose, about: str = "") -> Consent | None:
    """Return the consent that is in force now, or None; `about` names the one provider of a referral."""
    statement = select(Consent).where(
        Consent.tenant_id == case.tenant_id,
        Consent.subject_id == case.id,
        Consent.purpose == purpose,
        Consent.about == about,
        Consent.answer == Answer.GIVEN,
        Consent.withdrawn_at.is_(None),
    )
    return session.scalars(statement).one_or_none()


def latest(session: Session, case: Case, purpose: ConsentPurpose, about: str = "") -> Consent | None:
    """Return the newest answer for a purpose, whatever it was; None where the worker was never asked."""
    found = (each for each in ledger_of(session, case) if each.purpose is purpose and each.about == about)
    return next(found, None)


def require_consent(session: Session, case: Case, purpose: ConsentPurpose, about: str = "") -> Consent:
    """Return the live consent for this use; raises ConsentMissing where there is none (CON-7).

    Whoever shares something asks here first, in the transaction in which it is shared.
    """
    found = live(session, case, purpose, about)
    if found is None:
        raise ConsentMissing(
            _("There is no consent of the worker for this, or it was taken back."), rule="CON-7", purpose=purpose.value
        )
    return found


def texts_of(session: Session, tenant_id: UUID, text_ids: set[UUID]) -> dict[UUID, ConsentText]:
    """Return the wordings that were shown, by id."""
    statement = select(ConsentText).where(ConsentText.tenant_id == tenant_id, ConsentText.id.in_(text_ids))
    return {found.id: found for found in session.scalars(statement)}
