"""Recording and withdrawing consent (CON-7)."""

import hashlib
from collections.abc import Collection
from datetime import date
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.consents import queries
from handrail.consents.models import Consent, ConsentText
from handrail.consents.rules import Answer, ConsentPurpose, GivenHow, ShownText
from handrail.identity.access import load_case, require
from handrail.identity.actor import Actor
from handrail.kit import clock
from handrail.kit.codes import Compartment
from handrail.kit.errors import FieldProblem, Invalid, NotFound
from handrail.kit.i18n import _
from handrail.tenancy.models import Case, Employment


def record_consent(
    session: Session,
    actor: Actor,
    *,
    case_id: UUID,
    shown: ShownText,
    answer: Answer,
    given_how: GivenHow,
    given_on: date,
    about: str = "",
) -> Consent:
    """Record what the worker answered to one text, as shown; the same answer again returns the first record.

    A no after a yes withdraws it: the worker's newest word counts. Raises NotFound where the actor may not know the
    case, Invalid for a day still to come.
    """
    case = load_case(session, case_id, require(actor, "consent.record"), lock=True)
    if given_on > clock.today(actor.time_zone):
        raise Invalid(problems=[FieldProblem("/given_on", _("This day is still to come."))])
    text_id = _keep_text(session, case.tenant_id, shown)
    before = queries.latest(session, case, shown.purpose, about)
    if before is not None and (before.withdrawn_at, before.answer, before.text_id) == (None, answer, text_id):
        return before
    standing = queries.live(session, case, shown.purpose, about)
    if standing is not None:
        _withdraw(session, actor, case, standing)
    consent = Consent(
        tenant_id=case.tenant_id,
        employer_id=case.employer_id,
        subject_id=case.id,
        compartment=Compartment.COORDINATION,
        purpose=shown.purpose,
        about=about,
        answer=answer,
        text_id=text_id,
        given_by=_worker_of(session, case),
        given_how=given_how,
        given_on=given_on,
        recorded_at=clock.now(),
        recorded_by=actor.person_id,
    )
    session.add(consent)
    session.flush()
    _note(session, actor, case, consent, "consent.recorded", answer=(None, answer), how=(None, given_how))
    return consent


def withdraw_consent(session: Session, actor: Actor, *, case_id: UUID, consent_id: UUID) -> Consent:
    """Take a consent back, from this moment on; taking it back again changes nothing.

    Nobody asks why. What was sent before stays on record. Raises NotFound where there is none to take back.
    """
    case = load_case(session, case_id, require(actor, "consent.record"), lock=True)
    found = next((each for each in queries.ledger_of(session, case) if each.id == consent_id), None)
    if found is None or found.answer is not Answer.GIVEN:
        raise NotFound
    if found.withdrawn_at is None:
        _withdraw(session, actor, case, found)
    return found


def withdraw_all(session: Session, actor: Actor, case: Case, purposes: Collection[ConsentPurpose]) -> None:
    """Take back every live consent for these purposes: taking part ended, or the case did."""
    for consent in queries.ledger_of(session, case):
        if consent.purpose in purposes and consent.answer is Answer.GIVEN and consent.withdrawn_at is None:
            _withdraw(session, actor, case, consent)


def _withdraw(session: Session, actor: Actor, case: Case, consent: Consent) -> None:
    consent.withdrawn_at = clock.now()
    consent.withdrawn_recorded_by = actor.person_id
    session.flush()
    _note(session, actor, case, consent, "consent.withdrawn")


def _note(
    session: Session, actor: Actor, case: Case, consent: Consent, verb: str, **more: tuple[object, object]
) -> None:
    changes = {"purpose": (None, consent.purpose.value), "about": (None, consent.about)} | more
    timeline.append(
        session, case.subject(), actor, verb, compartment=Compartment.COORDINATION, record=consent, changes=changes
    )


def _worker_of(session: Session, case: Case) -> UUID:
    statement = select(Employment.person_id).where(
        Employment.tenant_id == case.tenant_id, Employment.id == case.employment_id
    )
    return session.scalars(statement).one()


def _keep_text(session: Session, tenant_id: UUID, shown: ShownText) -> UUID:
    """Keep the exact wording, once."""
    digest = hashlib.sha256(f"{shown.title}\n{shown.body}".encode()).digest()
    text_id = uuid5(tenant_id, f"consent-text|{shown.purpose}|{shown.locale}|{digest.hex()}")
    values = {
        "tenant_id": tenant_id,
        "id": text_id,
        "purpose": shown.purpose,
        "locale": shown.locale,
        "title": shown.title,
        "body": shown.body,
        "digest": digest,
    }
    session.execute(upsert(ConsentText).values(values).on_conflict_do_nothing())
    return text_id
