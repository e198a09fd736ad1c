"""A directory that belongs to a connection for signing on."""

from uuid import UUID

from flask import Flask
from tests.builders import World
from tests.identity.scim.conftest import Directory

from handrail.identity.oidc.codes import ClientAuthentication, ConnectionState
from handrail.identity.oidc.models import IdentityConnection
from handrail.identity.oidc.rules import GroupGrant
from handrail.identity.scim import tokens
from handrail.kit.codes import Role
from handrail.kit.ids import new_id


def linked(app: Flask, world: World, gives: dict[str, Role]) -> tuple[Directory, UUID]:
    """Make both; the map of groups is the one of signing on."""
    lines = [GroupGrant(group, role, world.employer_id).stored() for group, role in gives.items()]
    with world.engine() as session:
        row = IdentityConnection(
            tenant_id=world.tenant_id, employer_id=world.employer_id, name=f"Invented provider {new_id()}",
            state=ConnectionState.ACTIVE, issuer="https://idp.example", discovery="https://idp.example/x",
            client_id="x", client_authentication=ClientAuthentication.NONE, secret_sealed=None, algorithms=["RS256"],
            scopes=["openid"], requires_mfa=False, strong_acr=[], strong_amr=[], groups_claim="groups",
            group_map=lines, version=1,
        )  # fmt: skip
        session.add(row)
        session.flush()
        connection = tokens.connect(
            session,
            world.system(),
            name=f"Linked {row.id}",
            employer_id=world.employer_id,
            identity_connection_id=row.id,
        )
        _token, secret = tokens.make_token(session, world.system(), connection.id, days=3)
        return Directory(app, world, connection.id, secret), row.id
