"""A letter that waited at the gate goes out when contacts are free again, and only then (NEU-2)."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text
from tests.builders import World, absence_fact, build_world, open_case

from handrail.cases import absences, commands
from handrail.cases.absence_rules import AbsenceFacts
from handrail.cases.absence_writing import Origin
from handrail.cases.commands.freeing import free_what_waits, waiting_for_word
from handrail.cases.commands.lettering import LetterText
from handrail.cases.rules.neutrality import RequestState, Why
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.ids import new_id

TODAY = clock.today("Europe/Amsterdam")


@pytest.fixture
def world(database: object) -> World:
    del database
    return build_world()


def write(world: World) -> UUID:
    with world.session(Role.HR) as (session, actor):
        words = LetterText("Your badge", "Please keep it.", new_id())
        letter = commands.write_letter(session, actor, world.employment_id, text=words, why=Why.EQUIPMENT)
        assert letter.handed_over_at is None
        assert letter.request_id is not None
        return letter.request_id


def read_by_worker(world: World) -> int:
    with world.session(Role.WORKER) as (session, _actor):
        return int(session.scalar(text("select count(*) from employer_letter")) or 0)


def state(world: World, request_id: UUID) -> str:
    with world.engine() as session:
        return str(session.scalar(text("select state from contact_request where id = :id"), {"id": request_id}))


def sweep(world: World) -> int:
    with world.engine() as session:
        return free_what_waits(session, world.system(), waiting_for_word(session, world.tenant_id))


@pytest.mark.rule("NEU-2")
def test_a_letter_goes_out_on_the_day_on_which_contacts_are_free_and_not_before(world: World) -> None:
    open_case(world)
    request_id = write(world)
    absence_fact(world, "recovered", TODAY + timedelta(days=2))
    assert (sweep(world), read_by_worker(world)) == (0, 0)
    with clock.frozen(clock.now() + timedelta(days=2)):
        assert sweep(world) == 1
        assert sweep(world) == 0
    assert (read_by_worker(world), state(world, request_id)) == (1, RequestState.NOT_NEEDED)


@pytest.mark.rule("NEU-2")
def test_what_the_coordinator_refused_stays_refused_after_the_gate(world: World) -> None:
    case_id = open_case(world)
    request_id = write(world)
    with world.session(Role.COORDINATOR) as (session, actor):
        commands.decide_contact_request(session, actor, case_id, request_id, decision=RequestState.REFUSED)
    absence_fact(world, "recovered", TODAY)
    assert (sweep(world), read_by_worker(world), state(world, request_id)) == (0, 0, RequestState.REFUSED)


@pytest.mark.rule("NEU-2")
def test_recording_the_recovery_gives_out_what_waited_in_the_same_moment(world: World) -> None:
    began = TODAY - timedelta(days=14)
    with world.session(Role.HR) as (session, actor):
        absence_id = absences.record_absence(
            session,
            actor,
            employment_id=world.employment_id,
            external_key="a-1",
            facts=AbsenceFacts(began),
            origin=Origin("screen"),
        ).id
        commands.forward_file(session, actor, world.employment_id)
    request_id = write(world)
    assert read_by_worker(world) == 0
    with world.session(Role.HR) as (session, actor):
        absences.end_absence(session, actor, absence_id=absence_id, first_day_fit=TODAY, origin=Origin("screen"))
    assert (read_by_worker(world), state(world, request_id)) == (1, RequestState.NOT_NEEDED)
