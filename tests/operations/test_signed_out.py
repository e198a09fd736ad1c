"""A form whose session ended meanwhile: nothing typed is lost, and nobody else sends it."""

import re
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from tests.builders import World, build_world, sign_in

from handrail.identity import resuming
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.settings import Settings
from handrail.notifications.models import Preference

PATH = "/account/notifications"
SAME = {"Sec-Fetch-Site": "same-origin"}
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TYPED = "My back is better & <b>mornings</b> are fine"


@pytest.fixture
def world(database: Settings) -> World:
    assert database
    return build_world()


def typed(client: FlaskClient, **more: str) -> dict[str, str]:
    token = re.findall(r'csrf_token" value="([^"]+)', client.get(PATH).text)[0]
    key = str(uuid.uuid4())
    return {
        "csrf_token": token,
        "idempotency_key": key,
        "email": "true",
        "quiet_from": "21:00",
        "quiet_until": "07:00",
    } | more


def hidden(page: str) -> dict[str, str]:
    """Return the hidden fields of the form that sends again."""
    form = page.partition('<ol class="flow">')[2].partition("</form>")[0]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)
    return {name: value.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">") for name, value in found}


def quiet_hours(world: World, role: Role) -> list[str]:
    with world.engine() as session:
        found = session.scalars(select(Preference).where(Preference.person_id == world.people[role])).all()
        return [f"{each.quiet_from}" for each in found]


def ended(app: Flask, world: World, role: Role = Role.WORKER) -> tuple[FlaskClient, dict[str, str]]:
    """Return a browser with a form that was filled in, half an hour and more after its last request."""
    client = app.test_client()
    with clock.frozen(NOW - timedelta(minutes=45)):
        sign_in(client, world, role)
        return client, typed(client, note=TYPED)


def send(client: FlaskClient, form: dict[str, str], **more: Any) -> Any:
    return client.post(PATH, data=form, headers=SAME | more.pop("headers", {}), **more)


def test_what_was_typed_comes_back_and_is_sent_once_signed_in_again(app: Flask, world: World) -> None:
    client, form = ended(app, world)
    with clock.frozen(NOW):
        answer = send(client, form)
        assert (answer.status_code, answer.mimetype) == (401, "text/html")
        assert "You were signed out" in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        assert "<b>mornings" not in answer.text  # shown as it was typed, never as markup
        kept = hidden(answer.text)
        assert {name: kept[name] for name in form if name != "csrf_token"} == {
            name: value for name, value in form.items() if name != "csrf_token"
        }
        assert quiet_hours(world, Role.WORKER) == []
        assert send(client, kept).status_code == 401  # not signed in yet: the same page again
        sign_in(client, world, Role.WORKER)
        assert send(client, kept).status_code == 303
    assert quiet_hours(world, Role.WORKER) == ["21:00:00"]


def test_somebody_else_on_the_same_device_can_not_send_it_as_theirs(app: Flask, world: World) -> None:
    client, form = ended(app, world)
    with clock.frozen(NOW):
        kept = hidden(send(client, form).text)
        sign_in(client, world, Role.SUPERVISOR)
        answer = send(client, kept)
    assert answer.status_code == 403
    assert "mornings" not in answer.text
    assert quiet_hours(world, Role.SUPERVISOR) == []
    assert quiet_hours(world, Role.WORKER) == []


def test_it_goes_to_its_own_address_alone_and_not_for_ever(app: Flask, world: World) -> None:
    client, form = ended(app, world)
    with clock.frozen(NOW):
        kept = hidden(send(client, form).text)
        sign_in(client, world, Role.WORKER)
        assert client.post("/account/role", data=kept | {"role": "worker"}, headers=SAME).status_code in {403, 404}
        for wrong in (
            kept["csrf_token"][:-1],
            "again.9.0",
            "again.x.y",
            f"again.{'9' * 400}.0",
            "again",
            kept["csrf_token"].replace("again", "x"),
        ):
            assert send(client, kept | {"csrf_token": wrong}).status_code == 403
    with clock.frozen(NOW + timedelta(hours=1)):
        sign_in(client, world, Role.WORKER)
        assert send(client, kept).status_code == 403
    with clock.frozen(NOW - timedelta(minutes=1)):
        sign_in(client, world, Role.WORKER)
        assert send(client, kept).status_code == 403
    assert quiet_hours(world, Role.WORKER) == []


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "", "Origin": "https://evil.example"}]
)
def test_a_page_of_others_gets_nothing_back(app: Flask, world: World, headers: dict[str, str]) -> None:
    client, form = ended(app, world)
    with clock.frozen(NOW):
        answer = client.post(PATH, data=form, headers=headers)
    assert answer.status_code == 403
    assert "mornings" not in answer.text


def test_without_a_cookie_there_is_text_to_copy_and_nothing_to_send(app: Flask) -> None:
    answer = send(app.test_client(), {"note": TYPED, "email": "true"})
    assert answer.status_code == 401
    assert "mornings" in answer.text
    assert "Send again" not in answer.text


def test_secrets_and_files_are_not_kept(app: Flask, world: World) -> None:
    client, form = ended(app, world)
    with clock.frozen(NOW):
        answer = send(client, form | {"password": "hush hush", "one_time_token": "hush 123456"})
        assert "hush" not in answer.text
        from io import BytesIO  # noqa: PLC0415 - this test's alone

        upload = form | {"file": (BytesIO(b"x"), "scan.pdf")}
        answer = send(client, upload, content_type="multipart/form-data")  # type: ignore[arg-type]
    assert answer.status_code == 401
    assert "A file can not be kept" in answer.text
    assert "Send again" not in answer.text


def test_a_part_of_a_page_becomes_the_whole(app: Flask, world: World) -> None:
    client, form = ended(app, world)
    with clock.frozen(NOW):
        answer = send(client, form, headers={"HX-Request": "true"})
    assert answer.headers["HX-Retarget"] == answer.headers["HX-Reselect"] == "#main"
    assert hidden(answer.text)["note"] == TYPED


def test_a_program_gets_a_problem_and_the_way_in_stays_as_it_was(app: Flask) -> None:
    client = app.test_client()
    assert send(client, {"note": TYPED}, headers={"Accept": "application/json"}).mimetype == "application/problem+json"
    assert client.post("/api/v1/account/messages", json={}, headers=SAME).mimetype == "application/problem+json"
    stale = client.post("/sign-in", data={"email": "a@example.test", "csrf_token": "x"}, headers=SAME)
    assert (stale.status_code, "too old" in stale.text or "load the page again" in stale.text) == (403, True)


def test_more_than_a_page_can_hold_is_not_given_back(app: Flask) -> None:
    answer = send(app.test_client(), {"note": TYPED + "x" * resuming.MOST_BYTES})
    assert answer.status_code == 401
    assert "mornings" not in answer.text
