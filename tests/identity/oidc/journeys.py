"""A browser's way through sign-on, and connections to go through."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import select
from tests.builders import World, sign_in
from tests.identity.oidc.hostile import CLIENT_ID, CLIENT_SECRET
from werkzeug.test import TestResponse

from handrail.identity.oidc import secrets
from handrail.identity.oidc.codes import ALGORITHMS, ClientAuthentication, ConnectionState
from handrail.identity.oidc.models import IdentityConnection
from handrail.kit.codes import Role
from handrail.kit.settings import Settings, configure
from handrail.tenancy.models import Tenant

SAME = {"Sec-Fetch-Site": "same-origin"}


def allow(database: Settings, *hosts: str) -> None:
    """Let Handrail ask these servers of the test, as an operator would who runs a provider inside their network."""
    configure(replace(database, egress_allows=hosts))


def connect(world: World, issuer: str, *, employer_id: UUID | None = None, **more: Any) -> UUID:
    """Make an open connection of this world to a provider."""
    told: dict[str, Any] = {
        "name": f"Login {uuid4().hex[:6]}",
        "state": ConnectionState.ACTIVE,
        "issuer": issuer,
        "discovery": f"{issuer}/.well-known/openid-configuration",
        "client_id": CLIENT_ID,
        "client_authentication": ClientAuthentication.BASIC,
        "algorithms": list(ALGORITHMS),
        "scopes": ["openid", "profile", "email"],
        "requires_mfa": False,
        "strong_acr": ["two"],
        "strong_amr": ["mfa"],
        "groups_claim": "groups",
        "group_map": [],
        "version": 1,
    }
    secret = more.pop("client_secret", CLIENT_SECRET)
    with world.engine() as session:
        row = IdentityConnection(tenant_id=world.tenant_id, employer_id=employer_id, secret_sealed=None, **told | more)
        session.add(row)
        secrets.seal(session, row, secret)
        session.flush()
        return row.id


def change(world: World, connection_id: UUID, **told: Any) -> None:
    """Change a connection's row, as its administrator would."""
    with world.engine() as session:
        row = session.scalars(select(IdentityConnection).where(IdentityConnection.id == connection_id)).one()
        for name, value in told.items():
            setattr(row, name, value)
        row.version += 1


def slug_of(world: World) -> str:
    """Return the short name of the consultancy."""
    with world.engine() as session:
        return session.scalars(select(Tenant.slug)).one()


class Browser:
    """One browser, on localhost."""

    def __init__(self, app: Flask, world: World) -> None:
        self.app, self.client = app, app.test_client()
        self.world, self.slug = world, slug_of(world)

    def another(self) -> "Browser":
        """Return another browser, of somebody else or on another device."""
        return Browser(self.app, self.world)

    def signs_in(self, role: Role, person_id: UUID | None = None) -> "Browser":
        """Have a whole, fresh session of one's own."""
        sign_in(self.client, self.world, role, person_id)
        return self

    def press(self, path: str, page: str = "/sign-in", **fields: str) -> TestResponse:
        """Send a form of ours."""
        token = self.client.get(page).text.partition('name="csrf_token" value="')[2].partition('"')[0]
        form = {"csrf_token": token, "idempotency_key": str(uuid4())} | fields
        return self.client.post(path, data=form, headers=SAME)

    def sets_out(self, connection_id: UUID, **fields: str) -> str:
        """Press the button of a connection; returns the provider's address to which it leads."""
        return onward(self.press(f"/sign-on/{self.slug}/{connection_id}", **fields))

    def signs_on(self, connection_id: UUID, provider: Any, subject: str = "ann", **fields: str) -> TestResponse:
        """Go there and back."""
        return self.client.get(provider.authorize(self.sets_out(connection_id, **fields), subject))

    @property
    def cookie(self) -> str | None:
        """The session cookie that this browser holds."""
        found = self.client.get_cookie("hr", domain="localhost")
        return found.value if found else None

    def is_signed_in(self) -> bool:
        """Whether the session opens one's account."""
        return self.client.get("/account").status_code == 200


def onward(page: TestResponse) -> str:
    """Return the address to which the page in between leads."""
    assert page.status_code == 200, page.text
    assert page.text.count('http-equiv="refresh"') == 1, page.text
    found = page.text.partition('content="0; url=')[2].partition('"')[0]
    return found.replace("&amp;", "&").replace("&#39;", "'")


def reason_of(page: TestResponse) -> str:
    """Return the word by which the refusal is called."""
    assert page.status_code == 403, page.text
    return page.text.partition("tell them this word: ")[2].partition("<")[0].strip()
