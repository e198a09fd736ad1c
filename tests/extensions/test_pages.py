"""The pages of plugins, as a browser without script uses them."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from tests.builders import World, build_person, build_world, give_role, sign_in
from tests.extensions.making import loaded
from werkzeug.test import TestResponse

from handrail.entrypoints.app import create_app
from handrail.extensions import breaker as circuits
from handrail.extensions import registry as plugins
from handrail.extensions.activation import active
from handrail.extensions.words import titled, told
from handrail.kit.codes import Role
from handrail.kit.faults import Fault
from handrail.kit.i18n import use_locale
from handrail.kit.settings import Settings

SAME = {"Sec-Fetch-Site": "same-origin"}
ADMIN = Role.CONSULTANCY_ADMIN
MADE = "/settings/plugins/made"


@pytest.fixture(scope="module")
def app(database: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    circuits.use(circuits.Breaker(circuits.memory_at(database.redis_url)))
    circuits.breaker().resume("made")
    with loaded(tmp_path_factory.mktemp("made"), "made_for_pages"):
        yield create_app()
    circuits.use(None)


@pytest.fixture
def world(app: Flask) -> World:  # noqa: ARG001 - with its plugins
    made = build_world()
    for role, employer_id in ((Role.OPERATOR, None), (Role.EMPLOYER_ADMIN, made.employer_id)):
        made.people[role] = build_person(made.tenant_id, f"Invented {role.value}")
        give_role(made.tenant_id, made.people[role], role, employer_id)
    return made


def opened(app: Flask, world: World, role: Role = ADMIN) -> FlaskClient:
    client = app.test_client()
    sign_in(client, world, role)
    return client


def send(client: FlaskClient, page: str, to: str, **values: Any) -> TestResponse:
    """Press a button of a page."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(page).text)
    assert token is not None
    kept = {"csrf_token": token[1], "idempotency_key": str(uuid4())}
    return client.post(to, data=values | kept, headers=SAME)


def standing(world: World, plugin: str = "made") -> Any:
    with world.engine() as session:
        return active(session, world.employer_id).of(plugin)


def key_of(world: World, client: FlaskClient) -> str:
    found = re.search(r"employer=([\w-]+)", client.get(MADE).text)
    assert found is not None, world
    return found[1]


def test_an_administrator_reads_what_it_may_touch_agrees_and_switches_it_on_for_one_employer(
    app: Flask, world: World
) -> None:
    client = opened(app, world)
    page = client.get(MADE).text
    assert "Send the agreement for signature" in page
    assert "not allowed by the operator" in page
    refused = send(client, f"{MADE}/on", f"{MADE}/on")
    assert (refused.status_code, "Agree to what this plugin may touch" in refused.text) == (422, True)
    agreed = ["document.read", "http:api.acme.example"]
    assert send(client, f"{MADE}/on", f"{MADE}/on", agreed=agreed).status_code == 303
    assert not standing(world).begins
    there = f"{MADE}/on?employer={key_of(world, client)}"
    assert send(client, there, there).status_code == 303
    assert standing(world).begins
    assert standing(world).grants == frozenset(agreed)


def test_it_runs_out_and_goes_off_by_a_button_and_the_law_says_why_it_does_not(app: Flask, world: World) -> None:
    client = opened(app, world)
    send(
        client, f"{MADE}/on", f"{MADE}/on", agreed=["document.read", "http:api.acme.example"], employers_default="true"
    )
    assert standing(world).begins
    assert send(client, MADE, f"{MADE}/state", state="draining").status_code == 303
    assert (standing(world).begins, standing(world).runs) == (False, True)
    assert send(client, MADE, f"{MADE}/state", state="off").status_code == 303
    assert not standing(world).runs
    law = send(client, "/settings/plugins/nl", "/settings/plugins/nl/state", state="off")
    assert (law.status_code, "People work where this law applies" in law.text) == (409, True)
    assert standing(world, "nl").begins


def test_settings_come_back_as_typed_where_they_are_wrong_and_a_secret_never(app: Flask, world: World) -> None:
    client = opened(app, world)
    wrong = send(client, MADE, f"{MADE}/settings", region="eu", most="99", sender="Us", api_key="hush-hush")
    assert (wrong.status_code, 'value="99"' in wrong.text, "hush-hush" in wrong.text) == (422, True, False)
    stored = send(client, MADE, f"{MADE}/settings", region="uk", most="5", api_key="hush-hush", signed="true")
    assert stored.status_code == 303
    assert dict(standing(world).settings) == {"region": "uk", "most": 5, "signed": True}
    page = client.get(MADE).text
    assert "Leave it empty to keep the one that is there." in page
    assert "hush-hush" not in page
    send(client, MADE, f"{MADE}/settings", region="", most="", api_key="")
    assert dict(standing(world).settings) == {"region": "eu", "signed": False}
    assert "Take this secret away" in client.get(MADE).text, "what was left empty stays"
    assert send(client, MADE, f"{MADE}/secrets/remove", key="api_key").status_code == 303
    assert "Take this secret away" not in client.get(MADE).text


def test_an_employers_administrator_changes_what_is_theirs_alone(app: Flask, world: World) -> None:
    client = opened(app, world, Role.EMPLOYER_ADMIN)
    page = client.get(MADE).text
    assert "Switch it on" not in page
    assert "Store the settings" not in page
    assert client.get(f"{MADE}/on").status_code == 404
    there = f"{MADE}?employer={key_of(world, client)}"
    assert send(client, there, f"{MADE}/settings?employer={key_of(world, client)}", sender="Them").status_code == 303
    assert standing(world).settings["sender"] == "Them"
    assert client.get(f"{MADE}?employer=nobody").status_code == 404


@pytest.mark.usefixtures("app")
def test_a_plugins_own_words_are_in_the_readers_language_and_a_law_is_named_after_its_country() -> None:
    made, dutch = (plugins.registry().plugin(name) for name in ("made", "nl"))
    assert made is not None
    assert dutch is not None
    with use_locale("nl"):
        assert (titled(made), told(made, "Data region"), told(made, "Sender")) == (
            "Gemaakt voor een test", "Gegevensregio", "Sender",
        )  # fmt: skip
        assert titled(dutch) == "Nederland"


def _breaks() -> None:
    raise ValueError("Quillon said so")


def test_the_operator_sees_where_it_broke_stops_it_and_lets_it_go_on(app: Flask, world: World) -> None:
    with pytest.raises(ValueError, match="Quillon") as raised:
        _breaks()
    fault = Fault.of(raised.value)
    circuits.breaker().note("made", "check", world.tenant_id, fault)
    client = opened(app, world, Role.OPERATOR)
    page = client.get("/operator/plugins").text
    assert "checking what was entered" in page
    assert "_breaks" in page
    assert "Quillon" not in page
    assert str(world.tenant_id) not in page
    assert send(client, "/operator/plugins", "/operator/plugins/made/quarantine").status_code == 303
    assert "stopped everywhere" in client.get("/operator/plugins").text
    assert "The operator has stopped this plugin" in opened(app, world).get(MADE).text
    assert send(client, "/operator/plugins", "/operator/plugins/made/resume").status_code == 303
    assert "stopped everywhere" not in client.get("/operator/plugins").text
