"""Who asks too often is asked to wait, and learns nothing from it."""

from dataclasses import replace
from uuid import uuid4

import pytest
import redis
from flask.testing import FlaskClient
from sqlalchemy import select
from tests.builders import World, bearer, build_world

from handrail.entrypoints.app import create_app
from handrail.identity import commands, limits
from handrail.kit.codes import Role
from handrail.kit.limits import Limit
from handrail.kit.settings import Settings, configure
from handrail.tenancy.models import Person, Tenant

pytestmark = pytest.mark.usefixtures("database", "valkey")
SAME = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(scope="module")
def world(database: Settings) -> World:  # noqa: ARG001 - the rows lie there
    return build_world()


@pytest.fixture(scope="module")
def known(world: World) -> tuple[str, str]:
    """Short name of the consultancy, and an address that somebody has there."""
    with world.engine() as session:
        slug = session.scalars(select(Tenant.slug)).one()
        email = session.scalars(select(Person.email).where(Person.email.is_not(None))).first()
    assert email
    return slug, email


def ask(client: FlaskClient, slug: str, email: str, *, address: str = "192.0.2.1") -> tuple[int, str | None, bytes]:
    page = client.get("/sign-in").text
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    form = {"csrf_token": token, "idempotency_key": str(uuid4()), "consultancy": slug, "email": email}
    answer = client.post("/sign-in", data=form, headers=SAME, environ_base={"REMOTE_ADDR": address})
    return answer.status_code, answer.headers.get("Retry-After"), answer.data


def test_the_sixth_link_in_a_quarter_of_an_hour_waits_whether_or_not_anybody_has_the_address(
    known: tuple[str, str],
) -> None:
    slug, email = known
    client = create_app().test_client()
    seen = [
        [ask(client, slug, each, address=f"192.0.2.{number}") for number in range(6)]
        for each in (email, "nobody@trial.example")
    ]
    for answers in seen:
        assert [status for status, _wait, _page in answers] == [200] * 5 + [429]
        assert 0 < int(answers[-1][1] or 0) <= 900
    pages = [
        [page.replace(each.encode(), b"what was typed") for *_rest, page in answers]
        for each, answers in zip((email, "nobody@trial.example"), seen, strict=True)
    ]
    assert [len(page) for page in pages[0]] == [len(page) for page in pages[1]]
    assert b"what was typed" in pages[0][-1]


def test_one_machine_can_not_try_address_after_address(known: tuple[str, str]) -> None:
    client = create_app().test_client()
    statuses = [ask(client, known[0], f"p{number}@trial.example")[0] for number in range(21)]
    assert statuses == [200] * 20 + [429]


def test_made_up_links_are_counted() -> None:
    client = create_app().test_client()
    page = client.get("/sign-in/" + "0" * 64).text
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    statuses = [
        client.post(
            f"/sign-in/{number:064x}", data={"csrf_token": token, "idempotency_key": str(uuid4())}, headers=SAME
        ).status_code
        for number in range(21)
    ]
    assert statuses == [410] * 20 + [429]


def test_after_too_many_made_up_links_a_right_one_of_that_client_is_not_looked_at(world: World) -> None:
    with world.engine() as session:
        link = commands.make_link(session, world.tenant_id, world.people[Role.WORKER])
        right = f"/sign-in/{commands.token_of_link(link.id)}"
    client = create_app().test_client()

    def press(path: str, address: str) -> int:
        page = client.get(path).text
        token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
        form = {"csrf_token": token, "idempotency_key": str(uuid4())}
        return client.post(path, data=form, headers=SAME, environ_base={"REMOTE_ADDR": address}).status_code

    made_up = [press(f"/sign-in/{number:064x}", f"2001:db8::{number + 1:x}") for number in range(20)]
    assert made_up == [410] * 20
    assert press(right, "2001:db8::ffff") == 429  # the same household
    assert press(right, "2001:db8:0:1::1") == 303


def test_a_mailbox_that_is_flooded_uses_up_nothing_that_others_share(
    known: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PER_TENANT", Limit("sign-in-tenant", 6, 900, closed=True))
    client = create_app().test_client()
    flood = [ask(client, known[0], "flooded@trial.example", address=f"192.0.2.{number}")[0] for number in range(8)]
    assert flood == [200] * 5 + [429] * 3
    assert ask(client, known[0], "other@trial.example", address="192.0.2.99")[0] == 200


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:DB8:1:2::1", "2001:db8:1:2::/64"),
        (None, None),
        ("unix", "unix"),
    ],
)
def test_a_client_is_an_address_or_a_network_of_the_new_kind(address: str | None, client: str | None) -> None:
    assert limits.client_of(address) == client


def test_the_way_in_is_closed_while_nobody_counts(known: tuple[str, str], database: Settings) -> None:
    configure(replace(database, connections=replace(database.connections, redis="redis://127.0.0.1:1")))
    try:
        status, wait, _page = ask(create_app().test_client(), *known)
    finally:
        configure(database)
    assert (status, wait) == (503, "60")


def test_a_program_that_runs_wild_is_told_when_to_go_on(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "API", Limit("api", 2, 60))
    client, headers = create_app().test_client(), bearer(world, Role.HR)
    answers = [client.get("/api/v1/account/messages", headers=headers) for _time in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1].mimetype == "application/problem+json"
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 60


def test_only_proxies_of_ours_are_believed_about_who_asks(
    known: tuple[str, str], database: Settings, valkey: redis.Redis
) -> None:
    def refused_at(client: FlaskClient) -> int:
        valkey.flushall()
        for number in range(25):
            page = client.get("/sign-in").text
            token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
            form = {
                "csrf_token": token,
                "idempotency_key": str(uuid4()),
                "consultancy": known[0],
                "email": f"q{number}@trial.example",
            }
            headers = SAME | {"X-Forwarded-For": f"198.51.100.{number}"}
            if client.post("/sign-in", data=form, headers=headers).status_code == 429:
                return number
        return -1

    assert refused_at(create_app().test_client()) == 20
    configure(replace(database, proxies=1))
    try:
        assert refused_at(create_app().test_client()) == -1
    finally:
        configure(database)
