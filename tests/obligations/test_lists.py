"""What is due across workers: to each reader what they reach, page by page, and a month at a glance."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from tests.builders import (
    World,
    absence_fact,
    add_worker,
    bearer,
    build_neighbour,
    employment_row,
    inform_supervisor,
    open_participating_case,
    sign_in,
)
from tests.isolation.crawling import statements

from handrail.cases import commands as cases
from handrail.cases.rules.contacts import Channel
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.obligations import facts, projection
from handrail.obligations.listing import A_DAY, Wanted, days_of, page_of_obligations
from handrail.web.checks import assert_well_formed

FIRST = date(2026, 11, 9)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
DAY = timedelta(days=1)
READERS = (Role.WORKER, Role.COORDINATOR, Role.LEAD_COORDINATOR, Role.SUPERVISOR, Role.HR, Role.ABSENCE_ADMIN)
EMPLOYER_SIDE = (Role.SUPERVISOR, Role.HR, Role.ABSENCE_ADMIN)


@pytest.fixture(autouse=True)
def at_nine() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


def browser(app: Flask, world: World, role: Role) -> FlaskClient:
    client = app.test_client()
    sign_in(client, world, role)
    return client


def listed(app: Flask, world: World, role: Role, query: str = "limit=200") -> Any:
    answer = app.test_client().get(f"/api/v1/obligations?{query}", headers=bearer(world, role))
    assert answer.status_code == 200, answer.json
    return answer.json


def supervisor_owes(world: World) -> None:
    """Give the supervisor something administrative to do, as a jurisdiction with such a rule would."""
    with world.engine() as session:
        session.execute(text("update obligation set owed_by = 'supervisor' where rule = 'nl.report_to_arbo'"))


def supported(world: World, employment_id: UUID | None = None) -> UUID:
    """Make a case with something due in its support process; returns its id."""
    case_id = open_participating_case(world, employment_id=employment_id)
    with world.session(Role.COORDINATOR) as (session, actor):
        cases.agree_follow_up(session, actor, case_id, interval_days=21, channel=Channel.EMAIL)
    return case_id


# --- Who finds what -------------------------------------------------------------------------------------------------


@pytest.mark.rule("VOL-2")
@pytest.mark.rule("VOL-4")
def test_the_employers_side_lists_the_statutory_track_and_nothing_of_support(app: Flask, world: World) -> None:
    inform_supervisor(world, supported(world))
    seen = {role: {item["rule"] for item in listed(app, world, role)["items"]} for role in READERS}
    assert any(rule.startswith("support.") for rule in seen[Role.COORDINATOR])
    for role in (Role.HR, Role.ABSENCE_ADMIN):
        assert "nl.problem_analysis" in seen[role]
        assert not any(rule.startswith("support.") for rule in seen[role])
    assert seen[Role.SUPERVISOR] == set(), "the law asks nothing of the supervisor here"
    supervisor_owes(world)
    assert {item["rule"] for item in listed(app, world, Role.SUPERVISOR)["items"]} == {"nl.report_to_arbo"}


@pytest.mark.rule("VOL-2")
@pytest.mark.parametrize("role", READERS)
def test_the_number_of_the_case_is_for_those_who_open_the_case(app: Flask, world: World, role: Role) -> None:
    """On the page and over the API alike; the calendar has the same test."""
    case_id = supported(world)
    with world.engine() as session:
        number = session.scalar(text("select number from cases where id = :id"), {"id": case_id})
    opens_cases = role in {Role.COORDINATOR, Role.LEAD_COORDINATOR}
    given = {item["case_number"] for item in listed(app, world, role)["items"]}
    assert given <= {number} if opens_cases else given <= {None}
    page = browser(app, world, role).get("/obligations", follow_redirects=True).text
    assert (str(number) in page) is opens_cases


@pytest.mark.rule("VOL-2")
def test_without_row_level_policies_the_employers_side_would_still_find_no_support(world: World) -> None:
    """The second lock: asked in the engine's scope, which sees every row."""
    inform_supervisor(world, supported(world))
    for role in EMPLOYER_SIDE:
        actor = world.actor(role)
        with world.engine() as session:
            rows, _further = page_of_obligations(session, actor, Wanted(standing=None), NOW.date(), limit=200)
        assert not [row for row in rows if row.obligation.case_id or row.obligation.rule.startswith("support.")]


@pytest.mark.rule("CON-1")
def test_nobody_lists_what_belongs_to_another_employer_or_another_worker(app: Flask, world: World) -> None:
    neighbour = build_neighbour(world)
    for each in (world, neighbour):
        absence_fact(each, "absence_started", FIRST)
    for role in (Role.HR, Role.ABSENCE_ADMIN, Role.WORKER):
        found = {item["employment_id"] for item in listed(app, world, role)["items"]}
        assert found == {str(world.employment_id)}, role
    assert listed(app, world, Role.COORDINATOR)["items"] == [], "no case, no part in it"


@pytest.mark.rule("CON-5")
def test_a_list_of_what_was_confided_is_noted_once_a_case_and_the_workers_own_look_is_not(
    app: Flask, world: World
) -> None:
    case_id = supported(world)
    for role in READERS:
        listed(app, world, role)
    with world.engine() as session:
        noted = session.execute(text("select role, subject_id, compartments, purpose from read_log")).all()
    expected = {(Role.COORDINATOR.value, case_id), (Role.LEAD_COORDINATOR.value, case_id)}
    assert {(row[0], row[1]) for row in noted} == expected
    assert len(noted) == len(expected)
    assert {row[3] for row in noted} == {"obligations.list"}


def test_other_roles_have_no_list(app: Flask, world: World) -> None:
    del world.people[Role.WORKER]
    for path in ("/api/v1/obligations", "/obligations", "/obligations/calendar"):
        assert app.test_client().get(path).status_code in {302, 401}


# --- Narrowing and paging -------------------------------------------------------------------------------------------


def test_pages_follow_each_other_without_a_gap_or_a_double(app: Flask, world: World) -> None:
    for _number in range(3):
        absence_fact(world, "absence_started", FIRST, employment_id=add_worker(world))
    whole = [item["id"] for item in listed(app, world, Role.HR)["items"]]
    pages: list[str] = []
    after = ""
    for _page in range(len(whole)):
        page = listed(app, world, Role.HR, f"limit=7{after}")
        pages += [item["id"] for item in page["items"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert pages == whole
    assert [item["due_on"] for item in listed(app, world, Role.HR)["items"]] == sorted(
        item["due_on"] for item in listed(app, world, Role.HR)["items"]
    )


def test_a_list_is_narrowed_by_days_status_party_and_employer(app: Flask, world: World) -> None:
    absence_fact(world, "absence_started", FIRST - timedelta(days=60))
    with world.engine() as session:
        projection.reconcile(session, world.system(), world.employment_id)
    missed = listed(app, world, Role.HR, "status=missed")["items"]
    assert {item["rule"] for item in missed} == {"nl.report_to_arbo", "nl.problem_analysis", "nl.plan_of_action"}
    window = listed(app, world, Role.HR, "from=2026-10-01&to=2026-10-31")["items"]
    assert {item["due_on"][:7] for item in window} == {"2026-10"}
    asked = {item["owed_by"] for item in listed(app, world, Role.HR, "owed_by=worker")["items"]}
    assert asked == {"worker"}
    assert listed(app, world, Role.HR, f"employer_id={world.employer_id}")["items"]
    assert listed(app, world, Role.HR, "employer_id=01890000-0000-7000-8000-000000000000")["items"] == []


@pytest.mark.parametrize("query", ["from=tomorrow", "status=lost", "limit=0", "after=here", "limit=1000"])
def test_a_query_that_says_nothing_is_refused(app: Flask, world: World, query: str) -> None:
    answer = app.test_client().get(f"/api/v1/obligations?{query}", headers=bearer(world, Role.HR))
    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize("role", READERS)
def test_a_list_is_few_statements_however_long_it_is(app: Flask, world: World, role: Role) -> None:
    """Beside finding out who asks: the context, the employers to choose from, the rows, and the read log.

    A lead is also told whether a release of the rules waits for them.
    """
    most = 6 if role is Role.LEAD_COORDINATOR else 5
    supported(world)
    counts = []
    for _more in range(2):
        for path in ("/obligations", "/obligations/calendar?month=2026-12", "/my-return/dates"):
            if (path == "/my-return/dates") != (role is Role.WORKER) and path != "/obligations/calendar?month=2026-12":
                continue
            client = browser(app, world, role)
            client.get("/account")
            with statements() as to_know_who:
                client.get("/account")
            del to_know_who
            with statements() as noted:
                assert client.get(path).status_code == 200
            own = [each for each in noted if not _finds_out_who(each)]
            counts.append((path, len(own)))
        for _number in range(3):
            worker = add_worker(world)
            supported(world, worker)
    assert {path for path, count in counts if count > most} == set(), counts
    assert len(set(counts)) <= 2 * len({path for path, _count in counts})


def _finds_out_who(statement: str) -> bool:
    return any(word in statement for word in ("resolve_credential", "sign_in r", "update sign_in", "UPDATE sign_in"))


# --- Pages ----------------------------------------------------------------------------------------------------------


def test_the_list_shows_whom_it_is_about_why_and_where_to_go(app: Flask, world: World) -> None:
    case_id = supported(world)
    page = browser(app, world, Role.COORDINATOR).get("/obligations").text
    assert_well_formed(page)
    assert f'href="/cases/{case_id}"' in page
    assert f'href="/employments/{world.employment_id}/what-if"' in page
    assert "Why is this due?" in page
    staff = browser(app, world, Role.HR).get("/obligations").text
    assert_well_formed(staff)
    assert f"/cases/{case_id}" not in staff
    assert "Problem analysis" in staff
    assert "42 days" in staff


def test_the_list_has_late_ones_and_those_that_are_due_soon(app: Flask, world: World) -> None:
    absence_fact(world, "absence_started", FIRST - timedelta(days=25))
    client = browser(app, world, Role.HR)
    late = client.get("/obligations?which=late").text
    assert "Sickness report to occupational health" in late
    assert "Problem analysis" not in late
    soon = client.get("/obligations?which=soon").text
    assert "Problem analysis" in soon
    assert "Sickness report to occupational health" not in soon
    nothing = client.get("/obligations?which=late&owed_by=worker")
    assert "Nothing fits" in nothing.text


def test_an_address_that_somebody_mangled_shows_the_list(app: Flask, world: World) -> None:
    client = browser(app, world, Role.HR)
    assert client.get("/obligations?from=x&to=%00&employer=me&after=y&which=z&owed_by=q").status_code == 200
    for month in ("2026-13", "x", "1999-01", "99999999999-1", "2026-00", "-1-1", ""):
        page = client.get(f"/obligations/calendar?month={month}")
        assert page.status_code == 200
        assert "November 2026" in page.text


@pytest.mark.rule("ACC-2")
@pytest.mark.rule("ACC-3")
def test_one_obligation_shows_its_sum_and_how_its_date_came_about(app: Flask, world: World) -> None:
    absence_fact(world, "absence_started", FIRST)
    with world.engine() as session:
        worker = employment_row(session, world)
        before = facts.latest(session, world.tenant_id, world.employment_id, "absence_started")
        facts.append(session, world.system(), worker, type="absence_started", on=FIRST - 2 * DAY, replaces=before)
        projection.reconcile(session, world.system(), world.employment_id)
    (found,) = [item for item in listed(app, world, Role.HR)["items"] if item["rule"] == "nl.problem_analysis"]
    page = browser(app, world, Role.HR).get(f"/obligations/{found['id']}").text
    assert_well_formed(page)
    assert "Moved from 21 Dec 2026 to 19 Dec 2026" in page
    assert "First day of sickness 7 Nov 2026" in page
    assert "It counts against the employer" in page


@pytest.mark.rule("VOL-2")
def test_one_obligation_of_support_does_not_exist_for_the_employers_side(app: Flask, world: World) -> None:
    inform_supervisor(world, supported(world))
    support = [item for item in listed(app, world, Role.COORDINATOR)["items"] if item["rule"].startswith("support.")]
    assert support
    for role in EMPLOYER_SIDE:
        client = browser(app, world, role)
        unknown = client.get("/obligations/01890000-0000-7000-8000-000000000000")
        for item in support:
            answer = client.get(f"/obligations/{item['id']}")
            assert answer.status_code == unknown.status_code == 404


@pytest.mark.rule("VOL-3")
def test_the_worker_reads_what_is_for_them_what_others_do_and_what_is_good_to_know(app: Flask, world: World) -> None:
    absence_fact(world, "absence_started", FIRST)
    client = browser(app, world, Role.WORKER)
    assert client.get("/obligations").headers["Location"] == "/my-return/dates"
    page = client.get("/my-return/dates").text
    assert_well_formed(page)
    mine, others, later = (page.index(head) for head in ("For you to do", "What others do for you", "Further ahead"))
    assert mine < others < page.index("Problem analysis") < later
    assert later < page.index("Application for WIA benefit"), "two years ahead is folded away"
    assert "Invented" not in page.split("<main")[1].split("</main>")[0], "their own name says nothing to them"


# --- The month ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", READERS)
def test_the_month_is_a_table_of_weeks_with_links_to_its_neighbours(app: Flask, world: World, role: Role) -> None:
    supported(world)
    page = browser(app, world, role).get("/obligations/calendar?month=2026-12").text
    assert_well_formed(page)
    assert 'href="/obligations/calendar?month=2026-11"' in page
    assert 'href="/obligations/calendar?month=2027-01"' in page
    table = page[page.index("<table") : page.index("</table>")]
    assert table.count("<tr") == 6, "five weeks and their head"
    assert table.count('scope="col"') == 7
    assert ("Problem analysis" in table) is (role is not Role.SUPERVISOR)
    knows_of_support = role in {Role.WORKER, Role.COORDINATOR, Role.LEAD_COORDINATOR}
    assert ("Follow-up at the agreed interval" in table) is knows_of_support


def test_a_day_with_many_dates_shows_a_few_and_counts_the_rest(app: Flask, world: World) -> None:
    for _number in range(6):
        absence_fact(world, "absence_started", FIRST, employment_id=add_worker(world))
    due = FIRST + timedelta(days=42)
    page = browser(app, world, Role.HR).get(f"/obligations/calendar?month={due:%Y-%m}").text
    assert f"{6 - A_DAY} more" in page
    assert f'href="/obligations?from={due}&amp;to={due}"' in page
    everything = browser(app, world, Role.HR).get(f"/obligations?from={due}&to={due}").text
    assert everything.count("<b>Problem analysis</b>") == 6


def test_a_month_beyond_the_years_that_are_drawn_has_no_link(app: Flask, world: World) -> None:
    client = browser(app, world, Role.HR)
    assert "month=2100-01" not in client.get("/obligations/calendar?month=2099-12").text
    assert "month=1999-12" not in client.get("/obligations/calendar?month=2000-01").text


def test_the_month_and_the_list_say_the_same(world: World) -> None:
    supported(world)
    start, end = date(2026, 12, 1), date(2026, 12, 31)
    for role in READERS:
        actor = world.actor(role)
        with world.session(role) as (session, _actor):
            days = days_of(session, actor, start, end)
            rows, _further = page_of_obligations(session, actor, Wanted(start=start, end=end), start, limit=200)
        of_list: dict[date | None, set[UUID]] = {}
        for row in rows:
            of_list.setdefault(row.obligation.due_on, set()).add(row.obligation.id)
        assert {day: found.total for day, found in days.items()} == {day: len(ids) for day, ids in of_list.items()}
        assert all({row.obligation.id for row in found.shown} <= of_list[day] for day, found in days.items())


@pytest.mark.rule("VOL-4")
@pytest.mark.parametrize("role", [Role.WORKER, Role.HR, Role.SUPERVISOR, Role.COORDINATOR])
def test_what_the_law_asks_stands_on_a_page_of_its_own_without_a_word_of_support(
    app: Flask, world: World, role: Role
) -> None:
    open_participating_case(world)
    client = app.test_client()
    sign_in(client, world, role)
    page = client.get(f"/employments/{world.employment_id}/law").text
    main = page.partition("<main")[2].partition("</main>")[0]
    assert "Plan of action" in main
    assert "Telephone call announced" not in main
    assert "Follow-up" not in main
