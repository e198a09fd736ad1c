"""A small consultancy for tests of what is issued and sent; loaded by path, since test folders are no packages."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from handrail.identity import commands, grants, parts
from handrail.identity.actor import Actor
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.ids import new_id
from handrail.kit.subjects import System
from handrail.tenancy.models import Case, ClientOrganisation, Employment, Person, Site, Tenant

TODAY = date(2026, 1, 5)


@dataclass(frozen=True, slots=True)
class World:
    """A consultancy with one employer, one worker and their case, and the people around it."""

    tenant_id: UUID
    employer_id: UUID
    employment: Employment
    case: Case
    people: dict[Role, UUID]

    def actor(self, role: Role) -> Actor:
        """Return the person of this role as they act."""
        everywhere = role in {Role.OPERATOR, Role.CONSULTANCY_ADMIN}
        return Actor(self.tenant_id, self.people[role], role, "*" if everywhere else (self.employer_id,))

    def session(self, role: Role) -> AbstractContextManager[Session]:
        """Open a session as the person of this role, under the row-level policies."""
        return tenant_session(self.actor(role).context())

    def engine(self) -> AbstractContextManager[Session]:
        """Open a session as Handrail itself."""
        return tenant_session(engine_context(self.tenant_id))


ON_THE_CASE = (Role.WORKER, Role.COORDINATOR, Role.SUPERVISOR)


def build_world(tenant_id: UUID) -> World:
    with tenant_session(engine_context(tenant_id)) as session:
        slug = f"t-{tenant_id}"
        session.add(
            Tenant(
                tenant_id=tenant_id, id=tenant_id, slug=slug, name="Vaart", locale="nl", time_zone="Europe/Amsterdam"
            )
        )
        employer_id = new_id()
        session.add(
            ClientOrganisation(
                tenant_id=tenant_id, id=employer_id, employer_id=employer_id, key="noord", name="Noordlicht Logistiek",
                sort_name="noordlicht", locale="nl",
            )
        )  # fmt: skip
        people = {role: _person(session, tenant_id, role) for role in Role}
        session.flush()
        employment, case = _file(session, tenant_id, employer_id, people)
        session.flush()
        system = System(tenant_id)
        for role in (Role.HR, Role.LEAD_COORDINATOR, Role.ABSENCE_ADMIN, Role.COORDINATOR, Role.SUPERVISOR):
            _grant(session, system, people[role], role, employer_id)
        for role in (Role.OPERATOR, Role.CONSULTANCY_ADMIN):
            _grant(session, system, people[role], role, None)
        for role in ON_THE_CASE:
            parts.assign(session, system, case, person_id=people[role], role=role, since=TODAY)
        grants.project_employment(session, employment)
        grants.share_plan(session, case, shared=True)
    return World(tenant_id, employer_id, employment, case, people)


def _person(session: Session, tenant_id: UUID, role: Role) -> UUID:
    person = Person(
        tenant_id=tenant_id, id=new_id(), key=role.value, name=f"Person {role}", sort_name=role.value,
        email=f"{role.value}@mail.example", phone=None, locale="nl", time_zone="Europe/Amsterdam",
    )  # fmt: skip
    session.add(person)
    return person.id


def _grant(session: Session, system: System, person_id: UUID, role: Role, employer_id: UUID | None) -> None:
    during = Range(TODAY, None, bounds="[)")
    commands.grant_role(session, system, person_id=person_id, role=role, employer_id=employer_id, during=during)


def _file(session: Session, tenant_id: UUID, employer_id: UUID, people: dict[Role, UUID]) -> tuple[Employment, Case]:
    site = Site(
        tenant_id=tenant_id, id=new_id(), employer_id=employer_id, key="utrecht", name="Utrecht", jurisdiction="NL",
        time_zone="Europe/Amsterdam",
    )  # fmt: skip
    session.add(site)
    session.flush()
    employment = Employment(
        tenant_id=tenant_id, id=new_id(), employer_id=employer_id, key="e1", person_id=people[Role.WORKER],
        site_id=site.id, department_id=None, team_id=None, supervisor_id=people[Role.SUPERVISOR], job_title=None,
        started_on=None, ended_on=None,
    )  # fmt: skip
    session.add(employment)
    session.flush()
    case = Case(
        tenant_id=tenant_id, id=new_id(), employer_id=employer_id, employment_id=employment.id, number="2026-001",
        opened_on=TODAY, opened_at=clock.now(), framework_version_id=None, previous_case_id=None,
    )  # fmt: skip
    session.add(case)
    return employment, case
