"""Reading cases and their support process: whoever loads the case decides who may, and policies filter the rows."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.cases.absence_ends import neutrality_ends_on
from handrail.cases.contact_models import Contact, FollowUpAgreement, MeasureView
from handrail.cases.models import CaseProcess, MilestoneReached, SupervisorNotice
from handrail.cases.request_models import CallRequest, ContactDecision, ContactRequest
from handrail.cases.rules import neutrality
from handrail.cases.rules.contacts import ContactKind
from handrail.cases.rules.opening import AbsenceFact, OpenAbsence, open_absence
from handrail.cases.rules.steps import Milestone, Stairs, first_days, step_of
from handrail.cases.rules.topics import OpenTopic, Talk, still_open
from handrail.identity.models import Membership
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.errors import NotFound
from handrail.obligations import facts
from handrail.obligations.models import Fact
from handrail.tenancy.models import Case, Employment, Person


def process_of(session: Session, case: Case) -> CaseProcess | None:
    """Return the support process of a case; None for a reader who may not know it."""
    statement = select(CaseProcess).where(CaseProcess.tenant_id == case.tenant_id, CaseProcess.subject_id == case.id)
    return session.scalars(statement).one_or_none()


def required_process(session: Session, case: Case) -> CaseProcess:
    """Return the support process of a case; raises NotFound for a reader who may not know it."""
    found = process_of(session, case)
    if found is None:
        raise NotFound
    return found


def cases_of(session: Session, employment: Employment) -> list[Case]:
    """Return all cases of a worker here, newest first."""
    statement = select(Case).where(Case.tenant_id == employment.tenant_id, Case.employment_id == employment.id)
    return list(session.scalars(statement.order_by(Case.opened_on.desc(), Case.id.desc())))


def absence_facts(session: Session, employment: Employment) -> list[AbsenceFact]:
    """Return the administrative facts of a worker's absences, as plain values."""
    found = facts.current(session, employment.tenant_id, employment.id)
    return [
        AbsenceFact(fact.on, fact.type, _days(fact) if fact.type == "prognosis" else None)
        for fact in found
        if fact.subject_id == employment.id
    ]


def _days(fact: Fact) -> int | None:
    weeks = fact.fields.get("expected_weeks")
    days = fact.fields.get("expected_days")
    return int(days) if days is not None else 7 * int(weeks) if weeks is not None else None


def absence_open_on(session: Session, employment: Employment, today: date) -> OpenAbsence | None:
    """Return the absence that is open on this day, or None."""
    return open_absence(absence_facts(session, employment), today)


def case_in_force(session: Session, employment: Employment, today: date) -> Case | None:
    """Return the case through whose coordinator contacts go today (NEU-2), or None.

    Only facts of the absence decide, so the answer is the same whatever the worker chose (VOL-2).
    """
    for case in cases_of(session, employment)[:1]:
        if neutrality.in_force(case.opened_on, neutrality_ends_on(session, employment, case), today):
            return case
    return None


def coordinators_here(session: Session, employment: Employment) -> list[tuple[UUID, str]]:
    """Return who may coordinate the case of this worker, by name (NEU-1)."""
    never = [person for person in (employment.person_id, employment.supervisor_id) if person]
    statement = (
        select(Person.id, Person.name)
        .join(Membership, (Membership.tenant_id == Person.tenant_id) & (Membership.person_id == Person.id))
        .where(
            Membership.tenant_id == employment.tenant_id,
            Membership.employer_id == employment.employer_id,
            Membership.role == Role.COORDINATOR,
            Membership.during.contains(clock.today()),
            Person.active,
            Person.id.not_in(never),
        )
        .order_by(Person.sort_name)
    )
    return [(person_id, name) for person_id, name in session.execute(statement)]


# --- Contacts ---------------------------------------------------------------------------------------------------


def contacts_of(session: Session, case: Case) -> list[Contact]:
    """Return the contacts the reader may see, newest first."""
    statement = select(Contact).where(Contact.tenant_id == case.tenant_id, Contact.subject_id == case.id)
    return list(session.scalars(statement.order_by(Contact.on.desc(), Contact.recorded_at.desc(), Contact.id.desc())))


def contacts_page(session: Session, case: Case, *, before: tuple[date, UUID] | None, limit: int) -> list[Contact]:
    """Return at most `limit` contacts, newest first, older than the (day, id) that the page before ended with."""
    statement = select(Contact).where(Contact.tenant_id == case.tenant_id, Contact.subject_id == case.id)
    if before is not None:
        day, last = before
        statement = statement.where((Contact.on < day) | ((Contact.on == day) & (Contact.id < last)))
    return list(session.scalars(statement.order_by(Contact.on.desc(), Contact.id.desc()).limit(limit)))


def open_topics_of(session: Session, case: Case) -> list[OpenTopic]:
    """Return the topics that earlier talks left for later and that the reader may know of, the oldest first (S3-1)."""
    return topics_left(contacts_of(session, case))


def topics_left(contacts: Sequence[Contact]) -> list[OpenTopic]:
    """Return the topics that these contacts, the newest first, leave for later."""
    return still_open(
        Talk(each.on, each.guide_key, each.topics, each.put_off, each.let_go)
        for each in reversed(contacts)
        if each.guide_key is not None
    )


def contacts_on(session: Session, case: Case, kind: ContactKind, on: date) -> list[Contact]:
    """Return the contacts of this kind on this day, newest first."""
    return [each for each in contacts_of(session, case) if each.kind is kind and each.on == on]


def follow_up_agreement_of(session: Session, case: Case) -> FollowUpAgreement | None:
    """Return the agreement in force about follow-up, or None (VOL-3)."""
    return next(iter(follow_up_agreements_of(session, case)), None)


def follow_up_agreements_of(session: Session, case: Case) -> list[FollowUpAgreement]:
    """Return all agreements about follow-up, newest first."""
    statement = select(FollowUpAgreement).where(
        FollowUpAgreement.tenant_id == case.tenant_id, FollowUpAgreement.subject_id == case.id
    )
    newest = (
        FollowUpAgreement.agreed_on.desc(),
        FollowUpAgreement.recorded_at.desc(),
        FollowUpAgreement.id.desc(),
    )
    return list(session.scalars(statement.order_by(*newest)))


def measure_views_of(session: Session, case: Case) -> list[MeasureView]:
    """Return what the reader may see of which measures helped."""
    statement = select(MeasureView).where(MeasureView.tenant_id == case.tenant_id, MeasureView.subject_id == case.id)
    return list(session.scalars(statement.order_by(MeasureView.party, MeasureView.id)))


# --- Requests ---------------------------------------------------------------------------------------------------


def contact_requests_of(session: Session, case: Case) -> list[ContactRequest]:
    """Return the requests to contact the worker in this case, newest first; a supervisor gets only their own."""
    statement = select(ContactRequest).where(
        ContactRequest.tenant_id == case.tenant_id,
        ContactRequest.subject_id == case.employment_id,
        ContactRequest.case_id == case.id,
    )
    return list(session.scalars(statement.order_by(ContactRequest.requested_at.desc(), ContactRequest.id.desc())))


def contact_requests_about(session: Session, employment: Employment) -> list[ContactRequest]:
    """Return the requests to contact this worker, newest first, over all cases; a supervisor gets only their own."""
    statement = select(ContactRequest).where(
        ContactRequest.tenant_id == employment.tenant_id, ContactRequest.subject_id == employment.id
    )
    return list(session.scalars(statement.order_by(ContactRequest.requested_at.desc(), ContactRequest.id.desc())))


def contact_decisions_of(session: Session, case: Case) -> dict[UUID, list[ContactDecision]]:
    """Return the decisions on requests with their reasons, oldest first, by request."""
    statement = select(ContactDecision).where(
        ContactDecision.tenant_id == case.tenant_id, ContactDecision.subject_id == case.id
    )
    found: dict[UUID, list[ContactDecision]] = {}
    for decision in session.scalars(statement.order_by(ContactDecision.decided_at, ContactDecision.id)):
        found.setdefault(decision.request_id, []).append(decision)
    return found


def calls_of(session: Session, case: Case, *, open_only: bool = False) -> list[CallRequest]:
    """Return the calls on the coordinator that the reader may see, newest first."""
    statement = select(CallRequest).where(CallRequest.tenant_id == case.tenant_id, CallRequest.subject_id == case.id)
    if open_only:
        statement = statement.where(CallRequest.acknowledged_at.is_(None))
    return list(session.scalars(statement.order_by(CallRequest.requested_at.desc(), CallRequest.id.desc())))


def supervisor_notice_of(session: Session, case: Case, supervisor_id: UUID | None = None) -> SupervisorNotice | None:
    """Return the newest notice to the supervisor (S2-4), or to this supervisor, where there is one."""
    statement = select(SupervisorNotice).where(
        SupervisorNotice.tenant_id == case.tenant_id, SupervisorNotice.subject_id == case.id
    )
    if supervisor_id is not None:
        statement = statement.where(SupervisorNotice.supervisor_id == supervisor_id)
    newest = (SupervisorNotice.informed_on.desc(), SupervisorNotice.id.desc())
    return session.scalars(statement.order_by(*newest).limit(1)).one_or_none()


# --- Steps ------------------------------------------------------------------------------------------------------


def milestones_of(session: Session, case: Case) -> dict[Milestone, date]:
    """Return the first day of each milestone that the reader may see."""
    reached: list[tuple[str, date]] = [(Milestone.FORWARDED.value, case.opened_on)]
    found = facts.current(session, case.tenant_id, case.employment_id)
    reached += [(fact.type, fact.on) for fact in found if fact.on >= case.opened_on and _counts(fact, case)]
    statement = select(MilestoneReached.milestone, MilestoneReached.on).where(
        MilestoneReached.tenant_id == case.tenant_id, MilestoneReached.subject_id == case.id
    )
    reached += [(milestone.value, on) for milestone, on in session.execute(statement)]
    return first_days(reached)


def _counts(fact: Fact, case: Case) -> bool:
    """Say whether a fact is a milestone of this case: of its own, or the day back of the absence."""
    if fact.type == Milestone.PARTICIPATING.value and fact.fields.get("decision") != "participating":
        return False
    return fact.case_id in (None, case.id)


def stairs_of(session: Session, case: Case, process: CaseProcess) -> Stairs:
    """Return where the case stands on the seven stairs."""
    return step_of(process, milestones_of(session, case))


def processes_of(session: Session, tenant_id: UUID, case_ids: Sequence[UUID]) -> dict[UUID, CaseProcess]:
    """Return the processes of several cases at once, by case; those the reader may not know are left out."""
    statement = select(CaseProcess).where(CaseProcess.tenant_id == tenant_id, CaseProcess.subject_id.in_(case_ids))
    return {found.subject_id: found for found in session.scalars(statement)}
