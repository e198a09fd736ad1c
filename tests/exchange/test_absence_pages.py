"""Absences on pages of human resources and absence administration (S1-1, ACC-3, CON-4)."""

import re
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from handrail.cases.absence_models import Absence
from handrail.cases.absence_rules import AbsenceFacts
from handrail.cases.absence_writing import Origin
from handrail.cases.absences import record_absence
from handrail.identity.commands import start_sign_in
from handrail.identity.proofs import DEVELOPMENT
from handrail.kit.codes import Role
from handrail.kit.db import engine_context, tenant_session

World = Any  # the fixture's own type lies in conftest, which tests do not import
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


def hidden(page: str) -> dict[str, str]:
    inputs = re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", page.partition("<main")[2])
    pairs = [(re.search(r'name="([^"]*)"', one), re.search(r'value="([^"]*)"', one)) for one in inputs]
    return {name[1]: value[1] for name, value in pairs if name and value}


def send(browser: FlaskClient, path: str, **values: str) -> TestResponse:
    return browser.post(path, data=hidden(browser.get(path).text) | values, headers=SAME_ORIGIN)


def correct(browser: FlaskClient, path: str, **values: str) -> TestResponse:
    """Correct an absence: look at what moves, then confirm it."""
    shown = send(browser, path, **values)
    assert shown.status_code == 200
    return browser.post(path, data=hidden(shown.text), headers=SAME_ORIGIN)


def stored(world: World) -> int:
    with tenant_session(engine_context(world.tenant_id)) as session:
        return session.scalar(select(func.count()).select_from(Absence)) or 0


@pytest.fixture
def path(world: World) -> str:
    """The page of an open absence of worker w1 since 16 November."""
    with tenant_session(world.hr.context()) as session:
        absence = record_absence(
            session,
            world.hr,
            employment_id=world.employments["w1"],
            external_key="a1",
            facts=AbsenceFacts(date(2026, 11, 16)),
            origin=Origin("screen"),
        )
        return f"/absences/{absence.id}"


@pytest.mark.rule("S1-1")
def test_an_absence_is_recorded_and_stands_in_the_list(browser: FlaskClient, world: World) -> None:
    assert "Nobody is absent" in browser.get("/absences").text
    answer = send(browser, "/absences/new", employer="harbour", worker="w1", first_day="2026-11-18", expected_days="5")
    assert answer.status_code == 303
    page = browser.get(answer.location).text
    assert "Demo w1" in page
    assert "18 November 2026" in page
    listed = browser.get("/absences").text
    assert answer.location in listed
    assert "still absent" in listed
    assert stored(world) == 1


def test_the_same_filled_in_form_twice_is_one_absence(browser: FlaskClient, world: World) -> None:
    data = hidden(browser.get("/absences/new").text)
    data |= {"employer": "harbour", "worker": "w1", "first_day": "2026-11-18"}
    answers = [browser.post("/absences/new", data=data, headers=SAME_ORIGIN) for _attempt in range(2)]
    assert answers[0].location == answers[1].location
    assert stored(world) == 1


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"worker": "nobody"}, "No worker with the key nobody"),
        ({"first_day": "2026-02-30"}, "date"),
        ({"first_day_fit": "2026-11-18"}, "The first day fit comes after"),
        ({"percent": "120"}, "100"),
        ({"employer": "bakery"}, ""),
    ],
)
def test_what_is_not_right_is_told_and_what_was_typed_stays(
    browser: FlaskClient, world: World, values: dict[str, str], told: str
) -> None:
    right = {"employer": "harbour", "worker": "w1", "first_day": "2026-11-18"}
    answer = send(browser, "/absences/new", **(right | values))
    assert answer.status_code == (404 if "employer" in values else 422)
    assert told in answer.text
    assert stored(world) == 0


@pytest.mark.rule("CON-4")
def test_the_form_has_no_field_for_a_cause_and_says_so(browser: FlaskClient, path: str) -> None:
    page = browser.get("/absences/new").text
    assert "The cause of an absence has no place here" in page
    assert "<textarea" not in page
    assert "Please put no health information here." in browser.get(path).text


@pytest.mark.rule("ACC-3")
def test_an_absence_is_corrected_and_its_history_shown(browser: FlaskClient, path: str) -> None:
    answer = correct(browser, path, first_day="2026-11-17", first_day_fit="2026-11-20", why="Back on Friday.")
    assert (answer.status_code, answer.location) == (303, path)
    page = browser.get(path).text
    for told in (
        "First day: 16 Nov 2026 → 17 Nov 2026",
        "First day fit: none → 20 Nov 2026",
        "Back on Friday.",
        "Demo hr",
    ):
        assert told in page
    assert "ended" in page


def test_a_correction_that_overlaps_is_told_on_the_page(browser: FlaskClient, path: str) -> None:
    other = send(
        browser, "/absences/new", employer="harbour", worker="w1", first_day="2026-10-05", first_day_fit="2026-10-09"
    )
    assert other.status_code == 303
    answer = send(browser, path, first_day="2026-10-07")
    assert answer.status_code == 409
    assert "shares a day with it" in answer.text


@pytest.mark.rule("S1-2")
def test_a_file_is_forwarded_by_hand_before_the_threshold(browser: FlaskClient, path: str) -> None:
    assert "Forward the file now" in browser.get(path).text
    token = hidden(browser.get(path).text)["csrf_token"]
    answer = browser.post(f"{path}/forward", data={"csrf_token": token}, headers=SAME_ORIGIN)
    assert answer.status_code == 303
    page = browser.get(path).text
    assert "forwarded to the coordinator on 20 November 2026" in page
    assert "Forward the file now" not in page


def test_the_list_shows_all_on_request_and_finds_a_worker(browser: FlaskClient, path: str) -> None:
    send(browser, path, first_day="2026-11-16", first_day_fit="2026-11-18")
    assert path not in browser.get("/absences").text
    assert path in browser.get("/absences?show=all").text
    assert path in browser.get("/absences?show=all&worker=w1").text
    assert path not in browser.get("/absences?show=all&worker=w2").text
    assert browser.get("/absences?after=nonsense").status_code == 200


@pytest.mark.parametrize(
    ("person", "role"), [("boss", Role.SUPERVISOR), ("coordinator", Role.COORDINATOR), ("w1", Role.WORKER)]
)
def test_other_roles_find_nothing_here(app: Flask, world: World, path: str, person: str, role: Role) -> None:
    with tenant_session(engine_context(world.tenant_id)) as session:
        _row, secret = start_sign_in(session, world.tenant_id, world.people[person], role, proof=DEVELOPMENT)
    client = app.test_client()
    client.set_cookie("hr", secret, domain="localhost")
    for address in ("/absences", "/absences/new", path):
        assert client.get(address).status_code == 404


def test_an_absence_elsewhere_and_an_unknown_one_answer_the_same(browser: FlaskClient, world: World) -> None:
    actor = world.actor("b1", Role.HR, "bakery")
    with tenant_session(engine_context(world.tenant_id)) as session:
        absence = record_absence(
            session,
            actor,
            employment_id=world.employments["b1"],
            external_key="b1",
            facts=AbsenceFacts(date(2026, 11, 16)),
            origin=Origin("screen"),
        )
    foreign, unknown = browser.get(f"/absences/{absence.id}"), browser.get(f"/absences/{uuid4()}")
    assert (foreign.status_code, unknown.status_code) == (404, 404)
    assert "Demo b1" not in browser.get("/absences?show=all").text
