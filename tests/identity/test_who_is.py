"""Finding who holds a credential in one statement: the right person, nothing of the tenant before or after."""

import secrets
from datetime import timedelta

import pytest
from sqlalchemy import text
from tests.builders import World, build_world

from handrail.identity import commands, queries
from handrail.identity.proofs import LINK, PASSKEY
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.db import anonymous_connection, ask_alone

SETTINGS = (
    "select coalesce(current_setting('app.tenant_id', true), ''), coalesce(current_setting('app.scope', true), ''), "
    "coalesce(current_setting('app.employers', true), ''), (select count(*) from person)"
)


@pytest.fixture(scope="module")
def world(database: object) -> World:
    del database
    return build_world()


def started(world: World, role: Role = Role.COORDINATOR, *, half: bool = False) -> bytes:
    with world.engine() as session:
        row, secret = commands.start_sign_in(
            session, world.tenant_id, world.people[role], role, proof=LINK if half else PASSKEY
        )
        assert row.digest == commands.digest(secret)
        return row.digest


def test_a_session_is_found_with_person_roles_and_reach(world: World) -> None:
    seen = queries.who_is("sign_in", started(world))
    assert seen is not None
    assert (seen.actor.person_id, seen.actor.role) == (world.people[Role.COORDINATOR], Role.COORDINATOR)
    assert seen.actor.employers == (world.employer_id,)
    assert seen.actor.is_fresh()


def test_half_and_whole_are_never_taken_for_each_other(world: World) -> None:
    half, whole = started(world, half=True), started(world)
    assert queries.who_is("sign_in", half) is None
    assert queries.who_is("half", half) is not None
    assert queries.who_is("half", whole) is None


def test_no_credential_answers_as_another_kind_or_when_it_is_over(world: World) -> None:
    digest = started(world)
    assert queries.who_is("api_token", digest) is None
    assert queries.who_is("calendar", digest) is None
    assert queries.who_is("sign_in", secrets.token_bytes(32)) is None
    with clock.frozen(clock.now() + commands.ABSOLUTE + timedelta(seconds=1)):
        assert queries.who_is("sign_in", digest) is None


def test_nothing_of_the_tenant_is_left_in_the_transaction_that_asked(world: World) -> None:
    digest = started(world)
    with anonymous_connection() as connection:
        asked = text("select person_id from who_is('sign_in', :digest, :at, :today)")
        given = {"digest": digest, "at": clock.now(), "today": clock.today()}
        assert connection.execute(asked, given).scalar_one() == world.people[Role.COORDINATOR]
        assert tuple(connection.exec_driver_sql(SETTINGS).one()) == ("", "", "", 0)
    assert ask_alone(SETTINGS, {}) == ("", "", "", 0)
