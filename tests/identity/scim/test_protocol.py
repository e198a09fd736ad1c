"""SCIM as RFC 7644 has it: questions, pages, patches, versions, errors."""

import json
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scim2_models import GroupMembership, Meta, ScimFilter
from sqlalchemy import select
from tests.builders import World, build_world
from tests.identity.scim.conftest import PATCH, USER, Directory, connect
from tests.logs import caught

from handrail.identity.scim import searching
from handrail.identity.scim.models import ScimUser
from handrail.identity.scim.shapes import FullUser, user_of
from handrail.kit.db import Context, tenant_session
from handrail.kit.errors import TooManyRequests

PEOPLE = (
    {"userName": "anna", "externalId": "1", "displayName": "Anna", "active": True,
     "emails": [{"value": "anna@a.example", "type": "work"}, {"value": "anna@home.example", "type": "home"}]},
    {"userName": "Ben", "externalId": "2", "name": {"familyName": "Berg"}, "active": False},
    {"userName": "CLEO", "displayName": "Cl\u00e9o", "emails": [{"value": "cleo@a.example", "primary": True}]},
)  # fmt: skip


@pytest.fixture(scope="module")
def shown(app: Flask) -> Directory:
    """A directory with a few people, which these tests only read."""
    found = connect(app, build_world())
    for each in PEOPLE:
        more: dict[str, Any] = dict(each)
        found.bring(more.pop("userName"), **more)
    return found


def names(directory: Directory, query: str) -> list[str]:
    return [each["userName"] for each in directory.get(f"/Users?{query}").get("Resources", [])]


# --- Questions ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ('userName eq "ANNA"', ["anna"]),
        ('userName ne "anna"', ["Ben", "CLEO"]),
        ('userName sw "c"', ["CLEO"]),
        ('userName ew "o"', ["CLEO"]),
        ('userName co "n"', ["anna", "Ben"]),
        ("displayName pr", ["anna", "CLEO"]),
        ('userName gt "b"', ["Ben", "CLEO"]),
        ('userName le "anna"', ["anna"]),
        ('userName ge "ben" and userName lt "c"', ["Ben"]),
        ('externalId eq "1" or externalId eq "2"', ["anna", "Ben"]),
        ('not (userName eq "anna")', ["Ben", "CLEO"]),
        ('emails[type eq "work" and value ew "a.example"]', ["anna"]),
        ('emails[type eq "home" and value ew "a.example"]', []),
        ('emails.value co "a.example" and not (active eq true)', []),
        ('name.familyName eq "berg"', ["Ben"]),
        (f'{USER}:userName eq "ben"', ["Ben"]),
        ('meta.lastModified gt "2000-01-01T00:00:00Z" and active eq false', ["Ben"]),
        ('displayName eq "Cle\u0301o"', ["CLEO"]),
    ],
)
def test_a_filter_finds_whom_it_means(shown: Directory, asked: str, found: list[str]) -> None:
    answer = shown.ask("POST", "/Users/.search", {"filter": asked})
    assert answer.status_code == 200, answer.text
    assert [each["userName"] for each in answer.get_json(force=True).get("Resources", [])] == found


def test_people_are_sorted_and_paged_from_one_on(shown: Directory) -> None:
    assert names(shown, "sortBy=userName&sortOrder=descending") == ["CLEO", "Ben", "anna"]
    page = shown.get("/Users?startIndex=2&count=1")
    assert (page["totalResults"], page["startIndex"], page["itemsPerPage"]) == (3, 2, 1)
    assert [each["userName"] for each in page["Resources"]] == ["Ben"]
    assert names(shown, "startIndex=0&count=1") == ["anna"]
    assert shown.get("/Users?count=0") == {**shown.get("/Users?count=-3"), "Resources": []}
    assert names(shown, "filter=active eq true&startIndex=2&count=5".replace(" ", "%20")) == ["CLEO"]


def test_what_is_asked_for_is_returned_and_the_id_always(shown: Directory) -> None:
    one = shown.get("/Users?attributes=userName&count=1")["Resources"][0]
    assert one.keys() == {"schemas", "id", "userName"}
    assert "emails" not in shown.get(f"/Users/{one['id']}?excludedAttributes=emails")


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "kind"),
    [
        ("GET", "/Users?filter=userName%20eq", None, 400, "invalidFilter"),
        ("GET", '/Users?filter=nothing%20eq%20"x"', None, 400, "invalidFilter"),
        ("GET", "/Users?sortBy=nothing", None, 400, "invalidPath"),
        ("GET", "/Users?filter=" + "not%20(" * 400, None, 400, "invalidFilter"),
        ("GET", "/Users?attributes=userName&excludedAttributes=emails", None, 400, "invalidValue"),
        ("POST", "/Users", {"schemas": [USER]}, 400, "invalidValue"),
        ("POST", "/Users", [1], 400, "invalidSyntax"),
        ("POST", "/Users", {"schemas": [USER], "userName": "a\u0000b"}, 400, "invalidValue"),
        ("POST", "/Users", {"schemas": [USER], "userName": "a" * 3000}, 400, "invalidValue"),
        ("GET", "/Users/nobody", None, 404, None),
        ("GET", "/nowhere", None, 404, None),
        ("PUT", "/Users", {}, 405, None),
        ("POST", "/Bulk", {}, 501, None),
        ("GET", "/Me", None, 501, None),
    ],
)
def test_an_error_has_the_form_of_the_protocol(  # noqa: PLR0917 - a table
    shown: Directory, method: str, path: str, body: Any, status: int, kind: str | None
) -> None:
    answer = shown.ask(method, path, body)
    said = answer.get_json(force=True)
    assert (answer.status_code, said["status"], said.get("scimType")) == (status, str(status), kind)
    assert answer.content_type == "application/scim+json"


def test_a_body_that_is_no_json_or_too_long_is_refused(shown: Directory) -> None:
    client, headers = shown.app.test_client(), {"Authorization": f"Bearer {shown.secret}"}
    for data, status in (("{", 400), ("[" * 50_000, 400), ('{"userName": "\\ud800"}', 400), ("x" * 3_000_000, 413)):
        assert client.post("/scim/v2/Users", data=data, headers=headers).status_code == status


def test_a_directory_that_asks_too_often_waits(shown: Directory, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_given: object) -> None:
        raise TooManyRequests(retry_after=7)

    monkeypatch.setattr("handrail.identity.scim.asking.spend", refuse)
    answer = shown.ask("GET", "/Users")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "7")


def test_no_name_and_no_question_is_logged(shown: Directory) -> None:
    with caught(logging.DEBUG) as log:
        shown.ask("GET", '/Users?filter=userName%20eq%20"Quillon"')
        shown.ask("POST", "/Users", {"schemas": [USER], "userName": "Quillon", "emails": [{"value": "quillon"}]})
        shown.ask("POST", "/Users", {"schemas": [USER], "userName": "Quillon", "externalId": "1"})
    said = log.getvalue()
    assert "identity_scim" in said
    assert "quillon" not in said.lower()
    assert shown.secret not in said


# --- Questions, by property ---------------------------------------------------------------------------------------

_VALUES = ["anna", "ANNA", "ben", "1", "2", "", "e\u0301", "\u00c9", "no-id", "01890000-0000-7000-8000-000000000000"]
_COMPARED = st.builds(
    lambda name, op, value: f"{name} {op} {json.dumps(value)}",
    st.sampled_from(["userName", "externalId", "id", "displayName", "USERNAME", f"{USER}:userName", "emails.value"]),
    st.sampled_from(["eq", "ne", "co", "sw", "ew", "gt", "le"]),
    st.sampled_from(_VALUES),
)
FILTERS: st.SearchStrategy[str] = st.recursive(
    _COMPARED | st.sampled_from(["displayName pr", "active eq true", 'emails[type eq "work"]']),
    lambda inner: (
        st.builds("({}) and ({})".format, inner, inner)
        | st.builds("({}) or ({})".format, inner, inner)
        | st.builds("not ({})".format, inner)
    ),
    max_leaves=5,
)


@pytest.fixture(scope="module")
def everybody(shown: Directory) -> list[Any]:
    with tenant_session(Context(shown.world.tenant_id, person_id=shown.connection_id)) as session:
        rows = session.scalars(select(ScimUser).order_by(ScimUser.id)).all()
        groups: list[GroupMembership] = []
        return [user_of(row.said, id=str(row.id), meta=Meta(), groups=groups) for row in rows]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=FILTERS)
def test_what_the_database_leaves_out_could_not_match(shown: Directory, everybody: list[Any], asked: str) -> None:
    """One meaning of a filter holds: the library's, judged over everybody without the database's help."""
    found = ScimFilter[FullUser](asked)  # type: ignore[valid-type]
    expected = {each.id for each in everybody if found.match(each)}
    with tenant_session(Context(shown.world.tenant_id, person_id=shown.connection_id)) as session:
        statement = select(ScimUser).where(searching.narrowed(found.ast, FullUser))
        left = {str(row.id) for row in session.scalars(statement)}
    assert expected <= left
    if asked in {'userName eq "anna"', 'externalId eq "1"'}:
        assert left == expected


# --- Patches, by property -----------------------------------------------------------------------------------------

_MAIL = st.fixed_dictionaries(
    {"value": st.sampled_from(["a@x.example", "b@x.example"]), "type": st.sampled_from(["work", "home"])}
)
OPERATIONS = st.one_of(
    st.builds(
        lambda op, path, value: {"op": op, "path": path, "value": value},
        st.sampled_from(["add", "replace", "Replace"]),
        st.sampled_from(["displayName", "externalId", "locale", "name.givenName", "name.familyName"]),
        st.sampled_from(["x", "y", "z"]),
    ),
    st.builds(
        lambda path: {"op": "remove", "path": path},
        st.sampled_from(["displayName", "externalId", "locale", "name.givenName", "name", "emails"]),
    ),
    st.builds(lambda value: {"op": "add", "path": "emails", "value": [value]}, _MAIL),
    st.builds(lambda value: {"op": "replace", "path": "emails", "value": [value]}, _MAIL),
    st.builds(lambda kind: {"op": "remove", "path": f'emails[type eq "{kind}"]'}, st.sampled_from(["work", "home"])),
    st.builds(lambda value: {"op": "replace", "value": {"displayName": value}}, st.sampled_from(["x", "y"])),
)


def applied(state: dict[str, Any], operation: dict[str, Any]) -> dict[str, Any]:
    """Do the same to a plain dict: `name.givenName` is a key, mails are a list without repeats."""
    op, path, value = operation["op"].lower(), operation.get("path"), operation.get("value")
    found = {**state, "emails": list(state.get("emails", []))}
    if path is None:
        assert isinstance(value, dict)
        return found | value
    if path == "emails" and op == "add":
        assert value is not None
        found["emails"] += [each for each in value if each not in found["emails"]]
    elif path == "emails":
        found["emails"] = [] if op == "remove" else list(value or [])
    elif path.startswith("emails["):
        found["emails"] = [each for each in found["emails"] if f'"{each["type"]}"' not in path]
    elif op == "remove":
        for key in [key for key in found if key == path or key.startswith(f"{path}.")]:
            del found[key]
    else:
        found[path] = value
    return found


def flat(said: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {name: said[name] for name in ("displayName", "externalId", "locale") if name in said}
    kept |= {f"name.{part}": value for part, value in said.get("name", {}).items()}
    return kept | {"emails": said.get("emails", [])}


@pytest.fixture(scope="module")
def patched(app: Flask) -> Callable[[list[list[dict[str, Any]]]], dict[str, Any]]:
    directory, numbers = connect(app, build_world()), iter(range(10_000))

    def run(patches: list[list[dict[str, Any]]]) -> dict[str, Any]:
        made = directory.bring(f"user-{next(numbers)}")
        for operations in patches:
            answer = directory.patch(f"/Users/{made['id']}", *operations)
            assert answer.status_code == 200, answer.text
        found = directory.get(f"/Users/{made['id']}")
        assert directory.ask("DELETE", f"/Users/{made['id']}").status_code == 204
        return found

    return run


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(patches=st.lists(st.lists(OPERATIONS, min_size=1, max_size=4), min_size=1, max_size=3))
def test_patches_do_what_they_do_to_a_plain_dict(
    patched: Callable[[list[list[dict[str, Any]]]], dict[str, Any]], patches: list[list[dict[str, Any]]]
) -> None:
    expected: dict[str, Any] = {"emails": []}
    for operations in patches:
        for operation in operations:
            expected = applied(expected, operation)
    assert flat(patched(patches)) == expected


def test_of_a_patch_all_is_done_or_nothing(directory: Directory) -> None:
    made = directory.bring("anna", displayName="Anna")
    answer = directory.patch(
        f"/Users/{made['id']}",
        {"op": "replace", "path": "displayName", "value": "Other"},
        {"op": "replace", "path": "id", "value": "x"},
    )
    assert (answer.status_code, answer.get_json(force=True)["scimType"]) == (400, "mutability")
    assert directory.get(f"/Users/{made['id']}")["displayName"] == "Anna"


# --- Versions -----------------------------------------------------------------------------------------------------


def test_who_saw_an_older_version_changes_nothing(directory: Directory) -> None:
    made = directory.bring("anna")
    path, rename = f"/Users/{made['id']}", {"op": "replace", "path": "displayName", "value": "A"}
    first = made["meta"]["version"]
    assert directory.ask("GET", path).headers["ETag"] == first
    assert directory.patch(path, rename, If_Match=first).headers["ETag"] != first
    again = {"op": "replace", "path": "displayName", "value": "B"}
    for answer in (
        directory.patch(path, again, If_Match=first),
        directory.ask("PUT", path, {"schemas": [USER], "userName": "b"}, If_Match=first),
        directory.ask("DELETE", path, If_Match=first),
    ):
        assert (answer.status_code, answer.get_json(force=True)["status"]) == (412, "412")
    assert directory.get(path)["displayName"] == "A"
    assert directory.patch(path, again, If_Match="*").status_code == 200


def test_what_somebody_has_already_is_not_sent_again(directory: Directory) -> None:
    made = directory.bring("anna")
    path = f"/Users/{made['id']}"
    assert directory.ask("GET", path, If_None_Match=made["meta"]["version"]).status_code == 304
    assert directory.ask("GET", path, If_None_Match='W/"7"').status_code == 200


def test_a_change_that_changes_nothing_is_no_new_version(directory: Directory) -> None:
    made = directory.bring("anna", displayName="A")
    answer = directory.patch(f"/Users/{made['id']}", {"op": "replace", "path": "displayName", "value": "A"})
    assert answer.headers["ETag"] == made["meta"]["version"]


def _at_once(asks: list[Callable[[], int]]) -> list[int]:
    with ThreadPoolExecutor(len(asks)) as pool:
        return sorted(each.result(timeout=60) for each in [pool.submit(ask) for ask in asks])


def test_of_two_changes_at_once_that_saw_the_same_version_one_is_made(directory: Directory) -> None:
    made = directory.bring("anna")

    def change(value: str) -> Callable[[], int]:
        operation = {"op": "replace", "path": "displayName", "value": value}
        seen = made["meta"]["version"]
        return lambda: directory.patch(f"/Users/{made['id']}", operation, If_Match=seen).status_code

    assert _at_once([change(value) for value in "abcd"]) == [200, 412, 412, 412]
    assert directory.get(f"/Users/{made['id']}")["meta"]["version"] == 'W/"2"'


def test_of_the_same_name_at_once_one_is_made(directory: Directory) -> None:
    body = {"schemas": [USER], "userName": "anna"}
    asks = [lambda: directory.ask("POST", "/Users", body).status_code] * 4
    assert _at_once(list(asks)) == [201, 409, 409, 409]


def test_a_request_that_breaks_half_way_leaves_nothing(
    directory: Directory, monkeypatch: pytest.MonkeyPatch, world: World
) -> None:
    """As when the process dies: what was done is one transaction."""
    made = directory.bring("anna", displayName="Anna")

    def die(*_given: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("handrail.identity.scim.persons.close", die)
    operations = [{"op": "replace", "value": {"displayName": "Other", "active": False}}]
    answer = directory.ask("PATCH", f"/Users/{made['id']}", {"schemas": [PATCH], "Operations": operations})
    assert answer.status_code == 500
    found = directory.get(f"/Users/{made['id']}")
    assert (found["displayName"], found["active"], found["meta"]["version"]) == ("Anna", True, 'W/"1"')
    assert world.tenant_id == directory.world.tenant_id
