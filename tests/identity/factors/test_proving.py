"""An act that weighs more asks who one is once more, and what was typed for it is not lost."""

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import redis
from flask import Flask
from sqlalchemy import select
from tests.builders import World, build_world
from tests.identity.factors.visiting import SAME, Browser, given_code

from handrail.identity import commands, proofs
from handrail.identity.factors.models import RecoveryCode
from handrail.identity.models import SignIn
from handrail.identity.proofs import Method, Proof
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.ids import new_id

pytestmark = pytest.mark.usefixtures("database")
NOW = datetime(2026, 9, 1, 10, 0, 10, tzinfo=UTC)
CODES = "/account/recovery-codes"


@pytest.fixture(scope="module")
def world(database: object) -> World:
    del database
    return build_world()


@pytest.fixture
def browser(app: Flask, world: World, valkey: redis.Redis) -> Iterator[Browser]:
    del valkey  # empty: nobody tried before
    with clock.frozen(NOW):
        yield Browser(app, world)


def come_in_long_ago(browser: Browser, role: Role = Role.WORKER, **of_proof: Any) -> UUID:
    """Be signed in with two factors, a quarter of an hour ago."""
    proof = Proof(Method.LINK_AND_CODE, 2, is_strong=False, **of_proof)
    world = browser.world
    with world.engine() as session:
        row, secret = commands.start_sign_in(
            session,
            world.tenant_id,
            world.people[role],
            role,
            proof=proof,
            proven_at=clock.now() - timedelta(minutes=15),
        )
    browser.client.set_cookie("hr", secret, domain="localhost")
    return row.id


def hidden(page: str, action: str) -> dict[str, str]:
    """Return the hidden fields of the form with this address."""
    form = page.partition(f'action="{html.escape(action)}"')[2].partition("</form>")[0]
    assert form, f"no form to {action}"
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)
    return {name: html.unescape(value) for name, value in found}


def sheets(world: World) -> int:
    with world.engine() as session:
        return len(session.scalars(select(RecoveryCode.id)).all())


def test_a_page_that_asks_for_a_proof_is_reached_by_one(browser: Browser) -> None:
    come_in_long_ago(browser)
    answer = browser.open(CODES)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/account/prove?then={CODES}")
    page = browser.open(answer.headers["Location"]).text
    assert "You are about to change how you sign in." in page
    before = browser.cookie
    answer = browser.send(f"/account/prove?then={CODES}", code=given_code(browser.world))
    assert (answer.status_code, answer.headers["Location"]) == (303, CODES)
    assert browser.cookie != before
    assert browser.open(CODES).status_code == 200
    with clock.frozen(NOW + proofs.FRESH):
        assert browser.open(CODES).status_code == 302
    thief = Browser(browser.app, browser.world)
    thief.client.set_cookie("hr", before or "", domain="localhost")
    assert not thief.is_in()


def test_a_proof_leads_nowhere_but_to_pages_of_ours(browser: Browser) -> None:
    for hostile in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/nothing"):
        come_in_long_ago(browser)
        page = browser.open("/account/prove", query_string={"then": hostile}).text
        assert "evil" not in page.replace("/account/prove?then=", "", 1).partition('name="next"')[0]
        browser.open("/account/prove")
        answer = browser.client.post(
            "/account/prove",
            query_string={"then": hostile},
            data={
                "csrf_token": re.findall(r'name="csrf_token" value="([^"]+)"', browser.page)[0],
                "idempotency_key": str(new_id()),
                "code": given_code(browser.world),
            },
            headers=SAME,
            environ_base={"REMOTE_ADDR": f"192.0.2.{len(hostile)}"},
        )
        assert answer.headers.get("Location") in {"/account", None}, hostile


def test_what_was_typed_travels_through_the_proof_and_is_sent_by_one_press(browser: Browser) -> None:
    come_in_long_ago(browser)
    browser.open("/account")
    answer = browser.send(f"{CODES}?first=1", note='mornings <b>at "ten"</b>')
    assert (answer.status_code, answer.mimetype) == (401, "text/html")
    assert sheets(browser.world) == 0
    fields = hidden(answer.text, "/account/prove")
    proven = browser.send("/account/prove", **fields, code=given_code(browser.world))
    assert proven.status_code == 200
    on = hidden(proven.text, f"{CODES}?first=1")
    assert on["note"] == 'mornings <b>at "ten"</b>'
    assert "<b>at" not in proven.text
    assert sheets(browser.world) == 0
    sent = browser.client.post(f"{CODES}?first=1", data=on, headers=SAME)
    assert (sent.status_code, sheets(browser.world)) == (200, 10)


def test_a_wrong_code_keeps_what_was_typed(browser: Browser) -> None:
    come_in_long_ago(browser)
    browser.open("/account")
    first = hidden(browser.send(CODES, note="still here").text, "/account/prove")
    missed = browser.send("/account/prove", **first, code="1111 1111")
    assert missed.status_code == 422
    again = hidden(missed.text, "/account/prove")
    assert {name: again[name] for name in first if name.startswith("again")} == {
        name: value for name, value in first.items() if name.startswith("again")
    }
    done = browser.send("/account/prove", **again, code=given_code(browser.world))
    assert hidden(done.text, CODES)["note"] == "still here"


def test_somebody_else_can_not_send_what_was_typed(browser: Browser) -> None:
    come_in_long_ago(browser)
    browser.open("/account")
    fields = hidden(browser.send(CODES, note="mine").text, "/account/prove")
    come_in_long_ago(browser, Role.HR)
    browser.open("/account/prove")
    fields["csrf_token"] = hidden(browser.page, "/account/prove")["csrf_token"]
    proven = browser.send("/account/prove", **fields, code=given_code(browser.world, Role.HR))
    on = hidden(proven.text, CODES)
    assert browser.client.post(CODES, data=on, headers=SAME).status_code == 403


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/x", "/\\evil.example", "/sign-in", "/nothing", "/account"]
)
def test_no_page_of_ours_becomes_a_form_to_anywhere(browser: Browser, target: str) -> None:
    come_in_long_ago(browser)
    browser.open("/account/prove")
    planted = {"again_target": target, "again_key": "again.1.0", "again_fields": '[["a","b"]]'}
    answer = browser.send("/account/prove", **planted, code=given_code(browser.world))
    assert (answer.status_code, answer.headers.get("Location")) == (303, "/account")
    browser.open("/account/prove")
    for broken in ("", "{", "[[1,2]]", '[["a"]]', "[" * 3000, '[["csrf_token","x"]]', "7"):
        answer = browser.send("/account/prove", again_target=CODES, again_key="x", again_fields=broken, code="1")
        assert answer.status_code in {422, 429}


def test_a_session_of_a_provider_stays_one_when_it_is_proven_anew(browser: Browser) -> None:
    connection, employer = new_id(), browser.world.employer_id
    told = {
        "connection_id": connection,
        "external_subject": "s",
        "external_session": "x",
        "within_employer_id": employer,
    }
    come_in_long_ago(browser, Role.HR, **told)
    browser.open("/account/prove")
    browser.send("/account/prove", code=given_code(browser.world, Role.HR))
    with browser.world.engine() as session:
        row = session.scalars(select(SignIn).where(SignIn.connection_id == connection, SignIn.ended_at.is_(None))).one()
        assert {name: getattr(row, name) for name in told} == told
        assert (row.factors, row.proven_at) == (2, NOW)


def test_what_an_employers_provider_says_is_no_way_to_make_a_way_in(browser: Browser) -> None:
    come_in_long_ago(browser, Role.HR, within_employer_id=browser.world.employer_id)
    browser.open("/account/prove")
    browser.send("/account/prove", code=given_code(browser.world, Role.HR))
    browser.open("/account/recovery-codes")
    before = sheets(browser.world)
    assert browser.send(CODES).status_code == 404
    assert sheets(browser.world) == before


def test_a_program_is_told_what_is_missing(browser: Browser) -> None:
    world = browser.world
    with world.engine() as session:
        _row, secret = commands.make_api_token(
            session, world.system(), person_id=world.people[Role.COORDINATOR], role=Role.COORDINATOR, name="t", days=1,
            proven_at=NOW - timedelta(minutes=11),
        )  # fmt: skip
    answer = browser.client.post(
        f"/api/v1/people/{world.people[Role.WORKER]}/sign-in-codes",
        json={"way": "telephone"},
        headers={"Authorization": f"Bearer {secret}"},
    )
    assert answer.status_code == 401
    assert 'error="insufficient_user_authentication"' in answer.headers["WWW-Authenticate"]
    assert 'max_age="600"' in answer.headers["WWW-Authenticate"]
    assert answer.get_json()["type"] == "/problems/step-up-required"
