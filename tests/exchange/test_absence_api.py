"""Absences over the API: once for each request key, wrong values beside the field, nothing foreign."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from handrail.cases.absence_models import Absence
from handrail.kit.codes import Role
from handrail.kit.db import engine_context, tenant_session

World = Any  # the fixture's own type lies in conftest, which tests do not import
Api = Callable[..., Any]  # a FlaskClient, whose answers are read as plain JSON
BODY: dict[str, Any] = {
    "employer": "harbour",
    "worker": "w1",
    "external_key": "a1",
    "first_day": "2026-11-02",
    "expected_days": 30,
    "percent": 100,
}
HEADER = "absence_id,worker_id,first_day,last_day,expected_days,percent\n"


def stored(world: World) -> int:
    with tenant_session(engine_context(world.tenant_id)) as session:
        return session.scalar(select(func.count()).select_from(Absence)) or 0


@pytest.mark.rule("S1-1")
def test_an_absence_is_recorded_and_read_back(api: Api) -> None:
    client = api()
    made = client.post("/api/v1/absences", json=BODY)
    assert made.status_code == 201
    assert made.json == client.get(f"/api/v1/absences/{made.json['id']}").json
    assert made.json | BODY == made.json
    assert (made.json["first_day_fit"], made.json["source"]) == (None, "api")
    assert client.post("/api/v1/absences", json=BODY).status_code == 200


def test_the_same_key_and_request_get_the_first_answer_and_another_request_is_refused(api: Api, world: World) -> None:
    client, key = api(), {"Idempotency-Key": str(uuid4())}
    first = client.post("/api/v1/absences", json=BODY, headers=key)
    again = client.post("/api/v1/absences", json=BODY, headers=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json == again.json
    other = client.post("/api/v1/absences", json=BODY | {"external_key": "a2"}, headers=key)
    assert (other.status_code, other.json["type"]) == (409, "/problems/idempotency-key-reused")
    assert stored(world) == 1


def test_a_refused_request_can_be_repeated_with_its_key_once_it_is_right(api: Api, world: World) -> None:
    client, key = api(), {"Idempotency-Key": "k"}
    assert client.post("/api/v1/absences", json=BODY | {"percent": 300}, headers=key).status_code == 422
    assert client.post("/api/v1/absences", json=BODY, headers=key).status_code == 201
    assert stored(world) == 1


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"first_day": "2026-02-30"}, "/first_day"),
        ({"first_day": None}, "/first_day"),
        ({"first_day": "1026-02-03"}, "/first_day"),
        ({"first_day_fit": "2026-11-02"}, "/first_day_fit"),
        ({"percent": 0}, "/percent"),
        ({"percent": 50.5}, "/percent"),
        ({"percent": True}, "/percent"),
        ({"expected_days": "many"}, "/expected_days"),
        ({"hours": "-1"}, "/hours"),
        ({"hours": "NaN"}, "/hours"),
        ({"external_key": ""}, "/external_key"),
        ({"external_key": "a\x00b"}, "/external_key"),
        ({"external_key": "\ud800"}, "/external_key"),
        ({"external_key": "a" * 101}, "/external_key"),
        ({"worker": "nobody"}, "/worker"),
        ({"diagnosis": "F43.2"}, "/diagnosis"),
    ],
)
def test_what_is_wrong_is_told_beside_the_field(
    api: Api, world: World, change: Mapping[str, Any], pointer: str
) -> None:
    answer = api().post("/api/v1/absences", json={**BODY, **change})
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert [error["pointer"] for error in answer.json["errors"]] == [pointer]
    assert stored(world) == 0


@pytest.mark.rule("ACC-3")
def test_an_absence_is_corrected_and_ended(api: Api) -> None:
    client = api()
    absence = client.post("/api/v1/absences", json=BODY).json
    path = f"/api/v1/absences/{absence['id']}"
    ended = client.patch(path, json={"first_day_fit": "2026-11-16", "why": "Fit since Monday."})
    assert (ended.status_code, ended.json["first_day_fit"]) == (200, "2026-11-16")
    assert client.patch(path, json={"first_day_fit": None}).json["first_day_fit"] is None
    assert client.patch(path, json={"first_day_fit": "2026-11-01"}).status_code == 422
    assert client.get(path).json == absence


def test_overlaps_and_taken_keys_are_conflicts_that_say_so(api: Api) -> None:
    client = api()
    client.post("/api/v1/absences", json=BODY)
    overlapping = client.post("/api/v1/absences", json=BODY | {"external_key": "a2"})
    assert (overlapping.status_code, overlapping.json["type"]) == (409, "/problems/absences-overlap")
    taken = client.post("/api/v1/absences", json=BODY | {"percent": 50})
    assert (taken.status_code, taken.json["type"]) == (409, "/problems/absence-key-taken")


def test_a_foreign_employer_and_an_unknown_one_answer_the_same(api: Api, world: World) -> None:
    client = api()
    foreign = client.post("/api/v1/absences", json=BODY | {"employer": "bakery", "worker": "b1"})
    unknown = client.post("/api/v1/absences", json=BODY | {"employer": "brewery"})
    assert (foreign.status_code, foreign.data) == (404, unknown.data)
    assert client.get(f"/api/v1/absences/{uuid4()}").data == foreign.data
    assert client.get("/api/v1/absences?employer=bakery").data == foreign.data
    assert stored(world) == 0


@pytest.mark.parametrize(("person", "role"), [("boss", Role.SUPERVISOR), ("coordinator", Role.COORDINATOR)])
def test_roles_that_do_not_record_absences_find_nothing(api: Api, world: World, person: str, role: Role) -> None:
    assert api(person, role).post("/api/v1/absences", json=BODY).status_code == 404
    assert stored(world) == 0


def test_the_supervisor_and_the_worker_read_the_dates_and_a_colleague_does_not(api: Api) -> None:
    absence = api().post("/api/v1/absences", json=BODY).json
    path = f"/api/v1/absences/{absence['id']}"
    assert api("boss", Role.SUPERVISOR).get(path).json["first_day"] == "2026-11-02"
    assert api("w1", Role.WORKER).get(path).status_code == 200
    assert api("w2", Role.WORKER).get(path).status_code == 404


def test_nobody_gets_in_without_a_credential(app: Any) -> None:
    assert app.test_client().post("/api/v1/absences", json=BODY).status_code in {401, 403}
    assert app.test_client().get("/api/v1/absences?employer=harbour").status_code == 401


def test_a_list_is_read_page_by_page_the_latest_first(api: Api) -> None:
    client = api()
    for month in range(1, 6):
        body = BODY | {
            "external_key": f"a{month}",
            "first_day": f"2026-0{month}-05",
            "first_day_fit": f"2026-0{month}-09",
        }
        assert client.post("/api/v1/absences", json=body).status_code == 201
    keys, after = [], ""
    while True:
        page = client.get(f"/api/v1/absences?employer=harbour&limit=2{after}").json
        keys += [item["external_key"] for item in page["items"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert keys == ["a5", "a4", "a3", "a2", "a1"]
    one = client.get("/api/v1/absences?employer=harbour&external_key=a3").json
    assert [item["first_day"] for item in one["items"]] == ["2026-03-05"]
    assert client.get("/api/v1/absences?employer=harbour&open=true").json["items"] == []
    assert client.get("/api/v1/absences?employer=harbour&worker=w2").json["items"] == []


def test_a_file_is_planned_and_taken_in(api: Api, world: World) -> None:
    client = api()
    rows = "a1,w1,2026-03-02,2026-03-06,,\na2,nobody,2026-03-02,,,\na3,w2,2026-02-30,,,\n"
    path = "/api/v1/absence-imports?employer=harbour&profile=generic"
    planned = client.post(f"{path}&dry_run=true", data=HEADER + rows)
    assert (planned.status_code, stored(world)) == (200, 0)
    taken = client.post(path, data=HEADER + rows)
    assert planned.json == taken.json
    assert taken.json["counts"]["creates"] == 1
    assert [(row["line"], row["problems"][0]["code"]) for row in taken.json["rejected"]] == [
        (3, "unknown-worker"),
        (4, "impossible-date"),
    ]
    changed = client.post(path, data=HEADER + rows.replace("03-02,2026-03-06", "03-03,2026-03-06")).json
    assert changed["changes"][0]["changes"] == {"first_day": {"before": "2026-03-02", "after": "2026-03-03"}}


def test_a_file_that_cannot_be_trusted_is_refused_with_every_problem(api: Api, world: World) -> None:
    path = "/api/v1/absence-imports?employer=harbour&profile=generic"
    answer = api().post(path, data="absence_id,worker_id\n")
    assert (answer.status_code, answer.json["type"]) == (422, "/problems/file-refused")
    assert [error["column"] for error in answer.json["errors"]] == ["expected_days", "first_day", "last_day", "percent"]
    strict = api().post(f"{path}&strict=true", data=f"{HEADER}a1,w1,2026-03-02,,,\na2,nobody,2026-03-02,,,\n")
    assert (strict.status_code, strict.json["type"]) == (409, "/problems/rows-rejected")
    unknown = api().post("/api/v1/absence-imports?employer=harbour&profile=..%2Fsecret", data=HEADER)
    assert (unknown.status_code, unknown.json["type"]) == (422, "/problems/profile-refused")
    assert stored(world) == 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    body=st.dictionaries(
        st.sampled_from([*BODY, "hours", "first_day_fit", "reason"]),
        st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.lists(st.integers())),
    )
)
def test_no_body_is_a_fault_of_ours(client: Any, body: Mapping[str, Any]) -> None:
    assert client.post("/api/v1/absences", json={**BODY, **body}).status_code in {200, 201, 404, 409, 422}


@pytest.fixture
def client(api: Api) -> Any:
    return api()


@pytest.mark.parametrize(("said", "recorded"), [("7,5", "7.50"), ("7.5", "7.50"), (7.5, "7.50"), (" 8 ", "8.00")])
def test_hours_are_read_with_a_comma_as_with_a_point(api: Api, said: Any, recorded: str) -> None:
    assert api().post("/api/v1/absences", json=BODY | {"hours": said}).json["hours"] == recorded


@pytest.mark.parametrize("said", ["1.000", "1,000", "7,5,0", "7;5", "1e2", "seven"])
def test_hours_that_could_be_thousands_are_asked_again(api: Api, world: World, said: str) -> None:
    answer = api().post("/api/v1/absences", json=BODY | {"hours": said})
    assert answer.status_code == 422
    assert answer.json["errors"] == [
        {"pointer": "/hours", "detail": "Write hours as 7.5 or 7,5, with at most two decimals."}
    ]
    assert stored(world) == 0
