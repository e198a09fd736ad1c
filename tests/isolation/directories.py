"""A directory of the word, with everything in it that an administrator can be shown."""

from typing import TYPE_CHECKING

from sqlalchemy import select

from handrail.identity.oidc.codes import ClientAuthentication, ConnectionState
from handrail.identity.oidc.models import IdentityConnection
from handrail.identity.oidc.rules import GroupGrant
from handrail.identity.scim import groups, tokens, users
from handrail.identity.scim.asking import Directory
from handrail.identity.scim.models import ScimMatch
from handrail.identity.scim.shapes import FullUser, Group, GroupMember
from handrail.kit.codes import Role
from handrail.kit.db import Context, tenant_session
from handrail.tenancy.models import Person

if TYPE_CHECKING:
    from tests.isolation.worlds import Full


def lay_directory(full: "Full") -> None:
    """Connect a directory that brings somebody, proposes a match, and has a group that may not give its role."""
    world, word = full.world, full.word
    with world.engine() as session:
        provider = IdentityConnection(
            tenant_id=world.tenant_id, employer_id=world.employer_id, name=f"Provider {word}",
            state=ConnectionState.OFF, issuer=f"https://{word.lower()}.example", discovery="", client_id=word,
            client_authentication=ClientAuthentication.NONE, secret_sealed=None, algorithms=[], scopes=[],
            requires_mfa=False, strong_acr=[], strong_amr=[], groups_claim="groups", group_map=[], version=1,
        )  # fmt: skip
        session.add(provider)
        connection = tokens.connect(session, world.system(), name=f"Directory {word}", employer_id=world.employer_id)
        for group, role in ((f"People {word}", Role.HR), (f"Physicians {word}", Role.OCCUPATIONAL_HEALTH)):
            line = GroupGrant(group, role, world.employer_id)
            tokens.add_line(session, world.system(), connection.id, line)
        token, _secret = tokens.make_token(session, world.system(), connection.id, days=30)
        address = session.scalars(select(Person.email).where(Person.id == world.people[Role.UNION])).one()
    full.ids |= {"directory": connection.id, "directory token": token.id, "sign-on": provider.id}
    full.keys["directory name"] = connection.name
    with tenant_session(Context(world.tenant_id, person_id=connection.id)) as session:
        directory = Directory(connection)
        user = FullUser(user_name=f"user-{word}", display_name=f"Provisioned {word}")
        user.emails = [{"value": address}]  # type: ignore[list-item] # the library makes it one
        row = users.create(session, directory, user)
        member = GroupMember.model_validate({"value": str(row.id)})
        groups.create(session, directory, Group(display_name=f"People {word}", members=[member]))
        full.ids["directory user"] = row.id
    with world.engine() as session:
        line = GroupGrant(f"People {word}", Role.OCCUPATIONAL_HEALTH, world.employer_id)
        assert tokens.add_line(session, world.system(), connection.id, line) == 1
        matched = select(ScimMatch.id).where(ScimMatch.user_id == full.ids["directory user"])
        full.ids["match"] = session.scalars(matched).one()
