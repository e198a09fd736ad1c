"""A new release of the rules: of two dates the earlier one stands, until somebody saw what moves and accepts it."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from uuid import UUID

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from tests.builders import World, absence_fact, bearer, sign_in

from handrail.extensions.registry import Registry, registry
from handrail.kit import clock, jobs
from handrail.kit.codes import Role
from handrail.obligations import projection, queries, releases, tasks
from handrail.obligations.cli import obligations
from handrail.obligations.models import Obligation, ObligationChange
from handrail.sdk import Jurisdiction, Milestone

FIRST = date(2026, 11, 9)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
NEXT = "2.0.0"
ANALYSIS, PLAN, WIA = "nl.problem_analysis", "nl.report_to_arbo", "nl.uwv_42_week_report"
LATER, EARLIER, GONE = ANALYSIS, WIA, PLAN


@pytest.fixture(autouse=True)
def at_nine() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


@pytest.fixture
def ill(world: World) -> World:
    """A worker whose absence the rules of before have answered."""
    absence_fact(world, "absence_started", FIRST)
    with world.engine() as session:
        projection.reconcile(session, world.system(), world.employment_id)
    return world


def install(monkeypatch: pytest.MonkeyPatch, *, harmless: bool = False) -> None:
    """Put a release in the place of the Dutch rules that moves one date on, one back, and leaves one out."""
    loaded = registry()
    dutch = loaded.jurisdictions["nl"]
    newer = dutch if harmless else replace(dutch, milestones=tuple(_moved(dutch)))
    changed: Registry = replace(loaded, jurisdictions=MappingProxyType({**loaded.jurisdictions, "nl": newer}))
    monkeypatch.setattr(projection, "registry", lambda: changed)
    monkeypatch.setattr(releases, "installed", lambda code: f"{NEXT} of {code}")


def _moved(dutch: Jurisdiction) -> Iterator[Milestone]:
    for each in dutch.milestones:
        if each.rule.id == LATER:
            yield replace(each, days=each.days + 3)
        elif each.rule.id == EARLIER:
            yield replace(each, days=each.days - 3)
        elif each.rule.id != GONE:
            yield each


def dates(world: World) -> dict[str, date | None]:
    with world.engine() as session:
        rows = queries.of_employment(session, world.tenant_id, world.employment_id)
        return {row.rule: row.due_on for row in rows if row.rule in {LATER, EARLIER, GONE}}


def row(world: World, rule: str) -> Obligation:
    with world.engine() as session:
        found = session.scalars(select(Obligation).where(Obligation.rule == rule)).one()
        session.expunge(found)
        return found


def night(world: World) -> None:
    with world.engine() as session:
        projection.recompute(session, world.system(), world.employment_id)


def accept(app: Flask, world: World) -> FlaskClient:
    client = app.test_client()
    sign_in(client, world, Role.LEAD_COORDINATOR)
    page = client.get("/obligations/releases/nl")
    assert page.status_code == 200
    form = page.text.partition('action="/obligations/releases/nl/accept"')[2].partition("</form>")[0]
    body = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    assert body["release"] == f"{NEXT} of nl"
    answer = client.post("/obligations/releases/nl/accept", data=body, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 303
    return client


def work_off(world: World, name: str) -> int:
    with world.engine() as session:
        asked = text("select id from outbox where name = :name and done_at is null")
        ids = list(session.scalars(asked, {"name": name}))
    for each in ids:
        assert jobs.run_row(world.tenant_id, UUID(str(each)))
    return len(ids)


@pytest.mark.rule("ACC-3")
def test_of_two_dates_the_earlier_one_stands_until_the_release_is_accepted(
    app: Flask, ill: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dates(ill)
    install(monkeypatch)
    night(ill)
    day = timedelta(days=3)
    assert dates(ill) == before | {EARLIER: (before[EARLIER] or FIRST) - day}
    told = row(ill, LATER).proposed
    assert told is not None
    assert (told["kind"], told["due_on"]) == ("moved", str((before[LATER] or FIRST) + day))
    gone = row(ill, GONE)
    assert gone.proposed is not None
    assert (gone.proposed["kind"], gone.status, gone.closed_at) == ("dropped", "missed", None)
    accept(app, ill)
    work_off(ill, tasks.apply_release.name)
    assert work_off(ill, tasks.recompute_batch.name) == 1
    assert dates(ill) == {
        EARLIER: (before[EARLIER] or FIRST) - day, LATER: (before[LATER] or FIRST) + day,
    }  # fmt: skip
    assert row(ill, GONE).status == "dropped"
    assert row(ill, LATER).proposed is None
    assert row(ill, LATER).release == f"{NEXT} of nl"
    with ill.engine() as session:
        by_release = session.scalars(select(ObligationChange).where(ObligationChange.release.is_not(None))).all()
        assert {change.kind for change in by_release} == {"moved", "dropped"}


@pytest.mark.rule("ACC-3")
def test_a_date_that_waits_becomes_late_as_any_other(ill: World, monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch)
    night(ill)
    due = dates(ill)[LATER]
    assert due is not None
    with clock.frozen(datetime(due.year, due.month, due.day, 12, tzinfo=UTC) + timedelta(days=1)):
        night(ill)
        assert row(ill, LATER).status == "missed"


@pytest.mark.rule("ACC-3")
def test_what_waits_goes_on_waiting_when_another_fact_comes_in(ill: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Recording an act accepts no release; a corrected first day is answered by the rules that are installed."""
    install(monkeypatch)
    night(ill)
    before = dates(ill)
    absence_fact(ill, "prognosis", FIRST, expected_days=300)
    with ill.engine() as session:
        projection.reconcile(session, ill.system(), ill.employment_id)
    assert dates(ill) == before
    assert row(ill, LATER).proposed is not None


@pytest.mark.rule("ACC-3")
def test_a_release_that_moves_nothing_asks_for_nothing_and_writes_nothing(
    app: Flask, ill: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    computed_at = row(ill, LATER).computed_at
    install(monkeypatch, harmless=True)
    with clock.frozen(NOW + timedelta(hours=1)):
        night(ill)
    assert row(ill, LATER).computed_at == computed_at
    client = app.test_client()
    sign_in(client, ill, Role.LEAD_COORDINATOR)
    assert "Nothing waits for you" in client.get("/obligations/releases").text


@pytest.mark.rule("ACC-3")
def test_every_moved_date_is_listed_with_old_new_and_why_before_it_holds(
    app: Flask, ill: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch)
    ran = CliRunner().invoke(obligations, ["moves", "--tenant", _slug(ill)])
    assert ran.exit_code == 0, ran.output
    lines = list(csv.DictReader(io.StringIO(ran.stdout)))
    assert {(line["rule"], line["kind"]) for line in lines} == {
        (LATER, "moved"), (EARLIER, "moved"), (GONE, "dropped"),
    }  # fmt: skip
    assert all(line["employment"] == str(ill.employment_id) for line in lines)
    assert not dates(ill).items() ^ dates(ill).items()
    assert row(ill, LATER).proposed is None, "a dry run writes nothing"
    night(ill)
    client = app.test_client()
    sign_in(client, ill, Role.LEAD_COORDINATOR)
    assert "A new release of the rules moves dates" in client.get("/obligations").text
    assert "Netherlands" in client.get("/obligations/releases").text
    page = client.get("/obligations/releases/nl").text
    assert "24 Dec 2026" in page
    assert "Not asked any more" in page
    assert "+ 45 days" in page
    held = client.get("/obligations/releases/nl?which=stands").text
    assert "Moves" in held
    file = client.get("/obligations/releases/nl/moves.csv")
    assert len(file.text.splitlines()) == 4
    answer = client.get("/api/v1/rules-releases", headers=bearer(ill, Role.LEAD_COORDINATOR))
    assert answer.json is not None
    assert [(each["waits"], each["stands"]) for each in answer.json["items"]] == [(2, 1)]
    answer = client.get("/api/v1/rules-releases/nl/moves?limit=1", headers=bearer(ill, Role.LEAD_COORDINATOR))
    assert answer.json is not None
    assert len(answer.json["items"]) == 1
    assert answer.json["next"]
    due = client.get(f"/obligations/{row(ill, LATER).id}").text
    assert "Until it is accepted this earlier date stands" in due


@pytest.mark.rule("ACC-3")
def test_only_the_release_that_was_looked_at_is_accepted_and_only_by_a_lead(
    app: Flask, ill: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch)
    night(ill)
    client = app.test_client()
    body = {"release": "another"}
    path = "/api/v1/rules-releases/nl/accept"
    answer = client.post(path, json=body, headers=bearer(ill, Role.LEAD_COORDINATOR))
    assert (answer.status_code, answer.json and answer.json["title"]) == (
        409, "Another release of these rules is installed meanwhile",
    )  # fmt: skip
    assert client.post(path, json=body, headers=bearer(ill, Role.COORDINATOR)).status_code == 404
    body = {"release": f"{NEXT} of nl"}
    answer = client.post(path, json=body, headers=bearer(ill, Role.LEAD_COORDINATOR))
    assert answer.json == {"client_organisations": 1}
    again = client.post(path, json=body, headers=bearer(ill, Role.LEAD_COORDINATOR))
    assert again.json == {"client_organisations": 0}


def _slug(world: World) -> str:
    with world.engine() as session:
        return str(session.scalar(text("select slug from tenant where id = :tenant"), {"tenant": world.tenant_id}))
