"""What if: the same engine on supposed facts, for whoever may read them, and nothing is stored."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from tests.builders import (
    World,
    absence_fact,
    bearer,
    build_neighbour,
    case_row,
    employment_row,
    inform_supervisor,
    open_participating_case,
    sign_in,
)
from tests.isolation.digests import digests_of

from handrail.cases import commands as cases
from handrail.cases.rules.contacts import Channel
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.obligations import facts, projection
from handrail.web.checks import assert_well_formed

FIRST = date(2026, 11, 9)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
EMPLOYER_SIDE = (Role.HR, Role.ABSENCE_ADMIN, Role.SUPERVISOR)
READERS = (*EMPLOYER_SIDE, Role.WORKER, Role.COORDINATOR, Role.LEAD_COORDINATOR)


@pytest.fixture(autouse=True)
def at_nine() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def ask(app: Flask, world: World, role: Role, *, status: int = 200, **wished: Any) -> Any:
    """Return what a supposition comes to, by rule: kind, before and after."""
    path = f"/api/v1/employments/{world.employment_id}/what-if"
    answer = app.test_client().post(path, json=wished, headers=bearer(world, role))
    assert answer.status_code == status, answer.json
    return answer.json


def of(answer: Any, rule: str) -> Any:
    (found,) = [each for each in answer["obligations"] if each["rule"] == rule]
    return found


def supported(world: World) -> None:
    case_id = open_participating_case(world)
    with world.session(Role.COORDINATOR) as (session, actor):
        cases.agree_follow_up(session, actor, case_id, interval_days=21, channel=Channel.EMAIL)
    inform_supervisor(world, case_id)


@pytest.mark.rule("ACC-2")
@pytest.mark.rule("ACC-3")
def test_another_first_day_moves_what_counts_from_it_and_says_why(app: Flask, world: World) -> None:
    absence_fact(world, "absence_started", FIRST)
    answer = ask(app, world, Role.HR, first_day=day(-3).isoformat())
    moved = of(answer, "nl.problem_analysis")
    assert (moved["kind"], moved["due_before"], moved["due_after"]) == ("moved", str(day(42)), str(day(39)))
    assert [step["text"] for step in moved["because"]] == ["First day of sickness 6 Nov 2026"]
    assert moved["explanation"][-1]["text"] == "Last day on time 18 Dec 2026"


def test_a_recovery_ends_what_is_asked_and_keeps_what_was_due_before(app: Flask, world: World) -> None:
    absence_fact(world, "absence_started", FIRST)
    answer = ask(app, world, Role.HR, recovered_on=day(20).isoformat())
    assert of(answer, "nl.problem_analysis")["kind"] == "gone"
    assert of(answer, "nl.problem_analysis")["due_after"] is None
    assert of(answer, "nl.report_to_arbo")["kind"] == "same"
    again = ask(app, world, Role.HR, recovered_on=str(day(20)), absent_again_on=str(day(30)))
    assert (of(again, "nl.problem_analysis")["kind"], of(again, "nl.problem_analysis")["due_after"]) == (
        "moved", str(day(52)),
    )  # fmt: skip


def test_a_supposed_recovery_takes_the_place_of_the_one_on_file(app: Flask, world: World) -> None:
    absence_fact(world, "absence_started", FIRST)
    absence_fact(world, "recovered", day(10))
    answer = ask(app, world, Role.HR, recovered_on=str(day(50)))
    assert (of(answer, "nl.problem_analysis")["kind"], of(answer, "nl.problem_analysis")["due_after"]) == (
        "new", str(day(42)),
    )  # fmt: skip


def test_partly_back_at_work_moves_nothing(app: Flask, world: World) -> None:
    absence_fact(world, "absence_started", FIRST)
    answer = ask(app, world, Role.HR, partial_return_on=str(day(20)))
    assert {each["kind"] for each in answer["obligations"]} == {"same"}


def test_a_leave_and_a_longer_wait_and_the_end_of_employment_can_be_supposed(app: Flask, world: World) -> None:
    absence_fact(world, "absence_started", FIRST)
    leave = ask(
        app, world, Role.HR, leave_started_on=str(day(30)), leave_ended_on=str(day(142)), absent_again_on=str(day(142))
    )
    assert of(leave, "nl.problem_analysis")["due_after"] == str(day(42 + 112))
    wait = ask(app, world, Role.HR, wait_extended_until=str(day(800)))
    assert of(wait, "nl.wage_continuation_end")["due_after"] == str(day(800))
    ended = ask(app, world, Role.HR, employment_ended_on=str(day(60)))
    assert of(ended, "nl.end_of_employment_report")["kind"] == "new"
    assert of(ended, "nl.uwv_42_week_report")["kind"] == "gone"


def test_without_an_absence_on_file_one_can_be_supposed(app: Flask, world: World) -> None:
    answer = ask(app, world, Role.HR, first_day=str(FIRST))
    assert (of(answer, "nl.problem_analysis")["kind"], of(answer, "nl.problem_analysis")["due_after"]) == (
        "new", str(day(42)),
    )  # fmt: skip


def test_a_program_can_suppose_any_event_it_may_read(app: Flask, world: World) -> None:
    absence_fact(world, "absence_started", FIRST)
    event = {"type": "problem_analysis_received", "date": str(day(30))}
    answer = ask(app, world, Role.HR, events=[event])
    assert of(answer, "nl.plan_of_action")["due_after"] == str(day(44))


@pytest.mark.rule("CON-3")
@pytest.mark.parametrize(
    "event",
    [
        {"type": "absence_started", "date": "2027-06-01", "cause": "a"},
        {"type": "early_iva_applied", "date": "2027-06-01"},
        {"type": "follow_up_agreed", "date": "2027-06-01", "interval_days": 3},
        {"type": "no_such_thing", "date": "2027-06-01"},
        {},
    ],
)
def test_the_employers_side_can_not_ask_about_what_is_closed_by_supposing_it(
    app: Flask, world: World, event: dict[str, str]
) -> None:
    for role in EMPLOYER_SIDE:
        problem = ask(app, world, role, status=422, events=[event])
        assert problem["errors"][0]["pointer"] == "/events/0"


@pytest.mark.rule("CON-3")
def test_two_causes_that_differ_look_the_same_to_the_employers_side_as_two_that_do_not(
    app: Flask, world: World
) -> None:
    """A leave between two absences is linked by cause: by supposing one, somebody could ask for it."""
    answers: list[Any] = []
    for second in ("b", "a"):
        other = world if second == "b" else build_neighbour(world)
        with other.engine() as session:
            worker = employment_row(session, other)
            for kind, on in (("absence_started", FIRST), ("recovered", day(30)), ("absence_started", day(40))):
                facts.append(session, other.system(), worker, type=kind, on=on)
            projection.reconcile(session, other.system(), worker.id)
        with other.session(Role.HR) as (session, actor):
            cases.forward_file(session, actor, other.employment_id, coordinator_id=other.people.get(Role.COORDINATOR))
        with other.engine() as session:
            worker = employment_row(session, other)
            case_id = session.scalar(text("select id from cases where employment_id = :id"), {"id": worker.id})
            assert case_id is not None
            case = case_row(session, case_id)
            facts.append_cause(session, other.system(), worker, case, on=FIRST, cause="a")
            facts.append_cause(session, other.system(), worker, case, on=day(40), cause=second)
        wished = {"leave_started_on": str(day(31)), "leave_ended_on": str(day(39))}
        answers += [ask(app, other, role, **wished) for role in EMPLOYER_SIDE]
    assert all(answer == answers[0] for answer in answers)


@pytest.mark.rule("VOL-2")
def test_the_employers_side_supposes_about_the_statutory_track_alone(app: Flask, world: World) -> None:
    supported(world)
    for role in READERS:
        rules = {each["rule"] for each in ask(app, world, role, recovered_on=str(day(40)))["obligations"]}
        assert any(rule.startswith("support.") for rule in rules) is (role not in EMPLOYER_SIDE), role


def test_a_first_day_back_moves_what_the_support_process_asks(app: Flask, world: World) -> None:
    supported(world)
    answer = ask(app, world, Role.COORDINATOR, first_day_back_on=str(day(40)))
    assert of(answer, "support.follow_up_worker")["due_after"] == str(day(50))


@pytest.mark.parametrize("role", READERS)
def test_nothing_is_stored_but_that_somebody_looked_into_support(app: Flask, world: World, role: Role) -> None:
    supported(world)
    headers = bearer(world, role)
    client = app.test_client()
    sign_in(client, world, role)
    before = digests_of(world)
    path = f"/employments/{world.employment_id}/what-if"
    impossible = {"recovered_on": "2020-01-01"}
    for wished in ({"first_day": str(day(-3))}, {"recovered_on": str(day(40))}, impossible):
        expected = (409, 422) if wished is impossible else (200, 200)
        answer = client.post(f"/api/v1{path}", json=wished, headers=headers)
        assert (answer.status_code, client.get(path, query_string=wished).status_code) == expected
    changed = {name for name, digest in digests_of(world).items() if digest != before[name]}
    assert changed == ({"read_log"} if role in {Role.COORDINATOR, Role.LEAD_COORDINATOR} else set())


@pytest.mark.rule("CON-5")
def test_a_supposition_on_support_is_noted_with_its_purpose(app: Flask, world: World) -> None:
    supported(world)
    ask(app, world, Role.COORDINATOR, recovered_on=str(day(40)))
    with world.engine() as session:
        noted = session.execute(text("select role, purpose, compartments from read_log where purpose = 'what_if'"))
        assert [tuple(row) for row in noted] == [("coordinator", "what_if", ["coordination"])]


def test_days_that_can_not_be_true_together_are_refused_in_plain_words(app: Flask, world: World) -> None:
    absence_fact(world, "absence_started", FIRST)
    ask(app, world, Role.HR, status=409, recovered_on=str(day(-5)))
    client = app.test_client()
    sign_in(client, world, Role.HR)
    path = f"/employments/{world.employment_id}/what-if"
    page = client.get(path, query_string={"recovered_on": str(day(-5))})
    assert page.status_code == 422
    assert_well_formed(page.text)
    assert "These days do not fit together" in page.text
    assert "Problem analysis" in page.text, "what is due today stands there still"
    typed = client.get(path, query_string={"recovered_on": "soon"})
    assert typed.status_code == 422
    assert "Give a day" in typed.text


@pytest.mark.parametrize("role", READERS)
def test_the_page_shows_today_and_what_would_be_without_script(app: Flask, world: World, role: Role) -> None:
    supported(world)
    client = app.test_client()
    sign_in(client, world, role)
    path = f"/employments/{world.employment_id}/what-if"
    today = client.get(path).text
    assert_well_formed(today)
    assert "Nothing is stored" in today
    assert 'method="get"' in today
    assert ("first_day_back_on" in today) is (role not in EMPLOYER_SIDE)
    then = client.get(path, query_string={"first_day": str(day(-3)), "recovered_on": ""}).text
    assert_well_formed(then)
    assert "What would change" in then
    assert f'value="{day(-3)}"' in then


@pytest.mark.rule("CON-1")
def test_whoever_may_not_know_the_worker_finds_no_page(app: Flask, world: World) -> None:
    neighbour = build_neighbour(world)
    client = app.test_client()
    sign_in(client, world, Role.HR)
    assert client.get(f"/employments/{neighbour.employment_id}/what-if").status_code == 404


@pytest.mark.rule("VOL-2")
def test_case_and_absence_lead_there(app: Flask, world: World) -> None:
    case_id = open_participating_case(world)
    link = f'href="/employments/{world.employment_id}/what-if"'
    client = app.test_client()
    sign_in(client, world, Role.COORDINATOR)
    assert link in client.get(f"/cases/{case_id}").text
