"""Emergency access: two people, one part, half an hour, and the worker sees it (CON-6)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from tests.builders import (
    World,
    actor_for,
    bearer,
    build_person,
    build_world,
    give_role,
    open_participating_case,
    sign_in,
)

from handrail.audit.models import ReadLog
from handrail.identity.actor import Actor
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.kit.db import tenant_session
from handrail.kit.errors import Invalid, NotFound
from handrail.kit.outbox import Outbox
from handrail.privacy.emergency import commands
from handrail.privacy.emergency.errors import AnotherPerson, DecidedAlready, NotOpen
from handrail.privacy.emergency.models import EmergencyAccess
from handrail.privacy.emergency.rules import DECIDED_WITHIN, LASTS, PARTS, State, state_of

REASON = "She wrote that she does not want to live; her coordinator can not be reached."
WATCHING = (Role.PRIVACY_OFFICER, Role.CONSULTANCY_ADMIN)


@pytest.fixture(scope="module")
def world(database: object) -> World:
    del database
    return watched()


def watched() -> World:
    """Make a consultancy with people who watch over it."""
    made = build_world()
    for role in WATCHING:
        made.people[role] = build_person(made.tenant_id, f"Invented {role.value}")
        give_role(made.tenant_id, made.people[role], role, None)
    return made


@pytest.fixture(scope="module")
def case_id(world: World) -> UUID:
    return open_participating_case(world)


@contextmanager
def acting(actor: Actor) -> Iterator[Session]:
    with tenant_session(actor.context()) as session:
        yield session


def asked(world: World, case_id: UUID, part: Compartment = Compartment.COORDINATION) -> UUID:
    lead = world.actor(Role.LEAD_COORDINATOR)
    with acting(lead) as session:
        return commands.ask(session, lead, case_id, part=part, reason=REASON).id


def decided(world: World, access_id: UUID, *, approve: bool = True) -> UUID:
    officer = world.actor(Role.PRIVACY_OFFICER)
    with acting(officer) as session:
        commands.decide_access(session, officer, access_id, approve=approve)
    return access_id


@pytest.mark.rule("CON-6")
@given(waited=st.integers(0, 300), minutes=st.integers(0, 300), approved=st.booleans(), reviewed=st.booleans())
def test_it_is_open_only_after_a_decision_in_time_and_for_half_an_hour(
    waited: int,
    minutes: int,
    *,
    approved: bool,
    reviewed: bool,
) -> None:
    asked_at = clock.now()
    decided_at = asked_at + timedelta(minutes=waited)
    ends_at = decided_at + LASTS if approved else None
    now = decided_at + timedelta(minutes=minutes)
    found = state_of(
        asked_at=asked_at, decided_at=decided_at, ends_at=ends_at, reviewed_at=now if reviewed else None, now=now
    )
    assert (found is State.OPEN) == (approved and minutes < LASTS.total_seconds() / 60)
    waiting = state_of(asked_at=asked_at, decided_at=None, ends_at=None, reviewed_at=None, now=now)
    assert (waiting is State.ASKED) == (now < asked_at + DECIDED_WITHIN)


@pytest.mark.rule("CON-6")
def test_a_lead_reads_what_was_confided_only_after_a_second_person_agreed(world: World, case_id: UUID) -> None:
    lead = world.actor(Role.LEAD_COORDINATOR)
    access_id = asked(world, case_id)
    with acting(lead) as session, pytest.raises(NotOpen):
        commands.look(session, lead, access_id)
    decided(world, access_id)
    with acting(lead) as session:
        _access, records = commands.look(session, lead, access_id)
    tables = {record.table for record in records}
    assert "contact" in tables
    assert all(record.compartment is Compartment.COORDINATION for record in records)
    with world.engine() as session:
        looks = session.scalars(select(ReadLog).where(ReadLog.subject_id == case_id, ReadLog.purpose == "break_glass"))
        assert [row.person_id for row in looks] == [lead.person_id]
    with clock.frozen(clock.now() + LASTS), acting(lead) as session, pytest.raises(NotOpen):
        commands.look(session, lead, access_id)


@pytest.mark.rule("CON-6")
def test_nobody_decides_what_they_asked_for_and_a_third_person_reviews(world: World, case_id: UUID) -> None:
    both = build_person(world.tenant_id, "Invented Both")
    give_role(world.tenant_id, both, Role.LEAD_COORDINATOR, world.employer_id)
    give_role(world.tenant_id, both, Role.PRIVACY_OFFICER, None)
    lead, officer = (actor_for(world.tenant_id, both, role) for role in (Role.LEAD_COORDINATOR, Role.PRIVACY_OFFICER))
    with acting(lead) as session:
        access_id = commands.ask(session, lead, case_id, part=Compartment.PLAN, reason=REASON).id
    with acting(officer) as session, pytest.raises(AnotherPerson):
        commands.decide_access(session, officer, access_id, approve=True)
    decided(world, access_id)
    with acting(officer) as session, pytest.raises(AnotherPerson):
        commands.review(session, officer, access_id, was_right=True, words="Of course.")
    third = build_person(world.tenant_id, "Invented Third")
    give_role(world.tenant_id, third, Role.PRIVACY_OFFICER, None)
    reviewer = actor_for(world.tenant_id, third, Role.PRIVACY_OFFICER)
    with acting(reviewer) as session, pytest.raises(NotOpen):
        commands.review(session, reviewer, access_id, was_right=True, words="Too early.")
    with clock.frozen(clock.now() + LASTS), acting(reviewer) as session:
        access = commands.review(session, reviewer, access_id, was_right=False, words="It could have waited.")
        assert commands.state(access) is State.REVIEWED
        assert commands.review_of(session, access) == "It could have waited."


@pytest.mark.rule("CON-6")
def test_the_table_itself_asks_for_two_people(world: World, case_id: UUID) -> None:
    access_id = asked(world, case_id, Compartment.MEDICAL)
    now = clock.now()
    by_themselves = {"decided_by": world.people[Role.LEAD_COORDINATOR], "decided_at": now}
    for_an_hour = {
        "decided_by": world.people[Role.PRIVACY_OFFICER], "decided_at": now, "ends_at": now + timedelta(hours=1)
    }  # fmt: skip
    for values, constraint in ((by_themselves, "two_people"), (for_an_hour, "half_an_hour")):
        statement = update(EmergencyAccess).where(EmergencyAccess.id == access_id).values(**values)
        with world.engine() as session, pytest.raises(IntegrityError, match=constraint):
            session.execute(statement)


@pytest.mark.rule("CON-6")
def test_those_who_watch_are_told_at_once(world: World, case_id: UUID) -> None:
    access_id = asked(world, case_id, Compartment.OWN)
    with world.engine() as session:
        rows = session.scalars(select(Outbox).where(Outbox.idem_key.contains(f"emergency:{access_id}:asked"))).all()
        told = {row.payload["person_id"] for row in rows}
    assert {str(world.people[role]) for role in WATCHING} <= told
    assert all(set(row.payload) == {"person_id", "kind"} for row in rows)


def test_what_lapsed_or_was_refused_opens_nothing(world: World, case_id: UUID) -> None:
    lead, officer = world.actor(Role.LEAD_COORDINATOR), world.actor(Role.PRIVACY_OFFICER)
    access_id = asked(world, case_id, Compartment.UNION)
    with clock.frozen(clock.now() + DECIDED_WITHIN), acting(officer) as session, pytest.raises(DecidedAlready):
        commands.decide_access(session, officer, access_id, approve=True)
    decided(world, access_id, approve=False)
    with acting(lead) as session, pytest.raises(NotOpen):
        commands.look(session, lead, access_id)
    with acting(officer) as session, pytest.raises(DecidedAlready):
        commands.decide_access(session, officer, access_id, approve=True)


def test_asking_needs_a_reason_a_part_that_can_be_named_and_a_case_that_one_may_know(
    world: World, case_id: UUID
) -> None:
    lead, stranger = world.actor(Role.LEAD_COORDINATOR), build_world().actor(Role.LEAD_COORDINATOR)
    with acting(lead) as session, pytest.raises(Invalid):
        commands.ask(session, lead, case_id, part=Compartment.OWN, reason="because")
    for part in set(Compartment) - set(PARTS):
        with acting(lead) as session, pytest.raises(Invalid):
            commands.ask(session, lead, case_id, part=part, reason=REASON)
    with acting(stranger) as session, pytest.raises(NotFound):
        commands.ask(session, stranger, case_id, part=Compartment.OWN, reason=REASON)


def test_asking_again_while_it_is_open_is_the_same_request(world: World, case_id: UUID) -> None:
    assert asked(world, case_id, Compartment.PROVIDER) == asked(world, case_id, Compartment.PROVIDER)


def test_another_lead_does_not_know_of_it(world: World, case_id: UUID) -> None:
    access_id = asked(world, case_id, Compartment.PROVIDER)
    other = build_person(world.tenant_id, "Invented Other Lead")
    give_role(world.tenant_id, other, Role.LEAD_COORDINATOR, world.employer_id)
    actor = actor_for(world.tenant_id, other, Role.LEAD_COORDINATOR)
    with acting(actor) as session, pytest.raises(NotFound):
        commands.look(session, actor, access_id)


@pytest.mark.rule("CON-6")
@pytest.mark.usefixtures("database")
def test_from_the_page_of_the_lead_to_the_list_of_the_worker(app: Flask) -> None:
    world = watched()
    case_id = open_participating_case(world)
    lead, officer, worker = (app.test_client() for _each in range(3))
    sign_in(lead, world, Role.LEAD_COORDINATOR)
    sign_in(officer, world, Role.PRIVACY_OFFICER)
    sign_in(worker, world, Role.WORKER)
    access_id = asked(world, case_id)
    assert lead.get(f"/cases/{case_id}/emergency").status_code == 200
    page = officer.get(f"/emergency/{access_id}").get_data(as_text=True)
    assert REASON.split(";", maxsplit=1)[0] in page
    assert "Agree" in page
    decided(world, access_id)
    client = app.test_client()
    seen = client.post(f"/api/v1/emergency-accesses/{access_id}/look", headers=bearer(world, Role.LEAD_COORDINATOR))
    assert seen.status_code == 200, seen.json
    assert seen.json["records"]
    looked = worker.get("/my-return/privacy/looked").get_data(as_text=True)
    assert "Emergency" in looked or "emergency" in looked
    assert worker.get(f"/emergency/{access_id}").status_code == 404
