"""Directories that provision people into an invented consultancy."""

import itertools
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from tests.builders import World, build_world
from werkzeug.test import TestResponse

from handrail.identity.oidc.rules import GroupGrant
from handrail.identity.scim import tokens
from handrail.kit.codes import Role

USER = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
_numbers = itertools.count(1)


@dataclass
class Directory:
    """One directory with its token, as a program that calls us."""

    app: Flask
    world: World
    connection_id: UUID
    secret: str

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> TestResponse:
        """Send a request; header names are given with underscores."""
        sent = {"Authorization": f"Bearer {self.secret}"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        options: dict[str, Any] = {} if body is None else {"json": body, "content_type": "application/scim+json"}
        client = self.app.test_client(use_cookies=False)
        return client.open(f"/scim/v2{path}", method=method, headers=sent, **options)

    def bring(self, user_name: str, **more: Any) -> dict[str, Any]:
        """Make somebody; returns them as SCIM shows them."""
        answer = self.ask("POST", "/Users", {"schemas": [USER], "userName": user_name, **more})
        assert answer.status_code == 201, answer.text
        return dict(answer.get_json(force=True))

    def group(self, name: str, *members: str) -> dict[str, Any]:
        """Make a group of these people."""
        body = {"schemas": [GROUP], "displayName": name, "members": [{"value": each} for each in members]}
        answer = self.ask("POST", "/Groups", body)
        assert answer.status_code == 201, answer.text
        return dict(answer.get_json(force=True))

    def patch(self, path: str, *operations: dict[str, Any], **headers: str) -> TestResponse:
        """Send a patch."""
        return self.ask("PATCH", path, {"schemas": [PATCH], "Operations": list(operations)}, **headers)

    def get(self, path: str) -> dict[str, Any]:
        """Read something that is there."""
        answer = self.ask("GET", path)
        assert answer.status_code == 200, answer.text
        return dict(answer.get_json(force=True))


def connect(
    app: Flask, world: World, name: str = "Directory", *, everywhere: bool = False, gives: dict[str, Role] | None = None
) -> Directory:
    """Connect a directory of the world's client organisation, or of the consultancy, with a token and a map."""
    with world.session(Role.CONSULTANCY_ADMIN) as (session, actor):
        employer_id = None if everywhere else world.employer_id
        connection = tokens.connect(session, actor, name=f"{name} {next(_numbers)}", employer_id=employer_id)
        for group, role in (gives or {}).items():
            tokens.add_line(session, actor, connection.id, GroupGrant(group, role, world.employer_id))
        _row, secret = tokens.make_token(session, actor, connection.id, days=30)
    return Directory(app, world, connection.id, secret)


@pytest.fixture
def world(app: Flask) -> World:  # noqa: ARG001 - its database
    return build_world()


@pytest.fixture
def directory(app: Flask, world: World) -> Directory:
    return connect(app, world)
