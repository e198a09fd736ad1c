"""What it costs to know who asks and to decide what they may."""

import time
from statistics import median
from uuid import uuid4

from tests.bench.book import Book
from tests.bench.measuring import alternate
from tests.bench.town import Town
from tests.builders import sign_in

from handrail.entrypoints.app import create_app
from handrail.identity.policies import ACTIONS, Asking, Resource, decide
from handrail.identity.web import current_actor
from handrail.kit.codes import Role

MICROSECONDS = 1_000_000
TURNS = 2_000


def bench_a_decision(town: Town, book: Book) -> None:
    """Every act for every role, allowed and denied alike; each decision is timed among a thousand of its own kind."""
    tenant, employer = uuid4(), uuid4()
    found = []
    for role in Role:
        asking = Asking(tenant, uuid4(), role, frozenset({employer, uuid4()}), fresh=True)
        resource = Resource(tenant, employer, frozenset({role}))
        for action in ACTIONS:
            began = time.perf_counter()
            for _turn in range(TURNS):
                decide(asking, action, resource)
            found.append((time.perf_counter() - began) / TURNS * MICROSECONDS)
    assert town
    book.note_value("decide", median(found), extra=f"{len(found)} kinds, the slowest {max(found):.1f} µs")


def bench_session_and_policy_of_a_page(town: Town, book: Book) -> None:
    app = create_app()
    client = app.test_client()
    sign_in(client, town.world, Role.COORDINATOR)
    cookie = client.get_cookie("hr", domain="localhost")
    assert cookie is not None
    headers = {"Cookie": f"hr={cookie.value}"}
    asking = Asking(town.world.tenant_id, uuid4(), Role.COORDINATOR, frozenset({town.world.employer_id}))
    resource = Resource(town.world.tenant_id, town.world.employer_id, frozenset({Role.COORDINATOR}))
    path = f"/cases/{town.case_id}"

    def page() -> None:
        assert client.get(path).status_code == 200

    def who_and_may() -> None:
        with app.test_request_context(path, headers=headers):
            current_actor()
            decide(asking, "case.read", resource)

    def nothing() -> None:
        with app.test_request_context(path, headers=headers):
            pass

    whole = alternate(page, who_and_may)
    empty = alternate(nothing, who_and_may)
    share = (empty.ours - empty.baseline) / whole.baseline
    book.note_value(
        "session", share, extra=f"{(empty.ours - empty.baseline) * 1000:.2f} of {whole.baseline * 1000:.1f} ms"
    )
