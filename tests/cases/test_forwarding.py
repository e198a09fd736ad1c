"""The file reaches the coordinator: a case opens, once, and says nothing to the employer's side."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from tests.builders import (
    World,
    absence_fact,
    add_worker,
    build_employer,
    build_employment,
    build_person,
    build_world,
    case_row,
    employment_row,
    give_role,
    open_case,
    start_absence,
)

from handrail.cases import commands, queries
from handrail.cases.errors import NoCoordinator, NoOpenAbsence, NotNeutral
from handrail.cases.rules import Participation
from handrail.identity import queries as identity
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound
from handrail.obligations.models import Obligation


@pytest.mark.rule("S1-2")
def test_forwarding_opens_a_case_with_a_number_a_coordinator_and_a_process(world: World) -> None:
    case_id = open_case(world)
    with world.session(Role.COORDINATOR) as (session, actor):
        case = case_row(session, case_id)
        process = queries.process_of(session, case)
        assert process is not None
        assert process.participation is Participation.NOT_INVITED
        assert case.number.endswith("-00001")
        assert identity.current_assignment(session, case, Role.COORDINATOR, actor.person_id) is not None
        worker = world.people[Role.WORKER]
        assert identity.current_assignment(session, case, Role.WORKER, worker) is not None
        assert queries.stairs_of(session, case, process).step == 1


@pytest.mark.rule("S1-2")
def test_forwarding_again_returns_the_same_case(world: World) -> None:
    first = open_case(world)
    with world.session(Role.ABSENCE_ADMIN) as (session, actor):
        assert commands.forward_file(session, actor, world.employment_id).id == first


@pytest.mark.rule("S1-4")
def test_the_invitation_falls_due_for_the_coordinator_and_not_for_the_worker(world: World) -> None:
    open_case(world)
    with world.session(Role.COORDINATOR) as (session, _actor):
        rows = session.query(Obligation).filter(Obligation.rule == "support.invitation").all()
        assert [row.owed_by for row in rows] == ["coordinator"]


@pytest.mark.rule("VOL-2")
def test_whoever_forwards_sees_the_bare_case_and_nothing_of_the_process(world: World) -> None:
    case_id = open_case(world)
    for role in (Role.HR, Role.ABSENCE_ADMIN):
        with world.session(role) as (session, _actor):
            case = case_row(session, case_id)
            assert queries.process_of(session, case) is None
            assert session.scalar(text("select count(*) from obligation where rule like 'support.%'")) == 0
            assert session.scalar(text("select count(*) from fact where type = 'file_forwarded'")) == 0
            assert session.scalar(text("select count(*) from timeline_entry where compartment = 'coordination'")) == 0


@pytest.mark.rule("NEU-2")
def test_contacts_go_through_the_coordinator_from_the_file_until_the_worker_is_fully_back(world: World) -> None:
    case_id = open_case(world)
    today = clock.today("Europe/Amsterdam")
    with world.session(Role.HR) as (session, _actor):
        found = queries.case_in_force(session, employment_row(session, world), today)
        assert found is not None
        assert found.id == case_id
    absence_fact(world, "recovered", today)
    with world.session(Role.HR) as (session, _actor):
        assert queries.case_in_force(session, employment_row(session, world), today) is None


@pytest.mark.rule("S7-5")
def test_a_relapse_opens_a_new_case_that_is_linked_to_the_one_before(database: object) -> None:
    del database
    with clock.frozen(datetime(2026, 11, 2, 9, tzinfo=UTC)):
        world = build_world()
        first = open_case(world)
    with clock.frozen(datetime(2026, 11, 9, 9, tzinfo=UTC)):
        absence_fact(world, "recovered", date(2026, 11, 9))
        with world.session(Role.HR) as (session, actor), pytest.raises(NoOpenAbsence):
            commands.forward_file(session, actor, world.employment_id)
    with clock.frozen(datetime(2026, 11, 12, 9, tzinfo=UTC)):
        start_absence(world, days_ago=0)
        second = open_case(world, absent=False)
        with world.session(Role.HR) as (session, _actor):
            assert second != first
            assert case_row(session, second).previous_case_id == first
            assert case_row(session, second).number.endswith("-00002")


@pytest.mark.rule("S1-1")
def test_a_file_without_an_open_absence_is_not_forwarded(world: World) -> None:
    with world.session(Role.HR) as (session, actor), pytest.raises(NoOpenAbsence):
        commands.forward_file(session, actor, world.employment_id)


@pytest.mark.rule("S1-1")
@pytest.mark.parametrize(("days_ago", "opens"), [(12, False), (13, True), (40, True)])
def test_an_absence_of_the_threshold_opens_a_case_by_itself(world: World, days_ago: int, *, opens: bool) -> None:
    start_absence(world, days_ago=days_ago)
    for _again in range(2):
        with world.engine() as session:
            case = commands.open_due_cases(session, world.system(), employment_row(session, world))
            assert (case is not None) is opens
    with world.engine() as session:
        assert len(queries.cases_of(session, employment_row(session, world))) == int(opens)


@pytest.mark.rule("S1-1")
def test_an_absence_that_is_expected_to_last_opens_a_case_on_its_first_day(world: World) -> None:
    first_day = start_absence(world, days_ago=0)
    absence_fact(world, "prognosis", first_day, expected_days=14)
    with world.engine() as session:
        assert commands.open_due_cases(session, world.system(), employment_row(session, world)) is not None


def test_an_unknown_employment_and_a_foreign_one_answer_the_same(world: World) -> None:
    other = build_world()
    for wanted in (uuid4(), other.employment_id):
        with world.session(Role.HR) as (session, actor), pytest.raises(NotFound) as refused:
            commands.forward_file(session, actor, wanted)
        assert refused.value.as_problem() == NotFound().as_problem()


def test_hr_of_another_employer_of_the_same_consultancy_finds_nothing(world: World) -> None:
    employer_id, _site = build_employer(world.tenant_id)
    stranger = build_person(world.tenant_id, "Invented Stranger")
    give_role(world.tenant_id, stranger, Role.HR, employer_id)
    actor = world.actor(Role.HR, stranger)
    with tenant_session(actor.context()) as session, pytest.raises(NotFound):
        commands.forward_file(session, actor, world.employment_id)


@pytest.mark.rule("S1-2")
def test_the_coordinator_with_the_fewest_cases_gets_the_next_one(world: World) -> None:
    second = build_person(world.tenant_id, "Second Coordinator")
    give_role(world.tenant_id, second, Role.COORDINATOR, world.employer_id)
    cases = [open_case(world, employment_id=add_worker(world)) for _number in range(4)]
    with world.engine() as session:
        had = [_coordinator(session, case_id) for case_id in cases]
    assert sorted(had.count(person) for person in (second, world.people[Role.COORDINATOR])) == [2, 2]


def _coordinator(session: object, case_id: UUID) -> UUID:
    found = identity.current_assignment(session, case_row(session, case_id), Role.COORDINATOR)  # type: ignore[arg-type]
    assert found is not None
    return found.person_id


@pytest.mark.rule("NEU-1")
def test_nobody_coordinates_without_that_role_here_nor_somebody_they_lead_nor_themselves(world: World) -> None:
    start_absence(world)
    for role in (Role.LEAD_COORDINATOR, Role.SUPERVISOR, Role.WORKER, Role.HR):
        with world.session(Role.HR) as (session, actor), pytest.raises(NotNeutral) as refused:
            commands.forward_file(session, actor, world.employment_id, coordinator_id=world.people[role])
        assert refused.value.members["rule"] == "NEU-1"


@pytest.mark.rule("NEU-1")
def test_a_coordinator_who_is_absent_themselves_is_never_chosen_for_their_own_case(world: World) -> None:
    own = build_employment(world.tenant_id, world.employer_id, world.site_id, world.people[Role.COORDINATOR], None)
    start_absence(world, employment_id=own)
    with world.session(Role.HR) as (session, actor), pytest.raises(NoCoordinator):
        commands.forward_file(session, actor, own)
    with world.engine() as session:
        assert commands.open_due_cases(session, world.system(), employment_row(session, world, own)) is None


@pytest.mark.rule("S1-2")
def test_two_who_forward_one_file_at_once_open_one_case(world: World) -> None:
    start_absence(world)

    def forward(role: Role) -> UUID:
        with world.session(role) as (session, actor):
            return commands.forward_file(session, actor, world.employment_id).id

    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(forward, [Role.HR, Role.ABSENCE_ADMIN] * 4))
    assert len(found) == 1


def test_two_cases_opened_at_once_get_two_numbers(world: World) -> None:
    workers = [add_worker(world) for _number in range(6)]
    with ThreadPoolExecutor(3) as pool:
        opened = list(pool.map(lambda worker: open_case(world, employment_id=worker), workers))
    with world.engine() as session:
        numbers = sorted(case_row(session, case_id).number[-5:] for case_id in opened)
    assert numbers == [f"{number:05d}" for number in range(1, 7)]
