"""A role that knows facts of a compartment and not its content holds no key to what was confided there."""

import pytest
from sqlalchemy import select
from tests.builders import World, build_world, open_participating_case
from tests.isolation.mutating import without_policy

from handrail.cases import commands
from handrail.cases.commands import Held
from handrail.cases.contact_models import Contact
from handrail.cases.rules.contacts import Channel
from handrail.identity.policies import MATRIX
from handrail.kit.codes import Compartment, Role
from handrail.kit.crypto import DataKey, Erased
from handrail.kit.settings import Settings

CONFIDED = "The row in June still wakes me."


@pytest.fixture(scope="module")
def world(database: Settings) -> World:  # noqa: ARG001 - the rows lie there
    made = build_world()
    case_id = open_participating_case(made)
    with made.session(Role.COORDINATOR) as (session, actor):
        commands.record_follow_up(session, actor, case_id, held=Held(channel=Channel.TELEPHONE, notes=CONFIDED))
    return made


def read_by(world: World, role: Role) -> list[str]:
    """Return the notes of all contacts that this role can select, as it reads them."""
    with world.session(role) as (session, _actor):
        return [contact.notes for contact in session.scalars(select(Contact))]


def test_the_matrix_and_the_key_table_name_the_same_roles() -> None:
    facts_only = {
        (role, compartment) for role, cells in MATRIX.items() for compartment, cell in cells.items() if not cell.content
    }
    assert facts_only == {(Role.LEAD_COORDINATOR, Compartment.COORDINATION)}
    assert DataKey.__narrow__ is not None
    assert all(role in DataKey.__narrow__ and compartment in DataKey.__narrow__ for role, compartment in facts_only)


@pytest.mark.rule("CON-2")
def test_a_lead_sees_that_there_was_a_contact_and_can_not_open_its_words(world: World) -> None:
    assert CONFIDED in read_by(world, Role.COORDINATOR)
    with pytest.raises(Erased):
        read_by(world, Role.LEAD_COORDINATOR)


@pytest.mark.rule("CON-2")
def test_it_is_the_policy_on_keys_that_closes_them(world: World, database: Settings) -> None:
    with without_policy(database, "data_key", "narrow"):
        assert CONFIDED in read_by(world, Role.LEAD_COORDINATOR)
