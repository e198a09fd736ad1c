"""The door of directories: whatever another directory or consultancy has is as if it were not there.

The crawl of all routes goes as people in roles; directories are nobody, so their routes are asked here.
"""

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from tests.builders import World, build_neighbour, build_world, sign_in
from tests.identity.scim.conftest import GROUP, PATCH, USER, Directory, connect
from tests.isolation.crawling import neutral, statements
from tests.isolation.digests import digests_of
from werkzeug.routing import Rule

from handrail.kit.codes import Role

Others = list[tuple[Directory, str, str]]
SCHEMAS = {"Users": USER, "Groups": GROUP}
RENAMES = [{"op": "replace", "path": "displayName", "value": "new"}]


def body(method: str, kind: str) -> Any:
    return {
        "PUT": {"schemas": [SCHEMAS[kind]], "userName": "new", "displayName": "new"},
        "PATCH": {"schemas": [PATCH], "Operations": RENAMES},
    }.get(method)


@pytest.fixture(scope="module")
def home(app: Flask) -> Directory:
    found = connect(app, build_world(), "Home")
    found.group("People", found.bring("anna", externalId="1")["id"])
    return found


@pytest.fixture(scope="module")
def others(home: Directory) -> Others:
    """Directories of the neighbour in the same consultancy and of another one, with a person and a group."""
    found = []
    for world in (build_neighbour(home.world), build_world()):
        world.people.setdefault(Role.CONSULTANCY_ADMIN, home.world.people[Role.CONSULTANCY_ADMIN])
        other = connect(home.app, world, "Zyxwide directory")
        person = other.bring("zyxwide", externalId="zyx", displayName="Zyxwide")["id"]
        found.append((other, person, other.group("Zyxwide people", person)["id"]))
    return found


def rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/scim/v2/")]


def test_every_address_with_an_id_is_asked_below(app: Flask) -> None:
    named = {rule.rule for rule in rules(app) if rule.arguments - {"kind", "rest", "name"}}
    assert named == {"/scim/v2/<any(Users, Groups):kind>/<row_id>"}


@pytest.mark.rule("CON-1")
def test_what_others_have_is_answered_as_what_nobody_has(home: Directory, others: Others) -> None:
    for other, person, group in others:
        home.get("/Users")  # notes that its token is in use, which the next minute's requests do not
        before = digests_of(other.world)
        for kind, theirs in (("Users", person), ("Groups", group)):
            for method in ("GET", "PUT", "PATCH", "DELETE"):
                answers = []
                for row_id in (theirs, str(uuid4())):
                    with statements() as noted:
                        answer = home.ask(method, f"/{kind}/{row_id}", body(method, kind))
                    answers.append((answer.status_code, neutral(answer.text, [row_id]), noted))
                assert answers[0] == answers[1]
                assert answers[0][0] == 404
        if other.world.tenant_id != home.world.tenant_id:
            assert digests_of(other.world) == before


@pytest.mark.rule("CON-1")
def test_no_question_count_or_conflict_tells_of_others(home: Directory, others: Others) -> None:
    for _other, person, group in others:
        for kind in ("Users", "Groups"):
            assert "zyxwide" not in home.ask("GET", f"/{kind}").text.lower()
            for asked in ('displayName co "zyx"', 'externalId eq "zyx"', f'id eq "{person}"', f'id eq "{group}"'):
                found = home.ask("POST", f"/{kind}/.search", {"filter": asked}).get_json(force=True)
                assert found["totalResults"] == 0
        made = home.bring("zyxwide", externalId="zyx", emails=[{"value": "zyxwide@employer.example"}])
        for member in (person, group):
            asked_for = {"schemas": [GROUP], "displayName": "G", "members": [{"value": member}]}
            nobody = {**asked_for, "members": [{"value": str(uuid4())}]}
            answers = [home.ask("POST", "/Groups", each).text for each in (asked_for, nobody)]
            assert answers[0] == answers[1]
        assert home.ask("DELETE", f"/Users/{made['id']}").status_code == 204


def test_the_place_in_the_list_of_people_tells_nothing(home: Directory, others: Others) -> None:
    client = home.app.test_client()
    sign_in(client, home.world, Role.CONSULTANCY_ADMIN)
    for _other, person, _group in others:
        answers = []
        for after in (person, str(uuid4())):
            path = f"/administration/provisioning/{home.connection_id}?after={after}"
            answers.append(client.get(path, base_url="http://localhost"))
        assert {answer.status_code for answer in answers} == {200}
        assert "zyxwide" not in answers[0].text.lower()


def test_a_token_of_another_consultancy_opens_its_own_alone(app: Flask, home: Directory) -> None:
    abroad: World = build_world()
    other = connect(app, abroad, "Home")
    assert other.get("/Users")["totalResults"] == 0
    assert home.get("/Users")["totalResults"] == 1
