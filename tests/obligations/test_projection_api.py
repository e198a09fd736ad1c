"""What is due over the API: to each reader their own, and acts that repeat, are corrected or have another name."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from tests.builders import (
    World,
    absence_fact,
    bearer,
    build_neighbour,
    employment_row,
    open_participating_case,
)

from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.errors import Invalid
from handrail.obligations import commands, queries
from handrail.obligations.models import Obligation

FIRST = date(2026, 11, 9)
NOW = datetime(2027, 3, 8, 9, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(autouse=True)
def at_nine() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


class Program:
    """A program that calls the API for one person."""

    def __init__(self, client: FlaskClient, world: World, role: Role) -> None:
        self.client, self.headers, self.world = client, bearer(world, role), world

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.open(f"/api/v1{path}", method=method, json=body, headers=self.headers | named)

    def listed(self) -> list[Any]:
        answer = self("GET", f"/employments/{self.world.employment_id}/obligations")
        assert answer.status_code == 200, answer.json
        found: list[Any] = answer.json["obligations"]
        return found

    def act(self, rule: str, done_on: date, **headers: str) -> Any:
        body = {"rule": rule, "done_on": done_on.isoformat()}
        return self("POST", f"/employments/{self.world.employment_id}/acts", body, **headers)


def of(world: World, rule: str) -> list[Obligation]:
    with world.engine() as session:
        found = queries.of_employment(session, world.tenant_id, world.employment_id)
        return sorted((row for row in found if row.rule == rule), key=lambda row: row.sequence)


@pytest.mark.rule("ACC-2")
def test_an_obligation_is_listed_with_its_derivation_and_its_source(client: FlaskClient, world: World) -> None:
    absence_fact(world, "absence_started", FIRST)
    listed = Program(client, world, Role.HR).listed()
    (row,) = [each for each in listed if each["rule"] == "nl.problem_analysis"]
    assert (row["due_on"], row["owed_by"], row["status"], row["kind"]) == (
        "2026-12-21",
        "occupational_health",
        "missed",
        "act",
    )
    assert row["title"] == "Problem analysis"
    assert [step["text"] for step in row["explanation"]] == [
        "First day of sickness 9 Nov 2026",
        "+ 42 days",
        "Last day on time 21 Dec 2026",
    ]
    assert row["source"]["url"].startswith("https://")
    days = [each["due_on"] for each in listed]
    assert days == sorted(days)


@pytest.mark.rule("VOL-2")
@pytest.mark.rule("CON-1")
@pytest.mark.rule("CON-5")
def test_each_reader_is_shown_what_they_may_know_of_and_confided_rows_are_logged(
    client: FlaskClient, world: World
) -> None:
    absence_fact(world, "absence_started", NOW.date() - 20 * DAY)
    open_participating_case(world)
    compartments = {
        role: {each["compartment"] for each in Program(client, world, role).listed()}
        for role in (Role.WORKER, Role.COORDINATOR, Role.SUPERVISOR, Role.HR)
    }
    assert compartments == {
        Role.WORKER: {"administrative", "medical", "coordination"},
        Role.COORDINATOR: {"administrative", "coordination"},
        Role.SUPERVISOR: {"administrative"},
        Role.HR: {"administrative"},
    }
    assert looks(world) == [("coordinator", "case.overview", "coordination")]


@pytest.mark.rule("CON-5")
def test_the_workers_own_look_at_their_dates_is_nowhere_noted(client: FlaskClient, world: World) -> None:
    """The log is where they see who else looked; one rule for pages, calendars and programs."""
    absence_fact(world, "absence_started", NOW.date() - 20 * DAY)
    open_participating_case(world)
    at = f"/employments/{world.employment_id}"
    for role in (Role.WORKER, Role.COORDINATOR):
        program = Program(client, world, role)
        (own, *_others) = [each for each in program.listed() if each["compartment"] == "coordination"]
        for answer in (
            program("GET", f"{at}/obligations/{own['id']}"),
            program("GET", "/obligations"),
            program("POST", f"{at}/what-if", {"recovered_on": NOW.date().isoformat()}),
        ):
            assert answer.status_code == 200, answer.json
    assert {(role, purpose) for role, purpose, *_compartments in looks(world)} == {
        ("coordinator", "case.overview"), ("coordinator", "what_if"),
    }  # fmt: skip


def looks(world: World) -> list[tuple[str, ...]]:
    with world.engine() as session:
        rows = session.execute(text("select role, purpose, compartments from read_log order by at, id")).all()
        return [(role, purpose, *sorted(compartments)) for role, purpose, compartments in rows]


def test_what_is_foreign_and_what_does_not_exist_answer_the_same(client: FlaskClient, world: World) -> None:
    absence_fact(world, "absence_started", FIRST)
    (foreign,) = of(world, "nl.problem_analysis")
    neighbour = build_neighbour(world)
    absence_fact(neighbour, "absence_started", FIRST)
    program = Program(client, neighbour, Role.HR)
    body = {"rule": "nl.problem_analysis", "done_on": "2026-12-01"}
    for method, path, sent in (
        ("GET", "/employments/{}/obligations", None),
        ("GET", f"/employments/{{}}/obligations/{foreign.id}", None),
        ("POST", "/employments/{}/acts", body),
        ("DELETE", f"/employments/{{}}/acts/{uuid4()}", None),
    ):
        theirs = program(method, path.format(world.employment_id), sent)
        unknown = program(method, path.format(uuid4()), sent)
        assert (theirs.status_code, theirs.data) == (404, unknown.data), path
        assert unknown.status_code == 404
    own = f"/employments/{neighbour.employment_id}/obligations"
    assert program("GET", f"{own}/{foreign.id}").data == program("GET", f"{own}/{uuid4()}").data


@pytest.mark.rule("ACC-3")
def test_one_obligation_tells_what_happened_to_its_date(client: FlaskClient, world: World) -> None:
    absence_fact(world, "absence_started", FIRST)
    program = Program(client, world, Role.HR)
    assert program.act("nl.plan_of_action", date(2026, 12, 20)).status_code == 201
    (row,) = of(world, "nl.plan_of_action")
    answer = program("GET", f"/employments/{world.employment_id}/obligations/{row.id}").json
    assert answer["obligation"]["met_on"] == "2026-12-20"
    assert [change["kind"] for change in answer["changes"]] == ["met", "appeared"]
    assert answer["changes"][0]["text"] == "Done"


def test_the_acts_of_a_rule_that_repeats_meet_its_dates_in_order(client: FlaskClient, world: World) -> None:
    absence_fact(world, "absence_started", FIRST)
    program = Program(client, world, Role.COORDINATOR)
    with world.session(Role.HR) as (session, actor):
        commands.record_act(
            session, actor, employment_id=world.employment_id, rule="nl.plan_of_action", done_on=date(2026, 12, 20)
        )
    assert program.act("nl.plan_evaluation", date(2027, 1, 25)).status_code == 404, "no part in a case of theirs"
    program = Program(client, world, Role.HR)
    second, first = date(2027, 3, 1), date(2027, 1, 25)
    for day in (second, first):
        assert program.act("nl.plan_evaluation", day).status_code == 201
    met = [(row.sequence, row.met_on) for row in of(world, "nl.plan_evaluation") if row.status == "met"]
    assert met == [(1, first), (2, second)]
    open_ones = [row for row in of(world, "nl.plan_evaluation") if row.status != "met"]
    assert [row.due_on for row in open_ones][:1] == [second + 42 * DAY]


def test_recording_the_same_act_again_is_the_same_act(client: FlaskClient, world: World) -> None:
    absence_fact(world, "absence_started", FIRST)
    program = Program(client, world, Role.HR)
    answers = [program.act("nl.report_to_arbo", FIRST + DAY) for _again in range(2)]
    keyed = [program.act("nl.plan_of_action", FIRST + DAY, Idempotency_Key="k1") for _again in range(2)]
    assert answers[0].json == answers[1].json
    assert keyed[0].json == keyed[1].json
    with world.engine() as session:
        assert session.scalar(text("select count(*) from fact where type = 'act_done'")) == 2


def test_the_same_key_for_another_worker_is_another_request(client: FlaskClient, world: World) -> None:
    """What tells two requests apart is their address too: an act for one worker is not answered with another's."""
    absence_fact(world, "absence_started", FIRST)
    program = Program(client, world, Role.HR)
    assert program.act("nl.plan_of_action", FIRST + DAY, Idempotency_Key="k1").status_code == 201
    other = f"/employments/{uuid4()}/acts"
    body = {"rule": "nl.plan_of_action", "done_on": (FIRST + DAY).isoformat()}
    refused = program("POST", other, body, Idempotency_Key="k1")
    assert (refused.status_code, refused.json["type"].rpartition("/")[2]) == (409, "idempotency-key-reused")


def test_an_act_that_an_import_calls_by_another_name_is_not_recorded_twice(world: World) -> None:
    absence_fact(world, "absence_started", FIRST)
    absence_fact(world, "problem_analysis_received", FIRST + 30 * DAY)
    with world.session(Role.HR) as (session, actor):
        again = commands.record_act(
            session,
            actor,
            employment_id=world.employment_id,
            rule="nl.problem_analysis",
            done_on=FIRST + 30 * DAY,
        )
        assert again.type == "problem_analysis_received"
    (row,) = of(world, "nl.problem_analysis")
    assert (row.status, row.met_on) == ("met", FIRST + 30 * DAY)


@pytest.mark.rule("ACC-3")
def test_an_act_recorded_by_mistake_is_taken_back_once(client: FlaskClient, world: World) -> None:
    absence_fact(world, "absence_started", FIRST)
    program = Program(client, world, Role.HR)
    fact_id = program.act("nl.report_to_arbo", FIRST + DAY).json["id"]
    (row,) = of(world, "nl.report_to_arbo")
    assert row.status == "met"
    path = f"/employments/{world.employment_id}/acts/{fact_id}"
    assert [program("DELETE", path).status_code for _again in range(2)] == [204, 404]
    (again,) = of(world, "nl.report_to_arbo")
    assert (again.id, again.status, again.met_on) == (row.id, "missed", None)
    with world.engine() as session:
        kinds = [change.kind for change in queries.changes_of(session, world.tenant_id, row.id)]
        started = session.scalar(text("select id from fact where type = 'absence_started'"))
    assert kinds == ["reopened", "met", "appeared"]
    assert program("DELETE", f"/employments/{world.employment_id}/acts/{started}").status_code == 404


@pytest.mark.parametrize(
    ("rule", "days", "pointers"),
    [
        ("nl.made_up", 1, ["/rule"]),
        ("support.invitation", 1, ["/rule"]),
        ("nl.wage_continuation_end", 1, ["/rule"]),
        ("nl.dossier", 1, ["/rule"]),
        ("nl.early_iva_latest_application", 1, ["/rule"]),
        ("nl.plan_of_action", 1000, ["/done_on"]),
        ("nl.made_up", 1000, ["/rule", "/done_on"]),
    ],
)
def test_an_act_that_nobody_can_have_done_is_refused_beside_its_field(
    world: World, rule: str, days: int, pointers: list[str]
) -> None:
    absence_fact(world, "absence_started", FIRST)
    with world.session(Role.HR) as (session, actor), pytest.raises(Invalid) as refused:
        commands.record_act(
            session, actor, employment_id=world.employment_id, rule=rule, done_on=FIRST + timedelta(days=days)
        )
    assert [problem.pointer for problem in refused.value.problems] == pointers


def test_what_can_be_recorded_is_each_administrative_act_of_the_jurisdiction(world: World) -> None:
    with world.engine() as session:
        rules = [rule.id for rule in commands.recordable_rules(session, employment_row(session, world))]
    assert len(rules) == len(set(rules))
    assert {"nl.problem_analysis", "nl.current_opinion", "nl.wia_application"} <= set(rules)
    assert {"nl.wage_continuation_end", "nl.linking", "nl.dossier"}.isdisjoint(rules)


@pytest.mark.rule("CON-1")
def test_the_employers_side_sees_a_date_that_tells_of_the_illness_alone(client: FlaskClient, world: World) -> None:
    absence_fact(world, "due_date_of_birth", date(2027, 6, 1))
    answers: dict[Role, Any] = {}
    for role in (Role.HR, Role.SUPERVISOR, Role.WORKER):
        (answers[role],) = [
            each for each in Program(client, world, role).listed() if each["rule"] == "nl.maternity_leave_latest_start"
        ]
    assert len(answers[Role.WORKER]["explanation"]) > 1
    for role in (Role.HR, Role.SUPERVISOR):
        assert answers[role]["due_on"] == answers[Role.WORKER]["due_on"]
        assert [step["key"] for step in answers[role]["explanation"]] == ["end"]
        assert "birth" not in str(answers[role]["explanation"])
    obligation_id = UUID(answers[Role.HR]["id"])
    absence_fact(world, "due_date_of_birth", date(2027, 6, 5))
    path = f"/employments/{world.employment_id}/obligations/{obligation_id}"
    told = Program(client, world, Role.HR)("GET", path).json["changes"]
    assert all(change["because"] == [] for change in told)
