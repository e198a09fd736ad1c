"""A device on which somebody signs in for the first time is noticed, told of without content, and can be ended."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import redis
from flask import Flask
from sqlalchemy import select
from tests.builders import World, build_world
from tests.identity.factors.visiting import SAME, Browser, given_code

from handrail.identity import known_devices
from handrail.identity.models import KnownDevice, SignIn
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.outbox import Outbox
from handrail.web.security import CSRF_HEADER

pytestmark = pytest.mark.usefixtures("database")
NOW = datetime(2026, 9, 1, 10, 0, tzinfo=UTC)


@pytest.fixture
def world(database: object, valkey: redis.Redis) -> World:
    del database, valkey  # empty: nobody tried before
    return build_world()


def signs_in(browser: Browser, role: Role = Role.WORKER) -> None:
    """Come in by a link and a code, as a person does."""
    browser.use_link(role)
    assert browser.type_code(given_code(browser.world, role)).status_code == 303


def devices(world: World, role: Role = Role.WORKER) -> list[UUID]:
    with world.engine() as session:
        return [each.id for each in known_devices.devices_of(session, world.tenant_id, world.people[role])]


def told(world: World) -> list[str]:
    """Return whom a mail about a new device goes to."""
    with world.engine() as session:
        payloads = session.scalars(select(Outbox.payload).where(Outbox.name == "notifications.tell_of_account"))
        return [each["person_id"] for each in payloads if each["kind"] == "new_device"]


def test_the_first_device_is_no_news_a_second_is_and_each_only_once(app: Flask, world: World) -> None:
    phone, laptop = Browser(app, world), Browser(app, world)
    signs_in(phone)
    signs_in(phone)
    assert (len(devices(world)), told(world)) == (1, [])
    signs_in(laptop)
    assert (len(devices(world)), told(world)) == (2, [str(world.people[Role.WORKER])])
    for browser in (phone, laptop):
        signs_in(browser)
    assert (len(devices(world)), len(told(world))) == (2, 1)


def test_a_link_alone_is_no_sign_in_on_a_device(app: Flask, world: World) -> None:
    browser = Browser(app, world)
    browser.use_link()
    assert devices(world) == []
    assert browser.client.get_cookie(known_devices.COOKIE) is None


def test_a_device_is_known_again_after_signing_out_and_its_cookie_says_nothing(app: Flask, world: World) -> None:
    browser = Browser(app, world)
    signs_in(browser)
    browser.open("/account")
    answer = browser.send("/sign-out")
    assert '"cookies"' not in answer.headers["Clear-Site-Data"]
    cookie = browser.client.get_cookie(known_devices.COOKIE)
    assert cookie is not None
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert len(cookie.value) == 43
    with world.engine() as session:
        assert cookie.value.encode() not in bytes(session.scalars(select(KnownDevice.digest)).one())
    signs_in(browser)
    assert (len(devices(world)), told(world)) == (1, [])


def test_on_a_device_that_several_use_no_row_tells_of_the_others(app: Flask, world: World) -> None:
    browser = Browser(app, world)
    signs_in(browser)
    signs_in(browser, Role.HR)
    with world.engine() as session:
        rows = session.execute(select(KnownDevice.person_id, KnownDevice.digest)).all()
    assert {person for person, _digest in rows} == {world.people[Role.WORKER], world.people[Role.HR]}
    assert len({digest for _person, digest in rows}) == 2
    assert told(world) == []


def test_a_cookie_that_is_none_of_ours_is_replaced(app: Flask, world: World) -> None:
    browser = Browser(app, world)
    browser.client.set_cookie(known_devices.COOKIE, "x" * 500, domain="localhost")
    signs_in(browser)
    cookie = browser.client.get_cookie(known_devices.COOKIE)
    assert cookie is not None
    assert len(cookie.value) == 43


def test_the_list_shows_what_is_new_and_ending_a_device_ends_its_sessions_alone(app: Flask, world: World) -> None:
    phone, stranger = Browser(app, world), Browser(app, world)
    signs_in(phone)
    signs_in(stranger)
    page = phone.open("/account").text
    (other,) = [each for each in devices(world) if str(each) in page]  # its own has no button
    assert ">new</" in page
    assert phone.send(f"/account/devices/{other}/end").status_code == 303
    assert (phone.is_in(), stranger.is_in()) == (True, False)
    with world.engine() as session:
        assert session.scalars(select(SignIn.ended_at).where(SignIn.device_id == other)).all().count(None) == 0
    signs_in(stranger)
    assert len(told(world)) == 2  # it is new again


def test_nobody_ends_a_device_of_somebody_else(app: Flask, world: World) -> None:
    worker, other = Browser(app, world), Browser(app, world)
    signs_in(worker)
    signs_in(other, Role.HR)
    other.open("/account")
    assert other.send(f"/account/devices/{devices(world)[0]}/end").status_code == 404
    assert worker.is_in()


def test_the_devices_are_read_and_ended_over_the_api(app: Flask, world: World) -> None:
    phone, laptop = Browser(app, world), Browser(app, world)
    signs_in(phone)
    signs_in(laptop)
    listed = laptop.client.get("/api/v1/account/devices").json
    assert listed is not None
    assert [set(each) for each in listed] == [{"id", "name", "first_at", "last_at"}] * 2
    laptop.open("/account")
    token = laptop.page.partition('name="csrf_token" value="')[2].partition('"')[0]
    path = f"/api/v1/account/devices/{listed[-1]['id']}"
    assert laptop.client.delete(path, headers=SAME | {CSRF_HEADER: token}).status_code == 204
    assert not phone.is_in()


def test_after_a_year_a_device_is_known_no_more(app: Flask, world: World) -> None:
    signs_in(Browser(app, world))
    for days, left in ((364, 1), (366, 0)):
        with clock.frozen(clock.now() + timedelta(days=days)), world.engine() as session:
            known_devices.forget_old(session, world.tenant_id)
        assert len(devices(world)) == left
