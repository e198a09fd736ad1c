"""The first day was wrong: what would move is shown first, then everything moves and everyone concerned is told once.

Over pages and over the API, as human resources, worker, coordinator and supervisor (ACC-3, VOL-2).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from tests.builders import (
    World,
    add_worker,
    bearer,
    build_world,
    employment_row,
    hold_first_contact,
    invite,
    sign_in,
)
from werkzeug.test import TestResponse

from handrail.cases import commands, queries
from handrail.cases.absence_correcting import (
    confirm_correction,
    foresee_correction,
    foresee_taking_back,
    take_back_absence,
)
from handrail.cases.absence_errors import ShownOtherwise
from handrail.cases.absence_models import Absence, AbsenceCorrection
from handrail.cases.absence_rules import AbsenceFacts
from handrail.cases.absence_writing import Origin
from handrail.cases.absences import record_absence
from handrail.entrypoints.app import create_app
from handrail.kit import clock, jobs
from handrail.kit.codes import Role
from handrail.kit.errors import NotFound
from handrail.kit.settings import Settings
from handrail.notifications import tasks as notification_tasks
from handrail.obligations.models import Obligation, ObligationChange

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
FIRST = date(2026, 10, 26)
NINE = timedelta(days=9)
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
SCREEN = Origin("screen", "The first day was wrong.")


@dataclass
class Place:
    """One consultancy, and how people and programs come to it."""

    app: Flask
    world: World

    def absent(self, employment_id: UUID | None = None, **said: Any) -> UUID:
        """Have HR record an absence; returns its id."""
        with self.world.session(Role.HR) as (session, actor):
            absence = record_absence(
                session,
                actor,
                employment_id=employment_id or self.world.employment_id,
                external_key=str(uuid4()),
                facts=AbsenceFacts(**({"first_day": FIRST} | said)),
                origin=Origin("screen"),
            )
            return absence.id

    def browser(self, role: Role) -> FlaskClient:
        client = self.app.test_client()
        sign_in(client, self.world, role)
        return client

    def case(self) -> UUID:
        """Return the case of the worker."""
        with self.world.engine() as session:
            return session.execute(text("select id from cases order by opened_at desc limit 1")).scalar_one()

    def dates(self, employment_id: UUID | None = None) -> dict[tuple[str, int], date | None]:
        with self.world.engine() as session:
            rows = session.scalars(
                select(Obligation).where(
                    Obligation.employment_id == (employment_id or self.world.employment_id),
                    Obligation.status != "dropped",
                )
            )
            return {(row.rule, row.sequence): row.due_on for row in rows}

    def told(self) -> list[UUID]:
        """Have what was asked of the outbox done; return the people of the messages that dates moved."""
        with self.world.engine() as session:
            rows = session.execute(
                text("select id from outbox where name = :name and done_at is null"),
                {"name": notification_tasks.tell_dates_moved.name},
            ).all()
        for (row_id,) in rows:
            jobs.run_row(self.world.tenant_id, row_id)
        with self.world.engine() as session:
            return [
                person for (person,) in session.execute(text("select person_id from message where kind='date_moved'"))
            ]


@pytest.fixture(scope="module")
def app(database: Settings) -> Flask:
    del database
    return create_app()


@pytest.fixture
def place(app: Flask) -> Iterator[Place]:
    with clock.frozen(NOW):
        yield Place(app, build_world())


def hidden(page: str) -> dict[str, str]:
    inputs = re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", page.partition("<main")[2])
    pairs = [(re.search(r'name="([^"]*)"', one), re.search(r'value="([^"]*)"', one)) for one in inputs]
    return {name[1]: value[1] for name, value in pairs if name and value}


def post(browser: FlaskClient, path: str, page: str, **values: str) -> TestResponse:
    return browser.post(path, data=hidden(page) | values, headers=SAME_ORIGIN)


# --- Story 7 ------------------------------------------------------------------------------------------------------


@pytest.mark.rule("ACC-3")
@pytest.mark.rule("VOL-2")
def test_the_first_day_was_wrong_by_nine_days_and_everything_moves(place: Place) -> None:
    absence_id = place.absent()
    case_id = place.case()
    invite(place.world, case_id)
    hold_first_contact(place.world, case_id)
    before = place.dates()
    hr, path = place.browser(Role.HR), f"/absences/{absence_id}"

    seen = post(hr, path, hr.get(path).text, first_day=(FIRST - NINE).isoformat(), why="A typing error.")
    assert seen.status_code == 200
    assert "Nothing is stored yet" in seen.text
    assert "First day: 26 Oct 2026 → 17 Oct 2026" in seen.text
    assert "Plan of action" in seen.text
    assert "Wet verbetering poortwachter" in seen.text or "Regeling" in seen.text, "by which article"
    assert "Invented Worker" in seen.text
    assert "support" not in seen.text.partition("<main")[2].lower()
    assert place.dates() == before, "nothing is stored before it is confirmed"
    assert place.told() == []

    with clock.frozen(NOW + timedelta(minutes=5)):
        done = post(hr, path, seen.text)
        assert (done.status_code, done.location) == (303, path)
    after = place.dates()
    moved = {name for name in before if before[name] != after.get(name)}
    assert ("nl.plan_of_action", 1) in moved
    assert {before[name] - after[name] for name in moved if name[0] == "nl.plan_of_action"} == {NINE}  # type: ignore[operator]

    told = place.told()
    assert len(told) == len({*told}), "each person once, however many dates moved"
    assert place.world.people[Role.WORKER] in told
    assert place.world.people[Role.HR] not in told, "whoever corrects knows it"

    with clock.frozen(NOW + timedelta(hours=1)):
        dates = place.browser(Role.WORKER).get("/my-return/dates").text
        assert "a day of your absence was put right" in dates
        link = re.search(r"/absence-corrections/[0-9a-f-]+", dates)
        assert link is not None
        for role in (Role.WORKER, Role.COORDINATOR, Role.HR, Role.SUPERVISOR):
            page = place.browser(role).get(link[0])
            assert page.status_code == 200, role
            assert "First day: 26 Oct 2026 → 17 Oct 2026" in page.text
            assert "Plan of action" in page.text


@pytest.mark.rule("ACC-3")
def test_story_seven_over_the_api(place: Place) -> None:
    absence_id = place.absent()
    api, program = place.app.test_client(), bearer(place.world, Role.HR)
    path = f"/api/v1/absences/{absence_id}"
    body: dict[str, Any] = {"first_day": (FIRST - NINE).isoformat()}
    foreseen = api.post(f"{path}/correction-preview", json=body, headers=program).get_json()
    moves = {move["rule"]: move for move in foreseen["moves"]}
    assert moves["nl.plan_of_action"]["before"] == "2026-12-21"
    assert moves["nl.plan_of_action"]["after"] == "2026-12-12"
    assert moves["nl.plan_of_action"]["because"]
    assert "Invented Worker" in foreseen["told"]

    outdated = api.patch(path, json=body | {"digest": "0" * 64}, headers=program | {"Idempotency-Key": "k1"})
    assert (outdated.status_code, outdated.get_json()["type"].rpartition("/")[2]) == (409, "shown-otherwise")
    done = api.patch(path, json=body | {"digest": foreseen["digest"]}, headers=program | {"Idempotency-Key": "k2"})
    assert done.status_code == 200
    with place.world.engine() as session:
        correction = session.scalars(select(AbsenceCorrection)).one()
        assert correction.before == {"first_day": "2026-10-26"}
        correction_id = correction.id
    read = api.get(f"/api/v1/absence-corrections/{correction_id}", headers=bearer(place.world, Role.WORKER))
    read_by_worker = {move["rule"]: (move["before"], move["after"]) for move in read.get_json()["moves"]}
    assert read_by_worker.items() >= {rule: (move["before"], move["after"]) for rule, move in moves.items()}.items()
    hidden_from_hr = read_by_worker.keys() - moves.keys()
    assert hidden_from_hr
    assert {rule for rule in hidden_from_hr if "early_iva" in rule or "opinion" in rule} == hidden_from_hr
    known = f"/api/v1/employments/{place.world.employment_id}/known?on=2026-11-22"
    assert api.get(known, headers=program).get_json() == {"facts": [], "dates": []}, "nothing was recorded by then"


# --- Bound to what was shown --------------------------------------------------------------------------------------


@pytest.mark.rule("ACC-3")
def test_what_changed_in_between_is_shown_again_and_nothing_typed_is_lost(place: Place) -> None:
    absence_id = place.absent()
    hr, path = place.browser(Role.HR), f"/absences/{absence_id}"
    seen = post(hr, path, hr.get(path).text, first_day="2026-10-20", why="A typing error.")
    with place.world.session(Role.ABSENCE_ADMIN) as (session, actor):
        confirm_correction(
            session,
            actor,
            absence_id,
            {"first_day": date(2026, 10, 22)},
            origin=SCREEN,
            digest=foresee_correction(session, actor, absence_id, {"first_day": date(2026, 10, 22)}).digest,
        )
    again = post(hr, path, seen.text)
    assert again.status_code == 200
    assert "Something changed since you looked" in again.text
    assert "First day: 22 Oct 2026 → 20 Oct 2026" in again.text
    assert hidden(again.text)["why"] == "A typing error."
    assert post(hr, path, again.text).status_code == 303


def test_whoever_wants_to_change_something_finds_it_as_it_was_typed(place: Place) -> None:
    absence_id = place.absent()
    hr, path = place.browser(Role.HR), f"/absences/{absence_id}"
    seen = post(hr, path, hr.get(path).text, first_day="2026-10-20", why="A typing error.")
    back = post(hr, path, seen.text, back="1")
    assert back.status_code == 200
    assert 'value="2026-10-20"' in back.text
    assert "A typing error." in back.text


def test_hours_that_were_wrong_move_no_date_and_nobody_is_told(place: Place) -> None:
    absence_id = place.absent(hours=8)
    hr, path = place.browser(Role.HR), f"/absences/{absence_id}"
    seen = post(hr, path, hr.get(path).text, first_day=FIRST.isoformat(), hours="7.5")
    assert "No date moves." in seen.text
    assert "Nobody, because of the dates above." in seen.text
    assert post(hr, path, seen.text).status_code == 303
    assert place.told() == []


# --- Recorded by mistake ------------------------------------------------------------------------------------------


@pytest.mark.rule("ACC-3")
@pytest.mark.rule("NEU-2")
def test_an_absence_that_never_was_goes_with_its_dates_and_what_was_believed_stays(place: Place) -> None:
    with clock.frozen(NOW - timedelta(days=1)):
        absence_id = place.absent()
    hr, path = place.browser(Role.HR), f"/absences/{absence_id}"
    page = hr.get(f"{path}/take-back").text
    assert "Not asked any more" in page
    with clock.frozen(NOW + timedelta(minutes=9)):
        empty = post(hr, f"{path}/take-back", page)
        assert empty.status_code == 422
        assert "Why it is taken back" in empty.text
        done = post(hr, f"{path}/take-back", empty.text, why="Another worker was meant.")
        assert done.status_code == 303
        assert "recorded by mistake" in hr.get(done.location).text
        assert hr.get(path).status_code == 404
        assert {rule for rule, _number in place.dates() if rule.startswith("nl.")} == set()
        assert place.world.people[Role.WORKER] in place.told()
        with place.world.engine() as session:
            kept = session.scalars(select(AbsenceCorrection)).one()
            assert kept.before["first_day"] == FIRST.isoformat()
            assert session.scalars(select(Absence)).all() == []
        with place.world.session(Role.HR) as (session, actor):
            with pytest.raises(NotFound):
                take_back_absence(session, actor, absence_id, origin=SCREEN)
            case = queries.case_in_force(session, employment_row(session, place.world), clock.today())
            assert case is None, "nobody is away, so nobody need ask"
    known = place.browser(Role.HR).get(f"/employments/{place.world.employment_id}/known?on=2026-11-22").text
    assert "26 October 2026" in known
    assert "Plan of action" in known


# --- Only those whose dates moved, once ---------------------------------------------------------------------------


@pytest.mark.rule("ACC-3")
def test_the_absence_of_somebody_else_moves_nothing_of_theirs(place: Place) -> None:
    other = add_worker(place.world)
    place.absent(other)
    mine = place.absent()
    before = place.dates(other)
    with place.world.session(Role.HR) as (session, actor):
        foreseen = foresee_correction(session, actor, mine, {"first_day": FIRST - NINE})
        confirm_correction(session, actor, mine, {"first_day": FIRST - NINE}, origin=SCREEN, digest=foreseen.digest)
    assert place.dates(other) == before
    assert place.told() == [place.world.people[Role.WORKER]]


@pytest.mark.rule("ACC-3")
def test_the_end_of_an_absence_is_no_correction(place: Place) -> None:
    absence_id = place.absent()
    hr, path = place.browser(Role.HR), f"/absences/{absence_id}"
    done = post(hr, path, hr.get(path).text, first_day=FIRST.isoformat(), first_day_fit="2026-11-23")
    assert (done.status_code, done.location) == (303, path)
    assert place.told() == []
    with place.world.engine() as session:
        assert {change.correction_id for change in session.scalars(select(ObligationChange))} == {None}


# --- The preview is the truth -------------------------------------------------------------------------------------


DAYS = st.integers(-60, 40)
LENGTHS = st.none() | st.integers(1, 300)
"""Days; whatever is drawn ends within a year from NOW, since a later day is refused."""


@pytest.mark.rule("ACC-3")
@pytest.mark.slow
@settings(max_examples=20, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(started=DAYS, corrected=DAYS, lasted=LENGTHS, fit=LENGTHS)
def test_what_is_foreseen_is_what_happens(
    app: Flask, started: int, corrected: int, lasted: int | None, fit: int | None
) -> None:
    with clock.frozen(NOW):
        place = Place(app, build_world())
        first = FIRST + timedelta(days=started)
        absence_id = place.absent(first_day=first, first_day_fit=first + timedelta(days=lasted) if lasted else None)
        to = first + timedelta(days=corrected)
        changes = {"first_day": to, "first_day_fit": to + timedelta(days=fit) if fit else None}
        with place.world.engine() as session:
            known = set(session.scalars(select(ObligationChange.id)))
        with place.world.session(Role.HR) as (session, actor):
            foreseen = foresee_correction(session, actor, absence_id, changes)
            confirm_correction(session, actor, absence_id, changes, origin=SCREEN, digest=foreseen.digest)
        with place.world.engine() as session:
            happened = [
                (each.kind, str(each.due_after))
                for each in session.scalars(select(ObligationChange))
                if each.id not in known and each.compartment == "administrative"
            ]
        shown = [(str(each.kind), str(each.after.due if each.after else None)) for each in foreseen.outcomes]
        assert sorted(happened) == sorted(shown)


@pytest.mark.rule("ACC-3")
def test_a_program_that_looked_at_another_state_takes_nothing_back(place: Place) -> None:
    absence_id = place.absent()
    with place.world.session(Role.HR) as (session, actor):
        digest = foresee_taking_back(session, actor, absence_id).digest
    with place.world.session(Role.HR) as (session, actor):
        commands.forward_file(session, actor, place.world.employment_id)
        foreseen = foresee_correction(session, actor, absence_id, {"first_day": FIRST - NINE})
        confirm_correction(
            session, actor, absence_id, {"first_day": FIRST - NINE}, origin=SCREEN, digest=foreseen.digest
        )
    with place.world.session(Role.HR) as (session, actor), pytest.raises(ShownOtherwise):
        take_back_absence(session, actor, absence_id, origin=SCREEN, digest=digest)
