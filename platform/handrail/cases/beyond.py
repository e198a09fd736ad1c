"""What follows from an act, or belongs to a person, beyond what their role may see: read as plain values only."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.cases.contact_models import Contact
from handrail.cases.models import CaseProcess
from handrail.cases.rules.contacts import ContactKind
from handrail.consents.models import Consent
from handrail.consents.queries import live
from handrail.consents.rules import Answer, ConsentPurpose
from handrail.identity import parts
from handrail.identity import queries as identity
from handrail.identity.access import load_case, require
from handrail.identity.actor import Actor
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.kit.db import elevated
from handrail.kit.subjects import Acting
from handrail.obligations import facts
from handrail.tenancy.models import Case, Employment


@dataclass(frozen=True, slots=True)
class OwnAnswers:
    """What somebody answered themselves, as the coordinator wrote it down."""

    contact_id: UUID
    on: date
    answers: str
    """A JSON object by the guide's question keys."""


def call_is_wished(session: Session, case: Case) -> bool:
    """Say whether the worker wants the supervisor to call, now: withdrawn, it is a no from the next request on (S2-3).

    Only that one bit leaves; the ledger itself stays with worker and coordinator.
    """
    with elevated(session, "ask the ledger whether a call is wished"):
        return live(session, case, ConsentPurpose.SUPERVISOR_CONTACT) is not None


def colleagues_may_be_told(session: Session, case: Case) -> bool:
    """Say whether the worker's consent that colleagues are told and have a part in the welcome is live (CON-7, S5-4).

    Only that one bit leaves, for who reads the plan and not the ledger.
    """
    with elevated(session, "ask the ledger whether colleagues may be told"):
        return live(session, case, ConsentPurpose.WELCOME_COLLEAGUES) is not None


@dataclass(frozen=True, slots=True)
class _Named:
    """A row of the ledger by its id alone, for the timeline."""

    id: UUID
    __tablename__: ClassVar[str] = Consent.__tablename__


def end_former_parts(session: Session, actor: Acting, employment: Employment) -> None:
    """End the parts of a former supervisor, for human resources, who may not know that there is any (S3-4, VOL-2)."""
    with elevated(session, "a former supervisor's parts end, whoever records the change"):
        parts.supervisor_changed(session, actor, employment)


def coordinator_of(session: Session, case: Case) -> UUID | None:
    """Return who coordinates a case, to tell them, whoever acts; nobody else learns it here."""
    with elevated(session, "the coordinator is told that the supervisor is another"):
        found = identity.current_assignment(session, case, Role.COORDINATOR)
        return found.person_id if found else None


def end_call_wish(session: Session, actor: Acting, case: Case) -> None:
    """End the consent to a call of the supervisor: it was asked for another one, and is asked anew (S3-4, CON-7)."""
    statement = (
        update(Consent)
        .where(
            Consent.tenant_id == case.tenant_id,
            Consent.subject_id == case.id,
            Consent.purpose == ConsentPurpose.SUPERVISOR_CONTACT,
            Consent.answer == Answer.GIVEN,
            Consent.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=clock.now(), withdrawn_recorded_by=actor.person_id)
        .returning(Consent.id)
        .execution_options(synchronize_session="fetch")
    )
    with elevated(session, "a consent that was for another supervisor ends"):
        ended = list(session.scalars(statement))
    for consent_id in ended:
        timeline.append(
            session,
            case.subject(),
            actor,
            "consent.withdrawn",
            compartment=Compartment.COORDINATION,
            record=_Named(consent_id),
            changes={"purpose": (None, ConsentPurpose.SUPERVISOR_CONTACT.value)},
        )


def own_answers_of_supervisor(session: Session, actor: Actor, case_id: UUID) -> list[OwnAnswers]:
    """Return a supervisor's own answers after the return, newest first: theirs only, while they have a part (S7-2)."""
    case = load_case(session, case_id, require(actor, "answers.read_own"))
    statement = (
        select(Contact)
        .where(
            Contact.tenant_id == case.tenant_id,
            Contact.subject_id == case.id,
            Contact.kind == ContactKind.AFTER_RETURN_SUPERVISOR,
            Contact.with_person_id == actor.person_id,
        )
        .order_by(Contact.on.desc(), Contact.id.desc())
    )
    with elevated(session, "a supervisor reads their own answers"):
        rows = session.scalars(statement).all()
        found = [OwnAnswers(row.id, row.on, row.answers) for row in rows]
        for row in rows:
            session.expunge(row)
    return found


def process_is_open(session: Session, case: Case) -> bool:
    """Say whether the case is not closed yet, for somebody with a part in it who may not see the process itself."""
    statement = select(CaseProcess.outcome).where(
        CaseProcess.tenant_id == case.tenant_id, CaseProcess.subject_id == case.id
    )
    with elevated(session, "ask whether the case is open"):
        return session.scalars(statement).one() is None


def append_process_fact(
    session: Session,
    actor: Acting,
    employment: Employment,
    case: Case,
    *,
    type: str,  # noqa: A002 - the vocabulary's own word
    on: date,
    fields: dict[str, Any],
) -> None:
    """Append a fact of coordination for somebody who may not write there: the supervisor's call (S7-4)."""
    with elevated(session, "a call of the supervisor falls due for the coordinator"):
        appended = facts.append(
            session,
            actor,
            employment,
            type=type,
            on=on,
            fields=fields,
            compartment=Compartment.COORDINATION,
            case=case,
        )
        session.expunge(appended)
