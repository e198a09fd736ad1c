"""Builders: a consultancy, an employer, people with roles, a worker's absence, a case at each step.

Everything goes through the real commands and the real database; only the rows that provisioning would declare are
written directly. Times are those of the clock, so wrap a test in `clock.frozen(...)` to place it.

    world = build_world()
    case = open_case(world)
    actor = world.actor(Role.COORDINATOR)
    with tenant_session(actor.context()) as session:
        ...
"""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from handrail.cases import commands as cases
from handrail.cases.rules.contacts import Channel, Tick
from handrail.cases.rules.participation import Decision
from handrail.consents.rules import GivenHow
from handrail.identity import commands as identity
from handrail.identity import queries as identity_queries
from handrail.identity.actor import Actor
from handrail.identity.grants import project_employment
from handrail.identity.proofs import DEVELOPMENT
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.ids import new_id
from handrail.kit.subjects import System
from handrail.obligations import facts, projection
from handrail.tenancy.models import Case, ClientOrganisation, Employment, Person, Site, Tenant
from handrail.tenancy.rules import sort_key

_numbers = itertools.count(1)
EVER: Range[Any] = Range(date(2020, 1, 1), None, bounds="[)")


@dataclass
class World:
    """One consultancy with one employer, one site, and one person per role. Ids only: rows live in sessions."""

    tenant_id: UUID
    employer_id: UUID
    site_id: UUID
    employment_id: UUID
    people: dict[Role, UUID] = field(default_factory=dict)

    def actor(self, role: Role, person_id: UUID | None = None) -> Actor:
        """Return the person of this role as an actor, as signing in would make them."""
        return actor_for(self.tenant_id, person_id or self.people[role], role)

    @contextmanager
    def engine(self) -> Iterator[Session]:
        """Open a session that sees all of this tenant: to look at what was written."""
        with tenant_session(engine_context(self.tenant_id)) as session:
            yield session

    @contextmanager
    def session(self, role: Role) -> Iterator[tuple[Session, Actor]]:
        """Open a session as the person of this role."""
        actor = self.actor(role)
        with tenant_session(actor.context()) as session:
            yield session, actor

    def system(self) -> System:
        """Return Handrail itself, acting in this tenant."""
        return System(self.tenant_id)


def actor_for(tenant_id: UUID, person_id: UUID, role: Role) -> Actor:
    """Return a person as an actor in a role they hold today, freshly signed in."""
    with tenant_session(engine_context(tenant_id)) as session:
        actor = identity_queries.actor_of(session, tenant_id, person_id, role)
    assert actor is not None, f"{person_id} does not hold {role} today"
    return replace(actor, method=DEVELOPMENT.method)


def build_tenant(*, locale: str = "en", time_zone: str = "Europe/Amsterdam") -> UUID:
    """Make a consultancy; its name says that it is invented."""
    number, tenant_id = next(_numbers), new_id()
    with tenant_session(engine_context(tenant_id)) as session:
        session.add(
            Tenant(
                tenant_id=tenant_id,
                id=tenant_id,
                slug=f"consultancy-{number}",
                name=f"Invented Consultancy {number}",
                locale=locale,
                time_zone=time_zone,
                demo=True,
                settings={},
            )
        )
    return tenant_id


def build_employer(
    tenant_id: UUID, *, jurisdiction: str = "nl", time_zone: str = "Europe/Amsterdam"
) -> tuple[UUID, UUID]:
    """Make a client organisation with one site; returns both ids."""
    number, employer_id, site_id = next(_numbers), new_id(), new_id()
    with tenant_session(engine_context(tenant_id)) as session:
        name = f"Invented Employer {number}"
        session.add(
            ClientOrganisation(
                tenant_id=tenant_id,
                id=employer_id,
                employer_id=employer_id,
                key=f"employer-{number}",
                name=name,
                sort_name=sort_key(name),
                locale="en",
            )
        )
        session.flush()
        session.add(
            Site(
                tenant_id=tenant_id,
                id=site_id,
                employer_id=employer_id,
                key="main",
                name="Main site",
                jurisdiction=jurisdiction,
                time_zone=time_zone,
            )
        )
    return employer_id, site_id


def build_person(tenant_id: UUID, name: str, *, locale: str = "en", email: str | None = None) -> UUID:
    """Make a person of this tenant."""
    number, person_id = next(_numbers), new_id()
    with tenant_session(engine_context(tenant_id)) as session:
        session.add(
            Person(
                tenant_id=tenant_id,
                id=person_id,
                key=f"person-{number}",
                name=name,
                sort_name=sort_key(name),
                email=email or f"person-{number}@example.test",
                phone="+31 20 000 0000",
                locale=locale,
                time_zone="Europe/Amsterdam",
            )
        )
    return person_id


def give_role(tenant_id: UUID, person_id: UUID, role: Role, employer_id: UUID | None) -> None:
    """Give a person a role, at one client organisation or in the whole consultancy."""
    with tenant_session(engine_context(tenant_id)) as session:
        identity.grant_role(
            session, System(tenant_id), person_id=person_id, role=role, employer_id=employer_id, during=EVER
        )


def build_employment(
    tenant_id: UUID, employer_id: UUID, site_id: UUID, person_id: UUID, supervisor_id: UUID | None
) -> UUID:
    """Employ a person; returns the id of the employment."""
    number, employment_id = next(_numbers), new_id()
    with tenant_session(engine_context(tenant_id)) as session:
        employment = Employment(
            tenant_id=tenant_id,
            id=employment_id,
            employer_id=employer_id,
            key=f"worker-{number}",
            person_id=person_id,
            site_id=site_id,
            supervisor_id=supervisor_id,
            department_id=None,
            team_id=None,
            job_title="Archivist",
            started_on=date(2019, 1, 1),
            ended_on=None,
        )
        session.add(employment)
        session.flush()
        project_employment(session, employment)
    return employment_id


_STAFF = (Role.COORDINATOR, Role.LEAD_COORDINATOR, Role.SUPERVISOR, Role.HR, Role.ABSENCE_ADMIN)


def build_world(*, jurisdiction: str = "nl", time_zone: str = "Europe/Amsterdam", locale: str = "en") -> World:
    """Make a consultancy with an employer, a worker and one person in each role that the process needs."""
    tenant_id = build_tenant(time_zone=time_zone)
    employer_id, site_id = build_employer(tenant_id, jurisdiction=jurisdiction, time_zone=time_zone)
    people = {Role.WORKER: build_person(tenant_id, "Invented Worker", locale=locale)}
    for role in _STAFF:
        people[role] = build_person(tenant_id, f"Invented {role.value.replace('_', ' ').title()}")
        give_role(tenant_id, people[role], role, employer_id)
    people[Role.CONSULTANCY_ADMIN] = build_person(tenant_id, "Invented Administrator")
    give_role(tenant_id, people[Role.CONSULTANCY_ADMIN], Role.CONSULTANCY_ADMIN, None)
    employment_id = build_employment(tenant_id, employer_id, site_id, people[Role.WORKER], people[Role.SUPERVISOR])
    return World(tenant_id, employer_id, site_id, employment_id, people)


def add_worker(world: World, name: str = "Another Worker") -> UUID:
    """Employ one more worker in the same place, under the same supervisor; returns the employment's id."""
    person_id = build_person(world.tenant_id, name)
    supervisor_id = world.people[Role.SUPERVISOR]
    return build_employment(world.tenant_id, world.employer_id, world.site_id, person_id, supervisor_id)


def employment_row(session: Session, world: World, employment_id: UUID | None = None) -> Employment:
    """Return the employment as a row of this session."""
    wanted = employment_id or world.employment_id
    statement = select(Employment).where(Employment.tenant_id == world.tenant_id, Employment.id == wanted)
    return session.scalars(statement).one()


def case_row(session: Session, case_id: UUID) -> Case:
    """Return the case as a row of this session."""
    return session.scalars(select(Case).where(Case.id == case_id)).one()


def absence_fact(world: World, type: str, on: date, *, employment_id: UUID | None = None, **fields: Any) -> None:  # noqa: A002 - the vocabulary's own word
    """Append an administrative fact of the absence (``absence_started``, ``recovered``, ``employment_ended``, ...)."""
    with world.engine() as session:
        employment = employment_row(session, world, employment_id)
        facts.append(session, world.system(), employment, type=type, on=on, fields=fields)
        projection.reconcile(session, world.system(), employment.id)


def start_absence(world: World, *, days_ago: int = 14, employment_id: UUID | None = None) -> date:
    """Have the worker be absent since so many days; returns the first day."""
    first_day = clock.today("Europe/Amsterdam") - timedelta(days=days_ago)
    absence_fact(world, "absence_started", first_day, employment_id=employment_id)
    return first_day


# --- A case at each step ------------------------------------------------------------------------------------------


def open_case(world: World, *, employment_id: UUID | None = None, absent: bool = True) -> UUID:
    """Have HR forward the file of the worker's absence; returns the case's id (step 1)."""
    if absent:
        start_absence(world, employment_id=employment_id)
    with world.session(Role.HR) as (session, actor):
        return cases.forward_file(session, actor, employment_id or world.employment_id).id


ALL_TICKS = frozenset(Tick)


def invite(world: World, case_id: UUID) -> None:
    """Have the coordinator send the invitation (S1-4)."""
    with world.session(Role.COORDINATOR) as (session, actor):
        cases.send_invitation(session, actor, case_id)


def hold_first_contact(
    world: World, case_id: UUID, decision: Decision = Decision.PARTICIPATING, next_on: date | None = None
) -> None:
    """Have the first conversation with everything explained (S2-1), and the worker's decision."""
    first = cases.FirstContact(
        ticks=ALL_TICKS, decision=decision, next_conversation_on=next_on, preferred_channel=Channel.TELEPHONE
    )
    with world.session(Role.COORDINATOR) as (session, actor):
        cases.record_first_contact(session, actor, case_id, held=cases.Held(channel=Channel.TELEPHONE), first=first)


def open_participating_case(world: World, *, employment_id: UUID | None = None) -> UUID:
    """Make a case whose worker was invited and takes part (step 3); returns its id."""
    case_id = open_case(world, employment_id=employment_id)
    invite(world, case_id)
    hold_first_contact(world, case_id)
    return case_id


def inform_supervisor(world: World, case_id: UUID, *, call_wished: bool = False) -> None:
    """Have the supervisor be told that the worker takes part (S2-4); `call_wished`: with the consent of S2-3."""
    with world.session(Role.COORDINATOR) as (session, actor):
        cases.record_supervisor_contact_consent(
            session, actor, case_id, wanted=call_wished, given_how=GivenHow.TELEPHONE
        )
        cases.inform_supervisor(session, actor, case_id)


def open_informed_case(world: World, *, call_wished: bool = False) -> UUID:
    """Make a case whose worker takes part and whose supervisor knows; returns its id."""
    case_id = open_participating_case(world)
    inform_supervisor(world, case_id, call_wished=call_wished)
    return case_id


def return_to_work(world: World, case_id: UUID, *, days_ago: int = 10) -> date:
    """Put the worker's first day back so many days ago; returns it. Call it after the case was opened in time."""
    back_on = clock.today("Europe/Amsterdam") - timedelta(days=days_ago)
    with world.engine() as session:
        employment, case = employment_row(session, world), case_row(session, case_id)
        facts.append(session, world.system(), employment, type="first_day_back", on=back_on, case=case)
        projection.reconcile(session, world.system(), employment.id)
    return back_on


def sign_in(client: FlaskClient, world: World, role: Role, person_id: UUID | None = None) -> None:
    """Give a test client the session of a person in a role, as a spent sign-in link would."""
    with world.engine() as session:
        _row, secret = identity.start_sign_in(
            session, world.tenant_id, person_id or world.people[role], role, proof=DEVELOPMENT
        )
    client.set_cookie("hr", secret, domain="localhost")


def bearer(world: World, role: Role, person_id: UUID | None = None) -> dict[str, str]:
    """Return the headers of a program that acts for a person in a role."""
    with world.engine() as session:
        row, secret = identity.make_api_token(
            session,
            world.system(),
            person_id=person_id or world.people[role],
            role=role,
            name="a test",
            days=1,
            proven_at=clock.now(),
        )
        row.last_used_at = clock.now()  # as one that is in use: no request writes that down once more
    return {"Authorization": f"Bearer {secret}"}


def build_neighbour(world: World) -> World:
    """Make another client organisation of the same consultancy, with its own people, worker and site."""
    employer_id, site_id = build_employer(world.tenant_id)
    people = {Role.WORKER: build_person(world.tenant_id, "Invented Neighbour")}
    for role in _STAFF:
        people[role] = build_person(world.tenant_id, f"Invented Neighbouring {role.value.replace('_', ' ').title()}")
        give_role(world.tenant_id, people[role], role, employer_id)
    employment_id = build_employment(
        world.tenant_id, employer_id, site_id, people[Role.WORKER], people[Role.SUPERVISOR]
    )
    return World(world.tenant_id, employer_id, site_id, employment_id, people)
