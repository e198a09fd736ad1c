"""Importing on a page: look, then confirm; without script."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from handrail.cases.absence_models import Absence
from handrail.identity.commands import start_sign_in
from handrail.identity.proofs import DEVELOPMENT
from handrail.kit.codes import Role
from handrail.kit.db import engine_context, tenant_session

World = Any  # the fixture's own type lies in conftest, which tests do not import
HEADER = "absence_id,worker_id,first_day,last_day,expected_days,percent\n"
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


def stored(world: World) -> int:
    with tenant_session(engine_context(world.tenant_id)) as session:
        return session.scalar(select(func.count()).select_from(Absence)) or 0


def hidden(page: str) -> dict[str, str]:
    """Return the hidden fields of the page's own form."""
    form = page.partition("<main")[2]
    inputs = re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", form)
    pairs = [(re.search(r'name="([^"]*)"', one), re.search(r'value="([^"]*)"', one)) for one in inputs]
    return {name[1]: value[1] for name, value in pairs if name and value}


def upload(browser: FlaskClient, content: str | bytes, **values: str) -> TestResponse:
    page = browser.get("/absences/import").text
    raw = content.encode() if isinstance(content, str) else content
    data: dict[str, Any] = hidden(page) | {"employer": "harbour", "profile": "generic"} | values
    return browser.post(
        "/absences/import", data=data | {"file": (BytesIO(raw), "feeds/march.csv")}, headers=SAME_ORIGIN
    )


def confirm(browser: FlaskClient, path: str) -> TestResponse:
    return browser.post(path, data=hidden(browser.get(path).text), headers=SAME_ORIGIN)


def test_a_file_is_shown_first_and_taken_in_by_the_button(browser: FlaskClient, world: World) -> None:
    rows = "a1,w1,2026-03-02,2026-03-06,,\na2,nobody,2026-03-02,,,\na3,w2,2026-02-30,,,\n"
    answer = upload(browser, HEADER + rows)
    assert (answer.status_code, stored(world)) == (303, 0)
    page = browser.get(answer.location).text
    assert "march.csv" in page
    assert "feeds" not in page
    assert "Take in 1 absence" in page
    assert "No worker with the key nobody" in page
    assert "2 Mar 2026 to 6 Mar 2026" in page
    done = confirm(browser, answer.location)
    assert (done.status_code, done.location, stored(world)) == (303, answer.location, 1)
    after = browser.get(answer.location).text
    assert "The file itself was not kept" in after
    assert "Take in" not in after
    assert "march.csv" in browser.get("/absences/import").text


def test_when_something_changed_since_the_look_the_new_plan_is_shown(browser: FlaskClient, world: World) -> None:
    first = upload(browser, HEADER + "a1,w1,2026-03-02,2026-03-06,,\n").location
    page = browser.get(first).text
    second = upload(browser, HEADER + "a9,w1,2026-03-05,2026-03-09,,\n").location
    confirm(browser, second)
    answer = browser.post(first, data=hidden(page), headers=SAME_ORIGIN)
    assert answer.status_code == 409
    assert "Absences changed since you looked" in answer.text
    assert "There is nothing to take in" in answer.text
    assert stored(world) == 1


def test_a_refused_file_says_all_that_is_wrong_beside_the_field_and_keeps_the_choices(
    browser: FlaskClient, world: World
) -> None:
    answer = upload(browser, "absence_id,worker_id,first_day,last_day,Bradford factor\n")
    assert answer.status_code == 422
    for told in ("“expected_days” is missing", "“percent” is missing", "NEU-3"):
        assert told in answer.text
    assert stored(world) == 0


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"profile": "../generic"}, "There is no profile"),
        ({"start_year": "1200"}, "1970"),
        ({"employer": ""}, "Client organisation"),
    ],
)
def test_what_was_not_offered_cannot_be_chosen(browser: FlaskClient, values: dict[str, str], told: str) -> None:
    answer = upload(browser, HEADER, **values)
    assert answer.status_code == 422
    assert told in answer.text


def test_without_a_file_the_page_asks_for_one(browser: FlaskClient) -> None:
    page = browser.get("/absences/import").text
    data = hidden(page) | {"employer": "harbour", "profile": "generic"}
    answer = browser.post("/absences/import", data=data, headers=SAME_ORIGIN)
    assert answer.status_code == 422


def test_an_employer_of_somebody_else_is_not_found(browser: FlaskClient, world: World) -> None:
    assert upload(browser, HEADER + "a1,b1,2026-03-02,,,\n", employer="bakery").status_code == 404
    assert upload(browser, HEADER + "a1,b1,2026-03-02,,,\n", employer="brewery").status_code == 404
    assert "Bakery" not in browser.get("/absences/import").text
    assert stored(world) == 0


def test_a_large_file_is_left_to_the_command(browser: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handrail.exchange.views.importing.MOST_ROWS_ON_A_PAGE", 1)
    answer = upload(browser, HEADER + "a1,w1,2026-03-02,2026-03-03,,\na2,w1,2026-04-02,,,\n")
    assert answer.status_code == 422
    assert "at most 1 rows" in answer.text


def test_hostile_cells_are_shown_as_text(browser: FlaskClient) -> None:
    location = upload(browser, HEADER + '<script>alert(1)</script>,"<b>w</b>",2026-03-02,,,\n').location
    page = browser.get(location).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_forged_confirmation_is_refused(browser: FlaskClient, world: World) -> None:
    path = upload(browser, HEADER + "a1,w1,2026-03-02,,,\n").location
    fields = hidden(browser.get(path).text)
    assert browser.post(path, data=fields, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    without = {name: value for name, value in fields.items() if name != "csrf_token"}
    assert browser.post(path, data=without, headers=SAME_ORIGIN).status_code == 403
    assert stored(world) == 0


@pytest.mark.parametrize(
    ("person", "role"), [("boss", Role.SUPERVISOR), ("coordinator", Role.COORDINATOR), ("w1", Role.WORKER)]
)
def test_other_roles_find_nothing_here(app: Flask, browser: FlaskClient, world: World, person: str, role: Role) -> None:
    path = upload(browser, HEADER + "a1,w1,2026-03-02,,,\n").location
    with tenant_session(engine_context(world.tenant_id)) as session:
        _row, secret = start_sign_in(session, world.tenant_id, world.people[person], role, proof=DEVELOPMENT)
    client = app.test_client()
    client.set_cookie("hr", secret, domain="localhost")
    assert client.get("/absences/import").status_code == 404
    assert client.get(path).status_code == 404


def test_a_page_of_a_file_without_dates_says_how_it_was_read(browser: FlaskClient, uci_file: Any) -> None:
    location = upload(browser, uci_file([{}, {"Disciplinary failure": "1"}]), profile="uci-absenteeism").location
    page = browser.get(location).text
    assert "These are not the days on which people were away" in page
    assert "1 worker is added" in page
    assert "NEU-3" in page


def test_an_import_at_work_shows_how_far_it_came_with_and_without_script(
    browser: FlaskClient, at_work: Callable[..., str]
) -> None:
    path = at_work(after=1)
    assert "2 of 4 rows" in browser.get("/absences/import").text
    page = browser.get(path).text
    assert "2 of 4 rows are done" in page
    assert re.search(r'<progress id="rows-done" max="4" value="2">', page)
    assert f'href="{path}">Look again' in page
    part = browser.get(path, headers={"HX-Request": "true"}).text
    assert part.strip().startswith('<div id="how-far"')
    assert "<main" not in part
    at_work(after=2)
    done = browser.get(path, headers={"HX-Request": "true"})
    assert done.headers["HX-Redirect"] == path
    assert "The file itself was not kept" in browser.get(path).text


def test_an_import_that_nobody_went_on_with_says_what_is_kept(
    browser: FlaskClient, at_work: Callable[..., str]
) -> None:
    path = at_work(after=1, stopped=True)
    page = browser.get(path).text
    assert "after 2 of 4 rows and did not go on within a day" in page
    assert "stopped" in browser.get("/absences/import").text


def test_what_is_at_work_elsewhere_is_not_found(
    app: Flask, browser: FlaskClient, world: World, at_work: Callable[..., str]
) -> None:
    path = at_work(after=1)
    assert browser.get(path).status_code == 200
    with tenant_session(engine_context(world.tenant_id)) as session:
        _row, secret = start_sign_in(
            session, world.tenant_id, world.people["coordinator"], Role.COORDINATOR, proof=DEVELOPMENT
        )
    client = app.test_client()
    client.set_cookie("hr", secret, domain="localhost")
    assert client.get(path).status_code == 404
