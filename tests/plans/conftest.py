"""What the tests of plans share: a browser's side of the pages, and what PostgreSQL is asked."""

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from tests.builders import World, sign_in
from werkzeug.test import TestResponse

from handrail.kit.codes import Role


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect what is sent to PostgreSQL, without its values."""
    sent: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:  # noqa: ARG001 - the event's
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


@dataclass
class Browser:
    """One person at a browser without script: follows links, fills in forms."""

    client: FlaskClient

    def get(self, path: str) -> TestResponse:
        return self.client.get(path, base_url="http://localhost")

    def page(self, path: str) -> str:
        answer = self.get(path)
        assert answer.status_code == 200, (path, answer.status_code, answer.get_data(as_text=True)[-2000:])
        return answer.get_data(as_text=True)

    def hidden(self, text: str) -> dict[str, str]:
        """Return the hidden fields of a page; of several forms the last one's."""
        found: dict[str, str] = {}
        for tag in re.findall(r'<input type="hidden"[^>]*>', text):
            name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
            if name and value:
                found[name[1]] = html.unescape(value[1])
        return found

    def send(self, path: str, data: dict[str, Any], *, form_on: str | None = None) -> TestResponse:
        """Open the page of a form, then send it with `data` filled in."""
        fields = self.hidden(self.page(form_on or path))
        return self.client.post(path, data={**fields, **data}, headers=SAME_ORIGIN, base_url="http://localhost")


@pytest.fixture
def browser_of(app: Any) -> Any:
    def make(world: World, role: Role) -> Browser:
        client = app.test_client()
        sign_in(client, world, role)
        return Browser(client)

    return make
