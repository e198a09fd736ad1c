"""The same acts over the API, as people who hold the roles."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from tests.builders import (
    World,
    bearer,
    build_person,
    build_world,
    give_role,
    inform_supervisor,
    open_case,
    open_informed_case,
    open_participating_case,
    return_to_work,
    start_absence,
)

from handrail.kit import clock
from handrail.kit.codes import Role

TICKS = dict.fromkeys(
    (
        "process_explained",
        "questions_answered",
        "confidentiality_explained",
        "voluntary_explained",
        "withdrawal_explained",
    ),
    True,
)
PROBLEM = "application/problem+json"


class Program:
    """A program that calls the API for one person."""

    def __init__(self, client: FlaskClient, world: World, role: Role, person_id: UUID | None = None) -> None:
        self.client, self.headers = client, bearer(world, role, person_id)

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        return self.client.open(
            f"/api/v1{path}",
            method=method,
            json=body,
            headers=self.headers | {k.replace("_", "-"): v for k, v in headers.items()},
        )


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.mark.rule("S1-2")
def test_the_file_is_forwarded_once_and_the_answer_is_the_bare_case(client: FlaskClient, world: World) -> None:
    start_absence(world)
    hr = Program(client, world, Role.HR)
    answers = [hr("POST", f"/employments/{world.employment_id}/case", {}) for _again in range(2)]
    assert [each.status_code for each in answers] == [201, 201]
    assert answers[0].json == answers[1].json
    assert set(answers[0].json) == {"id", "number", "employment_id", "employer_id", "opened_on", "previous_case_id"}


@pytest.mark.rule("S1-4")
@pytest.mark.rule("S2-1")
@pytest.mark.rule("VOL-1")
def test_a_worker_is_invited_called_and_decides(client: FlaskClient, world: World) -> None:
    case_id = open_case(world)
    coordinator = Program(client, world, Role.COORDINATOR)
    invited = coordinator("POST", f"/cases/{case_id}/invitation", {})
    assert (invited.status_code, invited.json["participation"]) == (200, "invited")
    unticked = coordinator(
        "POST", f"/cases/{case_id}/first-contact", {"channel": "telephone", "decision": "participating"}
    )
    assert unticked.status_code == 422
    assert unticked.content_type == PROBLEM
    assert {each["pointer"] for each in unticked.json["errors"]} == {f"/{name}" for name in TICKS}
    agreed = (clock.today("Europe/Amsterdam") + timedelta(days=9)).isoformat()
    held = coordinator(
        "POST",
        f"/cases/{case_id}/first-contact",
        TICKS
        | {
            "channel": "telephone",
            "decision": "undecided",
            "next_conversation_on": agreed,
            "supervisor_contact": "refused",
            "notes": "Wants time.",
            "agreed": [{"what": "Read the pamphlet", "who": "worker"}],
        },
    )
    assert held.status_code == 201
    assert held.json["agreed"] == [{"what": "Read the pamphlet", "who": "worker", "by": None, "evaluated": ""}]
    worker = Program(client, world, Role.WORKER)
    process = worker("GET", f"/cases/{case_id}/process")
    assert (process.json["participation"], process.json["next_conversation_on"]) == ("undecided", agreed)
    (consent,) = worker("GET", f"/cases/{case_id}/consents").json["items"]
    assert (consent["purpose"], consent["answer"]) == ("supervisor_contact", "refused")
    decided = worker("POST", f"/cases/{case_id}/participation", {"decision": "participating"})
    assert decided.json["participation"] == "participating"
    left = worker("POST", f"/cases/{case_id}/withdrawal", {})
    assert left.json["participation"] == "withdrawn"


@pytest.mark.rule("S2-2")
def test_a_gate_answers_with_the_rule_by_name(client: FlaskClient, world: World) -> None:
    case_id = open_case(world)
    coordinator = Program(client, world, Role.COORDINATOR)
    refused = coordinator("POST", f"/cases/{case_id}/contacts", {"kind": "first_meeting", "channel": "in_person"})
    assert (refused.status_code, refused.json["rule"], refused.content_type) == (409, "S2-2", PROBLEM)


@pytest.mark.rule("INT-1")
def test_contacts_are_listed_page_by_page_and_each_look_is_logged(client: FlaskClient, world: World) -> None:
    with clock.frozen(clock.now() - timedelta(days=6)):
        case_id = open_participating_case(world)
    coordinator = Program(client, world, Role.COORDINATOR)
    today = clock.today("Europe/Amsterdam")
    for ago in range(1, 6):
        on = (today - timedelta(days=ago)).isoformat()
        made = coordinator(
            "POST", f"/cases/{case_id}/contacts", {"kind": "follow_up", "channel": "telephone", "on": on}
        )
        assert made.status_code == 201
    days: list[str] = []
    path = f"/cases/{case_id}/contacts?limit=2"
    after = ""
    while True:
        page = coordinator("GET", path + after).json
        assert len(page["items"]) <= 2
        days += [each["on"] for each in page["items"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert days == sorted(days, reverse=True)
    assert len(days) == 6
    with world.engine() as session:
        looked = session.scalar(
            text("select count(*) from read_log where subject_id = :c and purpose = 'contacts.list'"), {"c": case_id}
        )
        assert looked == 3
    assert coordinator("GET", f"/cases/{case_id}/contacts?after=nonsense").status_code == 422


def test_an_answer_of_the_wrong_kind_is_refused_beside_the_question(client: FlaskClient, world: World) -> None:
    case_id = open_participating_case(world)
    coordinator = Program(client, world, Role.COORDINATOR)
    body = {"kind": "first_meeting", "channel": "in_person", "answers": {"place_suits": "perhaps", "nothing": "x"}}
    refused = coordinator("POST", f"/cases/{case_id}/contacts", body)
    assert refused.status_code == 422
    assert {each["pointer"] for each in refused.json["errors"]} == {"/answers/place_suits", "/answers/nothing"}


def test_the_same_request_key_is_one_act_and_another_request_under_it_is_refused(
    client: FlaskClient, world: World
) -> None:
    case_id = open_participating_case(world)
    coordinator = Program(client, world, Role.COORDINATOR)
    path, body = f"/cases/{case_id}/follow-up-agreements", {"interval_days": 14, "channel": "telephone"}
    first = coordinator("POST", path, body, Idempotency_Key="a")
    assert coordinator("POST", path, body, Idempotency_Key="a").json == first.json
    assert coordinator("POST", path, body | {"interval_days": 7}, Idempotency_Key="a").status_code == 409
    assert [each["interval_days"] for each in coordinator("GET", path).json["items"]] == [14]


def test_a_change_that_starts_from_an_old_version_is_refused(client: FlaskClient, world: World) -> None:
    case_id = open_participating_case(world)
    worker = Program(client, world, Role.WORKER)
    etag = worker("GET", f"/cases/{case_id}/process").headers["ETag"]
    path = f"/cases/{case_id}/preferences"
    kept = worker("PUT", path, {"preferred_channel": "video", "preferred_time": "evenings"}, If_Match=etag)
    assert (kept.status_code, kept.json["preferred_time"]) == (200, "evenings")
    stale = worker("PUT", path, {"preferred_channel": "email"}, If_Match=etag)
    assert (stale.status_code, stale.json["type"]) == (412, "/problems/changed-since")
    assert worker("PUT", path, {"preferred_channel": "email"}, If_Match="rubbish").status_code == 422


@pytest.mark.rule("CON-7")
def test_a_consent_is_given_shown_with_its_text_and_taken_back(client: FlaskClient, world: World) -> None:
    case_id = open_participating_case(world)
    worker = Program(client, world, Role.WORKER)
    body = {"purpose": "inform_union", "answer": "given", "given_how": "online"}
    given = worker("POST", f"/cases/{case_id}/consents", body)
    assert given.status_code == 201
    assert "union" in given.json["text"]
    back = worker("POST", f"/cases/{case_id}/consents/{given.json['id']}/withdrawal")
    assert back.json["withdrawn_at"] is not None
    assert worker("POST", f"/cases/{case_id}/consents/{uuid4()}/withdrawal").status_code == 404


@pytest.mark.rule("S2-4")
@pytest.mark.rule("S7-2")
def test_the_supervisor_reads_the_notice_and_their_own_answers_and_nothing_else(
    client: FlaskClient, world: World
) -> None:
    case_id = open_participating_case(world)
    supervisor = Program(client, world, Role.SUPERVISOR)
    assert supervisor("GET", f"/cases/{case_id}/supervisor-notice").status_code == 404
    coordinator = Program(client, world, Role.COORDINATOR)
    assert coordinator("POST", f"/cases/{case_id}/supervisor-notice").status_code == 200
    notice = supervisor("GET", f"/cases/{case_id}/supervisor-notice")
    assert notice.status_code == 200
    assert notice.json["call_asked_on"] is None
    return_to_work(world, case_id, days_ago=0)
    answers = {"carried_out": "yes", "kept_up": "no", "fosters": "The quiet room"}
    body = {"party": "supervisor", "channel": "telephone", "answers": answers}
    assert coordinator("POST", f"/cases/{case_id}/follow-ups-after-return", body).status_code == 201
    (own,) = supervisor("GET", f"/cases/{case_id}/own-answers").json["items"]
    assert own["answers"] == answers
    worker = Program(client, world, Role.WORKER)
    assert "The quiet room" not in worker("GET", f"/cases/{case_id}/contacts").text
    for path in ("process", "contacts", "consents", "follow-up-agreements"):
        assert supervisor("GET", f"/cases/{case_id}/{path}").status_code == 404


@pytest.mark.rule("NEU-2")
def test_human_resources_asks_and_the_coordinator_answers(client: FlaskClient, world: World) -> None:
    case_id = open_case(world)
    hr, coordinator = Program(client, world, Role.HR), Program(client, world, Role.COORDINATOR)
    path = f"/employments/{world.employment_id}/contact-requests"
    asked = hr("POST", path, {"why": "equipment", "channel": "email"})
    assert (asked.status_code, asked.json["state"]) == (201, "waiting")
    decision = f"/cases/{case_id}/contact-requests/{asked.json['id']}/decision"
    answered = coordinator("POST", decision, {"decision": "refused", "reason": "Not this week."})
    assert answered.json["state"] == "refused"
    seen = hr("GET", path)
    assert [each["state"] for each in seen.json["items"]] == ["refused"]
    assert "Not this week" not in seen.text
    assert coordinator("POST", decision, {"decision": "waiting"}).status_code == 422


@pytest.mark.rule("S7-4")
def test_a_call_is_asked_for_and_answered(client: FlaskClient, world: World) -> None:
    case_id = open_informed_case(world)
    for role in (Role.WORKER, Role.SUPERVISOR):
        caller = Program(client, world, role)
        call = caller("POST", f"/cases/{case_id}/calls", {"channel": "telephone", "about": f"from {role.value}"})
        assert call.status_code == 201
        coordinator = Program(client, world, Role.COORDINATOR)
        path = f"/cases/{case_id}/calls/{call.json['id']}/acknowledgement"
        assert coordinator("POST", path, {"answer": "Tomorrow at nine."}).json["answer"] == "Tomorrow at nine."
        (own,) = caller("GET", f"/cases/{case_id}/calls").json["items"]
        assert own["about"] == f"from {role.value}"


@pytest.mark.rule("S7-5")
def test_a_case_is_closed_and_hr_does_not_learn_it(client: FlaskClient, world: World) -> None:
    case_id = open_participating_case(world)
    inform_supervisor(world, case_id)
    coordinator = Program(client, world, Role.COORDINATOR)
    body = {
        "outcome": "sustained_return_own_job",
        "worker_views": [{"measure": "Second desk", "helped": "yes"}],
        "supervisor_views": [{"measure": "Second desk", "helped": "partly"}],
    }
    closed = coordinator("POST", f"/cases/{case_id}/closing", body)
    assert (closed.status_code, closed.json["outcome"]) == (200, "sustained_return_own_job")
    assert Program(client, world, Role.SUPERVISOR)("GET", f"/cases/{case_id}/supervisor-notice").status_code == 404
    assert Program(client, world, Role.HR)("GET", f"/cases/{case_id}/process").status_code == 404


@pytest.mark.rule("NEU-1")
def test_the_lead_gives_a_case_to_another_coordinator(client: FlaskClient, world: World) -> None:
    case_id = open_case(world)
    lead = Program(client, world, Role.LEAD_COORDINATOR)
    path = f"/cases/{case_id}/coordinator"
    refused = lead("PUT", path, {"coordinator_id": str(world.people[Role.HR]), "reason": "caseload"})
    assert (refused.status_code, refused.json["rule"]) == (409, "NEU-1")
    second = build_person(world.tenant_id, "Second Coordinator")
    give_role(world.tenant_id, second, Role.COORDINATOR, world.employer_id)
    assert lead("PUT", path, {"coordinator_id": str(second)}).status_code == 422
    assert lead("PUT", path, {"coordinator_id": str(second), "reason": "caseload"}).status_code == 200
    assert Program(client, world, Role.COORDINATOR)("GET", f"/cases/{case_id}").status_code == 404
    assert Program(client, world, Role.COORDINATOR, second)("GET", f"/cases/{case_id}").status_code == 200


def test_the_list_holds_the_cases_one_works_on(client: FlaskClient, world: World) -> None:
    case_id = open_participating_case(world)
    (row,) = Program(client, world, Role.COORDINATOR)("GET", "/cases").json["items"]
    assert (row["id"], row["participation"], row["step"]) == (str(case_id), "participating", 3)
    assert Program(client, world, Role.HR)("GET", "/cases").status_code == 404


ROUTES: tuple[tuple[str, str, Any], ...] = (
    ("POST", "/cases/{case}/invitation", {}),
    ("POST", "/cases/{case}/first-contact", TICKS | {"channel": "telephone", "decision": "declined"}),
    ("POST", "/cases/{case}/participation", {"decision": "declined"}),
    ("POST", "/cases/{case}/withdrawal", {}),
    ("PUT", "/cases/{case}/preferences", {}),
    ("POST", "/cases/{case}/consents", {"purpose": "inform_union", "answer": "given", "given_how": "online"}),
    ("POST", "/cases/{case}/supervisor-notice", None),
    ("POST", "/cases/{case}/contacts", {"kind": "other", "channel": "email"}),
    ("POST", "/cases/{case}/follow-ups-after-return", {"party": "worker", "channel": "email"}),
    ("POST", "/cases/{case}/follow-up-agreements", {"interval_days": 7, "channel": "email"}),
    ("POST", "/cases/{case}/closing", {"outcome": "died"}),
    ("POST", "/cases/{case}/calls", {"channel": "email"}),
    ("PUT", "/cases/{case}/coordinator", {"coordinator_id": str(uuid4()), "reason": "caseload"}),
    ("GET", "/cases/{case}", None),
    ("GET", "/cases/{case}/process", None),
    ("GET", "/cases/{case}/contacts", None),
    ("GET", "/cases/{case}/consents", None),
    ("GET", "/cases/{case}/calls", None),
    ("GET", "/cases/{case}/contact-requests", None),
    ("GET", "/cases/{case}/follow-up-agreements", None),
    ("GET", "/cases/{case}/supervisor-notice", None),
    ("GET", "/cases/{case}/own-answers", None),
)


@pytest.mark.parametrize(
    "role", [Role.COORDINATOR, Role.LEAD_COORDINATOR, Role.WORKER, Role.SUPERVISOR, Role.HR, Role.CONSULTANCY_ADMIN]
)
def test_what_is_foreign_and_what_does_not_exist_answer_byte_for_byte_the_same(
    client: FlaskClient, world: World, role: Role
) -> None:
    foreign = open_case(build_world())
    program = Program(client, world, role)
    for method, path, body in ROUTES:
        answers = [program(method, path.format(case=case_id), body) for case_id in (foreign, uuid4())]
        assert [each.status_code for each in answers] == [404, 404], (method, path)
        assert answers[0].data == answers[1].data
