"""Support access, cover and lent roles: for a time, by somebody, for a reason, and over when it is over."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session
from tests.builders import World, actor_for, build_neighbour, build_person, build_world, give_role, open_case

from handrail.identity import commands, queries
from handrail.identity.access import load_case, require
from handrail.identity.actor import Actor
from handrail.identity.errors import RolesConflict
from handrail.identity.granting import covering, lending, support
from handrail.identity.granting.errors import AccessOver, AlreadyCovered, NoAgent, NotBoth
from handrail.identity.granting.models import SupportAccess
from handrail.identity.granting.rules import LENSES, LONGEST_SUPPORT, NEVER, Period, seen_through, wrong_with
from handrail.identity.models import EmployerGrant
from handrail.identity.policies import ACTIONS, Asking, Resource, decide
from handrail.identity.proofs import DEVELOPMENT
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.kit.db import tenant_session
from handrail.kit.errors import Invalid, NotFound
from handrail.tenancy.models import ClientOrganisation

REASON = "Why the list of absences stays empty"


@pytest.fixture
def world(database: object) -> World:
    del database
    return build_world()


@contextmanager
def acting(actor: Actor) -> Iterator[Session]:
    with tenant_session(actor.context()) as session:
        yield session


def staff(world: World, role: Role, name: str) -> Actor:
    person = build_person(world.tenant_id, f"Invented {name}")
    give_role(world.tenant_id, person, role, None)
    return actor_for(world.tenant_id, person, role)


def entered(world: World, agent: Actor, access_id: UUID) -> Actor:
    """Sign the agent in, enter the access, and return who they are then."""
    with world.engine() as session:
        row, _secret = commands.start_sign_in(
            session, world.tenant_id, agent.person_id, Role.SUPPORT, proof=DEVELOPMENT
        )
        digest = row.digest
    seen = queries.who_is("sign_in", digest)
    assert seen is not None
    with acting(seen.actor) as session:
        secret = support.enter(session, seen.actor, access_id, origin=None)
    found = queries.who_is("sign_in", commands.digest(secret))
    assert found is not None
    return found.actor


# --- Rules --------------------------------------------------------------------------------------------------------


@given(st.integers(-10, 400), st.integers(-10, 400))
def test_a_period_starts_today_or_later_and_lasts_180_days_at_most(first: int, length: int) -> None:
    today = clock.today()
    period = Period(today + timedelta(days=first), today + timedelta(days=first + length))
    fits = first >= 0 and 0 <= length < 180
    assert (wrong_with(period, today) is None) == fits


@pytest.mark.rule("PRI-4")
def test_no_lens_reaches_what_is_confided() -> None:
    for lens in LENSES:
        assert not seen_through(lens) & NEVER


@pytest.mark.rule("PRI-4")
@pytest.mark.parametrize("lens", LENSES)
def test_whoever_only_looks_does_no_act_that_changes_anything(lens: Role) -> None:
    tenant, employer = UUID(int=1), UUID(int=2)
    asking = Asking(tenant, UUID(int=3), lens, frozenset({employer}), fresh=True, only_looks=True)
    for name, act in ACTIONS.items():
        for compartment in (None, *Compartment):
            found = decide(asking, name, Resource(tenant, employer, frozenset({lens}), compartment))
            assert not (found.allow and act.changes), name
            assert not (found.allow and compartment in NEVER), name


# --- Support ------------------------------------------------------------------------------------------------------


@pytest.mark.rule("PRI-4")
def test_support_sees_nothing_without_leave_and_with_it_one_employer_through_one_role(world: World) -> None:
    neighbour = build_neighbour(world)
    agent, admin = staff(world, Role.SUPPORT, "Agent"), staff(world, Role.CONSULTANCY_ADMIN, "Admin")
    with acting(admin) as session:
        access = support.give_support(
            session,
            admin,
            agent_id=agent.person_id,
            lens=Role.HR,
            employer_id=world.employer_id,
            hours=2,
            reason=REASON,
        )
        access_id = access.id
    looking = entered(world, agent, access_id)
    assert (looking.role, looking.employers, looking.only_looks) == (Role.HR, (world.employer_id,), True)
    with acting(looking) as session:
        seen = set(session.scalars(select(ClientOrganisation.id)))
        assert world.employer_id in seen
        assert neighbour.employer_id not in seen


def test_support_ends_after_four_hours_at_most_whatever_was_asked(world: World) -> None:
    agent, admin = staff(world, Role.SUPPORT, "Agent"), staff(world, Role.CONSULTANCY_ADMIN, "Admin")
    with acting(admin) as session:
        access = support.give_support(
            session,
            admin,
            agent_id=agent.person_id,
            lens=Role.HR,
            employer_id=world.employer_id,
            hours=40,
            reason=REASON,
        )
        assert access.ends_at - access.starts_at == LONGEST_SUPPORT
        access_id = access.id
    looking = entered(world, agent, access_id)
    with world.engine() as session:
        digest = session.scalars(select(commands.SignIn.digest).where(commands.SignIn.support_id == access_id)).one()
    assert looking.support_id == access_id
    with clock.frozen(clock.now() + LONGEST_SUPPORT + timedelta(seconds=1)):
        assert queries.who_is("sign_in", digest) is None
        with acting(agent) as session, pytest.raises(AccessOver):
            support.enter(session, agent, access_id, origin=None)


def test_ending_support_ends_the_session_and_the_grants_at_once(world: World) -> None:
    agent, admin = staff(world, Role.SUPPORT, "Agent"), staff(world, Role.CONSULTANCY_ADMIN, "Admin")
    with acting(admin) as session:
        access_id = support.give_support(
            session,
            admin,
            agent_id=agent.person_id,
            lens=Role.HR,
            employer_id=world.employer_id,
            hours=1,
            reason=REASON,
        ).id
    entered(world, agent, access_id)
    with world.engine() as session:
        digest = session.scalars(select(commands.SignIn.digest).where(commands.SignIn.support_id == access_id)).one()
        assert session.scalars(select(EmployerGrant).where(EmployerGrant.person_id == agent.person_id)).all()
    for _twice in range(2):
        with acting(admin) as session:
            support.end_support(session, admin, access_id)
    assert queries.who_is("sign_in", digest) is None
    with world.engine() as session:
        assert not session.scalars(select(EmployerGrant).where(EmployerGrant.person_id == agent.person_id)).all()


def test_nobody_lets_themselves_or_a_stranger_in_and_a_reason_is_a_sentence(world: World) -> None:
    admin, other = staff(world, Role.CONSULTANCY_ADMIN, "Admin"), staff(world, Role.AUDITOR, "Auditor")
    agent = staff(world, Role.SUPPORT, "Agent")
    given = {"lens": Role.HR, "employer_id": world.employer_id, "hours": 1}
    for who in (admin, other):
        with acting(admin) as session, pytest.raises(NoAgent):
            support.give_support(session, admin, agent_id=who.person_id, reason=REASON, **given)
    with acting(admin) as session, pytest.raises(Invalid):
        support.give_support(session, admin, agent_id=agent.person_id, reason="ticket 1", **given)
    with acting(agent) as session, pytest.raises(NotFound):
        support.give_support(session, agent, agent_id=agent.person_id, reason=REASON, **given)
    with acting(admin) as session, pytest.raises(Invalid):
        support.give_support(
            session, admin, agent_id=agent.person_id, reason=REASON, **(given | {"lens": Role.COORDINATOR})
        )


def test_another_agent_can_not_enter(world: World) -> None:
    agent, other = staff(world, Role.SUPPORT, "Agent"), staff(world, Role.SUPPORT, "Other")
    admin = staff(world, Role.CONSULTANCY_ADMIN, "Admin")
    with acting(admin) as session:
        access_id = support.give_support(
            session,
            admin,
            agent_id=agent.person_id,
            lens=Role.HR,
            employer_id=world.employer_id,
            hours=1,
            reason=REASON,
        ).id
    with acting(other) as session:
        assert session.get(SupportAccess, (world.tenant_id, access_id)) is None
        with pytest.raises(AccessOver):
            support.enter(session, other, access_id, origin=None)


# --- Cover --------------------------------------------------------------------------------------------------------


def colleague(world: World) -> Actor:
    person = build_person(world.tenant_id, "Invented Colleague")
    give_role(world.tenant_id, person, Role.COORDINATOR, world.employer_id)
    return actor_for(world.tenant_id, person, Role.COORDINATOR)


def may_read(actor: Actor, case_id: UUID) -> bool:
    with tenant_session(actor.context()) as session:
        try:
            load_case(session, case_id, require(actor, "case.read"))
        except NotFound:
            return False
    return True


def test_who_covers_has_a_part_in_each_case_for_these_days_and_no_longer(world: World) -> None:
    case_id = open_case(world)
    away, stands_in = world.actor(Role.COORDINATOR), colleague(world)
    today = clock.today()
    assert not may_read(stands_in, case_id)
    with acting(away) as session:
        covering.arrange_cover(
            session, away, person_id=away.person_id, by_id=stands_in.person_id, employer_id=world.employer_id,
            period=Period(today, today + timedelta(days=13)),
        )  # fmt: skip
    assert may_read(stands_in, case_id)
    assert may_read(away, case_id)
    with clock.frozen(clock.now() + timedelta(days=14)):
        assert not may_read(stands_in, case_id)
        assert may_read(away, case_id)


def test_a_cover_ended_early_ends_the_parts_at_once(world: World) -> None:
    case_id = open_case(world)
    away, stands_in, lead = world.actor(Role.COORDINATOR), colleague(world), world.actor(Role.LEAD_COORDINATOR)
    today = clock.today()
    with acting(lead) as session:
        cover_id = covering.arrange_cover(
            session, lead, person_id=away.person_id, by_id=stands_in.person_id, employer_id=world.employer_id,
            period=Period(today, today + timedelta(days=13)),
        ).id  # fmt: skip
    for _twice in range(2):
        with acting(lead) as session:
            covering.end_cover(session, lead, cover_id)
    assert not may_read(stands_in, case_id)


def test_a_cover_needs_two_coordinators_of_the_employer_and_overlaps_none(world: World) -> None:
    away, stands_in = world.actor(Role.COORDINATOR), colleague(world)
    today = clock.today()
    days = Period(today, today + timedelta(days=5))
    given = {"person_id": away.person_id, "employer_id": world.employer_id}
    with acting(away) as session, pytest.raises(NotBoth):
        covering.arrange_cover(session, away, by_id=world.people[Role.HR], period=days, **given)
    with acting(away) as session, pytest.raises(NotBoth):
        covering.arrange_cover(session, away, by_id=away.person_id, period=days, **given)
    with acting(away) as session:
        covering.arrange_cover(session, away, by_id=stands_in.person_id, period=days, **given)
    with acting(away) as session, pytest.raises(AlreadyCovered):
        covering.arrange_cover(session, away, by_id=stands_in.person_id, period=days, **given)
    with acting(stands_in) as session, pytest.raises(NotFound):
        covering.arrange_cover(session, stands_in, by_id=stands_in.person_id, period=days, **given)


# --- Lending ------------------------------------------------------------------------------------------------------


@pytest.mark.rule("NEU-1")
def test_a_lent_role_counts_for_its_days_and_never_against_neutrality(world: World) -> None:
    hr, today = world.actor(Role.HR), clock.today()
    friend = build_person(world.tenant_id, "Invented Stand-in")
    days = Period(today, today + timedelta(days=9))
    with acting(hr) as session:
        lending.lend_role(
            session, hr, person_id=friend, employer_id=world.employer_id, period=days, reason="Away for two weeks"
        )
    assert Role.HR in actor_for(world.tenant_id, friend, Role.HR).roles
    with acting(hr) as session, pytest.raises(RolesConflict):
        lending.lend_role(
            session, hr, person_id=world.people[Role.COORDINATOR], employer_id=world.employer_id, period=days,
            reason="Away for two weeks",
        )  # fmt: skip
    with clock.frozen(clock.now() + timedelta(days=10)), world.engine() as session:
        assert queries.roles_of(session, world.tenant_id, friend) == []


def test_what_was_lent_is_taken_back_by_its_lender_alone_and_never_lent_on(world: World) -> None:
    hr, today = world.actor(Role.HR), clock.today()
    friend = build_person(world.tenant_id, "Invented Stand-in")
    further = build_person(world.tenant_id, "Invented Third")
    days = Period(today, today + timedelta(days=9))
    with acting(hr) as session:
        lent = lending.lend_role(
            session, hr, person_id=friend, employer_id=world.employer_id, period=days, reason="Away for two weeks"
        ).id
    borrower = actor_for(world.tenant_id, friend, Role.HR)
    with acting(borrower) as session, pytest.raises(NotFound):
        lending.lend_role(
            session, borrower, person_id=further, employer_id=world.employer_id, period=days, reason="On and on and on"
        )
    with acting(borrower) as session, pytest.raises(NotFound):
        lending.take_back(session, borrower, lent)
    for _twice in range(2):
        with acting(hr) as session:
            lending.take_back(session, hr, lent)
    with world.engine() as session:
        assert queries.roles_of(session, world.tenant_id, friend) == []


def test_the_range_of_a_loan_is_half_open(world: World) -> None:
    hr, today = world.actor(Role.HR), clock.today()
    friend = build_person(world.tenant_id, "Invented Stand-in")
    with acting(hr) as session:
        lent = lending.lend_role(
            session, hr, person_id=friend, employer_id=world.employer_id, period=Period(today, today),
            reason="Only for today",
        )  # fmt: skip
        assert lent.during == Range(today, today + timedelta(days=1), bounds="[)")
        assert [one.id for one in lending.lent_by(session, hr)] == [lent.id]


def test_a_browser_that_only_looks_is_refused_every_change(app: Flask, world: World) -> None:
    agent, admin = staff(world, Role.SUPPORT, "Agent"), staff(world, Role.CONSULTANCY_ADMIN, "Admin")
    with acting(admin) as session:
        access_id = support.give_support(
            session,
            admin,
            agent_id=agent.person_id,
            lens=Role.HR,
            employer_id=world.employer_id,
            hours=1,
            reason=REASON,
        ).id
    with world.engine() as session:
        row, _secret = commands.start_sign_in(
            session, world.tenant_id, agent.person_id, Role.SUPPORT, proof=DEVELOPMENT
        )
        digest = row.digest
    seen = queries.who_is("sign_in", digest)
    assert seen
    with acting(seen.actor) as session:
        secret = support.enter(session, seen.actor, access_id, origin=None)
    client = app.test_client()
    client.set_cookie("hr", secret, domain="localhost")
    assert client.get("/absences").status_code == 200
    assert client.get("/absences/new").status_code == 404
    assert client.get("/cases").status_code == 404
