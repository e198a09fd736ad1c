"""The whole application as somebody with a session sees it, and every address of its URL map."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from tests.builders import World, sign_in
from werkzeug.routing import AnyConverter, BaseConverter, Rule
from werkzeug.test import TestResponse

from handrail.kit.codes import Role

BASE: Final = "http://localhost"
METHODS: Final = ("DELETE", "GET", "PATCH", "POST", "PUT")
UNSAFE: Final = frozenset(METHODS) - {"GET"}
PLANTED: Final = {"UUIDConverter": uuid4, "IntegerConverter": lambda: 1}


def address_of(rule: Rule, text: str = "x") -> str:
    """Return an address of this rule: unknown ids, and `text` wherever a text may stand."""
    values = {
        name: min(converter.items) if isinstance(converter, AnyConverter) else _part_of(converter, text)
        for name, converter in rule._converters.items()  # noqa: SLF001 - werkzeug tells it nowhere else
    }
    built = rule.build(values)
    assert built is not None, rule.rule
    return built[1]


def _part_of(converter: BaseConverter, text: str) -> object:
    return PLANTED.get(type(converter).__name__, lambda: text)()


def unsafe_routes(app: Flask) -> Iterator[tuple[str, Rule]]:
    """Yield each method and rule that may change something."""
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) & UNSAFE):
            yield method, rule


@dataclass
class Browser:
    """Somebody's browser: their session, and the token that stands in their forms."""

    app: Flask
    world: World | None = None
    role: Role | None = None
    client: FlaskClient = field(init=False)
    token: str = field(init=False)

    def __post_init__(self) -> None:
        self.client = self.app.test_client()
        if self.world is not None and self.role is not None:
            sign_in(self.client, self.world, self.role)
        page = self.client.get("/account" if self.role else "/sign-in", base_url=BASE)
        assert page.status_code == 200
        self.token = re.findall(r'name="csrf_token" value="(\w+)"', page.text)[0]

    def send(self, method: str, path: str, headers: dict[str, str] | None = None, **options: Any) -> TestResponse:
        """Send a request with the cookies of this browser."""
        told = {"Accept": "application/json"} | (headers or {})
        return self.client.open(path, method=method, base_url=BASE, headers=told, **options)
