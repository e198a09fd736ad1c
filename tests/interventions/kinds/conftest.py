"""A case in which the worker takes part and the supervisor knows, at an employer where the interventions are on."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from tests.builders import World, build_world, open_informed_case

from handrail.extensions.activation import State
from handrail.extensions.models import PluginActivation
from handrail.interventions.kinds import commands, queries
from handrail.interventions.kinds.ground import stand
from handrail.interventions.kinds.queries import Item
from handrail.kit import clock
from handrail.kit.codes import Role

GRADED, ADJUSTMENT, PASSPORT = "graded-return/graded_return", "adjustments/adjustment", "adjustments/passport"


def switch(world: World, plugin: str, state: State) -> None:
    """Say how a plugin stands, in the consultancy and at every employer of it."""
    with world.engine() as session:
        found = session.query(PluginActivation).filter_by(tenant_id=world.tenant_id, plugin=plugin).one_or_none()
        if found is None:
            found = PluginActivation(tenant_id=world.tenant_id, employer_id=None, plugin=plugin, employers_default=True)
            found.changed_by, found.settings, found.grants = None, {}, {}
            session.add(found)
        found.state, found.changed_at = state, clock.now()


@dataclass
class Under:
    """A world with one case."""

    world: World
    case_id: UUID

    def begin(self, role: Role, type_: str, **given: Any) -> UUID:
        with self.world.session(role) as (session, actor):
            return commands.begin(session, actor, self.case_id, type=type_, given=given).id

    def move(self, role: Role, item_id: UUID, act: str, *, revision: int | None = None, **given: Any) -> str:
        with self.world.session(role) as (session, actor):
            seen = revision or self._revision(session, actor, item_id)
            made = commands.move(session, actor, self.case_id, item_id, act=act, revision=seen, given=given)
            assert made.where is not None
            return made.where.state

    def correct(self, role: Role, item_id: UUID, **given: Any) -> None:
        with self.world.session(role) as (session, actor):
            seen = self._revision(session, actor, item_id)
            commands.correct(session, actor, self.case_id, item_id, revision=seen, given=given)

    def seen_by(self, role: Role) -> dict[str, dict[str, Any]]:
        """Return the values that a role sees, by type."""
        with self.world.session(role) as (session, actor):
            ground = stand(session, actor, self.case_id)
            return {each.kind.name: dict(each.values) for each in queries.items_of(ground)}

    def item(self, role: Role, item_id: UUID) -> Item:
        with self.world.session(role) as (session, actor):
            return queries.item_of(stand(session, actor, self.case_id), item_id)

    def _revision(self, session: Any, actor: Any, item_id: UUID) -> int:
        head = queries.item_of(stand(session, actor, self.case_id), item_id).head
        return head.revision if head else 0


@pytest.fixture(scope="module")
def under(database: object) -> Under:
    del database
    world = build_world()
    for plugin in ("graded-return", "adjustments"):
        switch(world, plugin, State.ON)
    return Under(world, open_informed_case(world))
