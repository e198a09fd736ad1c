"""A consultancy with two employers in a real database."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from handrail.entrypoints.app import create_app
from handrail.exchange.intake.gathering import gather
from handrail.exchange.intake.in_parts import Import
from handrail.exchange.intake.library import load
from handrail.exchange.intake.runs import expire_waiting
from handrail.exchange.intake.shelf import Shelf
from handrail.identity.actor import Actor
from handrail.identity.commands import grant_role, make_api_token, start_sign_in
from handrail.identity.grants import project_employment
from handrail.identity.proofs import DEVELOPMENT
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.settings import Settings
from handrail.kit.subjects import System
from handrail.tenancy.models import ClientOrganisation, Employment, Person, Site, Tenant

UCI_HEADER = (
    "ID;Reason for absence;Month of absence;Day of the week;Seasons;Transportation expense;"
    "Distance from Residence to Work;Service time;Age;Work load Average/day ;Hit target;Disciplinary failure;"
    "Education;Son;Social drinker;Social smoker;Pet;Weight;Height;Body mass index;Absenteeism time in hours"
)
UCI_DEFAULTS = {name.strip(): "7" for name in UCI_HEADER.split(";")} | {
    "ID": "11",
    "Reason for absence": "13",
    "Month of absence": "7",
    "Day of the week": "3",
    "Disciplinary failure": "0",
    "Absenteeism time in hours": "8",
}
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@dataclass
class World:
    """Ids of what the tests act on."""

    tenant_id: UUID
    slug: str
    employers: dict[str, UUID] = field(default_factory=dict)
    employments: dict[str, UUID] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)

    def actor(self, person: str, role: Role, *employers: str) -> Actor:
        """Return a person as an actor, as a verified sign-in would."""
        reach = tuple(self.employers[key] for key in employers)
        return Actor(self.tenant_id, self.people[person], role, reach, name=person, time_zone="Europe/Amsterdam")

    @property
    def hr(self) -> Actor:
        """Human resources of the harbour."""
        return self.actor("hr", Role.HR, "harbour")


@pytest.fixture
def world(database: Settings) -> Iterator[World]:  # noqa: ARG001 - the rows lie there
    """A harbour with two workers, a bakery with one; it is 20 November 2026."""
    tenant_id = uuid4()
    made = World(tenant_id, f"t{tenant_id.hex[:12]}")
    with clock.frozen(NOW):
        with tenant_session(engine_context(tenant_id)) as session:
            session.add(
                Tenant(
                    tenant_id=tenant_id,
                    id=tenant_id,
                    slug=made.slug,
                    name="Kade (demo)",
                    locale="en",
                    time_zone="Europe/Amsterdam",
                    demo=True,
                    settings={},
                )
            )
            for key in ("hr", "boss", "coordinator", "w1", "w2", "b1"):
                made.people[key] = _person(session, tenant_id, key)
            session.flush()
            for key in ("harbour", "bakery"):
                made.employers[key] = _employer(session, tenant_id, key)
            for key, employer in (("w1", "harbour"), ("w2", "harbour"), ("b1", "bakery")):
                made.employments[key] = _employment(session, made, key, employer)
            always = Range(date(2020, 1, 1), None, bounds="[)")
            for person, role in (("hr", Role.HR), ("boss", Role.SUPERVISOR), ("coordinator", Role.COORDINATOR)):
                grant_role(
                    session,
                    System(tenant_id),
                    person_id=made.people[person],
                    role=role,
                    employer_id=made.employers["harbour"],
                    during=always,
                )
        yield made


def _person(session: Session, tenant_id: UUID, key: str) -> UUID:
    person = Person(
        tenant_id=tenant_id, id=uuid4(), key=key, name=f"Demo {key}", sort_name=key, locale="en", time_zone="UTC"
    )
    session.add(person)
    return person.id


def _employer(session: Session, tenant_id: UUID, key: str) -> UUID:
    employer_id = uuid4()
    session.add(
        ClientOrganisation(
            tenant_id=tenant_id,
            employer_id=employer_id,
            id=employer_id,
            key=key,
            name=key.title(),
            sort_name=key,
            locale="en",
        )
    )
    session.flush()
    site = Site(
        tenant_id=tenant_id,
        employer_id=employer_id,
        key="quay",
        name="Quay",
        jurisdiction="nl",
        time_zone="Europe/Amsterdam",
    )
    session.add(site)
    session.flush()
    return employer_id


def _employment(session: Session, world: World, key: str, employer: str) -> UUID:
    site_id = session.scalar(select(Site.id).where(Site.employer_id == world.employers[employer]))
    employment = Employment(
        tenant_id=world.tenant_id,
        employer_id=world.employers[employer],
        id=uuid4(),
        key=key,
        person_id=world.people[key],
        site_id=site_id,
        supervisor_id=world.people["boss"] if employer == "harbour" else None,
    )
    session.add(employment)
    session.flush()
    project_employment(session, employment)
    return employment.id


@pytest.fixture(scope="session")
def uci_file() -> Callable[[Sequence[Mapping[str, str]]], bytes]:
    """Write a file of the shape of UCI 445, with invented rows; a row names only what differs from the defaults."""

    def _write(rows: Sequence[Mapping[str, str]]) -> bytes:
        names = [name.strip() for name in UCI_HEADER.split(";")]
        lines = [UCI_HEADER, *(";".join({**UCI_DEFAULTS, **row}[name] for name in names) for row in rows)]
        return ("\r\n".join(lines) + "\r\n").encode("ascii")

    return _write


@pytest.fixture
def app(world: World, monkeypatch: pytest.MonkeyPatch) -> Flask:  # noqa: ARG001 - it serves that world
    """The application with the edges of this slice, of identity, and of those to which its pages lead on."""
    slices = ("identity", "obligations", "cases", "cases.supervisors", "exchange")
    monkeypatch.setattr("handrail.entrypoints.app.SLICES", slices)
    made = create_app()
    made.testing = True
    return made


@pytest.fixture
def api(app: Flask, world: World) -> Callable[..., FlaskClient]:
    """Return a client that calls the API with a token of one person in one role."""

    def _client(person: str = "hr", role: Role = Role.HR) -> FlaskClient:
        with tenant_session(engine_context(world.tenant_id)) as session:
            _token, secret = make_api_token(
                session, System(world.tenant_id), person_id=world.people[person], role=role, name="test", days=1
            )
        client = app.test_client()
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
        return client

    return _client


@pytest.fixture
def browser(app: Flask, world: World) -> FlaskClient:
    """Return a signed-in browser of human resources."""
    with tenant_session(engine_context(world.tenant_id)) as session:
        _row, secret = start_sign_in(session, world.tenant_id, world.people["hr"], Role.HR, proof=DEVELOPMENT)
    client = app.test_client()
    client.set_cookie("hr", secret, domain="localhost")
    return client


@pytest.fixture
def at_work(world: World) -> Callable[..., str]:
    """Leave an import by command where it is after so many parts of two rows of four; return the path of its page."""
    rows = [f"a{n},{worker},2020-0{n}-02,2020-0{n}-04,," for n, worker in ((1, "w1"), (2, "w1"), (3, "w2"), (4, "w2"))]
    content = "\n".join(["absence_id,worker_id,first_day,last_day,expected_days,percent", *rows, ""]).encode()
    context, actor = engine_context(world.tenant_id), System(world.tenant_id)

    def _left(*, after: int, stopped: bool = False) -> str:
        with Shelf() as shelf:
            read = gather(BytesIO(content), load("generic"), shelf, today=NOW.date(), start_year=None, site=None)
            work = Import(context, actor, world.employers["harbour"], read, file_name="year.csv")
            progress = work.begin()
            for part in [*read.parts(progress.absences_done, at_most=2)][:after]:
                progress, _found = work.take_in(progress, part)
        if stopped:
            with clock.frozen(clock.now() + timedelta(days=2)), tenant_session(context) as session:
                expire_waiting(session, world.tenant_id)
        return f"/absences/import/{progress.run_id}"

    return _left
