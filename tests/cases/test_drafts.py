"""What somebody is still writing is theirs alone, comes back, and goes when it is sent or its days are over."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from tests.builders import World, build_person, build_world, case_row, give_role, open_participating_case, sign_in
from werkzeug.test import TestResponse

from handrail.cases.drafts import commands as drafts
from handrail.cases.drafts.commands import Place
from handrail.cases.drafts.errors import WrittenElsewhere
from handrail.cases.drafts.kinds import DAYS_KEPT, KINDS
from handrail.identity.policies import ACTIONS
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session

SECRET = "zanzibar-of-the-draft"


@pytest.fixture(scope="module")
def world(database: object) -> World:
    del database
    return build_world()


@pytest.fixture(scope="module")
def case_id(world: World) -> UUID:
    return open_participating_case(world)


class Window:
    """The coordinator at a browser without script."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/account").text)
        assert found is not None
        self.token = found[1]

    def read(self, path: str) -> str:
        page: str = self.client.get(path).text
        return page

    def send(self, path: str, **values: Any) -> TestResponse:
        sent = {"csrf_token": self.token, "idempotency_key": str(uuid4())} | values
        return self.client.post(path, data=sent, headers={"Sec-Fetch-Site": "same-origin"})


@pytest.fixture(scope="module")
def window(app: Flask, world: World) -> Window:
    client = app.test_client()
    sign_in(client, world, Role.COORDINATOR)
    return Window(client)


def place(world: World, case_id: UUID, form: str = "follow-up") -> Place:
    with world.engine() as session:
        return Place(form, case_row(session, case_id).subject())


def keep(world: World, at: Place, words: str, *, key: UUID | None = None, seen: int = 0) -> UUID:
    key = key or uuid4()
    with world.session(Role.COORDINATOR) as (session, actor):
        drafts.keep(session, actor, at, typed={"notes": [words]}, form_key=key, seen=seen)
    return key


def test_every_form_that_is_kept_names_an_act_of_the_policy() -> None:
    assert {kind.act for kind in KINDS.values()} <= ACTIONS.keys()
    assert all(kind.compartment == ACTIONS[kind.act].compartment for kind in KINDS.values())


@pytest.mark.rule("CON-2")
def test_a_draft_is_sealed_and_nobody_but_its_writer_finds_it(world: World, case_id: UUID) -> None:
    keep(world, place(world, case_id), SECRET)
    for role in (Role.WORKER, Role.SUPERVISOR, Role.HR, Role.LEAD_COORDINATOR):
        with world.session(role) as (session, _actor):
            assert session.scalar(text("select count(*) from form_draft")) == 0
    other = build_person(world.tenant_id, "Invented Second Coordinator")
    give_role(world.tenant_id, other, Role.COORDINATOR, world.employer_id)
    second = world.actor(Role.COORDINATOR, other)
    with tenant_session(second.context()) as session:
        assert session.scalar(text("select count(*) from form_draft")) == 0
    with world.engine() as session:
        stored = session.scalar(text("select d::text from form_draft d"))
        assert stored is not None
        assert SECRET not in stored
        assert SECRET.encode().hex() not in stored


def test_a_form_that_was_left_comes_back_with_what_stood_in_it_and_goes_when_it_is_sent(
    window: Window, case_id: UUID
) -> None:
    path = f"/cases/{case_id}/contact"
    key = str(uuid4())
    typed = {"notes": "half a sentence", "agreed-0-what": "Ask", "channel": "video", "idempotency_key": key}
    saved = window.send(f"/cases/{case_id}/drafts/contact", **typed)
    assert saved.status_code == 204
    page = window.read(path)
    assert "half a sentence" in page
    assert "This is your private draft of" in page
    assert 'value="Ask"' in page
    sent = window.send(path, notes="a whole one", channel="video", idempotency_key=key, draft_seen="1")
    assert sent.status_code == 303
    assert "half a sentence" not in window.read(path)


def test_without_script_a_button_keeps_the_draft_and_another_throws_it_away(window: Window, case_id: UUID) -> None:
    path = f"/cases/{case_id}/first-meeting"
    kept = window.send(path, notes="so far", keep="draft", channel="no channel")
    assert kept.status_code == 303
    assert "so far" in window.read(path)
    window.send(path, keep="away")
    assert "so far" not in window.read(path)


def test_a_second_window_writes_nothing_over_and_shows_both_to_choose_from(window: Window, case_id: UUID) -> None:
    path = f"/cases/{case_id}/preparation"
    window.send(path, notes="first window", keep="draft")
    mine = {"notes": "second window", "keep": "draft"}
    refused = window.send(path, **mine, draft_seen="0")
    assert refused.status_code == 409
    assert "There are two versions now" in refused.text
    assert "first window" in refused.text
    assert "second window" in refused.text
    chosen = mine | {"draft_seen": "1", "take-notes": "both"}
    assert window.send(path, **chosen).status_code == 303
    page = window.read(path)
    assert "first window\n\nsecond window" in page


def test_the_window_that_saved_last_saves_again_and_any_other_only_from_what_it_saw(
    world: World, case_id: UUID
) -> None:
    at = place(world, case_id, "summary")
    first = keep(world, at, "one")
    keep(world, at, "two", key=first)
    with pytest.raises(WrittenElsewhere):
        keep(world, at, "other", seen=1)
    keep(world, at, "other", seen=2)
    with pytest.raises(WrittenElsewhere):
        keep(world, at, "three", key=first, seen=0)


def test_a_draft_that_nobody_sent_is_removed_after_its_days(world: World, case_id: UUID) -> None:
    at = place(world, case_id, "first-contact")
    keep(world, at, "old")
    with clock.frozen(clock.now() + timedelta(days=DAYS_KEPT, seconds=1)):
        with world.session(Role.COORDINATOR) as (session, actor):
            assert drafts.kept(session, actor, at) is None
        with world.engine() as session:
            drafts.remove_old(session, world.tenant_id)
    with world.engine() as session:
        assert session.scalar(text("select count(*) from form_draft")) == 0


def test_a_draft_of_somebody_elses_case_is_kept_nowhere(window: Window) -> None:
    other = build_world()
    theirs = open_participating_case(other)
    for path in (f"/cases/{theirs}/drafts/follow-up", f"/cases/{theirs}/drafts/no-such-form"):
        assert window.send(path, notes="x").status_code == 404
