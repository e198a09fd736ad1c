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
from handrail.identity import reach
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
    keys = select(Obligation.id, Obligation.due_on).where(
        Obligation.tenant_id == tenant_id,
        Obligation.closed_at.is_(None),
        Obligation.due_on <= today + timedelta(days=AHEAD_DAYS),
    )
    chosen = reach.first(
        session,
        keys,
        (Obligation.due_on, Obligation.id),
        _MOST,
        subject=Obligation.subject_id,
        employer=Obligation.employer_id,
    )
    statement = (
        select(Obligation, Person.name, ClientOrganisation.name, func.coalesce(Obligation.case_id, case_of))
        .select_from(chosen)
        .join(Obligation, and_(Obligation.tenant_id == tenant_id, Obligation.id == chosen.c.id))
        .join(Employment, and_(Employment.tenant_id == Obligation.tenant_id, Employment.id == Obligation.employment_id))
        .join(Person, and_(Person.tenant_id == Obligation.tenant_id, Person.id == Employment.person_id))
        .join(
            ClientOrganisation,
            and_(ClientOrganisation.tenant_id == Obligation.tenant_id, ClientOrganisation.id == Obligation.employer_id),
        )
        .order_by(chosen.c.due_on, chosen.c.id)
    )
    return [Item(*row) for row in session.execute(statement)]


def new_files(session: Session, tenant_id: UUID) -> list[Ask]:
    """Return files that were forwarded and whose worker was not yet written to, oldest first."""
    keys = select(CaseProcess.subject_id).where(
        CaseProcess.tenant_id == tenant_id,
        CaseProcess.participation == Participation.NOT_INVITED,
        CaseProcess.outcome.is_(None),
        *reach.within_reach(session, subject=CaseProcess.subject_id, employer=CaseProcess.employer_id),
    )
    statement = (
        _with_names(select(Case.id, Person.name, ClientOrganisation.name, Case.opened_at), Case)
        .where(Case.tenant_id == tenant_id, Case.id.in_(keys))
        .order_by(Case.opened_at, Case.id)
        .limit(_MOST)
    )
    return [Ask("file", *row) for row in session.execute(statement)]


def waiting_requests(session: Session, tenant_id: UUID) -> list[Ask]:
    """Return contact requests to decide (NEU-2) and calls to answer (S7-4), oldest first."""
    contacts = select(ContactRequest.id, ContactRequest.requested_at, ContactRequest.case_id).where(
        ContactRequest.tenant_id == tenant_id, ContactRequest.state == RequestState.WAITING
    )
    calls = select(CallRequest.id, CallRequest.requested_at, CallRequest.subject_id.label("case_id")).where(
        CallRequest.tenant_id == tenant_id, CallRequest.acknowledged_at.is_(None)
    )
    found = [Ask("contact", *row) for row in _oldest(session, tenant_id, contacts, ContactRequest)]
    found += [Ask("call", *row) for row in _oldest(session, tenant_id, calls, CallRequest)]
    return sorted(found, key=lambda ask: ask.at)


def _oldest(session: Session, tenant_id: UUID, keys: Any, asked: type[ContactRequest | CallRequest]) -> Any:
    """Return whom the oldest of what is asked is about, and who asked when."""
    order = (asked.requested_at, asked.id)
    chosen = reach.first(session, keys, order, _MOST, subject=asked.subject_id, employer=asked.employer_id)
    columns = (Case.id, Person.name, ClientOrganisation.name, asked.requested_at, asked.requested_role)
    statement = _with_names(
        select(*columns)
        .select_from(chosen)
        .join(asked, and_(asked.tenant_id == tenant_id, asked.id == chosen.c.id))
        .join(Case, and_(Case.tenant_id == tenant_id, Case.id == chosen.c.case_id)),
        Case,
    )
    return session.execute(statement)


def _with_names(statement: Any, case: type[Case]) -> Any:
    return (
        statement.join(Employment, and_(Employment.tenant_id == case.tenant_id, Employment.id == case.employment_id))
        .join(Person, and_(Person.tenant_id == case.tenant_id, Person.id == Employment.person_id))
        .join(
            ClientOrganisation,
            and_(ClientOrganisation.tenant_id == case.tenant_id, ClientOrganisation.id == case.employer_id),
        )
    )
