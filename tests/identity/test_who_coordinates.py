"""Who coordinates a case is known to whoever may know that the file was forwarded, and to nobody else."""

from uuid import UUID

import pytest
from sqlalchemy import select
from tests.builders import World, add_worker, build_employment, build_person, build_world, give_role, open_case

from handrail.identity.models import Assignment
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session


@pytest.fixture(scope="module")
def world(database: object) -> World:
    """A case at an employer, and people there in every role who have no part in it."""
    del database
    found = build_world()
    open_case(found)
    add_worker(found)
    for role in (Role.COMMITTEE, Role.SENIOR_MANAGEMENT, Role.UNION, Role.OCCUPATIONAL_HEALTH, Role.EMPLOYER_ADMIN):
        found.people[role] = build_person(found.tenant_id, f"Invented {role.value}")
        give_role(found.tenant_id, found.people[role], role, found.employer_id)
    return found


def seen(world: World, role: Role, person_id: UUID | None = None) -> list[Role]:
    actor = world.actor(role, person_id)
    with tenant_session(actor.context()) as session:
        return list(session.scalars(select(Assignment.role)))


@pytest.mark.rule("VOL-2")
@pytest.mark.parametrize(
    "role", [
        Role.WORKER, Role.SUPERVISOR, Role.HR, Role.ABSENCE_ADMIN, Role.COORDINATOR, Role.LEAD_COORDINATOR,
        Role.OCCUPATIONAL_HEALTH,
    ],
)  # fmt: skip
def test_whoever_may_know_of_the_file_knows_who_coordinates(world: World, role: Role) -> None:
    assert Role.COORDINATOR in seen(world, role)


@pytest.mark.rule("VOL-2")
@pytest.mark.parametrize("role", [Role.COMMITTEE, Role.SENIOR_MANAGEMENT, Role.UNION, Role.EMPLOYER_ADMIN])
def test_whoever_works_there_in_another_role_does_not(world: World, role: Role) -> None:
    assert seen(world, role) == []


@pytest.mark.rule("VOL-2")
def test_neither_do_another_supervisor_another_worker_and_another_coordinator(world: World) -> None:
    supervisor = build_person(world.tenant_id, "Another Supervisor")
    give_role(world.tenant_id, supervisor, Role.SUPERVISOR, world.employer_id)
    worker = build_person(world.tenant_id, "Another Worker")
    build_employment(world.tenant_id, world.employer_id, world.site_id, worker, supervisor)
    coordinator = build_person(world.tenant_id, "Another Coordinator")
    give_role(world.tenant_id, coordinator, Role.COORDINATOR, world.employer_id)
    assert seen(world, Role.SUPERVISOR, supervisor) == []
    assert seen(world, Role.WORKER, worker) == []
    assert seen(world, Role.COORDINATOR, coordinator) == []
