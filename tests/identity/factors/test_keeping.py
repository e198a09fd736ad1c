"""One's own ways to sign in: adding and removing them ends other sessions and is told, and one way always stays."""

import re
from collections.abc import Iterator

import pytest
import redis
from flask import Flask
from sqlalchemy import select
from tests.builders import bearer, build_world
from tests.identity.factors.device import Device
from tests.identity.factors.visiting import Browser

from handrail.audit.models import TenantEntry
from handrail.identity.factors import codes, queries
from handrail.identity.factors.models import Authenticator, Passkey
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session
from handrail.kit.outbox import Outbox

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def browser(app: Flask, valkey: redis.Redis) -> Iterator[Browser]:
    """Somebody who is signed in, in a consultancy of their own."""
    del valkey  # empty: nobody tried before
    made = Browser(app, build_world())
    made.come_in()
    made.open("/account")
    return made


def ways(browser: Browser) -> int:
    world = browser.world
    with world.engine() as session:
        return queries.ways_of(session, world.tenant_id, world.people[Role.WORKER]).number


def save_device(browser: Browser, device: Device | None = None) -> None:
    browser.open("/account/passkeys/new")
    made = (device or Device()).made(browser.options("create"))
    assert browser.send("/account/passkeys/new", name="My phone", credential=made).status_code == 303


def remove(browser: Browser, name: str) -> str:
    page = browser.open("/account").text
    found = re.findall(rf'action="(/account/{name}[^"]*/remove)"', page)
    assert found, f"nothing to remove: {name}"
    browser.send(found[0])
    return browser.open("/account").text


def told(browser: Browser) -> list[str]:
    with browser.world.engine() as session:
        rows = session.scalars(
            select(Outbox.payload).where(Outbox.name == "notifications.tell_of_account").order_by(Outbox.id)
        )
        return [str(each["kind"]) for each in rows]


def test_the_last_way_is_kept_until_there_is_another(browser: Browser) -> None:
    save_device(browser)
    assert "it is your only way to sign in" in remove(browser, "passkeys")
    assert ways(browser) == 1
    browser.send("/account/recovery-codes")
    assert "does not work any more" in remove(browser, "passkeys")
    assert "it is your only way to sign in" in remove(browser, "recovery-codes")
    save_device(browser)
    assert "do not work any more" in remove(browser, "recovery-codes")
    assert ways(browser) == 1


def test_a_change_ends_all_other_sessions_and_is_told_without_content(browser: Browser) -> None:
    elsewhere = Browser(browser.app, browser.world)
    elsewhere.come_in()
    colleague = Browser(browser.app, browser.world)
    colleague.come_in(Role.HR)
    save_device(browser)
    assert browser.is_in()
    assert not elsewhere.is_in()
    assert colleague.is_in()
    elsewhere.come_in()
    browser.open("/account")
    browser.send("/account/recovery-codes")
    assert not elsewhere.is_in()
    assert told(browser) == ["way_added", "way_added"]
    with browser.world.engine() as session:
        verbs = session.scalars(select(TenantEntry.verb).order_by(TenantEntry.seq)).all()
    assert {"passkey.added", "recovery_codes.made"} <= set(verbs)


def test_an_app_opens_nothing_until_its_first_code_and_its_secret_is_shown_once(browser: Browser) -> None:
    browser.send("/account/authenticator")
    page = browser.open("/account/authenticator/confirm").text
    assert "data:image/svg+xml" in page
    assert ways(browser) == 0
    world = browser.world
    with world.engine() as session:
        row = session.scalars(select(Authenticator).where(Authenticator.tenant_id == world.tenant_id)).one()
        secret = codes.secret_of(session, row)
        assert secret not in row.secret_sealed
    assert browser.send("/account/authenticator/confirm", code="000 000").status_code == 422
    step = int(clock.now().timestamp()) // codes.STEP
    assert browser.send("/account/authenticator/confirm", code=codes.code_at(secret, step)).status_code == 303
    assert ways(browser) == 1
    assert browser.open("/account/authenticator/confirm").status_code == 303
    browser.open("/account")
    assert browser.send("/account/authenticator").status_code == 404  # there is one: remove it first
    browser.send("/account/recovery-codes")
    assert "do not work any more" in remove(browser, "authenticator")


def test_one_removes_only_what_is_ones_own(browser: Browser) -> None:
    save_device(browser)
    with browser.world.engine() as session:
        row = session.scalars(select(Passkey).where(Passkey.tenant_id == browser.world.tenant_id)).one()
    colleague = Browser(browser.app, browser.world)
    colleague.come_in(Role.HR)
    colleague.open("/account")
    assert colleague.send(f"/account/passkeys/{row.id}/remove").status_code == 404
    actor = browser.world.actor(Role.HR)
    with tenant_session(actor.context(read_only=True)) as session:  # the policy of the table says so too
        assert session.scalars(select(Passkey)).all() == []
    assert ways(browser) == 1


def test_the_same_device_is_not_kept_twice(browser: Browser) -> None:
    device = Device()
    save_device(browser, device)
    browser.open("/account/passkeys/new")
    options = browser.options("create")
    assert len(options["excludeCredentials"]) == 1
    assert browser.send("/account/passkeys/new", name="x", credential=device.made(options)).status_code == 422


def test_a_program_can_list_ones_own_ways_and_learns_no_key(browser: Browser) -> None:
    save_device(browser)
    browser.send("/account/recovery-codes")
    answer = browser.client.get("/api/v1/account/factors", headers=bearer(browser.world, Role.WORKER))
    read = answer.get_json()
    assert (read["recovery_codes_left"], read["authenticator_since"]) == (10, None)
    assert [set(each) for each in read["passkeys"]] == [{"id", "name", "host", "made_at", "used_at", "stopped_at"}]
