"""A token for the API: made by the operator, used by a program, dead from the request after it was taken back."""

import pytest
from click.testing import CliRunner
from sqlalchemy import select
from tests.builders import World, build_world

from handrail.audit.models import TenantEntry
from handrail.entrypoints.app import create_app
from handrail.identity.cli import token
from handrail.kit.codes import Role
from handrail.kit.errors import NotFound
from handrail.kit.settings import Settings
from handrail.tenancy.models import Person, Tenant


@pytest.fixture(scope="module")
def world(database: Settings) -> World:  # noqa: ARG001 - the rows lie there
    return build_world()


@pytest.fixture(scope="module")
def names(world: World) -> tuple[str, str]:
    """Short name of the consultancy, and the key of its person in human resources."""
    with world.engine() as session:
        slug = session.scalars(select(Tenant.slug)).one()
        key = session.scalars(select(Person.key).where(Person.id == world.people[Role.HR])).one()
    return slug, key


def made(names: tuple[str, str], role: str, *more: str) -> tuple[int, str]:
    slug, key = names
    result = CliRunner().invoke(
        token, ["make", "--tenant", slug, "--person", key, "--role", role, "--name", "payroll", *more]
    )
    return result.exit_code, result.output.strip()


def status(secret: str, path: str = "/api/v1/account/messages") -> int:
    return create_app().test_client().get(path, headers={"Authorization": f"Bearer {secret}"}).status_code


def test_a_program_acts_with_a_token_until_it_is_taken_back(names: tuple[str, str]) -> None:
    code, secret = made(names, "hr")
    assert (code, status(secret)) == (0, 200)
    looked = CliRunner().invoke(token, ["revoke", "--tenant", names[0], "--dry-run"], input=f"{secret}\n")
    assert (looked.exit_code, status(secret)) == (0, 200)
    taken = CliRunner().invoke(token, ["revoke", "--tenant", names[0]], input=f"{secret}\n")
    assert (taken.exit_code, status(secret)) == (0, 401)
    assert CliRunner().invoke(token, ["revoke", "--tenant", names[0]], input=secret).exit_code == 1


def test_that_a_token_was_made_and_taken_back_stands_in_the_consultancys_chain(
    world: World, names: tuple[str, str]
) -> None:
    _code, secret = made(names, "hr")
    CliRunner().invoke(token, ["revoke", "--tenant", names[0]], input=secret)
    with world.engine() as session:
        statement = select(TenantEntry.verb).where(TenantEntry.object_table == "api_token")
        assert set(session.scalars(statement)) == {"api_token.made", "api_token.revoked"}


def test_a_command_line_never_holds_a_token(names: tuple[str, str]) -> None:
    assert CliRunner().invoke(token, ["revoke", "--tenant", names[0], "hr_secret"]).exit_code == 2


def test_a_consultancy_that_is_not_there_is_said_with_those_that_are(names: tuple[str, str]) -> None:
    result = CliRunner().invoke(token, ["revoke", "--tenant", "nowhere"], input="hr_x")
    assert isinstance(result.exception, NotFound)
    assert names[0] in str(result.exception)


def test_nobody_gets_a_token_for_a_role_they_do_not_hold(names: tuple[str, str]) -> None:
    code, said = made(names, "coordinator")
    assert code == 1
    assert "is coordinator" in said


def test_a_dry_run_makes_none(names: tuple[str, str]) -> None:
    code, said = made(names, "hr", "--dry-run")
    assert (code, status(said.rpartition(" ")[2])) == (0, 401)
