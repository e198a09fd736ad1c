"""Sessions: a new id wherever something changes, an old one that is dead, and an end that nothing puts off."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import Range
from tests.builders import World, build_person, build_world, give_role, sign_in
from tests.identity.factors.visiting import SAME, Browser, given_code

from handrail.identity import commands, proofs
from handrail.identity.models import Membership, SignIn
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.tenancy.models import Person

pytestmark = pytest.mark.usefixtures("database", "valkey")
NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def world(database: object) -> World:
    del database
    made = build_world()
    give_role(made.tenant_id, made.people[Role.HR], Role.ABSENCE_ADMIN, made.employer_id)
    person = made.people[Role.OCCUPATIONAL_HEALTH] = build_person(made.tenant_id, "Invented Physician")
    give_role(made.tenant_id, person, Role.OCCUPATIONAL_HEALTH, made.employer_id)
    return made


@pytest.fixture
def browser(app: Flask, world: World) -> Browser:
    return Browser(app, world)


def with_cookie(browser: Browser, secret: str | None) -> Browser:
    """Return another browser that holds this cookie."""
    made = Browser(browser.app, browser.world)
    made.client.set_cookie("hr", secret or "", domain="localhost")
    return made


def test_an_id_that_somebody_else_chose_is_never_ones_session(browser: Browser) -> None:
    planted = "A" * 43
    victim = with_cookie(browser, planted)
    victim.use_link()
    half = victim.cookie
    assert half != planted
    victim.type_code(given_code(victim.world))
    assert victim.is_in()
    assert victim.cookie not in {planted, half}
    assert not with_cookie(browser, planted).is_in()
    assert not with_cookie(browser, half).is_in()


def test_every_step_up_and_every_change_of_role_makes_a_new_id_and_kills_the_old(browser: Browser) -> None:
    browser.come_in(Role.HR)
    seen = [browser.cookie]
    browser.open("/account/prove")
    browser.send("/account/prove", code=given_code(browser.world, Role.HR))
    seen.append(browser.cookie)
    browser.open("/account")
    browser.send("/account/role", role="absence_admin")
    seen.append(browser.cookie)
    assert len(set(seen)) == 3
    assert [with_cookie(browser, each).is_in() for each in seen] == [False, False, True]


def test_after_signing_out_the_cookie_opens_nothing_and_the_browser_forgets(browser: Browser) -> None:
    browser.come_in()
    secret = browser.cookie
    browser.open("/account")
    answer = browser.send("/sign-out")
    assert '"storage"' in answer.headers["Clear-Site-Data"]
    assert browser.cookie is None
    assert not with_cookie(browser, secret).is_in()


@pytest.mark.parametrize(("role", "minutes"), [(Role.WORKER, 30), (Role.OCCUPATIONAL_HEALTH, 15)])
def test_a_session_nobody_uses_ends(browser: Browser, role: Role, minutes: int) -> None:
    with clock.frozen(NOW):
        browser.come_in(role)
    with clock.frozen(NOW + timedelta(minutes=minutes)):
        assert browser.is_in()  # and so it is in use
    with clock.frozen(NOW + timedelta(minutes=2 * minutes)):
        assert browser.is_in()
    with clock.frozen(NOW + timedelta(minutes=3 * minutes, seconds=1)):
        assert not browser.is_in()


def test_a_half_session_nobody_uses_ends_too(browser: Browser) -> None:
    with clock.frozen(NOW):
        browser.use_link()
        assert browser.open("/sign-in/second").status_code == 200
    with clock.frozen(NOW + commands.IDLE + timedelta(seconds=1)):
        assert browser.open("/sign-in/second").status_code == 303


def test_a_session_ends_after_twelve_hours_of_use_and_no_change_of_role_puts_it_off(browser: Browser) -> None:
    with clock.frozen(NOW):
        browser.come_in(Role.HR)
    for minutes in range(25, 12 * 60, 25):
        with clock.frozen(NOW + timedelta(minutes=minutes)):
            assert browser.is_in(), minutes
    with clock.frozen(NOW + timedelta(hours=11, minutes=55)):
        browser.open("/account")
        browser.send("/account/role", role="absence_admin")
        assert browser.is_in()
    with clock.frozen(NOW + timedelta(hours=12)):
        assert not browser.is_in()


def lose_the_role(world: World) -> None:
    with world.engine() as session:
        row = session.scalars(
            select(Membership).where(
                Membership.person_id == world.people[Role.SUPERVISOR], Membership.role == Role.SUPERVISOR
            )
        ).one()
        row.during = Range(date(2020, 1, 1), clock.today(), bounds="[)")


def be_switched_off(world: World) -> None:
    with world.engine() as session:
        session.get_one(Person, (world.tenant_id, world.people[Role.COORDINATOR])).active = False


@pytest.mark.parametrize(
    ("role", "happens"), [(Role.SUPERVISOR, lose_the_role), (Role.COORDINATOR, be_switched_off)], ids=["role", "person"]
)
def test_whoever_loses_the_role_or_the_account_is_out_on_the_next_request(
    browser: Browser, world: World, role: Role, happens: Callable[[World], None]
) -> None:
    browser.come_in(role)
    assert browser.is_in()
    happens(world)
    assert not browser.is_in()


def test_ending_one_of_ones_sessions_ends_it_at_once_and_nobody_elses(browser: Browser, world: World) -> None:
    browser.come_in()
    other = Browser(browser.app, world)
    other.come_in()
    stranger = Browser(browser.app, world)
    stranger.come_in(Role.LEAD_COORDINATOR)
    with world.engine() as session:
        rows = session.scalars(select(SignIn).order_by(SignIn.started_at.desc()).limit(2)).all()
    strangers, others = rows[0].id, rows[1].id
    browser.open("/account")
    assert browser.send(f"/account/sessions/{others}/end").status_code == 303
    assert not other.is_in()
    browser.send(f"/account/sessions/{strangers}/end")
    assert stranger.is_in()


def test_of_two_who_finish_one_half_session_at_the_same_moment_one_is_in(browser: Browser, world: World) -> None:
    browser.use_link()
    codes = [given_code(world)]
    with world.engine() as session:
        from handrail.identity.factors import codes as making  # noqa: PLC0415 - this test's alone

        codes.append(making.make_recovery_codes(session, world.tenant_id, world.people[Role.WORKER])[0])
    both = [with_cookie(browser, browser.cookie) for _code in codes]
    for each in both:
        each.open("/sign-in/second")
    gate = threading.Barrier(len(both), timeout=10)

    def finish(each: Browser, code: str) -> None:
        gate.wait()
        each.type_code(code)

    threads = [threading.Thread(target=finish, args=pair) for pair in zip(both, codes, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(each.is_in() for each in both) == [False, True]


def test_a_session_that_is_ended_while_it_is_proven_stays_ended(browser: Browser, world: World) -> None:
    browser.come_in()
    browser.open("/account/prove")
    page = browser.page
    with world.engine() as session:
        row = session.scalars(select(SignIn).order_by(SignIn.started_at.desc()).limit(1)).one()
        commands.end_sign_in(session, world.tenant_id, row.id)
    browser.page = page
    browser.send("/account/prove", code=given_code(world))
    assert not browser.is_in()


def test_the_cookie_holds_a_random_id_alone_and_its_digest_is_all_that_is_kept(app: Flask, world: World) -> None:
    client = app.test_client()
    sign_in(client, world, Role.WORKER)
    secret = client.get_cookie("hr")
    assert secret is not None
    assert len(secret.value) >= 43  # 256 bits
    with world.engine() as session:
        kept = session.scalars(select(SignIn.digest)).all()
    assert commands.digest(secret.value) in kept
    assert secret.value.encode() not in kept


def test_over_tls_the_cookie_is_of_this_host_alone_and_no_script_reads_it(app: Flask, world: World) -> None:
    client, base = app.test_client(), "https://localhost"
    with world.engine() as session:
        link = commands.make_link(session, world.tenant_id, world.people[Role.WORKER], method=proofs.Method.DEVELOPMENT)
        token = commands.token_of_link(link.id)
    page = client.get(f"/sign-in/{token}", base_url=base).text
    form = {
        "csrf_token": page.partition('name="csrf_token" value="')[2].partition('"')[0],
        "idempotency_key": page.partition('name="idempotency_key" value="')[2].partition('"')[0],
    }
    answer = client.post(f"/sign-in/{token}", base_url=base, data=form, headers=SAME)
    (cookie,) = [each for each in answer.headers.getlist("Set-Cookie") if each.startswith("__Host-hr=")]
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
    assert "Domain" not in cookie
