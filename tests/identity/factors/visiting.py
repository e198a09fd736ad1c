"""A browser without script that signs in, as a person would: pages are read, forms are filled, buttons pressed."""

import html
import json
import re
import uuid
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from tests.builders import World, sign_in
from werkzeug.test import TestResponse

from handrail.identity import commands
from handrail.identity.factors import codes
from handrail.identity.factors.rules import Way
from handrail.kit.codes import Role

SAME = {"Sec-Fetch-Site": "same-origin"}
HOME = "/account"


@dataclass
class Browser:
    """One browser with its cookies, at one network address."""

    app: Flask
    world: World
    address: str = "192.0.2.7"
    client: FlaskClient = field(init=False)
    page: str = ""

    def __post_init__(self) -> None:
        self.client = self.app.test_client()

    def open(self, path: str, **more: Any) -> TestResponse:
        answer = self.client.get(path, environ_base={"REMOTE_ADDR": self.address}, **more)
        self.page = answer.text
        return answer

    def send(self, path: str, **fields: str) -> TestResponse:
        """Send a form of the page that is open: its token, a key for it, and what was typed."""
        found = re.findall(r'name="csrf_token" value="([^"]+)"', self.page)
        form = {"csrf_token": found[0] if found else "", "idempotency_key": str(uuid.uuid4())} | fields
        answer = self.client.post(path, data=form, headers=SAME, environ_base={"REMOTE_ADDR": self.address})
        if answer.mimetype == "text/html" and answer.status_code not in range(300, 400):
            self.page = answer.text
        return answer

    def options(self, ask: str = "get") -> dict[str, Any]:
        """Return what the passkey button of this page would ask for."""
        found = re.search(rf'data-passkey="{ask}" data-options="([^"]+)"', self.page)
        assert found, "there is no such button"
        read: dict[str, Any] = json.loads(html.unescape(found[1]))
        return read

    @property
    def cookie(self) -> str | None:
        found = self.client.get_cookie("hr")
        return found.value if found else None

    def use_link(self, role: Role = Role.WORKER, person_id: UUID | None = None) -> TestResponse:
        """Press the button of a link that came by mail."""
        with self.world.engine() as session:
            link = commands.make_link(session, self.world.tenant_id, person_id or self.world.people[role])
            token = commands.token_of_link(link.id)
        self.open(f"/sign-in/{token}")
        answer = self.send(f"/sign-in/{token}")
        self.open("/sign-in/second")
        return answer

    def type_code(self, code: str) -> TestResponse:
        return self.send("/sign-in/second", code=code)

    def is_in(self) -> bool:
        return self.client.get(HOME).status_code == 200

    def come_in(self, role: Role = Role.WORKER) -> None:
        """Be signed in, whole and fresh, without a word of how."""
        sign_in(self.client, self.world, role)


def given_code(world: World, role: Role = Role.WORKER, way: Way = Way.TELEPHONE) -> str:
    """Return a code that somebody was told."""
    with world.engine() as session:
        return codes.make_one_time_code(session, world.tenant_id, world.people[role], way=way, by=None)[1]
