"""A page that stays open after its reader's session ended is cleared, and gives back what was typed to nobody else."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from tests.builders import World, build_world, sign_in

from handrail.identity.models import SignIn
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.settings import Settings

SAME = {"Sec-Fetch-Site": "same-origin"}
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ENDED = NOW + timedelta(minutes=31)
PATH = "/account/notifications"
TYPED = "Mornings are fine, afternoons are not yet"


@pytest.fixture
def world(database: Settings) -> World:
    del database
    return build_world()


@pytest.fixture
def client(app: Flask, world: World) -> FlaskClient:
    """A browser with a page that is open since NOW."""
    browser = app.test_client()
    with clock.frozen(NOW):
        sign_in(browser, world, Role.WORKER)
    return browser


def whose(client: FlaskClient) -> str:
    return re.findall(r'data-whose="([^"]+)"', client.get(PATH).text)[0]


def seconds(client: FlaskClient, mark: str) -> int:
    answer = client.get("/sign-in/state", query_string={"of": mark})
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json is not None
    assert set(answer.json) == {"seconds"}
    return int(answer.json["seconds"])


def typed(mark: str, **more: str) -> dict[str, str]:
    """Return what the script sends of a page that it clears."""
    return {"csrf_token": "of before", "note": TYPED, "again_target": PATH, "ended_page": PATH, "ended_of": mark} | more


def test_a_page_learns_how_long_it_lasts_and_asking_is_no_use_of_the_session(client: FlaskClient, world: World) -> None:
    with clock.frozen(NOW):
        mark = whose(client)
        assert seconds(client, mark) == 30 * 60
    with clock.frozen(NOW + timedelta(minutes=29)):
        assert seconds(client, mark) == 60
    with world.engine() as session:
        assert session.scalars(select(SignIn.seen_at).where(SignIn.ended_at.is_(None))).one() == NOW
    with clock.frozen(ENDED):
        assert seconds(client, mark) == 0


def test_a_page_is_over_once_somebody_else_has_signed_in_and_for_whoever_makes_a_mark_up(
    app: Flask, client: FlaskClient, world: World
) -> None:
    with clock.frozen(NOW):
        mark = whose(client)
        assert seconds(client, "0" * 16) == seconds(client, "") == seconds(app.test_client(), mark) == 0
        sign_in(client, world, Role.SUPERVISOR)
        assert seconds(client, mark) == 0


def test_what_was_typed_comes_back_and_goes_where_it_was_to_go(client: FlaskClient, world: World) -> None:
    with clock.frozen(NOW):
        mark = whose(client)
    with clock.frozen(ENDED):
        page = client.post("/account/ended", data=typed(mark), headers=SAME)
        assert (page.status_code, page.headers["Cache-Control"]) == (401, "no-store")
        assert f'action="{PATH}"' in page.text
        assert TYPED in page.text
        assert mark not in page.text
        token = re.findall(r'csrf_token" value="(again[^"]+)', page.text)[0]
        sign_in(client, world, Role.WORKER)
        form = {"csrf_token": token, "idempotency_key": "0" * 32, "email": "true"}
        assert client.post(PATH, data=form, headers=SAME).status_code != 403


def test_somebody_else_who_signed_in_meanwhile_gets_nothing_of_it(client: FlaskClient, world: World) -> None:
    with clock.frozen(NOW):
        mark = whose(client)
        sign_in(client, world, Role.SUPERVISOR)
        page = client.post("/account/ended", data=typed(mark), headers=SAME)
    assert page.status_code == 401
    assert TYPED not in page.text
    assert "again." not in page.text


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/sign-out?x\nx", "/no/such/page"])
def test_it_goes_to_no_address_but_ours(client: FlaskClient, target: str) -> None:
    with clock.frozen(NOW):
        mark = whose(client)
    with clock.frozen(ENDED):
        page = client.post("/account/ended", data=typed(mark, again_target=target), headers=SAME)
    assert "evil" not in page.text
    assert "again." not in page.text


def test_where_nothing_was_typed_the_page_says_why_it_is_empty_and_leads_back(client: FlaskClient) -> None:
    with clock.frozen(ENDED):
        sent = {"ended_page": "/my-return", "ended_of": "x"}
        page = client.post("/account/ended", data=sent, headers=SAME)
    assert "the page was cleared" in page.text
    assert 'href="/sign-in?next=/my-return"' in page.text
    assert "typed" not in page.text


def test_a_page_of_others_gets_nothing_back(client: FlaskClient) -> None:
    with clock.frozen(ENDED):
        page = client.post("/account/ended", data=typed("x"), headers={"Sec-Fetch-Site": "cross-site"})
    assert page.status_code == 403
    assert TYPED not in page.text
