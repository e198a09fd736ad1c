"""The pages and the API of one's own data, each for whom it is, and for nobody else."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from tests.builders import sign_in
from tests.isolation.worlds import Full

from handrail.entrypoints.app import create_app
from handrail.kit.codes import Role

MINE = (
    "/my-return/privacy",
    "/my-return/privacy/consents",
    "/my-return/privacy/looked",
    "/my-return/privacy/given",
    "/my-return/privacy/package",
    "/my-return/privacy/corrections",
    "/my-return/privacy/corrections/employer",
    "/my-return/privacy/corrections/coordinator",
    "/api/v1/my-data",
    "/api/v1/my-data/packages",
    "/api/v1/my-data/corrections",
)
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(scope="module")
def app(full: Full) -> Flask:
    del full
    return create_app()


def client_of(app: Flask, full: Full, role: Role) -> FlaskClient:
    client = app.test_client()
    sign_in(client, full.world, role)
    return client


@pytest.mark.parametrize("path", MINE)
def test_every_page_opens_for_the_worker(app: Flask, full: Full, path: str) -> None:
    answer = client_of(app, full, Role.WORKER).get(path)
    assert answer.status_code == 200, answer.text[-2000:]


@pytest.mark.rule("CON-1")
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.WORKER])
def test_none_of_them_opens_for_anybody_else(app: Flask, full: Full, role: Role) -> None:
    client = client_of(app, full, role)
    assert {client.get(path).status_code for path in MINE} == {404}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/my-return/who-sees-what", "/my-return/privacy"),
        ("/my-return/who-looked", "/my-return/privacy/looked"),
    ],
)
def test_old_addresses_lead_to_the_new_ones(app: Flask, full: Full, old: str, new: str) -> None:
    answer = client_of(app, full, Role.WORKER).get(old)
    assert answer.status_code == 308
    assert answer.location == new
