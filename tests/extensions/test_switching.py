"""Switching a plugin, agreeing to what it may touch, its settings and secrets: the commands and the API."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from tests.builders import World, bearer, build_neighbour, build_person, build_world, give_role
from tests.extensions.making import loaded

from handrail.audit.models import TenantEntry
from handrail.entrypoints.app import create_app
from handrail.extensions import breaker as circuits
from handrail.extensions import commands, secret_store
from handrail.extensions.activation import active
from handrail.extensions.commands import Switch
from handrail.extensions.secret_store import Slot
from handrail.extensions.standing import State
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session
from handrail.kit.errors import Invalid, NotFound
from handrail.kit.settings import Settings

OFFERED = ("document.read", "http:api.acme.example")
ADMIN = Role.CONSULTANCY_ADMIN


@pytest.fixture(scope="module")
def app(database: Settings, servers: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:  # noqa: ARG001
    with loaded(tmp_path_factory.mktemp("made"), "made_for_switching"):
        yield create_app()


@pytest.fixture
def world(app: Flask) -> World:  # noqa: ARG001 - with its plugins
    made = build_world()
    for role, employer_id in ((Role.OPERATOR, None), (Role.AUDITOR, None), (Role.EMPLOYER_ADMIN, made.employer_id)):
        made.people[role] = build_person(made.tenant_id, f"Invented {role.value}")
        give_role(made.tenant_id, made.people[role], role, employer_id)
    return made


def switch(world: World, state: State, employer_id: UUID | None = None, **more: Any) -> None:
    with world.session(ADMIN) as (session, actor):
        more.setdefault("agreed", OFFERED)
        commands.switch(session, actor, "made", employer_id, Switch(state=state, **more))


def choose(world: World, employer_id: UUID | None = None, **given: Any) -> None:
    with world.session(ADMIN) as (session, actor):
        commands.configure(session, actor, "made", employer_id, given)


def standing(world: World, employer_id: UUID | None = None) -> Any:
    with world.engine() as session:
        return active(session, employer_id).of("made")


def register(world: World) -> list[tuple[str, dict[str, Any]]]:
    with world.engine() as session:
        rows = session.execute(
            select(TenantEntry.verb, TenantEntry.detail)
            .where(TenantEntry.tenant_id == world.tenant_id, TenantEntry.verb.startswith("plugin."))
            .order_by(TenantEntry.seq)
        )
        return [(verb, detail["changes"]) for verb, detail in rows]


def test_a_plugin_is_on_where_it_was_switched_on_and_the_register_says_who_and_what(world: World) -> None:
    switch(world, State.ON)
    assert not standing(world, world.employer_id).begins
    switch(world, State.ON, world.employer_id)
    assert standing(world, world.employer_id).begins
    assert standing(world, world.employer_id).grants == frozenset(OFFERED)
    assert not standing(world, build_neighbour(world).employer_id).begins
    (verb, first), (_verb, second) = register(world)
    assert verb == "plugin.switched"
    assert first["state"] == ["off", "on"]
    assert first["capabilities"] == [[], list(OFFERED)]
    assert second["employer"] == [None, str(world.employer_id)]


def test_the_same_switch_again_changes_nothing(world: World) -> None:
    switch(world, State.ON)
    switch(world, State.ON)
    assert len(register(world)) == 1


def test_nothing_is_switched_on_before_all_of_what_it_may_touch_was_agreed_to(world: World) -> None:
    for agreed in ((), OFFERED[:1]):
        with pytest.raises(Invalid) as refused:
            switch(world, State.ON, agreed=agreed)
        assert refused.value.problems[0].pointer == "/agreed"
    assert standing(world).state is State.OFF


def test_what_the_operator_does_not_allow_is_not_agreed_to_by_anybody(world: World) -> None:
    switch(world, State.ON, agreed=(*OFFERED, "notify.send"))
    assert standing(world).grants == frozenset(OFFERED)


def test_it_runs_out_and_is_off_and_what_is_off_has_nothing_to_run_out(world: World) -> None:
    with pytest.raises(Invalid):
        switch(world, State.DRAINING)
    switch(world, State.ON, employers_default=True)
    switch(world, State.DRAINING, employers_default=True)
    assert (standing(world, world.employer_id).begins, standing(world, world.employer_id).runs) == (False, True)
    switch(world, State.OFF)
    assert not standing(world, world.employer_id).runs


def test_the_law_that_people_work_under_runs_out_and_is_not_switched_off(world: World) -> None:
    with world.session(ADMIN) as (session, actor):
        with pytest.raises(commands.PluginInUse):
            commands.switch(session, actor, "nl", None, Switch(state=State.OFF))
        commands.switch(session, actor, "nl", None, Switch(state=State.DRAINING))
        assert not active(session, world.employer_id).has("nl")
        assert active(session, world.employer_id).runs("nl")
        commands.switch(session, actor, "fr", None, Switch(state=State.OFF))
        assert not active(session, world.employer_id).runs("fr")


def test_a_plugin_of_the_consultancy_is_not_switched_at_a_client(world: World) -> None:
    with world.session(ADMIN) as (session, actor), pytest.raises(commands.SwitchedElsewhere):
        commands.switch(session, actor, "nl", world.employer_id, Switch(state=State.DRAINING))


def test_an_employers_administrator_switches_for_that_employer_and_for_nobody_else(world: World) -> None:
    switch(world, State.ON)
    other = build_neighbour(world)
    with tenant_session(world.actor(Role.EMPLOYER_ADMIN).context()) as session:
        actor = world.actor(Role.EMPLOYER_ADMIN)
        for elsewhere in (None, other.employer_id):
            with pytest.raises(NotFound):
                commands.switch(session, actor, "made", elsewhere, Switch(state=State.ON, agreed=OFFERED))
        commands.switch(session, actor, "made", world.employer_id, Switch(state=State.ON))
    assert standing(world, world.employer_id).begins


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.HR, Role.OPERATOR, Role.AUDITOR, Role.WORKER])
def test_nobody_else_switches_anything(world: World, role: Role) -> None:
    with tenant_session(world.actor(ADMIN).context()) as session, pytest.raises(NotFound):
        commands.switch(session, world.actor(role), "made", None, Switch(state=State.ON, agreed=OFFERED))


def test_settings_are_checked_beside_each_field_and_stored_where_they_are_chosen(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        choose(world, region="us", most=12, unknown=1, signed="yes")
    assert sorted(problem.pointer for problem in refused.value.problems) == ["/most", "/region", "/signed", "/unknown"]
    choose(world, region="uk", most=3, sender="us")
    choose(world, world.employer_id, sender="them")
    assert dict(standing(world, world.employer_id).settings) == {"region": "uk", "most": 3, "sender": "them"}
    with pytest.raises(Invalid):
        choose(world, world.employer_id, region="eu")
    choose(world, region=None, most=None)
    assert dict(standing(world).settings) == {"region": "eu", "sender": "us"}


def secrets(world: World, employer_id: UUID | None = None) -> dict[str, tuple[str, str | None]]:
    with world.engine() as session:
        found = secret_store.opened(session, "made", employer_id)
        return {key: (each.value, each.previous) for key, each in found.items()}


def test_a_secret_is_sealed_and_exchanging_it_keeps_the_one_before_until_the_new_one_worked(
    world: World, superuser: Any
) -> None:
    choose(world, api_key="first-key")
    assert secrets(world) == {"api_key": ("first-key", None)}
    choose(world, api_key="second-key")
    assert secrets(world) == {"api_key": ("second-key", "first-key")}
    with world.engine() as session:
        secret_store.worked(session, Slot("made", None, "api_key"))
    assert secrets(world) == {"api_key": ("second-key", None)}
    choose(world, world.employer_id, api_key="their-key")
    assert secrets(world, world.employer_id) == {"api_key": ("their-key", None)}
    stored = superuser.execute(
        "select sealed::text || coalesce(previous_sealed::text, '') from plugin_secret"
    ).fetchall()
    assert stored
    assert not any(b"key".hex() in row for (row,) in stored)
    assert "key" not in repr(register(world)).replace("api_key", "")
    choose(world, api_key=None)
    assert secrets(world) == {}


def test_nobody_but_administrators_and_jobs_reads_even_the_sealed_secret(world: World) -> None:
    choose(world, api_key="a-key")
    count = text("select count(*) from plugin_secret")
    for role, expected in ((ADMIN, 1), (Role.EMPLOYER_ADMIN, 0), (Role.COORDINATOR, 0), (Role.OPERATOR, 0)):
        with tenant_session(world.actor(role).context()) as session:
            assert session.scalar(count) == expected, role


# --- API --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def call(client: FlaskClient, world: World, method: str, path: str, role: Role = ADMIN, **body: Any) -> Any:
    kept = {"json": body} if body else {}
    return client.open(f"/api/v1{path}", method=method, headers=bearer(world, role), **kept)


def test_over_the_api_it_is_read_switched_and_configured_and_no_secret_comes_back(
    client: FlaskClient, world: World
) -> None:
    read = call(client, world, "GET", "/plugins/made").json
    asked = [each["name"] for each in read["capabilities"] if each["allowed"]]
    assert (read["state"], read["publisher"], asked) == ("off", "Acme", list(OFFERED))
    refused = call(client, world, "PUT", "/plugins/made/state", state="on")
    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, "/agreed")
    assert call(client, world, "PUT", "/plugins/made/state", state="on", agreed=asked).json["state"] == "on"
    wrong = call(client, world, "PATCH", "/plugins/made/settings", values={"most": 99})
    assert (wrong.status_code, wrong.json["errors"][0]["pointer"]) == (422, "/values/most")
    stored = call(client, world, "PATCH", "/plugins/made/settings", values={"most": 5, "api_key": "hush-hush"})
    assert (stored.json["settings"], stored.json["secrets"]) == ({"region": "eu", "most": 5}, ["api_key"])
    assert "hush-hush" not in stored.text + call(client, world, "GET", "/plugins").text
    assert call(client, world, "PUT", "/plugins/nl/state", state="off").json["type"] == "/problems/plugin-in-use"


def test_the_operator_stops_a_plugin_for_everybody_and_lets_it_go_on(
    client: FlaskClient, world: World, valkey: Any
) -> None:
    circuits.use(circuits.Breaker(valkey))
    switch(world, State.ON)
    assert call(client, world, "POST", "/operator/plugins/made/quarantine").status_code == 404
    assert call(client, world, "POST", "/operator/plugins/made/quarantine", Role.OPERATOR).status_code == 204
    assert call(client, world, "GET", "/plugins/made").json["quarantined"] is True
    assert not standing(world).begins
    (told,) = [
        each for each in call(client, world, "GET", "/operator/plugins", Role.OPERATOR).json["items"]
        if each["name"] == "made"
    ]  # fmt: skip
    assert (told["quarantine"], told["withheld"]) == ("operator", ["notify.send"])
    assert call(client, world, "POST", "/operator/plugins/made/resume", Role.OPERATOR).status_code == 204
    assert standing(world).begins
    assert [verb for verb, _changes in register(world)][-2:] == ["plugin.quarantined", "plugin.resumed"]
    circuits.use(None)


def test_without_the_memory_that_is_shared_nobody_is_told_that_a_plugin_was_stopped(
    client: FlaskClient, world: World
) -> None:
    circuits.use(circuits.Breaker(None))
    answer = call(client, world, "POST", "/operator/plugins/made/quarantine", Role.OPERATOR)
    assert answer.status_code == 503
    circuits.use(None)
