"""The rules and their sources can be looked up by everybody, on a page and over the API."""

import pytest
from flask import Flask
from tests.builders import World, bearer, build_world, sign_in

from handrail.extensions.registry import registry
from handrail.kit.codes import Role
from handrail.kit.i18n import use_locale
from handrail.obligations.presenting import place_name, spoken
from handrail.sdk import HOLIDAYS
from handrail.web.checks import assert_well_formed


@pytest.fixture(scope="module")
def world(database: object) -> World:
    del database
    return build_world()


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.WORKER, Role.SUPERVISOR], ids=str)
def test_everybody_finds_the_rules_of_a_place_with_their_sources(app: Flask, world: World, role: Role) -> None:
    client = app.test_client()
    sign_in(client, world, role)
    listed, page = client.get("/rules").text, client.get("/rules/nl").text
    assert_well_formed(listed)
    assert_well_formed(page)
    assert 'href="/rules/nl"' in listed
    assert 'id="nl.problem_analysis"' in page
    assert "Regeling procesgang eerste en tweede ziektejaar" in page
    assert client.get("/rules/xx").status_code == 404


def test_a_country_is_named_in_the_readers_language() -> None:
    with use_locale("de"):
        assert place_name(registry().jurisdictions["nl"]) == "Niederlande"


def test_a_program_reads_what_the_command_prints(app: Flask, world: World) -> None:
    client, headers = app.test_client(), bearer(world, Role.COORDINATOR)
    codes = [each["code"] for each in client.get("/api/v1/jurisdictions", headers=headers).get_json()["items"]]
    assert "nl" in codes
    assert codes == sorted(codes)
    rules = client.get("/api/v1/jurisdictions/nl/rules", headers=headers).get_json()["items"]
    found = next(each for each in rules if each["id"] == "nl.problem_analysis")
    assert found["source"]["article"] == "2(2)"
    assert found["reviewed_on"] == "2026-11-01"
    assert client.get("/api/v1/jurisdictions/xx/rules", headers=headers).status_code == 404


def test_what_is_not_certain_in_how_a_rule_is_read_stands_beside_it(app: Flask, world: World) -> None:
    """And the list of days off is named in the reader's language."""
    client = app.test_client()
    sign_in(client, world, Role.COORDINATOR)
    assert "two weeks are the practice" in client.get("/rules/de").text
    for code, words in (("no", "really resumed"), ("at", "general knowledge"), ("ca_on", "first shift after it")):
        assert words in client.get(f"/rules/{code}").text
    with use_locale("fr"):
        named = spoken().calendar(registry().jurisdictions["nl"].calendar_version)
    assert "avec le Vendredi saint" in named
    assert HOLIDAYS in named
