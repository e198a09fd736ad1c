"""The worker's pages: theirs alone, and calm at every point of the process."""

import pytest
from flask.testing import FlaskClient
from tests.builders import World, build_world, open_case, sign_in

from handrail.entrypoints.app import create_app
from handrail.kit.codes import Role
from handrail.kit.settings import Settings

PAGES = (
    "/my-return",
    "/my-return/concerns",
    "/my-return/stop",
)


@pytest.fixture(scope="module")
def world(database: Settings) -> World:  # noqa: ARG001 - the rows lie there
    return build_world()


@pytest.fixture
def client(world: World) -> FlaskClient:
    made = create_app().test_client()
    sign_in(made, world, Role.WORKER)
    return made


def test_a_worker_without_a_case_is_told_so(client: FlaskClient) -> None:
    assert "Nothing is open" in client.get("/my-return").text


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_for_the_worker(world: World, client: FlaskClient, page: str) -> None:
    open_case(world)
    answer = client.get(page)
    assert answer.status_code == 200, answer.text[:500]


@pytest.mark.rule("CON-2")
@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.HR, Role.COORDINATOR, Role.LEAD_COORDINATOR])
@pytest.mark.parametrize("page", PAGES)
def test_no_page_of_the_worker_opens_for_anybody_else(world: World, role: Role, page: str) -> None:
    client = create_app().test_client()
    sign_in(client, world, role)
    assert client.get(page).status_code == 404
