"""Reports by form and by program: asked for, watched, read, downloaded, cancelled."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select
from tests.builders import World, bearer, sign_in
from tests.isolation.crawling import statements
from tests.reports.conftest import House

from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.db import engine_context, tenant_session
from handrail.reports.models import ReportRun, ReportSchedule
from handrail.reports.presenting import STATES

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
Sender = Callable[..., Any]


@pytest.fixture(autouse=True)
def that_day() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


def world_of(house: House) -> World:
    firm = house.firms[0]
    return World(house.tenant_id, firm.employer_id, firm.site_id, firm.employments[0]["id"], house.people)


class Browser:
    """Somebody at a browser without script."""

    def __init__(self, app: Flask, house: House, role: Role) -> None:
        self.client = app.test_client()
        sign_in(self.client, world_of(house), role)

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(path, base_url="http://localhost", headers=headers)

    def post(self, path: str, page: str | None = None, **fields: Any) -> Any:
        form = self.get(page or path).text
        token = form.split('name="csrf_token" value="')[1].split('"')[0]
        data = {"csrf_token": token, "idempotency_key": str(uuid4()), **fields}
        headers = {"Sec-Fetch-Site": "same-origin"}
        return self.client.post(path, base_url="http://localhost", data=data, headers=headers)


def count(house: House, model: Any) -> int:
    with tenant_session(engine_context(house.tenant_id)) as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.rule("REP-1")
@pytest.mark.rule("REP-4")
def test_a_manager_asks_waits_and_reads_without_script(app: Flask, house: House) -> None:
    browser = Browser(app, house, Role.CONSULTANCY_MANAGER)
    assert "No report yet" in browser.get("/reports").text
    asked = browser.post("/reports/new", kind="overview", period="last_twelve_months")
    assert asked.status_code == 303
    watching = browser.get(asked.location)
    assert "0 of 3 client organisations counted" in watching.text
    assert 'data-hx-trigger="every 2s"' in watching.text
    house.work()
    page = browser.get(asked.location)
    assert page.status_code == 200
    for heading in ("Cases by client organisation", "How long cases have been on their step", "Days of absence",
                    "Time until the return, by client organisation", "What the words mean"):  # fmt: skip
        assert heading in page.text
    assert "Kaplan-Meier" in page.text
    assert "without names of workers" in page.text
    assert "Invented Worker" not in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert STATES["done"][1] in browser.get("/reports").text


def test_the_page_that_watches_goes_over_to_the_report_by_itself(app: Flask, house: House) -> None:
    browser = Browser(app, house, Role.CONSULTANCY_MANAGER)
    asked = browser.post("/reports/new", kind="caseload", period="last_month")
    part = browser.get(asked.location, **{"HX-Request": "true"})
    assert part.text.lstrip().startswith('<section id="state"')
    house.work()
    done = browser.get(asked.location, **{"HX-Request": "true"})
    assert done.headers["HX-Redirect"] == asked.location


def test_the_same_form_sent_twice_is_one_report(app: Flask, house: House) -> None:
    browser = Browser(app, house, Role.CONSULTANCY_MANAGER)
    key = str(uuid4())
    first, second = (
        browser.post("/reports/new", kind="returns", period="last_quarter", idempotency_key=key) for _time in range(2)
    )
    assert first.location == second.location
    assert count(house, ReportRun) == 1


@pytest.mark.rule("REP-4")
def test_a_report_is_cancelled_on_its_page(app: Flask, house: House) -> None:
    browser = Browser(app, house, Role.CONSULTANCY_MANAGER)
    asked = browser.post("/reports/new", kind="overview", period="last_month")
    assert browser.post(f"{asked.location}/cancel", page=asked.location).status_code == 303
    assert "It was cancelled" in browser.get(asked.location).text
    house.work()
    assert STATES["cancelled"][1] in browser.get("/reports").text


@pytest.mark.rule("REP-1")
def test_human_resources_choose_whole_quarters_and_read_of_no_support(app: Flask, house: House) -> None:
    browser = Browser(app, house, Role.HR)
    form = browser.get("/reports/new").text
    assert "first_day" not in form
    assert "caseload" not in form
    asked = browser.post("/reports/new", kind="overview", period="last_four_quarters", employer=_key(house))
    house.work()
    page = browser.get(asked.location).text
    assert "Statutory obligations" in page
    assert "Method T5" in page
    for word in ("Open cases", "coordinator", "step", "Participating", "Said no"):
        assert word not in page.split("<main")[1].split("</main")[0]


@pytest.mark.rule("CON-1")
def test_others_find_neither_the_report_nor_its_files(app: Flask, house: House) -> None:
    browser = Browser(app, house, Role.CONSULTANCY_MANAGER)
    asked = browser.post("/reports/new", kind="overview", period="last_month")
    house.work()
    name = f"{asked.location}/files/report.json"
    file = browser.get(name)
    assert (file.status_code, file.headers["Cache-Control"]) == (200, "no-store")
    assert file.headers["Content-Disposition"].startswith("attachment")
    for role in (Role.LEAD_COORDINATOR, Role.HR, Role.SENIOR_MANAGEMENT, Role.COORDINATOR):
        other = Browser(app, house, role)
        for path in (asked.location, name):
            assert other.get(path).status_code == 404
    assert Browser(app, house, Role.COORDINATOR).get("/reports").status_code == 404


def test_schedules_are_made_listed_and_ended(app: Flask, house: House) -> None:
    browser = Browser(app, house, Role.LEAD_COORDINATOR)
    assert browser.post("/reports/schedule", kind="caseload", rhythm="weekly").status_code == 303
    page = browser.get("/reports").text
    assert "Every Monday, about the week before" in page
    with tenant_session(engine_context(house.tenant_id)) as session:
        schedule_id = session.scalars(select(ReportSchedule.id)).one()
    assert browser.post(f"/reports/schedules/{schedule_id}/end", page="/reports").status_code == 303
    assert "Every Monday" not in browser.get("/reports").text


def test_days_that_do_not_go_together_are_said_beside_the_field(app: Flask, house: House) -> None:
    browser = Browser(app, house, Role.CONSULTANCY_MANAGER)
    refused = browser.post("/reports/new", kind="overview", first_day="2026-05-01")
    assert refused.status_code == 422
    assert "Give both days, the first and the last." in refused.text


def test_a_page_takes_few_statements(app: Flask, house: House) -> None:
    browser = Browser(app, house, Role.CONSULTANCY_MANAGER)
    asked = browser.post("/reports/new", kind="overview", period="last_month")
    house.work()
    for path, most in (("/reports", 8), (asked.location, 8), (f"{asked.location}/files/report.json", 8)):
        with statements() as noted:
            assert browser.get(path).status_code == 200
        asked_for = [each for each in noted if "set_config" not in each]
        assert len(asked_for) <= most, asked_for


# --- By program ---------------------------------------------------------------------------------------------------


@pytest.mark.rule("REP-4")
def test_a_program_asks_once_looks_and_downloads(app: Flask, house: House) -> None:
    client = app.test_client()
    headers = bearer(world_of(house), Role.CONSULTANCY_MANAGER) | {"Idempotency-Key": "once"}
    body = {"kind": "returns", "first_day": "2026-01-01", "last_day": "2026-06-30"}
    first, second = (client.post("/api/v1/reports", json=body, headers=headers) for _time in range(2))
    assert (first.status_code, first.json) == (202, second.json)
    assert first.headers["Location"].endswith(f"/api/v1/reports/{first.json['id']}")
    assert (first.json["state"], first.json["of"], first.json["files"]) == ("waiting", 3, [])
    early = client.get(f"{first.headers['Location']}/files/report.json", headers=headers)
    assert (early.status_code, early.json["type"]) == (409, "/problems/report-not-ready")
    house.work()
    read = client.get(first.headers["Location"], headers=headers).json
    assert (read["state"], read["done"]) == ("done", 3)
    for file in read["files"]:
        got = client.get(f"{first.headers['Location']}/files/{file['name']}", headers=headers)
        assert (got.status_code, len(got.data)) == (200, file["size"])
    assert client.post(f"{first.headers['Location']}/cancel", headers=headers).status_code == 409
    listed = client.get("/api/v1/reports", headers=headers).json
    assert [each["id"] for each in listed["items"]] == [read["id"]]


def test_a_program_schedules_and_ends(app: Flask, house: House) -> None:
    client = app.test_client()
    headers = bearer(world_of(house), Role.HR)
    refused = client.post("/api/v1/report-schedules", json={"kind": "overview", "rhythm": "weekly"}, headers=headers)
    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, "/rhythm")
    body = {"kind": "overview", "rhythm": "quarterly"}
    made = client.post("/api/v1/report-schedules", json=body, headers=headers)
    assert made.status_code == 201
    assert client.get("/api/v1/report-schedules", headers=headers).json["items"] == [made.json]
    assert client.delete(f"/api/v1/report-schedules/{made.json['id']}", headers=headers).status_code == 204
    assert client.get("/api/v1/report-schedules", headers=headers).json["items"] == []


def test_an_employer_that_is_not_ones_own_is_unknown(app: Flask, house: House) -> None:
    client = app.test_client()
    headers = bearer(world_of(house), Role.HR)
    answers = [
        client.post("/api/v1/reports", json={"kind": "overview", "employer": key}, headers=headers)
        for key in (_key(house, 1), "no-such-thing")
    ]
    assert [answer.status_code for answer in answers] == [404, 404]


def _key(house: House, number: int = 0) -> str:
    from handrail.tenancy.models import ClientOrganisation  # noqa: PLC0415 - used here alone

    with tenant_session(engine_context(house.tenant_id)) as session:
        statement = select(ClientOrganisation.key).where(ClientOrganisation.id == house.firms[number].employer_id)
        return str(session.scalars(statement).one())
