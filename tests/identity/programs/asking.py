"""A program that asks for tokens, and a world in which administrators look after programs."""

from base64 import b64encode
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Flask
from tests.builders import World, build_person, build_world, give_role

from handrail.identity.programs import commands
from handrail.kit.codes import Role

TOKEN = "/api/v1/oauth/token"
GRANT = {"grant_type": "client_credentials"}


@dataclass(frozen=True)
class Known:
    """A program: its row, its client id and a secret."""

    id: UUID
    client_id: str
    secret: str

    @property
    def basic(self) -> dict[str, str]:
        told = f"{quote(self.client_id)}:{quote(self.secret)}"
        return {"Authorization": f"Basic {b64encode(told.encode()).decode()}"}


def administered() -> World:
    """Make a world with administrators of both kinds."""
    world = build_world()
    for role, employer_id in ((Role.CONSULTANCY_ADMIN, None), (Role.EMPLOYER_ADMIN, world.employer_id)):
        world.people[role] = build_person(world.tenant_id, f"Invented {role.value}")
        give_role(world.tenant_id, world.people[role], role, employer_id)
    return world


def program(
    world: World,
    *scopes: str,
    role: Role = Role.HR,
    name: str = "Payroll",
    by: Role = Role.CONSULTANCY_ADMIN,
    days: int = 30,
) -> Known:
    """Have an administrator make a program."""
    with world.session(by) as (session, actor):
        made, secret = commands.make_client(
            session, actor, name=name, employer_id=world.employer_id, role=role, scopes=scopes or ("obligation:read",),
            days=days,
        )  # fmt: skip
        return Known(made.id, made.client_id, secret)


def ask(app: Flask, known: Known, **more: Any) -> Any:
    """Ask for a token with HTTP Basic."""
    return app.test_client().post(TOKEN, data=GRANT | more, headers=known.basic)


def token_of(app: Flask, known: Known, **more: Any) -> dict[str, str]:
    """Return the headers of a program with a token."""
    answer = ask(app, known, **more)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return {"Authorization": f"Bearer {answer.json['access_token']}"}


def status(app: Flask, headers: dict[str, str], path: str = "/api/v1/obligations") -> int:
    """Return what a program is answered."""
    return int(app.test_client().get(path, headers=headers).status_code)
