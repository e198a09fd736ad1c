"""Programs of organisations: who makes them, what they may be, how their secrets follow each other, how they end."""

from datetime import timedelta
from uuid import uuid4

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from tests.builders import World, bearer, build_neighbour, build_person, give_role
from tests.identity.programs.asking import Known, administered, ask, program, status, token_of

from handrail.audit.models import TenantEntry
from handrail.identity import commands as identity
from handrail.identity.admin import queries as people
from handrail.identity.errors import LinkSpent
from handrail.identity.granting import queries as granting
from handrail.identity.models import Membership
from handrail.identity.policies import ACTIONS, MATRIX
from handrail.identity.programs import commands, queries
from handrail.identity.programs.cli import client as command
from handrail.identity.programs.errors import TooManySecrets
from handrail.identity.programs.models import ApiClient, ApiClientSecret
from handrail.identity.programs.rules import PROGRAM_ROLES, roles_at, scopes_for
from handrail.identity.proofs import PASSKEY
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.kit.errors import Conflict, Invalid, NotFound
from handrail.tenancy.models import ClientOrganisation, Person, Tenant

pytestmark = pytest.mark.usefixtures("valkey")


@pytest.fixture(scope="module")
def world(database: object) -> World:
    del database
    return administered()


# --- What a program may be --------------------------------------------------------------------------------------------


@pytest.mark.rule("CON-2")
def test_no_program_has_a_role_in_which_people_confide_something() -> None:
    assert set(PROGRAM_ROLES) == {
        Role.HR, Role.ABSENCE_ADMIN, Role.EMPLOYER_ADMIN, Role.SENIOR_MANAGEMENT, Role.COMMITTEE, Role.INSURER,
        Role.CONSULTANCY_ADMIN, Role.CONSULTANCY_MANAGER, Role.AUDITOR,
    }  # fmt: skip
    confided = {Compartment.OWN, Compartment.COORDINATION, Compartment.MEDICAL, Compartment.UNION}
    assert not any(MATRIX[role].keys() & confided for role in PROGRAM_ROLES)
    assert set(roles_at(employer=True)) | set(roles_at(employer=False)) == set(PROGRAM_ROLES)
    assert not set(roles_at(employer=True)) & set(roles_at(employer=False))


@pytest.mark.parametrize("role", PROGRAM_ROLES)
def test_a_program_is_good_for_acts_of_its_role_that_need_nobody_to_prove_who_they_are(role: Role) -> None:
    for scope in scopes_for(role):
        family, kind = scope.split(":")
        acts = [act for name, act in ACTIONS.items() if name.partition(".")[0] == family and role in act.roles]
        assert any(not act.step_up and act.changes == (kind == "write") for act in acts), scope
        assert family not in {"account", "login", "token", "support", "sign_in"}


@pytest.mark.parametrize("role", sorted(set(Role) - set(PROGRAM_ROLES)))
def test_other_roles_are_refused_by_the_command_and_by_the_table(world: World, role: Role) -> None:
    with pytest.raises(Invalid):
        program(world, role=role, name=f"As {role}")
    known = program(world, name=f"Becomes {role}")
    with pytest.raises(IntegrityError, match="role_of_a_program"):
        _change_role(world, known, role)


def _change_role(world: World, known: Known, role: Role) -> None:
    with world.engine() as session:
        session.scalars(select(ApiClient).where(ApiClient.id == known.id)).one().role = role


def test_a_program_is_good_for_nothing_beyond_its_role(world: World) -> None:
    for scopes in (("case:read",), ("absence:read", "token:write"), ("",)):
        with pytest.raises(Invalid):
            program(world, *scopes, name="Greedy")
    with pytest.raises(Invalid), world.session(Role.CONSULTANCY_ADMIN) as (session, actor):
        commands.make_client(
            session, actor, name="Nowhere", employer_id=None, role=Role.HR, scopes=("absence:read",), days=1
        )


@pytest.mark.rule("NEU-1")
def test_the_person_behind_a_program_is_held_to_what_excludes_each_other(world: World) -> None:
    known = program(world, name="Neutral")
    with world.engine() as session:
        person_id = session.scalars(select(ApiClient.person_id).where(ApiClient.id == known.id)).one()
    with pytest.raises(Conflict, match="NEU-1"):
        give_role(world.tenant_id, person_id, Role.COORDINATOR, world.employer_id)


def test_nobody_signs_in_as_a_program_whichever_way_leads_there(world: World) -> None:
    known = program(world, name="Nobody")
    with world.engine() as session:
        client = session.scalars(select(ApiClient).where(ApiClient.id == known.id)).one()
        person = session.scalars(select(Person).where(Person.id == client.person_id)).one()
        assert (person.key, person.email, person.phone) == (f"program-{known.id.hex}", None, None)
        link = identity.make_link(session, world.tenant_id, person.id)
        session.flush()
        with pytest.raises(LinkSpent):
            identity.use_link(session, world.tenant_id, identity.token_of_link(link.id), browser=None, origin=None)
        with pytest.raises(LinkSpent):
            identity.start_sign_in(session, world.tenant_id, person.id, Role.HR, proof=PASSKEY)


# --- Who looks after them ---------------------------------------------------------------------------------------------


def test_an_administrator_of_a_client_organisation_looks_after_its_programs_and_no_others(world: World) -> None:
    own = program(world, name="Own", by=Role.EMPLOYER_ADMIN)
    neighbour = build_neighbour(world)
    neighbour.people[Role.EMPLOYER_ADMIN] = build_person(world.tenant_id, "Invented Neighbour")
    give_role(world.tenant_id, neighbour.people[Role.EMPLOYER_ADMIN], Role.EMPLOYER_ADMIN, neighbour.employer_id)
    with neighbour.session(Role.EMPLOYER_ADMIN) as (session, actor):
        assert queries.clients(session, actor) == []
        for client_id in (own.id, uuid4()):
            for action in ("program.read", "program.manage"):
                with pytest.raises(NotFound):
                    commands.load(session, actor, client_id, action)
            with pytest.raises(NotFound):
                commands.end_client(session, actor, client_id)
        for employer_id in (world.employer_id, None):
            with pytest.raises(NotFound):
                commands.make_client(
                    session, actor, name="X", employer_id=employer_id, role=Role.HR, scopes=("absence:read",), days=1
                )
        # the database says so too
        assert session.scalars(select(ApiClient.id)).all() == []
        assert session.scalars(select(ApiClientSecret.id)).all() == []


def test_a_name_is_taken_while_the_program_lives(world: World) -> None:
    first = program(world, name="Once")
    with pytest.raises(Conflict):
        program(world, name="Once")
    with world.session(Role.CONSULTANCY_ADMIN) as (session, actor):
        commands.end_client(session, actor, first.id)
    program(world, name="Once")


# --- Secrets that follow each other -----------------------------------------------------------------------------------


def rotated(world: World, known: Known, days: int = 30) -> Known:
    with world.session(Role.CONSULTANCY_ADMIN) as (session, actor):
        return Known(known.id, known.client_id, commands.rotate_secret(session, actor, known.id, days=days))


def test_two_secrets_live_while_a_program_changes_over_and_the_one_before_for_a_week_at_most(
    app: Flask, world: World
) -> None:
    first = program(world, name="Rotating")
    second = rotated(world, first)
    assert (ask(app, first).status_code, ask(app, second).status_code) == (200, 200)
    with pytest.raises(TooManySecrets):
        rotated(world, first)
    with clock.frozen(clock.now() + timedelta(days=7, minutes=1)):
        assert (ask(app, first).status_code, ask(app, second).status_code) == (401, 200)
        third = rotated(world, first)
        assert (ask(app, second).status_code, ask(app, third).status_code) == (200, 200)
    with clock.frozen(clock.now() + timedelta(days=31)):
        assert ask(app, second).status_code == 401


def test_a_secret_that_is_ended_opens_nothing_from_the_next_request_on(app: Flask, world: World) -> None:
    first = program(world, name="Leaky")
    second = rotated(world, first)
    with world.session(Role.CONSULTANCY_ADMIN) as (session, actor):
        client = commands.load(session, actor, first.id, "program.read")
        older = queries.secrets_of(session, client)[-1]
        commands.end_secret(session, actor, first.id, older.id)
    assert (ask(app, first).status_code, ask(app, second).status_code) == (401, 200)
    with world.session(Role.CONSULTANCY_ADMIN) as (session, actor):
        commands.end_secret(session, actor, first.id, older.id)
        with pytest.raises(NotFound):
            commands.end_secret(session, actor, first.id, uuid4())


def test_a_third_secret_has_no_place_in_the_table(world: World) -> None:
    known = program(world, name="Crowded")
    rotated(world, known)
    with pytest.raises(IntegrityError, match="api_client_secret_living_key"):
        _crowd(world, known)


def _crowd(world: World, known: Known) -> None:
    with world.engine() as session:
        row = ApiClientSecret(
            tenant_id=world.tenant_id, client_id=known.id, digest=b"x" * 32, place=2, made_by=None,
            made_at=clock.now(), ends_at=clock.now(),
        )  # fmt: skip
        session.add(row)


# --- The end ----------------------------------------------------------------------------------------------------------


def test_with_a_program_end_its_secrets_tokens_role_and_person_at_once(app: Flask, world: World) -> None:
    known = program(world, name="Ending")
    headers = token_of(app, known)
    assert status(app, headers) == 200
    with world.session(Role.CONSULTANCY_ADMIN) as (session, actor):
        commands.end_client(session, actor, known.id)
        commands.end_client(session, actor, known.id)
    assert status(app, headers) == 401
    assert ask(app, known).status_code == 401
    with world.engine() as session:
        client = session.scalars(select(ApiClient).where(ApiClient.id == known.id)).one()
        person = session.scalars(select(Person).where(Person.id == client.person_id)).one()
        held = select(Membership.id).where(Membership.person_id == person.id, Membership.during.contains(clock.today()))
        assert (person.active, session.scalars(held).all()) == (False, [])
        assert queries.secrets_of(session, client) == []
        ended = select(TenantEntry.id).where(TenantEntry.verb == "api_client.ended", TenantEntry.object_id == known.id)
        assert len(session.scalars(ended).all()) == 1
    with pytest.raises(NotFound):
        rotated(world, known)


def test_a_program_whose_role_or_person_ended_elsewhere_is_let_in_no_more(app: Flask, world: World) -> None:
    known = program(world, name="Elsewhere")
    headers = token_of(app, known)
    with world.engine() as session:
        client = session.scalars(select(ApiClient).where(ApiClient.id == known.id)).one()
        held = session.scalars(select(Membership).where(Membership.person_id == client.person_id)).one()
        identity.end_role(session, world.system(), held, clock.today())
    assert status(app, headers) == 401
    with world.engine() as session:
        session.scalars(select(Person).where(Person.id == client.person_id)).one().active = False
    assert ask(app, known).status_code == 401


# --- The command line -------------------------------------------------------------------------------------------------


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(command, list(words))
    return result.exit_code, result.output.strip() or str(result.exception)


def test_the_operator_makes_rotates_lists_and_ends_a_program(app: Flask, world: World) -> None:
    with world.engine() as session:
        slug = session.scalars(select(Tenant.slug)).one()
        employer = session.scalars(
            select(ClientOrganisation.key).where(ClientOrganisation.id == world.employer_id)
        ).one()
    where = ("--tenant", slug)
    wanted = ("--name", "From the shell", "--role", "hr", "--employer", employer)
    assert run("make", *where, *wanted)[0] == 1  # without a scope
    scoped = (*wanted, "--scope", "absence:read")
    assert run("make", *where, *scoped, "--dry-run") == (0, "From the shell would be made.")
    code, said = run("make", *where, *scoped)
    client_id, secret = said.splitlines()
    known = Known(uuid4(), client_id, secret)
    assert (code, ask(app, known).status_code) == (0, 200)
    assert run("rotate", *where, client_id, "--dry-run")[0] == 0
    code, other = run("rotate", *where, client_id)
    assert (code, ask(app, Known(known.id, client_id, other)).status_code) == (0, 200)
    assert client_id in run("list", *where)[1]
    assert run("end", *where, client_id, "--dry-run") == (0, "It would end.")
    assert run("end", *where, client_id) == (0, "It has ended.")
    assert ask(app, known).status_code == 401
    assert run("end", *where, client_id)[0] == 1
    assert run("make", *where, "--name", "x", "--role", "hr", "--employer", "nobody", "--scope", "absence:read")[0] == 1


def test_a_program_is_nobody_whom_one_finds_among_people_or_chooses(app: Flask, world: World) -> None:
    known = program(world, name="Nobody Whom One Finds", role=Role.HR)
    with world.session(Role.CONSULTANCY_ADMIN) as (session, actor):
        acts_as = session.scalars(select(ApiClient.person_id).where(ApiClient.id == known.id)).one()
        found, _more = people.people(session, actor, name="Nobody")
        assert found == []
        with pytest.raises(NotFound):
            people.person(session, actor, acts_as)
    for role in (Role.HR, Role.EMPLOYER_ADMIN):
        with world.session(role) as (session, actor):
            chosen = {row.id for row in granting.colleagues(session, actor, world.employer_id)}
        assert acts_as not in chosen
        assert world.people[Role.ABSENCE_ADMIN] in chosen
    shown = app.test_client().get("/api/v1/people", headers=bearer(world, Role.EMPLOYER_ADMIN))
    assert "Nobody Whom" not in shown.text
    assert shown.get_json()["items"]
