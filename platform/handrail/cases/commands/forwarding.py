"""Forwarding the absence file to the coordinator, which opens the case and starts NEU-2 (S1-1, S1-2)."""

from datetime import date
from uuid import UUID, uuid5

from sqlalchemy import Select, func, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.cases import queries
from handrail.cases.errors import NoCoordinator, NoOpenAbsence, NotNeutral
from handrail.cases.events import tell
from handrail.cases.frame import threshold_days, version_in_force
from handrail.cases.models import CaseCounter, CaseProcess
from handrail.cases.records import in_case, zone_of
from handrail.identity import parts
from handrail.identity.access import load_employment, require
from handrail.identity.actor import Actor
from handrail.identity.grants import project_employment
from handrail.identity.models import Assignment, Membership
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.kit.db import elevated
from handrail.kit.i18n import _
from handrail.kit.subjects import Acting
from handrail.obligations import facts, projection
from handrail.tenancy.models import Case, Employment, Person


def forward_file(session: Session, actor: Actor, employment_id: UUID, *, coordinator_id: UUID | None = None) -> Case:
    """Hand the file of a worker's open absence to a coordinator; forwarding again returns the same case.

    `coordinator_id` None: whoever coordinates at this client organisation and has the fewest cases. Raises NotFound,
    NoOpenAbsence, NoCoordinator, and NotNeutral where the chosen one may not coordinate here (NEU-1). What HR gets
    back is the bare case, the same whatever the worker chose before (VOL-2).
    """
    employment = load_employment(session, employment_id, require(actor, "file.forward"))
    return _open(session, actor, employment, coordinator_id)


def open_due_cases(session: Session, actor: Acting, employment: Employment) -> Case | None:
    """Open the case of an absence that has lasted, or is expected to last, the framework's threshold (S1-1).

    None while it is shorter, or where nobody coordinates at this client organisation yet: then the day comes again.
    """
    today = clock.today(zone_of(session, employment))
    absence = queries.absence_open_on(session, employment, today)
    if absence is None or not absence.is_due(threshold_days(session, employment, today), today):
        return None
    if queries.case_in_force(session, employment, today) is None and _least_loaded(session, employment) is None:
        return None
    return _open(session, actor, employment, None)


def _open(session: Session, actor: Acting, employment: Employment, coordinator_id: UUID | None) -> Case:
    _lock(session, employment)
    today = clock.today(zone_of(session, employment))
    if queries.absence_open_on(session, employment, today) is None:
        raise NoOpenAbsence(_("Open the absence first; then its file can be forwarded."))
    before = queries.case_in_force(session, employment, today)
    if before is not None:
        return before
    coordinator = _coordinator(session, employment, coordinator_id)
    case = _new_case(session, employment, today)
    with elevated(session, "the file reaches the coordinator"):
        _start_process(session, actor, employment, case, coordinator_id=coordinator, today=today)
    timeline.append(
        session,
        employment.subject(),
        actor,
        "file.forwarded",
        compartment=Compartment.ADMINISTRATIVE,
        record=case,
        changes={"number": (None, case.number), "opened_on": (None, today)},
    )
    projection.reconcile(session, actor, employment.id)
    return case


def _lock(session: Session, employment: Employment) -> None:
    """Have two forwards of one file follow each other."""
    statement = select(Employment.id).where(
        Employment.tenant_id == employment.tenant_id, Employment.id == employment.id
    )
    session.execute(statement.with_for_update(key_share=True))


def _new_case(session: Session, employment: Employment, today: date) -> Case:
    earlier = queries.cases_of(session, employment)
    case = Case(
        tenant_id=employment.tenant_id,
        employer_id=employment.employer_id,
        employment_id=employment.id,
        number=_next_number(session, employment.tenant_id, today.year),
        opened_on=today,
        opened_at=clock.now(),
        framework_version_id=version_in_force(session, employment, today),
        previous_case_id=earlier[0].id if earlier else None,
    )
    session.add(case)
    session.flush()
    return case


def _next_number(session: Session, tenant_id: UUID, year: int) -> str:
    """Return the next number of a consultancy, such as 2026-00042: counted without gaps, so two at once wait."""
    values = {"tenant_id": tenant_id, "id": uuid5(tenant_id, f"cases-{year}"), "year": year, "last": 1}
    counted = (
        upsert(CaseCounter)
        .values(values)
        .on_conflict_do_update(index_elements=["tenant_id", "id"], set_={"last": CaseCounter.__table__.c.last + 1})
        .returning(CaseCounter.__table__.c.last)
    )
    return f"{year}-{session.connection().execute(counted).scalar_one():05d}"


def _start_process(
    session: Session, actor: Acting, employment: Employment, case: Case, *, coordinator_id: UUID, today: date
) -> None:
    process = CaseProcess(**in_case(case))
    session.add(process)
    session.flush()
    timeline.append(
        session, case.subject(), actor, "process.opened", compartment=Compartment.COORDINATION, record=process
    )
    project_employment(session, employment)
    for person_id, role in ((employment.person_id, Role.WORKER), (coordinator_id, Role.COORDINATOR)):
        parts.assign(session, actor, case, person_id=person_id, role=role, since=today)
    facts.append(
        session,
        actor,
        employment,
        type="file_forwarded",
        on=today,
        compartment=Compartment.COORDINATION,
        case=case,
    )
    tell(
        session,
        case.subject(),
        coordinator_id,
        "case.assigned",
        compartment=Compartment.COORDINATION,
        key=str(case.id),
    )
    session.flush()
    session.expunge(process)  # nobody who forwards a file keeps hold of what lies in coordination


def _coordinator(session: Session, employment: Employment, wished: UUID | None) -> UUID:
    found = wished or _least_loaded(session, employment)
    if found is None:
        raise NoCoordinator(_("Ask the consultancy to name a coordinator for this client organisation."))
    if wished is not None:
        require_neutral(session, employment, wished)
    return found


def require_neutral(session: Session, employment: Employment, person_id: UUID) -> None:
    """Raise NotNeutral where a person may not coordinate the case of this worker (NEU-1)."""
    if person_id in (employment.person_id, employment.supervisor_id):
        raise NotNeutral(_("Nobody coordinates their own case, or that of somebody they lead."), rule="NEU-1")
    if person_id not in session.scalars(_coordinators(employment)).all():
        raise NotNeutral(_("The coordinator holds that role at this client organisation today."), rule="NEU-1")


def _coordinators(employment: Employment) -> Select[UUID]:
    return (
        select(Membership.person_id)
        .join(Person, (Person.tenant_id == Membership.tenant_id) & (Person.id == Membership.person_id))
        .where(
            Membership.tenant_id == employment.tenant_id,
            Membership.employer_id == employment.employer_id,
            Membership.role == Role.COORDINATOR,
            Membership.during.contains(clock.today()),
            Person.active,
        )
    )


def _least_loaded(session: Session, employment: Employment) -> UUID | None:
    """Return the coordinator here with the fewest cases at present, the longest-known one of several.

    Cases at other client organisations count too, which whoever forwards may not see.
    """
    load = (
        select(func.count())
        .select_from(Assignment)
        .where(
            Assignment.tenant_id == Membership.tenant_id,
            Assignment.person_id == Membership.person_id,
            Assignment.role == Role.COORDINATOR,
            Assignment.during.contains(clock.today()),
        )
        .correlate(Membership)
        .scalar_subquery()
    )
    never = [person for person in (employment.person_id, employment.supervisor_id) if person]
    statement = _coordinators(employment).where(Membership.person_id.not_in(never)).order_by(load, Membership.person_id)
    with elevated(session, "compare the coordinators' caseloads"):
        return session.scalars(statement.limit(1)).one_or_none()
