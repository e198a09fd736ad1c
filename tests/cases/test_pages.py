"""The coordinator's pages: every act as a form that works without script, and says who reads what."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from tests.builders import (
    World,
    build_world,
    case_row,
    hold_first_contact,
    inform_supervisor,
    invite,
    open_case,
    open_informed_case,
    open_participating_case,
    return_to_work,
    sign_in,
)
from werkzeug.test import TestResponse

from handrail.cases import commands, frame, queries
from handrail.cases.rules import Participation
from handrail.cases.rules.contacts import Channel
from handrail.cases.rules.neutrality import Why
from handrail.cases.rules.outcomes import Outcome
from handrail.frameworks.folder import base_layers
from handrail.frameworks.rules import Layer, LayerDocument, resolve
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.web.checks import assert_well_formed

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
TICKS = {
    "process_explained": "true",
    "questions_answered": "true",
    "confidentiality_explained": "true",
    "voluntary_explained": "true",
    "withdrawal_explained": "true",
}


class Browser:
    """Somebody at a browser without script: opens pages and sends their forms."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def open(self, path: str) -> str:
        response = self.client.get(path)
        assert response.status_code == 200, (path, response.status_code)
        page: str = response.text
        assert_well_formed(page)
        assert "None" not in re.sub(r"<[^>]*>", "", page.partition("<main")[2]), path
        return page

    def send(self, path: str, **values: Any) -> TestResponse:
        page = self.open(path).partition("<main")[2]
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
        return self.client.post(path, data=hidden | values, headers=SAME_ORIGIN)


@pytest.fixture
def coordinator(app: Flask, world: World) -> Browser:
    client = app.test_client()
    sign_in(client, world, Role.COORDINATOR)
    return Browser(client)


def process(world: World, case_id: UUID) -> Any:
    with world.engine() as session:
        return queries.required_process(session, case_row(session, case_id))


@pytest.mark.rule("S1-4")
def test_the_invitation_page_says_what_is_sent_and_to_whom(coordinator: Browser, world: World) -> None:
    case_id = open_case(world)
    page = coordinator.open(f"/cases/{case_id}/invitation")
    assert "Invented Worker" in page
    assert "The employer does not get the letter" in page
    assert coordinator.send(f"/cases/{case_id}/invitation").status_code == 303
    assert process(world, case_id).participation is Participation.INVITED


@pytest.mark.rule("S2-1")
def test_a_first_conversation_shows_beside_each_box_what_is_missing_and_keeps_what_was_typed(
    coordinator: Browser, world: World
) -> None:
    case_id = open_case(world)
    path = f"/cases/{case_id}/first-contact"
    page = coordinator.open(path)
    assert "Only you and Invented Worker read this." in page
    ticks = TICKS | {"voluntary_explained": ""}
    refused = coordinator.send(path, channel="telephone", decision="participating", notes="Kept text", **ticks)
    assert refused.status_code == 422
    assert "Kept text" in refused.text
    assert "taking part is the worker" in refused.text
    assert process(world, case_id).participation is Participation.NOT_INVITED
    with world.engine() as session:
        assert queries.contacts_of(session, case_row(session, case_id)) == []


@pytest.mark.rule("S2-1")
@pytest.mark.rule("S2-3")
def test_a_first_conversation_records_decision_wishes_and_the_answer_about_the_supervisor(
    coordinator: Browser, world: World
) -> None:
    case_id = open_case(world)
    invite(world, case_id)
    sent = coordinator.send(
        f"/cases/{case_id}/first-contact",
        channel="telephone",
        decision="participating",
        supervisor_contact="given",
        preferred_channel="video",
        preferred_time="after four",
        **{"agreed-0-what": "Send the pamphlet again", "agreed-0-who": "coordinator"},
        **TICKS,
    )
    assert sent.status_code == 303
    with world.engine() as session:
        case = case_row(session, case_id)
        assert queries.required_process(session, case).preferred_time == "after four"
        assert "pamphlet" in queries.contacts_of(session, case)[0].agreed
        assert (
            session.scalar(
                text("select count(*) from consent where answer = 'given' and subject_id = :c"), {"c": case_id}
            )
            == 1
        )
    assert "Send the pamphlet again" in coordinator.open(f"/cases/{case_id}/contacts")


@pytest.mark.rule("VOL-1")
def test_an_undecided_worker_needs_a_day_beside_its_field(coordinator: Browser, world: World) -> None:
    case_id = open_case(world)
    path = f"/cases/{case_id}/first-contact"
    refused = coordinator.send(path, channel="telephone", decision="participating", **TICKS)
    assert refused.status_code == 409
    assert "Send the invitation first" in refused.text
    invite(world, case_id)
    refused = coordinator.send(path, channel="telephone", decision="undecided", **TICKS)
    assert refused.status_code == 422
    assert "Agree on a day to talk again" in refused.text
    with world.engine() as session:
        assert queries.contacts_of(session, case_row(session, case_id)) == []
    day = (clock.today("Europe/Amsterdam") + timedelta(days=5)).isoformat()
    assert (
        coordinator.send(path, channel="telephone", decision="undecided", next_conversation_on=day, **TICKS).status_code
        == 303
    )
    sent = coordinator.send(f"/cases/{case_id}/participation", decision="participating")
    assert sent.status_code == 303
    assert process(world, case_id).participation is Participation.PARTICIPATING


@pytest.mark.rule("S2-2")
def test_a_gate_is_said_above_the_form(coordinator: Browser, world: World) -> None:
    case_id = open_case(world)
    refused = coordinator.send(f"/cases/{case_id}/follow-up", channel="telephone")
    assert refused.status_code == 409
    assert "has not chosen to take part" in refused.text


@pytest.mark.rule("S3-1")
@pytest.mark.rule("INT-1")
def test_a_first_meeting_follows_the_guide_and_can_be_read_back(coordinator: Browser, world: World) -> None:
    case_id = open_participating_case(world)
    path = f"/cases/{case_id}/first-meeting"
    page = coordinator.open(path)
    assert 'name="answers-hinders"' in page
    assert "answers-health_for_yourself" not in page
    sent = coordinator.send(
        path, channel="in_person", place="neutral", notes="zanzibar",
        **{"answers-hinders": "The noise", "answers-place_suits": "true"},
    )  # fmt: skip
    assert sent.status_code == 303
    back = coordinator.open(f"/cases/{case_id}/contacts")
    assert "The noise" in back
    assert "zanzibar" in back
    with world.engine() as session:
        looked = session.scalar(text("select count(*) from read_log where subject_id = :c"), {"c": case_id})
        assert looked >= 1


@pytest.mark.rule("VOL-3")
@pytest.mark.rule("S3-3")
def test_follow_up_is_agreed_and_held(coordinator: Browser, world: World) -> None:
    case_id = open_participating_case(world)
    assert 'value="14"' in coordinator.open(f"/cases/{case_id}/follow-up-agreement")
    sent = coordinator.send(f"/cases/{case_id}/follow-up-agreement", interval_days="21", channel="telephone")
    assert sent.status_code == 303
    assert coordinator.send(f"/cases/{case_id}/follow-up", channel="telephone").status_code == 303
    refused = coordinator.send(f"/cases/{case_id}/follow-up-agreement", interval_days="0", channel="telephone")
    assert refused.status_code == 422


@pytest.mark.rule("CON-7")
def test_a_consent_is_asked_in_its_exact_words_and_taken_back_by_name(coordinator: Browser, world: World) -> None:
    case_id = open_participating_case(world)
    path = f"/cases/{case_id}/consents"
    assert "Nothing was asked yet" in coordinator.open(path)
    page = coordinator.open(f"{path}/treating_physician")
    assert "what I can do at work" in page
    assert (
        coordinator.send(f"{path}/treating_physician", answer="given", given_how="telephone", locale="nl").status_code
        == 303
    )
    listed = coordinator.open(path)
    assert "Nederlands" in listed
    back = re.search(r"/consents/([0-9a-f-]{36})/withdraw", listed)
    assert back is not None
    confirm = f"{path}/{back[1]}/withdraw"
    assert "Invented Worker takes back" in coordinator.open(confirm)
    assert coordinator.send(confirm).status_code == 303
    assert "Taken back on" in coordinator.open(path)
    assert coordinator.client.get(f"{path}/shoe_size").status_code == 404


@pytest.mark.rule("S2-4")
def test_the_notice_is_shown_word_for_word_before_it_is_sent(coordinator: Browser, world: World) -> None:
    case_id = open_participating_case(world)
    page = coordinator.open(f"/cases/{case_id}/inform-supervisor")
    assert "Invented Supervisor" in page
    assert "has chosen to take part" in page
    assert coordinator.send(f"/cases/{case_id}/inform-supervisor").status_code == 303
    with world.session(Role.SUPERVISOR) as (session, _actor):
        assert queries.supervisor_notice_of(session, case_row(session, case_id)) is not None


@pytest.mark.rule("VOL-2")
def test_leaving_is_confirmed_on_a_page_that_names_the_worker_and_has_no_field_for_a_reason(
    coordinator: Browser, world: World
) -> None:
    case_id = open_informed_case(world)
    page = coordinator.open(f"/cases/{case_id}/withdraw")
    assert "Invented Worker leaves the support process" in page
    assert "<textarea" not in page.partition("<main")[2]
    assert coordinator.send(f"/cases/{case_id}/withdraw").status_code == 303
    assert process(world, case_id).participation is Participation.WITHDRAWN


@pytest.mark.rule("NEU-2")
def test_a_request_is_answered_with_a_reason_that_stays_here(coordinator: Browser, world: World) -> None:
    case_id = open_case(world)
    path = f"/cases/{case_id}/contact-requests"
    assert "Nobody has asked" in coordinator.open(path)
    with world.session(Role.HR) as (session, actor):
        request = commands.request_contact(session, actor, world.employment_id, why=Why.GREETING, channel=Channel.EMAIL)
    assert "Invented Hr" in coordinator.open(path)
    sent = coordinator.send(f"{path}/{request.id}", decision="held", reason="Not this week")
    assert sent.status_code == 303
    assert "Not this week" in coordinator.open(path)


@pytest.mark.rule("S7-4")
def test_a_call_is_read_and_answered(coordinator: Browser, world: World) -> None:
    case_id = open_participating_case(world)
    with world.session(Role.WORKER) as (session, actor):
        call = commands.request_call(session, actor, case_id, channel=Channel.TELEPHONE, about="May we talk today?")
    assert "May we talk today?" in coordinator.open(f"/cases/{case_id}/calls")
    assert coordinator.send(f"/cases/{case_id}/calls/{call.id}", answer="At four.").status_code == 303
    assert "At four." in coordinator.open(f"/cases/{case_id}/calls")


@pytest.mark.rule("S7-1")
@pytest.mark.rule("S7-2")
@pytest.mark.rule("S7-5")
def test_after_the_return_both_are_asked_apart_and_the_case_closes(coordinator: Browser, world: World) -> None:
    case_id = open_informed_case(world)
    return_to_work(world, case_id, days_ago=0)
    path = f"/cases/{case_id}/after-return"
    coordinator.open(path)
    page = coordinator.open(f"{path}/supervisor")
    assert "Invented Worker does not." in page
    assert "meaning" not in page.partition("<main")[2].partition("<form")[2]
    for party, more in (("worker", {"answers-meaning": "Yes"}), ("supervisor", {})):
        missing = coordinator.send(f"{path}/{party}", channel="telephone", **{"answers-carried_out": "yes"})
        assert missing.status_code == 422
        answers = {"answers-carried_out": "yes", "answers-kept_up": "partly", "answers-fosters": "Quiet hours"}
        assert coordinator.send(f"{path}/{party}", channel="telephone", **answers, **more).status_code == 303
    assert coordinator.open(path).count("Held on") == 2
    sent = coordinator.send(
        f"/cases/{case_id}/close",
        outcome="sustained_return_own_job",
        **{"worker_views-0-measure": "Quiet hours", "worker_views-0-helped": "yes"},
    )
    assert sent.status_code == 303
    assert process(world, case_id).outcome is Outcome.SUSTAINED_OWN_JOB


@pytest.mark.rule("NEU-1")
def test_only_who_may_coordinate_here_can_be_chosen(app: Flask, world: World) -> None:
    case_id = open_case(world)
    client = app.test_client()
    sign_in(client, world, Role.LEAD_COORDINATOR)
    page = Browser(client).open(f"/cases/{case_id}/reassign")
    assert "Invented Coordinator" in page
    assert "Invented Supervisor" not in page.partition("<select")[2].partition("</select>")[0]


FORMS = (
    "invitation", "first-contact", "participation", "preferences", "withdraw", "follow-up-agreement",
    "inform-supervisor", "first-meeting", "follow-up", "contact", "contacts", "after-return", "after-return/worker",
    "consents", "consents/inform_union", "contact-requests", "calls", "close",
)  # fmt: skip


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.WORKER, Role.SUPERVISOR, Role.HR, Role.LEAD_COORDINATOR])
def test_a_foreign_case_and_an_unknown_one_are_the_same_page(app: Flask, world: World, role: Role) -> None:
    foreign = open_case(build_world())
    client = app.test_client()
    sign_in(client, world, role)
    for form in FORMS:
        pages = [client.get(f"/cases/{case_id}/{form}") for case_id in (foreign, uuid4())]
        assert [page.status_code for page in pages] == [404, 404], form
        bare = [re.sub(r'nonce="[^"]*"|/cases/[0-9a-f-]{36}|value="[^"]*"', "", page.text) for page in pages]
        assert bare[0] == bare[1], form


def test_every_form_opens_at_every_point_of_a_case(coordinator: Browser, world: World) -> None:
    case_id = open_case(world)
    points = (
        lambda: None,
        lambda: invite(world, case_id),
        lambda: hold_first_contact(world, case_id),
        lambda: inform_supervisor(world, case_id),
        lambda: return_to_work(world, case_id, days_ago=0),
    )
    for reach in points:
        reach()
        for form in FORMS:
            assert "<h1" in coordinator.open(f"/cases/{case_id}/{form}"), form


@pytest.mark.rule("NEU-3")
@pytest.mark.rule("S1-3")
def test_a_term_that_cuts_across_the_process_stands_on_the_case_with_who_settles_it(
    coordinator: Browser, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = open_case(world)
    assert "To be settled" not in coordinator.open(f"/cases/{case_id}")
    term = {"demand": "diagnosis", "title": {"en": "The insurer asks what the illness is"}}
    layers = [
        *base_layers("nl"),
        LayerDocument(Layer.EMPLOYER, "quay", {"languages": ["en"], "insurer_terms": {"a": term}}),
    ]
    standing = frame.in_force
    monkeypatch.setattr(frame, "in_force", lambda *asked: replace(standing(*asked), framework=resolve(layers)))
    page = coordinator.open(f"/cases/{case_id}")
    assert "To be settled by:" in page
    assert "The insurer asks the employer for a diagnosis." in page
    assert "CON-4" in page
