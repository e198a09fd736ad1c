"""Passkeys: made and shown by a device that can lie, and taken only where everything about them is right."""

from collections.abc import Iterator
from typing import Any

import pytest
import redis
from flask import Flask
from sqlalchemy import select
from tests.builders import World, build_tenant, build_world
from tests.identity.factors.device import PRESENT, Device
from tests.identity.factors.visiting import Browser, given_code

from handrail.identity.factors import ceremony
from handrail.identity.factors.ceremony import Site
from handrail.identity.factors.models import Passkey
from handrail.identity.models import SignIn
from handrail.identity.proofs import Method
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.outbox import Outbox

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(scope="module")
def world(database: object) -> World:
    del database
    return build_world()


@pytest.fixture
def browser(app: Flask, world: World, valkey: redis.Redis) -> Iterator[Browser]:
    del valkey  # empty: nobody tried before
    return Browser(app, world)


def enrolled(browser: Browser, role: Role = Role.WORKER, device: Device | None = None) -> Device:
    """Return a device on which this person made a passkey on their account page."""
    made = device or Device()
    browser.come_in(role)
    browser.open("/account/passkeys/new")
    answer = browser.send("/account/passkeys/new", name="My phone", credential=made.made(browser.options("create")))
    assert answer.status_code == 303, answer.text
    return made


def shown_at_the_door(browser: Browser, device: Device, **lie: Any) -> bool:
    """Show a passkey on the sign-in page; returns whether one is in."""
    browser.client.delete_cookie("hr", domain="localhost")
    browser.open("/sign-in")
    browser.send("/sign-in/passkey", credential=device.shown(browser.options(), **lie))
    return browser.is_in()


def kept(world: World, device: Device) -> Passkey | None:
    with world.engine() as session:
        return session.scalars(select(Passkey).where(Passkey.credential_id == device.credential_id)).one_or_none()


def test_a_passkey_is_the_way_in_without_any_link_in_the_role_of_last_time(browser: Browser, world: World) -> None:
    device = enrolled(browser, Role.SUPERVISOR)
    assert shown_at_the_door(browser, device)
    assert "Direct supervisor" in browser.open("/account").text
    with world.engine() as session:
        row = session.scalars(select(SignIn).order_by(SignIn.started_at.desc())).first()
        assert row is not None
        assert (row.method, row.factors, row.proven_at is not None) == (Method.PASSKEY, 2, True)


def test_a_passkey_is_the_other_half_of_a_link(browser: Browser) -> None:
    device = enrolled(browser)
    browser.client.delete_cookie("hr", domain="localhost")
    browser.use_link()
    half = browser.cookie
    answer = browser.send("/sign-in/second/passkey", credential=device.shown(browser.options()))
    assert answer.status_code == 303
    assert browser.is_in()
    assert browser.cookie != half


def test_the_passkey_of_somebody_else_is_no_half_of_mine(browser: Browser) -> None:
    device = enrolled(browser, Role.HR)
    mine = enrolled(browser)
    browser.client.delete_cookie("hr", domain="localhost")
    browser.use_link(Role.WORKER)
    options = browser.options()
    assert options["allowCredentials"] != []
    assert browser.send("/sign-in/second/passkey", credential=device.shown(options)).status_code == 422
    assert not browser.is_in()
    assert browser.send("/sign-in/second/passkey", credential=mine.shown(browser.options())).status_code == 303


@pytest.mark.parametrize(
    "lie",
    [
        {"origin": "https://localhost"},
        {"origin": "http://localhost:8080"},
        {"origin": "http://localhost.evil.example"},
        {"rp_id": "evil.example"},
        {"flags": PRESENT},
        {"flags": 0},
        {"handle": b"somebody else!!!"},
    ],
    ids=str,
)
def test_what_is_not_right_about_a_passkey_keeps_one_out(browser: Browser, lie: dict[str, Any]) -> None:
    device = enrolled(browser)
    for name, value in lie.items():
        setattr(device, name, value)
    assert not shown_at_the_door(browser, device)


@pytest.mark.parametrize(
    "lie", [{"origin": "https://evil.example"}, {"rp_id": "evil.example"}, {"flags": PRESENT}], ids=str
)
def test_what_is_not_right_about_a_new_passkey_keeps_nothing(
    browser: Browser, world: World, lie: dict[str, Any]
) -> None:
    device = Device(**lie)
    browser.come_in()
    browser.open("/account/passkeys/new")
    answer = browser.send("/account/passkeys/new", name="A lie", credential=device.made(browser.options("create")))
    assert answer.status_code == 422
    assert kept(world, device) is None


@pytest.mark.parametrize("sent", ["", "{}", "[]", "null", "[" * 5000, '{"id": "x"}', "x" * 30_000, '{"response": 1}'])
def test_what_no_browser_sends_is_refused_and_is_no_fault_of_ours(browser: Browser, sent: str) -> None:
    browser.open("/sign-in")
    assert browser.send("/sign-in/passkey", credential=sent).status_code == 303
    browser.come_in()
    browser.open("/account/passkeys/new")
    assert browser.send("/account/passkeys/new", name="x", credential=sent).status_code == 422


def test_an_answer_counts_once_and_in_the_browser_that_was_asked(browser: Browser, world: World) -> None:
    device = enrolled(browser, device=Device(counter=-1))  # it does not count: only the challenge tells a repeat
    device.counter = -1
    browser.client.delete_cookie("hr", domain="localhost")
    browser.open("/sign-in")
    answer = device.shown(browser.options())
    thief = Browser(browser.app, world)
    thief.open("/sign-in")
    thief.send("/sign-in/passkey", credential=answer)
    assert not thief.is_in()
    browser.send("/sign-in/passkey", credential=answer)
    assert browser.is_in()
    browser.client.delete_cookie("hr", domain="localhost")
    browser.open("/sign-in")
    browser.send("/sign-in/passkey", credential=answer)
    assert not browser.is_in()


def test_a_challenge_of_ten_minutes_ago_is_too_old() -> None:
    with clock.frozen(clock.now() - ceremony.LIFE):
        old = ceremony.new_challenge("sign-in|x")
        assert ceremony.is_open(old, "sign-in|x")
        assert not ceremony.is_open(old, "sign-in|y")
        assert not ceremony.is_open(old[:-1] + bytes([old[-1] ^ 1]), "sign-in|x")
        assert not ceremony.is_open(b"", "sign-in|x")
    assert not ceremony.is_open(old, "sign-in|x")


def test_a_question_to_anybody_is_no_question_to_somebody_signed_in(browser: Browser) -> None:
    device = enrolled(browser)
    browser.open("/sign-in")
    at_the_door = browser.options()
    browser.open("/account/prove")
    assert browser.send("/account/prove/passkey", credential=device.shown(at_the_door)).status_code == 422


def test_a_copy_of_a_passkey_stops_both_and_its_person_is_told(browser: Browser, world: World) -> None:
    device = enrolled(browser)
    copy = Device(**{name: getattr(device, name) for name in ("rp_id", "credential_id", "key", "handle", "counter")})
    assert shown_at_the_door(browser, device)
    assert shown_at_the_door(browser, device)
    assert not shown_at_the_door(browser, copy)
    assert not shown_at_the_door(browser, device)
    row = kept(world, device)
    assert row is not None
    assert row.stopped_at is not None
    with world.engine() as session:
        told = session.scalars(select(Outbox.payload).where(Outbox.name == "notifications.tell_of_account")).all()
    assert {"person_id": str(row.person_id), "kind": "way_removed"} in told
    browser.come_in()
    assert "somebody has a copy" in browser.open("/account").text


def test_nobody_stops_a_passkey_without_its_key(browser: Browser, world: World) -> None:
    device = enrolled(browser)
    assert shown_at_the_door(browser, device)
    forger = Device(credential_id=device.credential_id, handle=device.handle, counter=0)
    assert not shown_at_the_door(browser, forger, signed=False)
    row = kept(world, device)
    assert row is not None
    assert row.stopped_at is None
    assert shown_at_the_door(browser, device)


def test_a_device_that_does_not_count_is_fine(browser: Browser) -> None:
    device = enrolled(browser, device=Device(counter=-1))
    device.counter = -1
    assert shown_at_the_door(browser, device)
    device.counter = -1
    assert shown_at_the_door(browser, device)


def test_somebody_who_is_no_longer_active_or_holds_no_role_is_kept_out(browser: Browser, world: World) -> None:
    from handrail.tenancy.models import Person  # noqa: PLC0415 - this test's alone

    device = enrolled(browser, Role.LEAD_COORDINATOR)
    assert shown_at_the_door(browser, device)
    with world.engine() as session:
        session.get_one(Person, (world.tenant_id, world.people[Role.LEAD_COORDINATOR])).active = False
    assert not browser.is_in()
    assert not shown_at_the_door(browser, device)


def test_a_passkey_of_one_consultancy_opens_nothing_at_the_host_of_another(
    app: Flask, browser: Browser, world: World
) -> None:
    del app
    from handrail.kit.db import engine_context, tenant_session  # noqa: PLC0415
    from handrail.tenancy.models import Tenant  # noqa: PLC0415 - this test's alone

    other = build_tenant()
    with tenant_session(engine_context(other)) as session:
        slug = session.scalars(select(Tenant.slug)).one()
    device = enrolled(browser)
    browser.client.delete_cookie("hr", domain="localhost")
    base = f"http://{slug}.localhost"
    browser.page = browser.client.get("/sign-in", base_url=base).text
    device.origin, device.rp_id = base, f"{slug}.localhost"
    token = browser.page.partition('name="csrf_token" value="')[2].partition('"')[0]
    form = {"csrf_token": token, "credential": device.shown(browser.options())}
    answer = browser.client.post(
        "/sign-in/passkey", base_url=base, data=form, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert "passkey=unknown" in answer.headers["Location"]
    assert world.tenant_id != other


@pytest.mark.parametrize(
    ("scheme", "host", "rp_id", "knows"),
    [
        ("https", "kade.example.org", "kade.example.org", True),
        ("https", "kade.example.org:8443", "kade.example.org", True),
        ("http", "localhost:8080", "localhost", True),
        ("http", "kade.localhost", "kade.localhost", True),
        ("http", "kade.example.org", "kade.example.org", False),
        ("https", "192.0.2.1", "192.0.2.1", False),
        ("https", "[::1]:8080", "[::1]", False),
        ("http", "127.0.0.1:8080", "127.0.0.1", False),
    ],
)
def test_a_site_is_its_host_without_port_and_its_origin_to_the_letter(
    scheme: str, host: str, rp_id: str, *, knows: bool
) -> None:
    site = Site.of(scheme, host)
    assert (site.rp_id, site.origin, site.knows_passkeys) == (rp_id, f"{scheme}://{host}", knows)


def test_at_the_first_sign_in_a_passkey_is_offered_and_can_wait(app: Flask, valkey: redis.Redis) -> None:
    del valkey
    world = build_world()
    browser = Browser(app, world)
    browser.use_link()
    target = browser.type_code(given_code(world)).headers["Location"]
    assert "Later" in browser.open(target).text
    answer = browser.send(target, name="My phone", credential=Device().made(browser.options("create")))
    assert answer.headers["Location"].startswith("/account/recovery-codes?first=1")
    page = browser.open(answer.headers["Location"]).text
    assert "Later" in page
    made = browser.send("/account/recovery-codes?first=1").text
    assert made.count('<li><code class="digits"') == 10
    assert "digits" not in browser.open("/account/recovery-codes").text  # shown that once
