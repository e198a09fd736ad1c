"""Two tracks that never mix, and a reader sees of each what they may know of."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from tests.builders import (
    World,
    absence_fact,
    build_neighbour,
    build_person,
    build_world,
    case_row,
    employment_row,
    give_role,
    hold_first_contact,
    inform_supervisor,
    invite,
    open_case,
    open_participating_case,
)

from handrail.cases import commands as cases
from handrail.cases.rules.contacts import Channel
from handrail.cases.rules.outcomes import Outcome
from handrail.cases.rules.participation import Decision
from handrail.frameworks.queries import framework_of_case
from handrail.identity import parts
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.obligations import facts, projection, queries
from handrail.obligations.models import Obligation

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TODAY = date(2026, 11, 23)
WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def at_nine() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


def of(world: World) -> list[Obligation]:
    with world.engine() as session:
        return queries.of_employment(session, world.tenant_id, world.employment_id)


_OF_ONE_WORLD = {"tenant_id", "id", "employer_id", "subject_id", "employment_id", "case_id", "key", "computed_at"}


def statutory(world: World) -> list[dict[str, Any]]:
    """Return everything that is stored of the statutory track, but for the ids of this world."""
    names = {column.name for column in Obligation.__table__.columns} - _OF_ONE_WORLD
    rows = [row for row in of(world) if row.basis in ("statutory", "regulator_policy")]
    assert {row.case_id for row in rows} == {None}
    return [{name: getattr(row, name) for name in names} for row in rows]


def forwarded(world: World) -> UUID:
    return open_case(world)


def invited(world: World) -> UUID:
    case_id = open_case(world)
    invite(world, case_id)
    return case_id


def decided(decision: Decision) -> Callable[[World], UUID]:
    def path(world: World) -> UUID:
        case_id = invited(world)
        next_on = TODAY + WEEK if decision is Decision.UNDECIDED else None
        hold_first_contact(world, case_id, decision, next_on)
        return case_id

    return path


def informed(world: World) -> UUID:
    case_id = open_participating_case(world)
    inform_supervisor(world, case_id)
    return case_id


def withdrawn(world: World) -> UUID:
    case_id = informed(world)
    with world.session(Role.WORKER) as (session, actor):
        cases.withdraw(session, actor, case_id)
    return case_id


def closed(world: World) -> UUID:
    case_id = forwarded(world)
    with world.session(Role.COORDINATOR) as (session, actor):
        cases.close_case(session, actor, case_id, outcome=Outcome.NOT_TAKEN_UP)
    return case_id


PATHS: dict[str, Callable[[World], UUID]] = {
    "invited": invited,
    "undecided": decided(Decision.UNDECIDED),
    "participating": decided(Decision.PARTICIPATING),
    "declined": decided(Decision.DECLINED),
    "informed": informed,
    "withdrawn": withdrawn,
    "closed": closed,
}


@pytest.mark.rule("VOL-4")
@pytest.mark.parametrize("path", PATHS)
def test_taking_part_never_changes_an_obligation_of_the_statutory_track(world: World, path: str) -> None:
    compared = build_world()
    forwarded(compared)
    PATHS[path](world)
    expected = statutory(compared)
    assert len(expected) > 10
    assert statutory(world) == expected


@pytest.mark.rule("VOL-4")
def test_the_support_process_is_asked_nothing_of_an_absence_without_a_case(world: World) -> None:
    absence_fact(world, "absence_started", TODAY - WEEK)
    assert {row.rule.partition(".")[0] for row in of(world)} == {"nl"}
    assert {row.case_id for row in of(world)} == {None}


@pytest.mark.rule("VOL-2")
@pytest.mark.rule("VOL-4")
def test_leaving_support_drops_what_it_still_asked_and_nothing_else(world: World) -> None:
    case_id = informed(world)
    with world.session(Role.COORDINATOR) as (session, actor):
        cases.agree_follow_up(session, actor, case_id, interval_days=14, channel=Channel.TELEPHONE)
    before = {row.id: row for row in of(world)}
    asked = {row.id for row in before.values() if row.case_id and row.closed_at is None}
    assert {before[each].rule for each in asked} == {"support.follow_up"}
    with world.session(Role.WORKER) as (session, actor):
        cases.withdraw(session, actor, case_id)
    after = {row.id for row in of(world)}
    assert before.keys() - after == asked
    with world.engine() as session:
        (kinds,) = {
            tuple(change.kind for change in queries.changes_of(session, world.tenant_id, each)) for each in asked
        }
    assert kinds == ("dropped", "appeared")


@pytest.mark.rule("S1-4")
def test_the_invitation_is_due_from_the_day_of_forwarding_and_the_call_from_the_letter(world: World) -> None:
    case_id = open_case(world)
    with world.engine() as session:
        within = framework_of_case(session, case_row(session, case_id)).framework.intervals.invitation_within_days
    (invitation,) = [row for row in of(world) if row.rule == "support.invitation"]
    assert (invitation.due_on, invitation.owed_by) == (TODAY + timedelta(days=within), "coordinator")
    assert (invitation.subject_id, invitation.compartment) == (case_id, Compartment.COORDINATION)
    with clock.frozen(NOW + timedelta(days=2)):
        invite(world, case_id)
        (call,) = [row for row in of(world) if row.rule == "support.invitation_call"]
        assert call.due_on == TODAY + timedelta(days=12)
        assert call.source is not None
        assert call.source["article"] == "S1-4"
    (invitation,) = [row for row in of(world) if row.rule == "support.invitation"]
    assert (invitation.status, invitation.met_on) == ("met", TODAY + timedelta(days=2))


def seen(world: World, role: Role, employment_id: UUID | None = None) -> set[tuple[str, str]]:
    """Return the rules a person reads about, with the compartment of each, through their own session."""
    with world.session(role) as (session, _actor):
        rows = queries.of_employment(session, world.tenant_id, employment_id or world.employment_id)
        return {(row.rule.partition(".")[0], row.compartment.value) for row in rows}


def add_promise(world: World, case_id: UUID) -> None:
    with world.engine() as session:
        facts.append(
            session,
            world.system(),
            employment_row(session, world),
            type="plan_promise",
            on=TODAY,
            fields={"promise": "p1", "due": "2026-12-01", "owed_by": "supervisor"},
            compartment=Compartment.PLAN,
            case=case_row(session, case_id),
        )
        projection.reconcile(session, world.system(), world.employment_id)


STATUTORY, MEDICAL = ("nl", "administrative"), ("nl", "medical")
SUPPORT, PLAN = ("support", "coordination"), ("support", "plan")


@pytest.mark.rule("CON-1")
@pytest.mark.rule("VOL-2")
def test_each_reader_sees_the_obligations_they_may_know_of(world: World) -> None:
    case_id = open_participating_case(world)
    add_promise(world, case_id)
    assert seen(world, Role.WORKER) == {STATUTORY, MEDICAL, SUPPORT, PLAN}
    assert seen(world, Role.COORDINATOR) == {STATUTORY, SUPPORT, PLAN}
    for role in (Role.HR, Role.ABSENCE_ADMIN, Role.SUPERVISOR):
        assert seen(world, role) == {STATUTORY}, role
    inform_supervisor(world, case_id)
    assert seen(world, Role.SUPERVISOR) == {STATUTORY, PLAN}
    with world.session(Role.WORKER) as (session, actor):
        cases.withdraw(session, actor, case_id)
    assert seen(world, Role.SUPERVISOR) == {STATUTORY}


@pytest.mark.rule("CON-1")
def test_nobody_at_another_employer_or_without_the_case_sees_anything(world: World) -> None:
    open_participating_case(world)
    neighbour = build_neighbour(world)
    for role in (Role.HR, Role.ABSENCE_ADMIN, Role.SUPERVISOR, Role.COORDINATOR, Role.WORKER):
        assert seen(neighbour, role, world.employment_id) == set(), role
    colleague = build_person(world.tenant_id, "Invented Colleague")
    give_role(world.tenant_id, colleague, Role.COORDINATOR, world.employer_id)
    other = World(world.tenant_id, world.employer_id, world.site_id, world.employment_id, {Role.COORDINATOR: colleague})
    assert seen(other, Role.COORDINATOR) == set()


@pytest.mark.rule("CON-1")
def test_what_is_medical_in_the_statutory_track_lies_with_the_case_and_before_it_with_nobody(world: World) -> None:
    absence_fact(world, "absence_started", TODAY - WEEK)
    assert seen(world, Role.WORKER) == {STATUTORY}
    case_id = open_case(world, absent=False)
    medical = [row for row in of(world) if row.compartment is Compartment.MEDICAL]
    assert {row.subject_id for row in medical} == {case_id}
    assert {row.case_id for row in medical} == {None}
    assert seen(world, Role.WORKER) == {STATUTORY, MEDICAL, SUPPORT}
    physician = build_person(world.tenant_id, "Invented Physician")
    give_role(world.tenant_id, physician, Role.OCCUPATIONAL_HEALTH, world.employer_id)
    with world.engine() as session:
        case = case_row(session, case_id)
        parts.assign(session, world.system(), case, person_id=physician, role=Role.OCCUPATIONAL_HEALTH, since=TODAY)
    world.people[Role.OCCUPATIONAL_HEALTH] = physician
    assert seen(world, Role.OCCUPATIONAL_HEALTH) == {STATUTORY, MEDICAL}


@pytest.mark.rule("CON-1")
def test_an_opinion_becomes_administrative_on_the_day_it_is_handed_over(world: World) -> None:
    open_case(world)
    before = {row.rule: row for row in of(world)}["nl.current_opinion"]
    assert before.compartment is Compartment.MEDICAL
    with world.engine() as session:
        facts.append(
            session,
            world.system(),
            employment_row(session, world),
            type="act_done",
            on=TODAY,
            fields={"rule": "nl.current_opinion"},
        )
        projection.reconcile(session, world.system(), world.employment_id)
    after = {row.rule: row for row in of(world)}["nl.current_opinion"]
    assert (after.id, after.compartment, after.subject_id) == (
        before.id,
        Compartment.ADMINISTRATIVE,
        world.employment_id,
    )


@pytest.mark.rule("VOL-2")
def test_the_history_of_the_support_process_is_as_closed_as_the_process(world: World) -> None:
    withdrawn(world)
    counted = text("select count(*) from obligation_change where compartment <> 'administrative'")
    for role in (Role.HR, Role.ABSENCE_ADMIN, Role.SUPERVISOR):
        with world.session(role) as (session, _actor):
            assert session.scalar(counted) == 0, role
    with world.session(Role.WORKER) as (session, _actor):
        assert (session.scalar(counted) or 0) > 0
