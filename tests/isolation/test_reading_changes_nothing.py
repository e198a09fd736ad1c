"""Opening an address changes nothing: whatever is asked for with GET, nothing is written but that it was read."""

import re
from collections.abc import Iterator

import pytest
from tests.isolation import crawling
from tests.isolation.crawling import Visitor, own, routes_of
from tests.isolation.worlds import NOW, Full, build_full

from handrail.entrypoints.app import create_app
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.settings import Settings, configure, with_connections

WRITING = re.compile(r"\b(?:insert into|update|delete from)\s+\"?(\w+)", re.IGNORECASE)
READ_LOG = {"read_log"}
"""What reading writes: that it was read."""
CREDENTIALS = re.compile(r"^/(?:sign-in|sign-on|calendar)/")
"""Whoever holds one of these is who it names; what they do with it is tried elsewhere."""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def full(database: Settings) -> Iterator[Full]:
    configure(with_connections(database, smtp="smtp://127.0.0.1:9"))
    made = build_full("Quillon")
    with clock.frozen(NOW):
        yield made


def test_no_address_writes_anything_when_it_is_opened(full: Full) -> None:
    app = create_app()
    visitors = {role: Visitor(app, full.world, role) for role in Role}
    written: dict[str, set[str]] = {}
    opened = 0
    for route in routes_of(app):
        if route.method != "GET" or CREDENTIALS.match(route.path):
            continue
        for role, visitor in visitors.items():
            if crawling.may_knock(route, role):
                answer = visitor.ask(route, own(route, full))
                opened += answer.status == 200
                for statement in answer.statements:
                    for table in WRITING.findall(statement):
                        written.setdefault(table, set()).add(route.named)
    assert opened > 300
    assert {table: routes for table, routes in written.items() if table not in READ_LOG} == {}
    assert written.keys() == READ_LOG
