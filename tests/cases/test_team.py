"""The people of a case: one to turn to, each with their own compartments and no other (IVN-5)."""

from uuid import UUID

import pytest
from sqlalchemy import select
from tests.builders import (
    World,
    actor_for,
    bearer,
    build_person,
    build_world,
    give_role,
    open_case,
    open_informed_case,
    open_participating_case,
    sign_in,
)

from handrail.audit import timeline
from handrail.audit.models import TimelineEntry
from handrail.cases import commands as cases
from handrail.cases.errors import NotNeutral
from handrail.cases.rules.outcomes import Outcome
from handrail.cases.team import commands, queries
from handrail.cases.team.errors import NotForThisPart
from handrail.cases.team.queries import Member
from handrail.cases.team.rules import DUTIES, NEEDS, ROLES, Part, opened_by, part_of
from handrail.cases.team.words import MINE, PARTS, SEES, SEES_OF_MINE
from handrail.consents.errors import ConsentMissing
from handrail.consents.queries import live
from handrail.consents.rules import Answer, ConsentPurpose, GivenHow
from handrail.entrypoints.app import create_app
from handrail.identity import queries as identity
from handrail.identity.access import load_case, require
from handrail.identity.actor import Actor
from handrail.identity.duties import Duty
from handrail.identity.models import Assignment
from handrail.identity.policies import MATRIX, subject_is_employment
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound, RuleBroken
from handrail.tenancy.models import Case
from handrail.web.checks import assert_well_formed

ON_CASES = [each for each in Compartment if not subject_is_employment(each)]


@pytest.fixture
def world(database: object) -> World:
    del database
    return build_world()


def holder(world: World, role: Role, name: str) -> Actor:
    person_id = build_person(world.tenant_id, name)
    give_role(world.tenant_id, person_id, role, world.employer_id)
    return actor_for(world.tenant_id, person_id, role)


def appointed(world: World, case_id: UUID, part: Part, who: Actor) -> UUID:
    with world.session(Role.COORDINATOR) as (session, actor):
        return commands.appoint(session, actor, case_id, part=part, person_id=who.person_id).id


def agreed(world: World, case_id: UUID, answer: Answer = Answer.GIVEN) -> UUID:
    with world.session(Role.COORDINATOR) as (session, actor):
        return cases.record_consent(
            session, actor, case_id, purpose=ConsentPurpose.INFORM_UNION, answer=answer, given_how=GivenHow.TELEPHONE
        ).id


def members(actor: Actor, case_id: UUID) -> list[Member]:
    with tenant_session(actor.context(read_only=True)) as session:
        case = load_case(session, case_id, require(actor, "case_team.read"))
        return queries.members_of(session, case)


def probed(world: World, case_id: UUID) -> None:
    """Lay one entry in each compartment of the case."""
    with world.engine() as session:
        case = session.scalars(select(Case).where(Case.id == case_id)).one()
        for compartment in ON_CASES:
            timeline.append(session, case.subject(), world.system(), "probe.laid", compartment=compartment, record=case)


def reached(actor: Actor, case_id: UUID) -> set[Compartment]:
    """Return the compartments of which somebody reads anything: what the database itself lets them read."""
    with tenant_session(actor.context(read_only=True)) as session:
        statement = select(TimelineEntry.compartment).where(
            TimelineEntry.subject_id == case_id, TimelineEntry.verb == "probe.laid"
        )
        return set(session.scalars(statement))


# --- Each sees their own and no other -----------------------------------------------------------------------------


@pytest.mark.rule("IVN-5")
def test_what_the_page_says_of_a_part_is_what_the_database_opens(world: World) -> None:
    case_id = open_informed_case(world)
    agreed(world, case_id)
    union, doctor = (
        holder(world, Role.UNION, "Invented Delegate"),
        holder(world, Role.OCCUPATIONAL_HEALTH, "Invented Doctor"),
    )
    second = holder(world, Role.COORDINATOR, "Invented Second")
    for part, who in ((Part.UNION, union), (Part.OCCUPATIONAL_HEALTH, doctor), (Part.FOLLOW_UP, second)):
        appointed(world, case_id, part, who)
    probed(world, case_id)
    everybody = {
        Role.WORKER: world.actor(Role.WORKER), Role.COORDINATOR: world.actor(Role.COORDINATOR),
        Role.SUPERVISOR: world.actor(Role.SUPERVISOR), Role.UNION: union, Role.OCCUPATIONAL_HEALTH: doctor,
    }  # fmt: skip
    for role, actor in everybody.items():
        assert reached(actor, case_id) == set(opened_by(role)) & set(ON_CASES), role
    assert reached(second, case_id) == reached(world.actor(Role.COORDINATOR), case_id)
    said = {each.person_id: set(each.sees) for each in members(world.actor(Role.COORDINATOR), case_id)}
    assert said[union.person_id] == {Compartment.PLAN, Compartment.UNION}
    assert said[doctor.person_id] == {Compartment.ADMINISTRATIVE, Compartment.PLAN, Compartment.MEDICAL}
    assert Compartment.COORDINATION not in said[world.people[Role.SUPERVISOR]]


@pytest.mark.rule("IVN-5")
def test_parts_and_compartments_all_have_words() -> None:
    readers = {
        role for role, cells in MATRIX.items() for cell in cells.values() if cell.read and cell.reach == "related"
    }
    assert readers - {Role.WORKER} <= MINE.keys()
    assert SEES.keys() == set(Compartment)
    assert set(Compartment) - {Compartment.OWN} == SEES_OF_MINE.keys()
    assert PARTS.keys() == ROLES.keys() == set(Part)
    for part, role in ROLES.items():
        assert part_of(role, DUTIES.get(part, Duty.WHOLE)) is part
    assert part_of(Role.COORDINATOR, Duty.WHOLE) is None
    assert part_of(Role.SUPERVISOR, Duty.WHOLE) is None


@pytest.mark.rule("IVN-5")
def test_one_coordinator_is_the_one_to_turn_to_whoever_follows_the_worker(world: World) -> None:
    case_id = open_participating_case(world)
    second = holder(world, Role.COORDINATOR, "Aaa Before In The Alphabet")
    appointed(world, case_id, Part.FOLLOW_UP, second)
    contacts = [each.name for each in members(world.actor(Role.WORKER), case_id) if each.is_contact]
    assert contacts == ["Invented Coordinator"]
    with world.engine() as session:
        case = session.scalars(select(Case).where(Case.id == case_id)).one()
        found = identity.current_assignment(session, case, Role.COORDINATOR)
        assert found is not None
        assert found.person_id == world.people[Role.COORDINATOR]
        assert next(person.name for role, person in identity.team_of(session, case) if role is Role.COORDINATOR) == (
            "Invented Coordinator"
        )


@pytest.mark.slow
def test_the_case_goes_to_somebody_else_and_whoever_follows_the_worker_stays(world: World) -> None:
    case_id = open_participating_case(world)
    second, third = (holder(world, Role.COORDINATOR, name) for name in ("Invented Second", "Invented Third"))
    appointed(world, case_id, Part.FOLLOW_UP, second)
    with world.session(Role.LEAD_COORDINATOR) as (session, lead):
        cases.reassign_coordinator(session, lead, case_id, coordinator_id=third.person_id)
    found = {
        each.person_id: each.duty
        for each in members(world.actor(Role.WORKER), case_id)
        if each.role is Role.COORDINATOR
    }
    assert found == {third.person_id: Duty.WHOLE, second.person_id: Duty.FOLLOW_UP}
    with world.session(Role.LEAD_COORDINATOR) as (session, lead):
        cases.reassign_coordinator(session, lead, case_id, coordinator_id=second.person_id)
    found = {
        each.person_id: each.duty
        for each in members(world.actor(Role.WORKER), case_id)
        if each.role is Role.COORDINATOR
    }
    assert found == {second.person_id: Duty.WHOLE}


# --- Who knows of whom --------------------------------------------------------------------------------------------


@pytest.mark.rule("CON-1")
@pytest.mark.rule("IVN-5")
def test_that_the_worker_is_accompanied_or_treated_is_told_to_worker_and_coordinator_alone(world: World) -> None:
    case_id = open_informed_case(world)
    agreed(world, case_id)
    union, doctor = (
        holder(world, Role.UNION, "Invented Delegate"),
        holder(world, Role.OCCUPATIONAL_HEALTH, "Invented Doctor"),
    )
    second = holder(world, Role.COORDINATOR, "Invented Second")
    appointed(world, case_id, Part.UNION, union)
    appointed(world, case_id, Part.OCCUPATIONAL_HEALTH, doctor)
    appointed(world, case_id, Part.FOLLOW_UP, second)
    apart = {Role.UNION, Role.OCCUPATIONAL_HEALTH}

    def known(actor: Actor) -> set[tuple[Role, Duty]]:
        with tenant_session(actor.context(read_only=True)) as session:
            rows = session.execute(select(Assignment.role, Assignment.duty).where(Assignment.case_id == case_id))
            return {(role, duty) for role, duty in rows}

    for role in (Role.WORKER, Role.COORDINATOR):
        assert apart <= {found for found, _duty in known(world.actor(role))}
    for role in (Role.SUPERVISOR, Role.LEAD_COORDINATOR):
        assert not apart & {found for found, _duty in known(world.actor(role))}
    assert {found for found, _duty in known(union)} & apart == {Role.UNION}
    assert {found for found, _duty in known(doctor)} & apart == {Role.OCCUPATIONAL_HEALTH}
    for role in (Role.HR, Role.ABSENCE_ADMIN):  # that there is a coordinator, and nothing that tells of support (VOL-2)
        assert known(world.actor(role)) == {(Role.COORDINATOR, Duty.WHOLE)}


@pytest.mark.slow
def test_the_worker_sees_the_same_list(world: World) -> None:
    case_id = open_informed_case(world)
    agreed(world, case_id)
    appointed(world, case_id, Part.UNION, holder(world, Role.UNION, "Invented Delegate"))
    mine, theirs = (members(world.actor(role), case_id) for role in (Role.WORKER, Role.COORDINATOR))
    assert mine == theirs
    client = create_app().test_client()
    sign_in(client, world, Role.WORKER)
    page = client.get("/my-return/people").text
    assert_well_formed(page)
    assert all(each.name in page for each in mine if each.role is not Role.WORKER)


# --- Given and ended ----------------------------------------------------------------------------------------------


@pytest.mark.rule("CON-7")
def test_the_union_has_a_part_only_with_the_workers_consent_and_as_long_as_it_lives(world: World) -> None:
    case_id, delegate = open_participating_case(world), holder(world, Role.UNION, "Invented Delegate")
    with pytest.raises(ConsentMissing):
        appointed(world, case_id, Part.UNION, delegate)
    consent_id = agreed(world, case_id)
    appointed(world, case_id, Part.UNION, delegate)
    probed(world, case_id)
    assert reached(delegate, case_id)
    with world.session(Role.WORKER) as (session, worker):
        cases.withdraw_consent(session, worker, case_id, consent_id)
    assert reached(delegate, case_id) == set()
    agreed(world, case_id)
    appointed(world, case_id, Part.UNION, delegate)
    assert reached(delegate, case_id)
    agreed(world, case_id, Answer.REFUSED)
    assert reached(delegate, case_id) == set()


@pytest.mark.rule("S2-2")
@pytest.mark.parametrize("part", Part)
def test_nobody_joins_before_the_worker_takes_part(world: World, part: Part) -> None:
    case_id, who = open_case(world), holder(world, ROLES[part], "Invented Early")
    with pytest.raises(RuleBroken) as refused:
        appointed(world, case_id, part, who)
    assert refused.value.rule == "S2-2"


@pytest.mark.rule("VOL-2")
@pytest.mark.parametrize("leaves", [True, False], ids=["the worker leaves", "the case is closed"])
def test_when_support_ends_so_do_all_parts_but_those_of_worker_and_coordinators(world: World, leaves: bool) -> None:  # noqa: FBT001 - two ways to end
    case_id = open_informed_case(world)
    agreed(world, case_id)
    union, doctor = (
        holder(world, Role.UNION, "Invented Delegate"),
        holder(world, Role.OCCUPATIONAL_HEALTH, "Invented Doctor"),
    )
    appointed(world, case_id, Part.UNION, union)
    appointed(world, case_id, Part.OCCUPATIONAL_HEALTH, doctor)
    probed(world, case_id)
    with world.session(Role.COORDINATOR) as (session, actor):
        if leaves:
            cases.withdraw(session, actor, case_id)
        else:
            cases.close_case(session, actor, case_id, outcome=Outcome.NO_RETURN)
        case = session.scalars(select(Case).where(Case.id == case_id)).one()
        assert live(session, case, NEEDS[Part.UNION]) is None
    assert [reached(each, case_id) for each in (union, doctor, world.actor(Role.SUPERVISOR))] == [set()] * 3
    assert {each.role for each in members(world.actor(Role.WORKER), case_id)} == {Role.WORKER, Role.COORDINATOR}


def test_a_part_ends_when_the_coordinator_says_so_and_only_such_a_part(world: World) -> None:
    case_id, doctor = open_participating_case(world), holder(world, Role.OCCUPATIONAL_HEALTH, "Invented Doctor")
    part_id = appointed(world, case_id, Part.OCCUPATIONAL_HEALTH, doctor)
    assert appointed(world, case_id, Part.OCCUPATIONAL_HEALTH, doctor) == part_id
    probed(world, case_id)
    own = next(each.id for each in members(world.actor(Role.COORDINATOR), case_id) if each.is_contact)
    with world.session(Role.COORDINATOR) as (session, actor):
        commands.end_part(session, actor, case_id, part_id)
        with pytest.raises(NotFound):
            commands.end_part(session, actor, case_id, own)
    assert reached(doctor, case_id) == set()


@pytest.mark.rule("NEU-1")
def test_a_part_is_for_who_holds_the_role_here(world: World) -> None:
    case_id = open_participating_case(world)
    agreed(world, case_id)
    for part in Part:
        expected = NotNeutral if part is Part.FOLLOW_UP else NotForThisPart
        with pytest.raises(expected):
            appointed(world, case_id, part, world.actor(Role.HR))
    with pytest.raises(NotForThisPart):
        appointed(world, case_id, Part.FOLLOW_UP, world.actor(Role.COORDINATOR))


@pytest.mark.slow
@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.HR, Role.ABSENCE_ADMIN, Role.LEAD_COORDINATOR, Role.WORKER])
def test_only_the_coordinator_gives_and_ends_parts(world: World, role: Role) -> None:
    case_id, doctor = open_informed_case(world), holder(world, Role.OCCUPATIONAL_HEALTH, "Invented Doctor")
    with world.session(role) as (session, actor), pytest.raises(NotFound):
        commands.appoint(session, actor, case_id, part=Part.OCCUPATIONAL_HEALTH, person_id=doctor.person_id)


@pytest.mark.slow
def test_the_pages_give_and_end_a_part_and_say_what_it_opens(world: World) -> None:
    case_id, doctor = open_participating_case(world), holder(world, Role.OCCUPATIONAL_HEALTH, "Invented Doctor")
    client = create_app().test_client()
    sign_in(client, world, Role.COORDINATOR)
    for part in Part:
        assert_well_formed(client.get(f"/cases/{case_id}/people/{part}").text)
    assert "has not agreed to it yet" in client.get(f"/cases/{case_id}/people/union").text
    path, program = f"/api/v1/cases/{case_id}/people", create_app().test_client()
    given = {"part": "occupational_health", "person_id": str(doctor.person_id)}
    made = program.post(path, json=given, headers=bearer(world, Role.COORDINATOR))
    assert made.status_code == 201, made.text
    assert made.get_json()["sees"] == ["administrative", "plan", "medical"]
    assert len(program.get(path, headers=bearer(world, Role.COORDINATOR)).get_json()["items"]) == 3
    page = client.get(f"/cases/{case_id}/people").text
    assert_well_formed(page)
    assert "Invented Doctor" in page
    assert "What occupational health notes" in page
    lead = create_app().test_client()
    sign_in(lead, world, Role.LEAD_COORDINATOR)
    assert "Invented Doctor" not in lead.get(f"/cases/{case_id}/people").text


@pytest.mark.slow
def test_since_and_until_are_days_that_are_said(world: World) -> None:
    case_id = open_participating_case(world)
    doctor = holder(world, Role.OCCUPATIONAL_HEALTH, "Invented Doctor")
    appointed(world, case_id, Part.OCCUPATIONAL_HEALTH, doctor)
    found = next(each for each in members(world.actor(Role.WORKER), case_id) if each.person_id == doctor.person_id)
    assert (found.since, found.until, found.by) == (clock.today(), None, "Invented Coordinator")
