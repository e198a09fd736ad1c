"""An open connection of the word, with everything in it that an administrator or its people can be shown."""

from datetime import timedelta
from typing import TYPE_CHECKING

from handrail.identity.oidc.codes import ConnectionState, Purpose
from handrail.identity.oidc.domains import digest_of
from handrail.identity.oidc.models import (
    ExternalLogin,
    IdentityConnection,
    IdentityDomain,
    RefusedGrant,
    SignOnAttempt,
)
from handrail.kit import clock
from handrail.kit.codes import Role

if TYPE_CHECKING:
    from tests.isolation.worlds import Full


def lay_provider(full: "Full") -> None:
    """Open the connection of this world, with a domain, somebody's login, a try of its administrator, a refused role.

    Its provider can not be asked: the address is none, so nothing leaves this machine.
    """
    world, word = full.world, full.word
    connection_id, now = full.ids["sign-on"], clock.now()
    with world.engine() as session:
        session.get_one(IdentityConnection, (world.tenant_id, connection_id)).state = ConnectionState.ACTIVE
        mine = {"tenant_id": world.tenant_id, "connection_id": connection_id}
        name = f"{word.lower()}.example"
        domain = IdentityDomain(**mine, domain=name, digest=digest_of(name), token=word, verified_at=None)
        login = ExternalLogin(
            **mine, issuer=f"https://{name}", subject=word, person_id=world.people[Role.COORDINATOR], linked_at=now,
            used_at=None, told_email=f"told@{name}",
        )  # fmt: skip
        attempt = SignOnAttempt(
            **mine, connection_version=1, purpose=Purpose.TRY, digest=digest_of(f"state {word}"),
            browser=digest_of(word), redirect_uri="", target=None, person_id=world.people[Role.CONSULTANCY_ADMIN],
            sign_in_id=None, began_at=now, expires_at=now + timedelta(minutes=10), used_at=now,
            result={"well": False, "reason": "denied", "about": word},
        )  # fmt: skip
        refused = RefusedGrant(
            **mine, person_id=world.people[Role.COORDINATOR], grouping=f"Group {word}", role=Role.HR,
            employer_id=world.employer_id, rule="NEU-1", conflicting="coordinator", at=now,
        )  # fmt: skip
        session.add_all([domain, login, attempt, refused])
        session.flush()
        full.ids |= {"domain": domain.id, "login": login.id, "try": attempt.id}
    full.keys["slug"] = f"consultancy-of-{word.lower()}"
