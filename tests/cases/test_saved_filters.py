"""Filters of the case list that somebody keeps: their own, in one role, without a name in them."""

import re
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from tests.builders import (
    World,
    actor_for,
    bearer,
    build_person,
    build_world,
    give_role,
    open_participating_case,
    sign_in,
)

from handrail.cases.filters import commands, queries
from handrail.cases.filters.models import SavedFilter
from handrail.cases.filters.rules import MOST, kept
from handrail.identity.actor import Actor
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session
from handrail.kit.errors import Invalid, NotFound
from handrail.web.checks import assert_well_formed

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
UNDECIDED = {"participation": "undecided", "sort": "opened"}


def keep(actor: Actor, name: str, query: dict[str, str], *, is_default: bool = False) -> SavedFilter:
    with tenant_session(actor.context()) as session:
        return commands.save_filter(session, actor, name=name, query=query, is_default=is_default)


def mine(actor: Actor) -> dict[str, tuple[dict[str, Any], bool]]:
    with tenant_session(actor.context()) as session:
        return {each.name: (each.query, each.is_default) for each in queries.filters_of(session, actor)}


def client_of(app: Flask, world: World) -> FlaskClient:
    client = app.test_client()
    sign_in(client, world, Role.COORDINATOR)
    return client


def test_only_known_parts_of_the_address_are_kept_and_never_a_name() -> None:
    assert kept({"name": "Ann", "participation": "undecided", "sort": "", "after": "x"}) == {
        "participation": "undecided"
    }


def test_a_filter_with_the_same_name_is_kept_anew(world: World) -> None:
    me = world.actor(Role.COORDINATOR)
    keep(me, "Thinking", UNDECIDED)
    keep(me, "Thinking", {"participation": "declined"})
    assert mine(me) == {"Thinking": ({"participation": "declined"}, False)}


def test_the_list_begins_with_one_of_them_at_most(world: World) -> None:
    me = world.actor(Role.COORDINATOR)
    keep(me, "First", UNDECIDED, is_default=True)
    keep(me, "Second", {"closed": "1"}, is_default=True)
    assert [name for name, (_query, begins) in mine(me).items() if begins] == ["Second"]
    with tenant_session(me.context()) as session:
        commands.begin_with(session, me, None)
    assert not any(begins for _query, begins in mine(me).values())


def test_nobody_else_reads_changes_or_drops_them(world: World) -> None:
    """Not a colleague, not oneself in another role, not another consultancy."""
    me, elsewhere = world.actor(Role.COORDINATOR), build_world()
    colleague_id = build_person(world.tenant_id, "Invented Colleague")
    give_role(world.tenant_id, colleague_id, Role.COORDINATOR, world.employer_id)
    give_role(world.tenant_id, me.person_id, Role.LEAD_COORDINATOR, world.employer_id)
    found = keep(me, "Mine", UNDECIDED, is_default=True)
    others = (
        actor_for(world.tenant_id, colleague_id, Role.COORDINATOR),
        actor_for(world.tenant_id, me.person_id, Role.LEAD_COORDINATOR),
        elsewhere.actor(Role.COORDINATOR),
    )
    for other in others:
        assert mine(other) == {}
        for act in (commands.begin_with, commands.remove_filter):
            with pytest.raises(NotFound), tenant_session(other.context()) as session:
                act(session, other, found.id)
    assert mine(me) == {"Mine": (UNDECIDED, True)}


def test_there_are_not_more_than_a_list_can_show(world: World) -> None:
    me = world.actor(Role.COORDINATOR)
    for number in range(MOST):
        keep(me, f"Filter {number}", UNDECIDED)
    with pytest.raises(Invalid):
        keep(me, "One more", UNDECIDED)
    keep(me, "Filter 3", {"closed": "1"})
    assert len(mine(me)) == MOST


def test_it_is_kept_chosen_and_dropped_on_pages(app: Flask, world: World) -> None:
    open_participating_case(world)
    client = client_of(app, world)
    kept_now = send(client, "/cases?participation=undecided", "/cases/filters", name="Thinking", is_default="1")
    assert kept_now.status_code == 303
    assert kept_now.headers["Location"].endswith("/cases?participation=undecided")
    page = client.get("/cases/filters").text
    assert_well_formed(page)
    assert "Thinking" in page
    (found,) = client_items(app, world)
    assert found["is_default"]
    assert send(client, "/cases/filters", f"/cases/filters/{found['id']}/remove").status_code == 303
    assert client_items(app, world) == []


def send(client: FlaskClient, page: str, path: str, **values: str) -> Any:
    """Send what the page's forms hide, and these values."""
    inputs = re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", client.get(page).text.partition("<main")[2])
    pairs = [(re.search(r'name="([^"]*)"', one), re.search(r'value="([^"]*)"', one)) for one in inputs]
    hidden = {name[1]: value[1] for name, value in pairs if name and value}
    return client.post(path, data=hidden | values, headers=SAME_ORIGIN)


def client_items(app: Flask, world: World) -> list[dict[str, Any]]:
    answer = app.test_client().get("/api/v1/case-filters", headers=bearer(world, Role.COORDINATOR))
    items: list[dict[str, Any]] = answer.get_json()["items"]
    return items


def test_a_program_keeps_and_drops_them(app: Flask, world: World) -> None:
    client, headers = app.test_client(), bearer(world, Role.COORDINATOR)
    made = client.post("/api/v1/case-filters", json={"name": "Mine", **UNDECIDED}, headers=headers)
    assert made.status_code == 201
    assert made.get_json()["query"] == UNDECIDED
    wrong = client.post("/api/v1/case-filters", json={"name": "Mine", "sort": "luck"}, headers=headers)
    assert wrong.status_code == 422
    assert wrong.get_json()["errors"][0]["pointer"] == "/sort"
    assert client.delete(f"/api/v1/case-filters/{uuid4()}", headers=headers).status_code == 404
    assert client.delete(f"/api/v1/case-filters/{made.get_json()['id']}", headers=headers).status_code == 204
    assert client_items(app, world) == []
