"""What a supervisor may know: dates of the absence; and, from the notice on, what the plan compartment holds.

The same statements are run for every worker of the team, whatever they chose about support and however much they
confided (VOL-2, CON-3).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from handrail.cases.absence_models import Absence
from handrail.cases.beyond import call_is_wished
from handrail.cases.models import SupervisorNotice
from handrail.cases.queries import contact_requests_about
from handrail.cases.request_models import ContactRequest
from handrail.identity.access import load_employment, require
from handrail.identity.actor import Actor
from handrail.identity.models import Assignment
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.obligations import queries as obligations
from handrail.obligations.models import Obligation
from handrail.plans.models import Meeting, SupervisorTalk
from handrail.plans.queries.carrying_out import as_rules, confirmations_of, talks_of
from handrail.plans.queries.preparation import meetings_of
from handrail.plans.queries.versions import PlanStanding, standings_of
from handrail.plans.queries.view import PlanView, plan_view
from handrail.plans.rules.returning import in_place
from handrail.tenancy.models import Case, Employment, Person, Site

_RECENT_DAYS = 90


@dataclass(frozen=True, slots=True)
class Beside:
    """A thing of a later slice that concerns this supervisor and this worker: words and where they lead."""

    words: str
    href: str


BESIDE: list[Callable[[Session, Actor, Case], Beside | None]] = []
"""Who else has something for the supervisor's page; each says so as it is put together with the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One worker of the team who is or was absent. `case_id` only while the supervisor has a part in the case."""

    employment_id: UUID
    name: str
    first_day: date
    first_day_fit: date | None
    case_id: UUID | None
    plan: PlanStanding | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberPage:
    """One worker's page for their supervisor. `case` None: support is not in use, whatever the reason."""

    employment: Employment
    worker: Person
    time_zone: str
    today: date
    absences: Sequence[Absence]
    due: Sequence[Obligation]
    requests: Sequence[ContactRequest]
    case: Case | None
    coordinator: Person | None
    notice: SupervisorNotice | None
    may_call: bool
    """The worker wants to hear from the supervisor, now (S2-3)."""
    meetings: Sequence[Meeting]
    plan: PlanStanding
    view: PlanView | None
    """The plan, from the first proposed version on."""
    placed: frozenset[str]
    """Keys of the contract's actions that are in place."""
    talks: Sequence[SupervisorTalk]
    others: Sequence[Beside]
    """What later slices show here of theirs."""


def team_of_supervisor(session: Session, actor: Actor) -> list[Member]:
    """Return the workers of the team who are absent or came back lately, by name."""
    since = date.fromordinal(clock.today(actor.time_zone).toordinal() - _RECENT_DAYS)
    statement = (
        select(Employment.id, Person.name, Absence.first_day, Absence.first_day_fit)
        .join(Person, and_(Person.tenant_id == Employment.tenant_id, Person.id == Employment.person_id))
        .join(Absence, and_(Absence.tenant_id == Employment.tenant_id, Absence.subject_id == Employment.id))
        .where(
            Employment.tenant_id == actor.tenant_id,
            Employment.supervisor_id == actor.person_id,
            or_(Absence.first_day_fit.is_(None), Absence.first_day_fit >= since),
        )
        .order_by(Person.sort_name, Employment.id, Absence.first_day.desc())
        .ext(distinct_on(Person.sort_name, Employment.id))
    )
    rows = session.execute(statement).all()
    parts = parts_of(session, actor)
    standings = standings_of(session, actor.tenant_id, list(parts.values()))
    return [
        Member(
            employment_id=employment_id,
            name=name,
            first_day=first_day,
            first_day_fit=first_day_fit,
            case_id=parts.get(employment_id),
            plan=standings.get(parts[employment_id]) if employment_id in parts else None,
        )
        for employment_id, name, first_day, first_day_fit in rows
    ]


def parts_of(session: Session, actor: Actor) -> Mapping[UUID, UUID]:
    """Return by employment the case in which the supervisor has a part today (S2-4 until the end)."""
    statement = (
        select(Case.employment_id, Case.id)
        .join(Assignment, and_(Assignment.tenant_id == Case.tenant_id, Assignment.case_id == Case.id))
        .where(
            Case.tenant_id == actor.tenant_id,
            Assignment.person_id == actor.person_id,
            Assignment.role == Role.SUPERVISOR,
            Assignment.during.contains(clock.today()),
        )
        .order_by(Case.opened_at)
    )
    return dict(session.execute(statement).all())


def member_page(session: Session, actor: Actor, employment_id: UUID) -> MemberPage:
    """Return what a supervisor may know of one worker; raises NotFound for somebody who is not of their team."""
    employment = load_employment(session, employment_id, require(actor, "contact_request.make"))
    worker, zone = session.execute(
        select(Person, Site.time_zone)
        .join(Site, Site.tenant_id == Person.tenant_id)
        .where(Person.tenant_id == actor.tenant_id, Person.id == employment.person_id, Site.id == employment.site_id)
    ).one()
    case_id = parts_of(session, actor).get(employment_id)
    case = session.get(Case, (actor.tenant_id, case_id)) if case_id else None
    standing = standings_of(session, actor.tenant_id, [case_id] if case_id else []).get(
        case_id or employment_id, PlanStanding()
    )
    view = plan_view(session, actor, case_id) if case_id and standing.newest is not None else None
    subjects = [employment_id, *([case_id] if case_id else [])]
    return MemberPage(
        employment=employment,
        worker=worker,
        time_zone=zone,
        today=clock.today(zone),
        absences=_absences(session, employment),
        due=obligations.open_ones(session, actor.tenant_id, owed_by=[Role.SUPERVISOR], subjects=subjects),
        requests=contact_requests_about(session, employment),
        case=case,
        coordinator=_coordinator(session, case) if case else None,
        notice=_notice(session, case) if case else None,
        may_call=call_is_wished(session, case) if case else False,
        meetings=meetings_of(session, case) if case else (),
        plan=standing,
        view=view,
        placed=_placed(session, view) if view else frozenset(),
        talks=talks_of(session, case) if case else (),
        others=[each for shown in BESIDE if (each := shown(session, actor, case)) is not None] if case else [],
    )


def _placed(session: Session, view: PlanView) -> frozenset[str]:
    contract = view.versions.contract
    return in_place(contract.since, as_rules(confirmations_of(session, view.case))) if contract else frozenset()


def _absences(session: Session, employment: Employment) -> list[Absence]:
    statement = select(Absence).where(Absence.tenant_id == employment.tenant_id, Absence.subject_id == employment.id)
    return list(session.scalars(statement.order_by(Absence.first_day.desc())))


def _coordinator(session: Session, case: Case) -> Person | None:
    statement = (
        select(Person)
        .join(Assignment, and_(Assignment.tenant_id == Person.tenant_id, Assignment.person_id == Person.id))
        .where(
            Assignment.tenant_id == case.tenant_id,
            Assignment.case_id == case.id,
            Assignment.role == Role.COORDINATOR,
            Assignment.during.contains(clock.today()),
        )
        .limit(1)
    )
    return session.scalars(statement).one_or_none()


def _notice(session: Session, case: Case) -> SupervisorNotice | None:
    statement = (
        select(SupervisorNotice)
        .where(SupervisorNotice.tenant_id == case.tenant_id, SupervisorNotice.subject_id == case.id)
        .order_by(SupervisorNotice.informed_on.desc())
        .limit(1)
    )
    return session.scalars(statement).one_or_none()
