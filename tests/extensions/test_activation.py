"""What is active for a request: read in one statement, and only what the asking person's organisation has."""

from uuid import UUID

import pytest
from tests.builders import World, build_neighbour, build_world

from handrail.entrypoints.observing import tally
from handrail.extensions.activation import active_of
from handrail.extensions.manifest import Manifest
from handrail.extensions.models import PluginActivation
from handrail.extensions.standing import Known, State
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session
from handrail.kit.settings import Settings

KNOWN = {
    "e": Known(manifest=Manifest(name="e", api=1, title="E", scope="employer")),
    "t": Known(manifest=Manifest(name="t", api=1, title="T")),
    "law": Known(manifest=Manifest(name="law", api=1, title="L"), statutory=True),
}


@pytest.fixture(scope="module")
def world(database: Settings) -> World:  # noqa: ARG001 - built in it
    made = build_world()
    switch(made, "e", None, State.ON)
    switch(made, "e", made.employer_id, State.ON)
    switch(made, "t", None, State.ON)
    return made


def switch(world: World, plugin: str, employer_id: UUID | None, state: State) -> None:
    with world.engine() as session:
        session.add(
            PluginActivation(
                tenant_id=world.tenant_id, employer_id=employer_id, plugin=plugin, state=state, employers_default=False,
                settings={}, grants={}, changed_at=clock.now(), changed_by=None, version=1,
            )
        )  # fmt: skip


def on(world: World, employer_id: UUID | None, role: Role = Role.COORDINATOR) -> list[str]:
    with tenant_session(world.actor(role).context()) as session:
        return [name for name in KNOWN if active_of(session, KNOWN, employer_id).has(name)]


def test_what_is_on_is_read_for_the_consultancy_and_for_one_of_its_employers(world: World) -> None:
    assert on(world, world.employer_id) == ["e", "t", "law"]
    assert on(world, None) == ["e", "t", "law"]
    assert on(world, build_neighbour(world).employer_id) == ["t", "law"]


def test_another_consultancy_has_none_of_it(world: World) -> None:
    assert on(build_world(), None) == ["law"]
    assert on(build_world(), world.employer_id) == ["law"]


def test_whoever_does_not_reach_an_employer_does_not_read_its_row(world: World) -> None:
    other = build_neighbour(world)
    switch(world, "e", other.employer_id, State.ON)
    assert on(world, other.employer_id, Role.HR) == ["t", "law"]


def test_all_plugins_are_read_in_one_statement(world: World) -> None:
    with tenant_session(world.actor(Role.COORDINATOR).context()) as session, tally.counting() as counted:
        active_of(session, KNOWN, world.employer_id)
    assert counted.statements == 1
