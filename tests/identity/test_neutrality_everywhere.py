"""Separation of duties at every door that gives a role: refused, with the rule and the role that stands against it.

A new place that gives roles is found by `test_there_is_no_door_but_these` and has to be driven here.
"""

import ast
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.exc import IntegrityError
from tests.builders import World, build_person, build_world, give_role
from tests.exchange.provisioning.conftest import write  # noqa: F401 - a fixture
from tests.identity.scim.conftest import GROUP, Directory, connect
from tests.identity.scim.test_people import person_behind

import handrail
from handrail.exchange.provisioning.apply import apply
from handrail.exchange.provisioning.reading import read_tenant
from handrail.identity import commands as identity
from handrail.identity import queries
from handrail.identity.admin import commands as administration
from handrail.identity.errors import RolesConflict
from handrail.identity.granting import covering, lending
from handrail.identity.granting.errors import NotBoth
from handrail.identity.granting.rules import Period
from handrail.identity.models import Membership
from handrail.identity.oidc import grouping
from handrail.identity.oidc.codes import ClientAuthentication, ConnectionState
from handrail.identity.oidc.config import config_of
from handrail.identity.oidc.models import IdentityConnection, RefusedGrant
from handrail.identity.policies import NEUTRAL, PARTY
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.subjects import System
from handrail.tenancy.models import Person

PACKAGE = Path(handrail.__file__).parent
DOORS = {
    "identity/admin/commands.py",
    "identity/granting/lending.py",
    "identity/oidc/grouping.py",
    "identity/scim/roles.py",
    "exchange/provisioning/writing.py",
}
FIRST_ROLE = {"identity/programs/commands.py"}
"""Gives a program its one role as it is made: there is nothing yet that could stand against it."""
EVER: Range[Any] = Range(None, None, bounds="()")
pytestmark = pytest.mark.rule("NEU-1")


def calls(name: str) -> set[str]:
    found = set()
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text("utf-8")
        for node in ast.walk(ast.parse(text)) if f"{name}(" in text else ():
            if isinstance(node, ast.Call) and ast.unparse(node.func).rsplit(".", 1)[-1] == name:
                found.add(path.relative_to(PACKAGE).as_posix())
    return found


def test_there_is_no_door_but_these() -> None:
    assert calls("grant_role") == DOORS | FIRST_ROLE
    assert calls("Membership") == {"identity/commands.py"}


@pytest.fixture(scope="module")
def world(database: object) -> World:  # noqa: ARG001 - it lies there
    return build_world()


@pytest.fixture
def somebody(world: World) -> UUID:
    """Somebody of human resources."""
    person_id = build_person(world.tenant_id, "Invented Somebody")
    give_role(world.tenant_id, person_id, Role.HR, world.employer_id)
    return person_id


def held(world: World, person_id: UUID) -> list[Role]:
    with world.engine() as session:
        return queries.roles_of(session, world.tenant_id, person_id)


def refused(act: Callable[[], object], held_already: str = "hr") -> None:
    """Carry out what has to be refused as RFC 9457 has it: 409, the rule, and the role that stands against it."""
    with pytest.raises(RolesConflict) as found:
        act()
    told = found.value.as_problem()
    assert (told["status"], told["rule"], told["conflicting"]) == (409, "NEU-1", held_already)
    assert "NEU-1" in told["detail"]


# --- One by one ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("neutral", sorted(NEUTRAL))
@pytest.mark.parametrize("party", sorted(PARTY))
def test_the_command_refuses_every_pair_in_both_orders(world: World, neutral: Role, party: Role) -> None:
    for first, second in ((neutral, party), (party, neutral)):
        person_id = build_person(world.tenant_id, "Invented")
        give_role(world.tenant_id, person_id, first, world.employer_id)
        with pytest.raises(RolesConflict) as found:
            give_role(world.tenant_id, person_id, second, world.employer_id)
        assert (found.value.members["rule"], found.value.members["conflicting"]) == ("NEU-1", first.value)
        assert held(world, person_id) == [first]


def test_an_administrator_is_refused(world: World, somebody: UUID) -> None:
    with world.session(Role.CONSULTANCY_ADMIN) as (session, actor):
        terms = administration.Terms(Role.COORDINATOR, world.employer_id, clock.today())
        refused(lambda: administration.give_role(session, actor, somebody, terms))
    assert held(world, somebody) == [Role.HR]


def test_a_role_is_not_lent_to_somebody_who_may_not_have_it(world: World) -> None:
    period, neutral = Period(clock.today(), clock.today() + timedelta(days=7)), world.people[Role.COORDINATOR]
    with world.session(Role.HR) as (session, actor):
        refused(
            lambda: lending.lend_role(
                session, actor, person_id=neutral, employer_id=world.employer_id, period=period,
                reason="I am away for a week.",
            ),
            "coordinator",
        )  # fmt: skip
    assert held(world, neutral) == [Role.COORDINATOR]


def test_nobody_covers_for_a_coordinator_who_is_none_there(world: World, somebody: UUID) -> None:
    """A cover gives parts in cases and no role: who may not coordinate there gets none."""
    period = Period(clock.today(), clock.today() + timedelta(days=7))
    with world.session(Role.COORDINATOR) as (session, actor), pytest.raises(NotBoth):
        covering.arrange_cover(
            session, actor, person_id=actor.person_id, by_id=somebody, employer_id=world.employer_id, period=period
        )


def test_a_group_at_sign_on_is_refused_and_noted(world: World, somebody: UUID) -> None:
    line = {"group": "Coordinators", "role": "coordinator", "employer_id": str(world.employer_id)}
    with world.engine() as session:
        row = IdentityConnection(
            tenant_id=world.tenant_id, employer_id=None, name="Invented provider", state=ConnectionState.ACTIVE,
            issuer="https://idp.example", discovery="https://idp.example", client_id="x",
            client_authentication=ClientAuthentication.NONE, secret_sealed=None, algorithms=["RS256"], scopes=[],
            requires_mfa=False, strong_acr=[], strong_amr=[], groups_claim="groups", group_map=[line], version=1,
        )  # fmt: skip
        session.add(row)
        session.flush()
        grouping.follow(session, config_of(session, row), somebody, ["Coordinators"])
    with world.engine() as session:
        noted = session.scalars(select(RefusedGrant)).one()
    assert (noted.rule, noted.conflicting, noted.role) == ("NEU-1", "hr", Role.COORDINATOR)
    assert held(world, somebody) == [Role.HR]


def test_a_group_of_a_directory_is_refused_and_shown(app: Flask, world: World) -> None:
    directory: Directory = connect(app, world, everywhere=True, gives={"Coordinators": Role.COORDINATOR})
    made = directory.bring("somebody")
    person_id = person_behind(world, made["id"]).id
    give_role(world.tenant_id, person_id, Role.HR, world.employer_id)
    body = {"schemas": [GROUP], "displayName": "Coordinators", "members": [{"value": made["id"]}]}
    answer = directory.ask("POST", "/Groups", body)
    said = answer.get_json(force=True)["detail"]
    assert (answer.status_code, said.startswith("NEU-1: hr stands against it")) == (409, True)
    assert held(world, person_id) == [Role.HR]


@pytest.mark.usefixtures("database")
def test_the_folder_of_a_tenant_is_refused(write: Callable[..., Path]) -> None:  # noqa: F811 - the fixture
    folder = write()
    done = apply(read_tenant(folder))
    with tenant_session(engine_context(done.tenant_id)) as session:
        person_id = session.scalars(select(Person.id).where(Person.key == "sanne")).one()
        coordinates = session.scalars(select(Membership).where(Membership.role == Role.COORDINATOR)).one()
        employer_id = coordinates.employer_id
    give_role(done.tenant_id, person_id, Role.HR, employer_id)
    named = 'name = "Sanne Probe"'
    again = write(employer=(named, f'{named}\nroles = [{{ role = "coordinator" }}]'))
    refused(lambda: apply(read_tenant(again)))


# --- At once ------------------------------------------------------------------------------------------------------


def test_of_two_roles_given_at_once_one_is_refused_by_name(world: World) -> None:
    person_id, given, seen = build_person(world.tenant_id, "Invented"), threading.Event(), threading.Event()

    def first() -> None:
        with tenant_session(engine_context(world.tenant_id)) as session:
            _grant(session, world, person_id, Role.HR)
            given.set()
            assert seen.wait(30)

    def second() -> None:
        assert given.wait(30)
        with tenant_session(engine_context(world.tenant_id)) as session:
            seen.set()  # the first ends while this one asks
            _grant(session, world, person_id, Role.COORDINATOR)

    with ThreadPoolExecutor(2) as pool:
        ends = [pool.submit(first), pool.submit(second)]
        ends[0].result(60)
        refused(lambda: ends[1].result(60))
    assert held(world, person_id) == [Role.HR]


def _grant(session: Any, world: World, person_id: UUID, role: Role) -> None:
    identity.grant_role(
        session, System(world.tenant_id), person_id=person_id, role=role, employer_id=world.employer_id,
        during=Range(clock.today(), None, bounds="[)"),
    )  # fmt: skip


@pytest.mark.parametrize(("first", "second"), [(Role.COORDINATOR, Role.HR), (Role.SUPERVISOR, Role.LEAD_COORDINATOR)])
def test_what_comes_past_the_command_the_database_refuses(world: World, first: Role, second: Role) -> None:
    person_id = build_person(world.tenant_id, "Invented")
    give_role(world.tenant_id, person_id, first, world.employer_id)
    row = Membership(
        tenant_id=world.tenant_id, person_id=person_id, role=second, employer_id=world.employer_id, during=EVER,
        source=None,
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="membership_neutral"), world.engine() as session:
        session.add(row)
    with world.engine() as session:
        one = session.scalars(select(Membership).where(Membership.person_id == person_id)).one()
    assert one.role is first
