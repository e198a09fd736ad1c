"""A link alone opens nothing; with something more that only the person has, it opens everything that is theirs."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import redis
from flask import Flask
from sqlalchemy import select
from tests.builders import World, build_world
from tests.identity.factors.visiting import Browser, given_code

from handrail.identity.factors import codes
from handrail.identity.factors.models import OneTimeCode, RecoveryCode
from handrail.identity.factors.rules import RECOVERY_CODES, TRIES, CodeKind, Way, grouped, keyed_digest, recognised
from handrail.identity.models import SignIn, SignInLink
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.outbox import Outbox
from handrail.kit.settings import settings

pytestmark = pytest.mark.usefixtures("database")
NOW = datetime(2026, 9, 1, 10, 0, 10, tzinfo=UTC)  # before what other tests of this module do by the clock


@pytest.fixture(scope="module")
def world(database: object) -> World:
    del database
    return build_world()


@pytest.fixture
def browser(app: Flask, world: World, valkey: redis.Redis) -> Iterator[Browser]:
    del valkey  # empty: nobody tried before
    return Browser(app, world)


def test_a_link_alone_opens_nothing_but_the_page_that_asks_for_more(browser: Browser) -> None:
    answer = browser.use_link()
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in/second")
    for path in ("/", "/account", "/my-return", "/account/factors", "/account/prove", "/account/passkeys/new"):
        answer = browser.client.get(path)
        assert answer.status_code in {302, 303, 404}, path
        assert answer.headers.get("Location") != "/account", path
    assert browser.client.get("/api/v1/account/factors").status_code == 401
    assert browser.send("/sign-out").status_code == 401


@pytest.mark.parametrize("kind", list(CodeKind))
def test_a_code_makes_it_whole_once_and_the_half_session_is_dead(
    browser: Browser, world: World, kind: CodeKind
) -> None:
    with clock.frozen(NOW):
        person = world.people[Role.WORKER]
        with world.engine() as session:
            match kind:
                case CodeKind.AUTHENTICATOR:
                    row = codes.begin_authenticator(session, world.tenant_id, person)
                    row.confirmed_at = clock.now()
                    code = codes.code_at(codes.secret_of(session, row), int(NOW.timestamp()) // codes.STEP)
                case CodeKind.RECOVERY:
                    code = codes.make_recovery_codes(session, world.tenant_id, person)[3]
                case CodeKind.ONE_TIME:
                    code = codes.make_one_time_code(session, world.tenant_id, person, way=Way.LETTER, by=None)[1]
        browser.use_link()
        half = browser.cookie
        assert browser.type_code(f" {grouped(code).lower()} ").status_code == 303
        assert browser.is_in()
        assert browser.cookie != half
        other = Browser(browser.app, world)
        other.client.set_cookie("hr", half or "", domain="localhost")
        assert not other.is_in()
        assert other.client.get("/sign-in/second").status_code == 303
        again = Browser(browser.app, world)
        again.use_link()
        assert again.type_code(code).status_code == 422
        assert not again.is_in()


def test_the_codes_of_an_app_count_once_and_half_a_minute_around_now(world: World) -> None:
    person, step = world.people[Role.HR], int(NOW.timestamp()) // codes.STEP
    with clock.frozen(NOW), world.engine() as session:
        row = codes.begin_authenticator(session, world.tenant_id, person)
        secret = codes.secret_of(session, row)
        assert codes.check(session, world.tenant_id, person, codes.code_at(secret, step)) is None  # not confirmed yet
        row.confirmed_at = clock.now()
        session.flush()
        tried = [-2, 2, -1, -1, 0, 0, -1, 1, 1]
        taken = [
            codes.check(session, world.tenant_id, person, codes.code_at(secret, step + away)) is not None
            for away in tried
        ]
    assert taken == [False, False, True, False, True, False, False, True, False]


def test_the_codes_of_an_app_are_those_of_the_standard() -> None:
    seconds = {59: "287082", 1111111109: "081804", 1234567890: "005924", 20000000000: "353130"}  # RFC 6238, appendix B
    assert {at: codes.code_at(b"12345678901234567890", at // codes.STEP) for at in seconds} == seconds


def test_a_code_that_was_missed_five_times_is_dead(world: World) -> None:
    code = given_code(world, Role.SUPERVISOR)
    person = world.people[Role.SUPERVISOR]
    with world.engine() as session:
        wrong = "00000000" if code != "00000000" else "11111111"
        for _time in range(TRIES):
            assert codes.check(session, world.tenant_id, person, wrong) is None
        assert codes.check(session, world.tenant_id, person, code) is None
    assert given_code(world, Role.SUPERVISOR) != code


def test_a_wrong_code_is_counted_though_the_page_says_no(browser: Browser, world: World) -> None:
    given_code(world)
    browser.use_link()
    assert browser.type_code("12").status_code == 422
    assert browser.type_code("1234 5678").status_code == 422
    with world.engine() as session:
        newest = session.scalars(select(OneTimeCode.tries).order_by(OneTimeCode.made_at.desc()).limit(1)).one()
    assert newest == 1


def test_only_the_newest_code_counts_and_not_for_ever(world: World) -> None:
    person = world.people[Role.COORDINATOR]
    with clock.frozen(NOW):
        letter = given_code(world, Role.COORDINATOR, Way.LETTER)
    with clock.frozen(NOW + timedelta(days=2)), world.engine() as session:
        told = codes.make_one_time_code(session, world.tenant_id, person, way=Way.TELEPHONE, by=None)[1]
        assert codes.check(session, world.tenant_id, person, letter) is None
    with clock.frozen(NOW + timedelta(days=3)), world.engine() as session:
        assert codes.check(session, world.tenant_id, person, told) is None  # 24 hours later to the second
    with clock.frozen(NOW):
        letter = given_code(world, Role.COORDINATOR, Way.LETTER)
    with clock.frozen(NOW + timedelta(days=13)), world.engine() as session:
        newest = session.scalars(
            select(OneTimeCode).where(OneTimeCode.person_id == person).order_by(OneTimeCode.made_at.desc())
        ).first()
        assert newest is not None
        assert newest.way is Way.TELEPHONE  # the one of the telephone was made later, and stands in the way


def test_ten_codes_are_made_and_those_before_are_dead(world: World) -> None:
    person = world.people[Role.ABSENCE_ADMIN]
    with world.engine() as session:
        first = codes.make_recovery_codes(session, world.tenant_id, person)
        second = codes.make_recovery_codes(session, world.tenant_id, person)
        assert len({*first, *second}) == 2 * RECOVERY_CODES
        assert codes.check(session, world.tenant_id, person, first[0]) is None
        assert codes.check(session, world.tenant_id, person, second[0]) is CodeKind.RECOVERY
        assert codes.check(session, world.tenant_id, person, second[0]) is None


def test_a_sheet_is_kept_with_a_salt_of_its_own_by_a_slow_function_and_a_key(world: World) -> None:
    person = world.people[Role.ABSENCE_ADMIN]
    kept: list[tuple[str, bytes, set[bytes]]] = []
    for _sheet in range(2):
        with world.engine() as session:
            code = codes.make_recovery_codes(session, world.tenant_id, person)[0]
            rows = session.scalars(select(RecoveryCode).where(RecoveryCode.person_id == person)).all()
            kept.append((code, rows[0].salt, {row.digest for row in rows}))
            assert {row.salt for row in rows} == {rows[0].salt}
    (code, salt, digests), (_code, other_salt, _digests) = kept
    assert len(salt) == 16
    assert salt != other_salt
    keyed = keyed_digest(settings().secret_key, CodeKind.RECOVERY, world.tenant_id, person, code)
    assert hashlib.scrypt(keyed, salt=salt, n=2**14, r=8, p=1, dklen=32) in digests
    assert keyed not in digests


def test_a_code_of_somebody_else_opens_nothing(world: World) -> None:
    code = given_code(world)
    with world.engine() as session:
        assert codes.check(session, world.tenant_id, world.people[Role.HR], code) is None
        assert codes.check(session, world.tenant_id, world.people[Role.WORKER], code) is CodeKind.ONE_TIME


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("123 456", CodeKind.AUTHENTICATOR),
        ("1234\u20135678", CodeKind.ONE_TIME),
        ("\u0661\u0662\u0663\u0664 \u0665\u0666\u0667\u0668", CodeKind.ONE_TIME),
        ("abcd-efgh-jkmn-pqrs", CodeKind.RECOVERY),
        ("il0o 1111 2222 3333", CodeKind.RECOVERY),
        ("12345", None),
        ("123456789", None),
        ("abcd-efgh-jkmn-pqru", None),
        ("", None),
        ("9" * 10_000, None),
    ],
)
def test_a_code_is_known_however_it_is_typed(typed: str, kind: CodeKind | None) -> None:
    found = recognised(typed)
    assert (found[0] if found else None) is kind


def test_nothing_of_a_code_is_kept_that_a_guess_could_be_compared_with(world: World) -> None:
    from hashlib import sha256  # noqa: PLC0415 - this test's alone

    code = given_code(world)
    with world.engine() as session:
        rows = session.scalars(select(OneTimeCode.digest)).all()
    assert sha256(code.encode()).digest() not in rows


def test_the_sixth_code_in_a_quarter_of_an_hour_waits_though_it_is_right(browser: Browser, world: World) -> None:
    browser.use_link()
    statuses = [browser.type_code("111 111").status_code for _time in range(5)]
    assert statuses == [422] * 5
    right = given_code(world)
    answer = browser.type_code(right)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 900
    elsewhere = Browser(browser.app, world, address="198.51.100.9")
    elsewhere.use_link()
    assert elsewhere.type_code(right).status_code == 429  # it is the person who is guarded, wherever they are


def test_a_link_that_a_scanner_opened_still_works_and_a_spent_one_brings_a_new_one(
    browser: Browser, world: World
) -> None:
    from handrail.identity import commands  # noqa: PLC0415 - this test's alone

    with world.engine() as session:
        link = commands.make_link(session, world.tenant_id, world.people[Role.WORKER])
        token, link_id = commands.token_of_link(link.id), link.id
    for _time in range(3):
        browser.open(f"/sign-in/{token}")
    with world.engine() as session:
        assert session.get_one(SignInLink, (world.tenant_id, link_id)).used_at is None
    assert browser.send(f"/sign-in/{token}").status_code == 303
    browser.open(f"/sign-in/{token}")
    answer = browser.send(f"/sign-in/{token}")
    assert answer.status_code == 410
    sent = browser.send(f"/sign-in/{token}/again")
    made_up = browser.send(f"/sign-in/{'0' * 64}/again")
    assert sent.status_code == made_up.status_code == 200
    assert "Look in your mail" in sent.text
    with world.engine() as session:
        waiting = session.scalars(select(Outbox.payload).where(Outbox.name == "notifications.send_sign_in_link")).all()
        new = session.scalars(select(SignInLink.id).where(SignInLink.browser.is_not(None))).all()
    assert [each["link_id"] for each in waiting] == [str(each) for each in new]
    assert len(new) == 1


def test_a_new_sign_in_ends_the_session_that_the_browser_had(browser: Browser, world: World) -> None:
    browser.come_in(Role.HR)
    before = browser.cookie
    browser.use_link()
    browser.type_code(given_code(world))
    assert browser.is_in()
    with world.engine() as session:
        living = session.scalars(
            select(SignIn).where(SignIn.person_id == world.people[Role.HR], SignIn.ended_at.is_(None))
        )
        assert living.all() == []
    other = Browser(browser.app, world)
    other.client.set_cookie("hr", before or "", domain="localhost")
    assert not other.is_in()


def test_one_goes_on_where_one_wanted_to_go_and_nowhere_else(app: Flask, valkey: redis.Redis) -> None:
    del valkey  # empty: nobody tried before
    world = build_world()
    browser = Browser(app, world)
    browser.open("/sign-in?next=/account/notifications")
    browser.use_link()
    answer = browser.type_code(given_code(world))
    assert answer.headers["Location"].startswith("/account/passkeys/new?first=1")  # they have none yet
    assert "then=/account/notifications" in answer.headers["Location"]
    for hostile in ("https://evil.example/", "//evil.example/", "/\\evil.example", "/no/such/page"):
        answer = Browser(browser.app, world).open("/sign-in", query_string={"next": hostile})
        assert "hr-then" not in str(answer.headers.getlist("Set-Cookie"))
        assert 'action="/sign-in/passkey?next=' not in answer.text
