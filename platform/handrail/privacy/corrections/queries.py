"""Reading requests for corrections, for the worker and for whoever answers."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.audit import read_log
from handrail.cases.absence_models import Absence
from handrail.cases.contact_models import Contact
from handrail.identity.access import load_case, load_employment, require
from handrail.identity.actor import Actor
from handrail.identity.models import Assignment, Membership
from handrail.identity.reach import within_reach
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.kit.errors import NotFound
from handrail.kit.subjects import SubjectRef
from handrail.plans.models import PlanVersion, Summary
from handrail.privacy.corrections.models import CorrectionNote, CorrectionRequest, CorrectionState
from handrail.privacy.corrections.rules import About, act_of
from handrail.privacy.mine import Mine
from handrail.tenancy.models import Case, Employment, Person, Site

MOST = 200
RECORDS: Final[dict[About, Any]] = {
    About.ABSENCE: Absence,
    About.TALK: Contact,
    About.SUMMARY: Summary,
    About.PLAN: PlanVersion,
}


def mine(session: Session, found: Mine) -> list[CorrectionRequest]:
    """Return what a worker asked for, the newest first."""
    statement = select(CorrectionRequest).where(
        CorrectionRequest.tenant_id == found.person.tenant_id, CorrectionRequest.person_id == found.person.id
    )
    return list(session.scalars(statement.order_by(CorrectionRequest.asked_at.desc(), CorrectionRequest.id.desc())))


def to_answer(session: Session, actor: Actor) -> list[tuple[CorrectionRequest, Person]]:
    """Return what somebody can answer, what waits first and the oldest of it on top; that they looked is logged."""
    require(actor, act_of(actor.role))
    statement = (
        select(CorrectionRequest, Person)
        .join(Person, (Person.tenant_id == CorrectionRequest.tenant_id) & (Person.id == CorrectionRequest.person_id))
        .where(
            CorrectionRequest.tenant_id == actor.tenant_id,
            CorrectionRequest.person_id != actor.person_id,
            *within_reach(session, subject=CorrectionRequest.subject_id, employer=CorrectionRequest.employer_id),
        )
        .order_by(
            (CorrectionRequest.state == CorrectionState.WAITING).desc(),
            CorrectionRequest.asked_at,
            CorrectionRequest.id,
        )
        .limit(MOST)
    )
    found = [(request, person) for request, person in session.execute(statement)]
    for subject_id in {request.subject_id for request, _person in found}:
        one = next(request for request, _person in found if request.subject_id == subject_id)
        read_log.record(session, actor, subject_of(one), {one.compartment}, "corrections.list")
    return found


def load_request(session: Session, actor: Actor, request_id: UUID, *, lock: bool = False) -> CorrectionRequest:
    """Return a request that the actor may answer; raises NotFound. Nobody answers their own."""
    requirement = require(actor, act_of(actor.role))
    statement = select(CorrectionRequest).where(
        CorrectionRequest.tenant_id == actor.tenant_id, CorrectionRequest.id == request_id
    )
    found = session.scalars(statement.with_for_update() if lock else statement).one_or_none()
    if found is None or found.person_id == actor.person_id:
        raise NotFound
    if found.compartment is Compartment.ADMINISTRATIVE:
        load_employment(session, found.subject_id, requirement)
    else:
        load_case(session, found.subject_id, requirement)
    return found


def notes_of(session: Session, requests: Sequence[CorrectionRequest]) -> dict[UUID, CorrectionNote]:
    """Return what was noted beside the records, by request."""
    if not requests:
        return {}
    statement = select(CorrectionNote).where(
        CorrectionNote.tenant_id == requests[0].tenant_id, CorrectionNote.request_id.in_([each.id for each in requests])
    )
    return {note.request_id: note for note in session.scalars(statement)}


def records_about(session: Session, found: Mine, about: About) -> list[Any]:
    """Return the worker's records of a kind, the newest first; none for what is no record of its own."""
    if about not in RECORDS:
        return []
    model = RECORDS[about]
    statement = (
        select(model)
        .where(model.tenant_id == found.person.tenant_id, model.subject_id.in_(found.subjects))
        .order_by(model.id.desc())
        .limit(MOST)
    )
    return list(session.scalars(statement))


def who_answers(session: Session, found: Mine, subject: SubjectRef, compartment: Compartment) -> list[UUID]:
    """Return who is told of a new request: the coordinator of the case, or human resources of the employer."""
    today = clock.today()
    if compartment is Compartment.COORDINATION:
        statement = select(Assignment.person_id).where(
            Assignment.tenant_id == subject.tenant_id,
            Assignment.case_id == subject.subject_id,
            Assignment.role == Role.COORDINATOR,
            Assignment.during.contains(today),
        )
    else:
        statement = select(Membership.person_id).where(
            Membership.tenant_id == subject.tenant_id,
            Membership.employer_id == subject.employer_id,
            Membership.role == Role.HR,
            Membership.during.contains(today),
        )
    return sorted({person_id for person_id in session.scalars(statement) if person_id != found.person.id})


def subject_of(request: CorrectionRequest) -> SubjectRef:
    """Return what a request hangs on."""
    return SubjectRef(request.tenant_id, request.employer_id, request.subject_id)


def place_of(session: Session, request: CorrectionRequest) -> tuple[Employment, Case | None, str]:
    """Return the employment and the case that a request hangs on, and the time zone of the worker's site."""
    case = session.get(Case, (request.tenant_id, request.subject_id))
    employment_id = case.employment_id if case else request.subject_id
    statement = (
        select(Employment, Site.time_zone)
        .join(Site, (Site.tenant_id == Employment.tenant_id) & (Site.id == Employment.site_id))
        .where(Employment.tenant_id == request.tenant_id, Employment.id == employment_id)
    )
    found = session.execute(statement).one()
    return found.Employment, case, found.time_zone


def open_request(session: Session, actor: Actor, request_id: UUID) -> CorrectionRequest:
    """Return a request to read and answer, and log that somebody read it; raises NotFound."""
    found = load_request(session, actor, request_id)
    read_log.record(session, actor, subject_of(found), {found.compartment}, "corrections.list")
    return found


def worker_of(session: Session, request: CorrectionRequest) -> Person:
    """Return who asked."""
    statement = select(Person).where(Person.tenant_id == request.tenant_id, Person.id == request.person_id)
    return session.scalars(statement).one()
