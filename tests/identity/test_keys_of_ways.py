"""Rotating a consultancy's key leaves every way in open: what people sign in with is no less readable afterwards."""

import pytest
from sqlalchemy import text, update
from tests.builders import World, build_world
from tests.identity.oidc.journeys import CLIENT_SECRET, connect

from handrail.identity.factors import codes
from handrail.identity.factors.models import Authenticator
from handrail.identity.oidc import secrets
from handrail.identity.oidc.models import IdentityConnection
from handrail.kit.codes import Role
from handrail.kit.crypto import TenantKey
from handrail.kit.keys import rotation
from handrail.kit.owning import owners_session
from handrail.kit.settings import Settings


@pytest.fixture
def world(database: Settings) -> World:
    del database
    return build_world()


@pytest.mark.rule("PRI-2")
def test_apps_with_codes_and_providers_go_on_when_the_key_is_rotated_and_the_older_one_is_gone(world: World) -> None:
    connection_id = connect(world, "https://provider.example")
    with world.engine() as session:
        app = codes.begin_authenticator(session, world.tenant_id, world.people[Role.WORKER])
        app_id, secret = app.id, codes.secret_of(session, app)
    rotation.rotate(world.tenant_id)
    assert sum(rotation.rewrap_data_keys(world.tenant_id)) > 0
    with owners_session(world.tenant_id) as session:
        session.execute(update(TenantKey).values(made_at=text("made_at - interval '2 hours'")))
    assert rotation.let_go_of_older(world.tenant_id) == 1
    with world.engine() as session:
        assert codes.secret_of(session, session.get_one(Authenticator, (world.tenant_id, app_id))) == secret
        connection = session.get_one(IdentityConnection, (world.tenant_id, connection_id))
        assert secrets.unseal(session, connection) == CLIENT_SECRET
