"""The same acts over the API: answers, ETags, refusals as problems, repeats with a key."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from tests.builders import World
from tests.plans.steps import a_plan, agreed, at_the_table, participating, proposed, release
from werkzeug.test import TestResponse

from handrail.identity import commands as identity
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.plans.rules.content import Content
from handrail.plans.schemas.plan import PlanWrite, as_form

pytestmark = pytest.mark.usefixtures("database")


@dataclass
class Program:
    """A program with somebody's token."""

    client: FlaskClient
    token: str

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> TestResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.open(
            f"/api/v1{path}", method=method, json=body, headers={"Authorization": f"Bearer {self.token}", **named}
        )


ProgramOf = Callable[[World, Role], Program]


@pytest.fixture
def program_of(app: Any) -> ProgramOf:
    def make(world: World, role: Role) -> Program:
        with world.engine() as session:
            _row, secret = identity.make_api_token(
                session,
                world.system(),
                person_id=world.people[role],
                role=role,
                name="test",
                days=1,
                proven_at=clock.now(),
            )
        return Program(app.test_client(), secret)

    return make


def as_json(content: Content) -> dict[str, Any]:
    """A plan as a program sends it."""
    found: dict[str, Any] = PlanWrite().dump(as_form(content))
    return found


def test_own_concerns_are_kept_changed_and_removed_with_etags(program_of: ProgramOf) -> None:
    journey = participating()
    sanne = program_of(journey.world, Role.WORKER)
    path = f"/cases/{journey.case_id}/own-concerns"
    made = sanne.send("POST", path, {"text": "I worry"})
    assert made.status_code == 201, made.get_data(as_text=True)
    one = f"{path}/{made.get_json()['id']}"
    assert sanne.send("GET", one).headers["ETag"] == '"1"'
    assert sanne.send("PUT", one, {"text": "I worry less"}).status_code == 428
    changed = sanne.send("PUT", one, {"text": "I worry less"}, If_Match='"1"')
    assert (changed.status_code, changed.headers["ETag"]) == (200, '"2"')
    stale = sanne.send("PUT", one, {"text": "Too late"}, If_Match='"1"')
    assert stale.status_code == 412
    assert (stale.get_json()["meant"], stale.get_json()["current"]) == (1, 2)
    assert [each["text"] for each in sanne.send("GET", path).get_json()["items"]] == ["I worry less"]
    assert sanne.send("DELETE", one).status_code == 204
    assert sanne.send("GET", one).status_code == 404


def test_a_concern_is_told_reviewed_released_and_taken_back(program_of: ProgramOf) -> None:
    journey = participating()
    sanne, noor = program_of(journey.world, Role.WORKER), program_of(journey.world, Role.COORDINATOR)
    base = f"/cases/{journey.case_id}"
    own = sanne.send("POST", f"{base}/own-concerns", {"text": "Too many late orders"}).get_json()["id"]
    told = sanne.send("POST", f"{base}/own-concerns/{own}/telling", {"topic": "workload"}).get_json()
    assert told["wording"] == "Too many late orders"
    review = noor.send(
        "POST", f"{base}/concerns/{told['id']}/reviews", {"state": "changed", "wording": "Late orders on Fridays"}
    )
    assert review.get_json()["state"] == "changed"
    release_path = f"{base}/concerns/{told['id']}/release"
    assert noor.send("PUT", release_path, {"words": "Mine"}).status_code == 404
    assert sanne.send("PUT", release_path, {"words": "Fridays are too full"}).get_json()["approved"]
    assert sanne.send("DELETE", release_path).status_code == 204
    listed = noor.send("GET", f"{base}/concerns").get_json()["items"]
    assert [(each["wording"], each["released_at"]) for each in listed] == [("Late orders on Fridays", None)]


def test_the_meeting_is_prepared_and_a_closed_gate_is_a_problem_with_its_rule(program_of: ProgramOf) -> None:
    journey = participating()
    sanne, noor = program_of(journey.world, Role.WORKER), program_of(journey.world, Role.COORDINATOR)
    base = f"/cases/{journey.case_id}"
    on = (journey.today + timedelta(days=2)).isoformat()
    meeting = {"on": on, "at": "10:30", "minutes": 60, "place": "Library"}
    refused = noor.send("PUT", f"{base}/meeting", meeting)
    assert refused.status_code == 409
    assert refused.mimetype == "application/problem+json"
    assert refused.get_json()["rule"] == "S4-1"
    ready = {"worker_ready_on": journey.today.isoformat(), "physician": "treating", "return_on": on}
    assert noor.send("PUT", f"{base}/readiness", ready).status_code == 200
    assert noor.send("PUT", f"{base}/summary", {"text": "Late orders"}).status_code == 428
    assert noor.send("PUT", f"{base}/summary", {"text": "Late orders"}, If_Match='"0"').headers["ETag"] == '"1"'
    assert noor.send("PUT", f"{base}/summary", {"text": "Other"}, If_Match='"0"').status_code == 412
    assert sanne.send("POST", f"{base}/summary/validation", {"number": 1}).status_code == 201
    topics = {"topics": ["workload"]}
    assert noor.send("PUT", f"{base}/tentative-plan", topics, If_Match='"0"').status_code == 200
    assert noor.send("PUT", f"{base}/meeting", meeting).get_json()["place"] == "Library"
    supervisor = program_of(journey.world, Role.SUPERVISOR)
    (seen,) = supervisor.send("GET", f"{base}/meetings").get_json()["items"]
    assert seen["starts_at"].startswith(on)


@pytest.mark.rule("S4-5")
def test_a_course_of_action_has_no_field_in_the_tentative_plan(program_of: ProgramOf) -> None:
    journey = participating()
    noor = program_of(journey.world, Role.COORDINATOR)
    path = f"/cases/{journey.case_id}/tentative-plan"
    for body in ({"topics": ["workload"], "action": "Move her"}, {"topics": ["Move her to another team"]}):
        assert noor.send("PUT", path, body, If_Match='"0"').status_code == 422


@pytest.mark.rule("S5-6")
def test_a_plan_is_drafted_proposed_compared_and_accepted(program_of: ProgramOf) -> None:
    journey = at_the_table()
    noor, base = program_of(journey.world, Role.COORDINATOR), f"/cases/{journey.case_id}/plan"
    sanne, ruben = program_of(journey.world, Role.WORKER), program_of(journey.world, Role.SUPERVISOR)
    body = as_json(a_plan(journey))
    saved = noor.send("PUT", f"{base}/draft", body, If_Match='"0"')
    assert (saved.status_code, saved.headers["ETag"]) == (200, '"1"'), saved.get_data(as_text=True)
    sent_back = saved.get_json()["content"]
    assert noor.send("PUT", f"{base}/draft", _without_words(sent_back), If_Match='"1"').headers["ETag"] == '"1"'
    assert noor.send("PUT", f"{base}/draft", body | {"aim": "x"}, If_Match='"0"').status_code == 412
    assert ruben.send("GET", base).get_json()["newest"] is None
    assert ruben.send("GET", f"{base}/draft").status_code == 404
    key = str(uuid4())
    for _turn in range(2):
        made = noor.send("POST", f"{base}/versions", {"revision": 1}, Idempotency_Key=key)
        assert (made.status_code, made.get_json()["number"]) == (201, 1)
    noor.send("PUT", f"{base}/draft", _without_words(sent_back) | {"aim": "Own job, 28 hours"}, If_Match='"1"')
    assert noor.send("POST", f"{base}/versions", {"revision": 2}).get_json()["number"] == 2
    changes = ruben.send("GET", f"{base}/versions/2/changes").get_json()["items"]
    assert [(each["part"], each["key"], each["before"], each["after"]) for each in changes] == [
        ("term", "aim", "Own job, 32 hours", "Own job, 28 hours")
    ]
    behind = ruben.send("POST", f"{base}/versions/1/acceptances")
    assert behind.status_code == 409
    assert (behind.get_json()["meant"], behind.get_json()["newest"]) == (1, 2)
    assert behind.get_json()["type"] == "/problems/version-moved"
    for program in (ruben, sanne, sanne):
        assert program.send("POST", f"{base}/versions/2/acceptances").status_code == 201
    plan = sanne.send("GET", base).get_json()
    assert (plan["contract"], plan["newest"]) == (2, 2)
    assert {each["party"] for each in plan["shown"]["accepted"]} == {"worker", "supervisor"}


def _without_words(content: dict[str, Any]) -> dict[str, Any]:
    """What a program may send back of what it read: the words of a concern are not its to write."""
    concerns = [{"id": each["id"], "why_no_action": each["why_no_action"]} for each in content["concerns"]]
    return content | {"concerns": concerns}


@pytest.mark.rule("S5-2")
def test_what_is_missing_is_named_by_pointers(program_of: ProgramOf) -> None:
    journey = at_the_table()
    noor, base = program_of(journey.world, Role.COORDINATOR), f"/cases/{journey.case_id}/plan"
    noor.send("PUT", f"{base}/draft", {"aim": "Own job"}, If_Match='"0"')
    refused = noor.send("POST", f"{base}/versions", {"revision": 1})
    assert refused.status_code == 422
    pointers = {each["pointer"] for each in refused.get_json()["errors"]}
    assert {"/first_day_on", "/weeks", "/concerns/0/why_no_action"} <= pointers
    assert "/aim" not in pointers


@pytest.mark.rule("S6-1")
def test_promises_answers_and_the_return_over_the_api(program_of: ProgramOf) -> None:
    journey = agreed()
    ruben, noor = program_of(journey.world, Role.SUPERVISOR), program_of(journey.world, Role.COORDINATOR)
    base = f"/cases/{journey.case_id}"
    assert ruben.send("PUT", f"{base}/plan/questions/q1/answer", {"answer": "Yes"}).status_code == 200
    refused = noor.send("POST", f"{base}/return/preparation")
    assert (refused.status_code, refused.get_json()["rule"]) == (409, "S6-1")
    said = ruben.send("PUT", f"{base}/plan/actions/a1/confirmation", {"in_place": True})
    assert said.get_json()["in_place"] is True
    assert noor.send("POST", f"{base}/return/preparation").status_code == 201
    back = noor.send("PUT", f"{base}/return", {"first_day_on": journey.today.isoformat()})
    assert back.get_json()["skipped"] == []
    monday = journey.today - timedelta(days=journey.today.weekday())
    week = ruben.send("PUT", f"{base}/weeks/{monday.isoformat()}", {"hours": "6.5", "tasks": "Order check"})
    assert week.get_json()["hours"] == "6.50"
    assert ruben.send("PUT", f"{base}/weeks/someday", {"hours": "6.5"}).status_code == 404
    plan = ruben.send("GET", f"{base}/plan").get_json()
    assert (plan["in_place"], plan["answers"]) == (["a1"], {"q1": "Yes"})
    rows = ruben.send("GET", f"{base}/weeks").get_json()["items"]
    assert [each["hours"] for each in rows if each["monday"] == monday.isoformat()] == ["6.50"]


@pytest.mark.rule("CON-3")
@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.HR, Role.ABSENCE_ADMIN])
def test_every_address_of_what_is_confided_answers_the_employers_side_as_if_it_were_unknown(
    program_of: ProgramOf, role: Role
) -> None:
    journey = participating()
    concern = release(journey, "Released")
    program = program_of(journey.world, role)
    for case_id in (journey.case_id, uuid4()):
        base = f"/cases/{case_id}"
        answers = [
            program.send("GET", f"{base}/{path}")
            for path in ("concerns", "own-concerns", "summary", "tentative-plan", "readiness", "plan/draft")
        ]
        answers.append(program.send("PUT", f"{base}/concerns/{concern}/release", {"words": "x"}))
        answers.append(program.send("POST", f"{base}/concerns/{concern}/reviews", {"state": "gone"}))
        assert {(each.status_code, each.get_data()) for each in answers} == {(404, answers[0].get_data())}


def test_a_version_that_is_not_there_is_not_found(program_of: ProgramOf) -> None:
    journey = at_the_table()
    proposed(journey)
    ruben = program_of(journey.world, Role.SUPERVISOR)
    for path in ("plan/versions/2", "plan/versions/2/changes", "plan/versions/0"):
        assert ruben.send("GET", f"/cases/{journey.case_id}/{path}").status_code == 404
    assert ruben.send("POST", f"/cases/{journey.case_id}/plan/versions/9/acceptances").status_code == 409


def test_the_description_of_the_api_names_these_endpoints(app: Any) -> None:
    described = app.test_client().get("/api/v1/openapi.json").get_json()
    assert "/api/v1/cases/{case_id}/plan/versions/{number}/acceptances" in described["paths"]
