"""What a coordinator finds in the morning: due, waiting on others, new. Three statements."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

from handrail.cases.models import CaseProcess
from handrail.cases.request_models import CallRequest, ContactRequest
from handrail.cases.rules.neutrality import RequestState
from handrail.cases.rules.participation import Participation
from handrail.kit.codes import Role
from handrail.obligations.models import Obligation
from handrail.tenancy.models import Case, ClientOrganisation, Employment, Person

AHEAD_DAYS = 14
_MOST = 200


@dataclass(frozen=True, slots=True)
class Item:
    """One obligation with the worker it is about and the case to open."""

    obligation: Obligation
    worker: str
    employer: str
    case_id: UUID | None

    @property
    def due_on(self) -> date:
        """The last day on time; only dated ones are read."""
        return self.obligation.due_on or date.max


@dataclass(frozen=True, slots=True)
class Ask:
    """Something that waits for the coordinator's word: a new file, a contact request, a call."""

    kind: str
    case_id: UUID
    worker: str
    employer: str
    at: Any
    role: Role | None = None


def due_items(session: Session, tenant_id: UUID, today: date) -> list[Item]:
    """Return open obligations of the reader's cases that fall due within two weeks, or did, by date."""
    newest = aliased(Case)
    case_of = (
        select(newest.id)
        .where(newest.tenant_id == Obligation.tenant_id, newest.employment_id == Obligation.employment_id)
        .order_by(newest.opened_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    statement = (
        select(Obligation, Person.name, ClientOrganisation.name, func.coalesce(Obligation.case_id, case_of))
        .join(Employment, and_(Employment.tenant_id == Obligation.tenant_id, Employment.id == Obligation.employment_id))
        .join(Person, and_(Person.tenant_id == Obligation.tenant_id, Person.id == Employment.person_id))
        .join(
            ClientOrganisation,
            and_(ClientOrganisation.tenant_id == Obligation.tenant_id, ClientOrganisation.id == Obligation.employer_id),
        )
        .where(
            Obligation.tenant_id == tenant_id,
            Obligation.closed_at.is_(None),
            Obligation.due_on <= today + timedelta(days=AHEAD_DAYS),
        )
        .order_by(Obligation.due_on, Obligation.id)
        .limit(_MOST)
    )
    return [Item(*row) for row in session.execute(statement)]


def new_files(session: Session, tenant_id: UUID) -> list[Ask]:
    """Return files that were forwarded and whose worker was not yet written to, oldest first."""
    statement = (
        _with_names(select(Case.id, Person.name, ClientOrganisation.name, Case.opened_at), Case)
        .join(CaseProcess, and_(CaseProcess.tenant_id == Case.tenant_id, CaseProcess.subject_id == Case.id))
        .where(
            Case.tenant_id == tenant_id,
            CaseProcess.participation == Participation.NOT_INVITED,
            CaseProcess.outcome.is_(None),
        )
        .order_by(Case.opened_at, Case.id)
        .limit(_MOST)
    )
    return [Ask("file", *row) for row in session.execute(statement)]


def waiting_requests(session: Session, tenant_id: UUID) -> list[Ask]:
    """Return contact requests to decide (NEU-2) and calls to answer (S7-4), oldest first."""
    contacts = _with_names(
        select(
            Case.id, Person.name, ClientOrganisation.name, ContactRequest.requested_at, ContactRequest.requested_role
        ),
        Case,
    ).join(ContactRequest, and_(ContactRequest.tenant_id == Case.tenant_id, ContactRequest.case_id == Case.id))
    contacts = contacts.where(Case.tenant_id == tenant_id, ContactRequest.state == RequestState.WAITING)
    calls = _with_names(
        select(Case.id, Person.name, ClientOrganisation.name, CallRequest.requested_at, CallRequest.requested_role),
        Case,
    ).join(CallRequest, and_(CallRequest.tenant_id == Case.tenant_id, CallRequest.subject_id == Case.id))
    calls = calls.where(Case.tenant_id == tenant_id, CallRequest.acknowledged_at.is_(None))
    found = [Ask("contact", *row) for row in session.execute(contacts.limit(_MOST))]
    found += [Ask("call", *row) for row in session.execute(calls.limit(_MOST))]
    return sorted(found, key=lambda ask: ask.at)


def _with_names(statement: Any, case: type[Case]) -> Any:
    return (
        statement.join(Employment, and_(Employment.tenant_id == case.tenant_id, Employment.id == case.employment_id))
        .join(Person, and_(Person.tenant_id == case.tenant_id, Person.id == Employment.person_id))
        .join(
            ClientOrganisation,
            and_(ClientOrganisation.tenant_id == case.tenant_id, ClientOrganisation.id == case.employer_id),
        )
    )
