"""Reading requests to be in touch and letters, for those who asked and for the worker."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.cases.letter_models import EmployerLetter
from handrail.cases.request_models import ContactRequest
from handrail.identity import reach
from handrail.identity.actor import Actor
from handrail.kit.codes import Compartment
from handrail.obligations.models import Obligation
from handrail.tenancy.models import Case, Employment, Person

A_PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, as whoever may know of it reads it: never with the reason of the answer."""

    request: ContactRequest
    worker: str


def requests_of(
    session: Session, actor: Actor, *, after: UUID | None = None, employment_id: UUID | None = None
) -> list[Asked]:
    """Return the requests at one's client organisations, a supervisor's own, the newest first; one more than a page."""
    statement = (
        select(ContactRequest, Person.name)
        .join(
            Employment,
            (Employment.tenant_id == ContactRequest.tenant_id) & (Employment.id == ContactRequest.subject_id),
        )
        .join(Person, (Person.tenant_id == Employment.tenant_id) & (Person.id == Employment.person_id))
        .where(ContactRequest.tenant_id == actor.tenant_id)
        .where(*reach.within_reach(session, subject=ContactRequest.subject_id, employer=ContactRequest.employer_id))
        .order_by(ContactRequest.id.desc())
        .limit(A_PAGE + 1)
    )
    if employment_id is not None:
        statement = statement.where(ContactRequest.subject_id == employment_id)
    if after is not None:
        statement = statement.where(ContactRequest.id < after)
    return [Asked(request, name) for request, name in session.execute(statement)]


def letters_of_requests(session: Session, tenant_id: UUID, requests: Collection[UUID]) -> dict[UUID, EmployerLetter]:
    """Return the letters that wait, or waited, for these requests, by request."""
    statement = select(EmployerLetter).where(
        EmployerLetter.tenant_id == tenant_id, EmployerLetter.request_id.in_(requests)
    )
    return {letter.request_id: letter for letter in session.scalars(statement) if letter.request_id is not None}


def letters_about(session: Session, employment: Employment) -> Sequence[EmployerLetter]:
    """Return the letters to a worker that the reader may know of, the newest first."""
    statement = select(EmployerLetter).where(
        EmployerLetter.tenant_id == employment.tenant_id, EmployerLetter.subject_id == employment.id
    )
    return session.scalars(statement.order_by(EmployerLetter.written_at.desc(), EmployerLetter.id.desc())).all()


def letters_to(session: Session, actor: Actor) -> list[tuple[EmployerLetter, str]]:
    """Return the letters that a worker was given, each with who wrote it, the newest first."""
    statement = (
        select(EmployerLetter, Person.name)
        .join(Person, (Person.tenant_id == EmployerLetter.tenant_id) & (Person.id == EmployerLetter.written_by))
        .join(
            Employment,
            (Employment.tenant_id == EmployerLetter.tenant_id) & (Employment.id == EmployerLetter.subject_id),
        )
        .where(
            EmployerLetter.tenant_id == actor.tenant_id,
            Employment.person_id == actor.person_id,
            EmployerLetter.handed_over_at.is_not(None),
        )
        .order_by(EmployerLetter.handed_over_at.desc(), EmployerLetter.id.desc())
    )
    return [(letter, name) for letter, name in session.execute(statement)]


def obligations_named(session: Session, case: Case, keys: Collection[str | None]) -> Sequence[Obligation]:
    """Return the obligations of a case's worker that requests named."""
    statement = select(Obligation).where(
        Obligation.tenant_id == case.tenant_id,
        Obligation.employment_id == case.employment_id,
        Obligation.compartment == Compartment.ADMINISTRATIVE,
        Obligation.key.in_([key for key in keys if key]),
    )
    return session.scalars(statement).all()


def statutory_of(session: Session, employment: Employment) -> Sequence[Obligation]:
    """Return the open statutory obligations that may require a contact, by date."""
    statement = select(Obligation).where(
        Obligation.tenant_id == employment.tenant_id,
        Obligation.employment_id == employment.id,
        Obligation.case_id.is_(None),
        Obligation.compartment == Compartment.ADMINISTRATIVE,
        Obligation.closed_at.is_(None),
        Obligation.kind == "act",
        Obligation.basis.in_(("statutory", "regulator_policy")),
    )
    return session.scalars(statement.order_by(Obligation.due_on, Obligation.id)).all()
