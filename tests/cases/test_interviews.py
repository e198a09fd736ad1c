"""Interviews of the statutory track: what they hold, who holds and reads them, and what stays the worker's own."""

import json
import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import text
from tests.builders import (
    World,
    add_worker,
    bearer,
    build_world,
    employment_row,
    hold_first_contact,
    invite,
    open_case,
    sign_in,
    start_absence,
)

from handrail.cases.absence_rules import AbsenceFacts
from handrail.cases.absence_writing import Origin
from handrail.cases.absences import record_absence
from handrail.cases.commands import AgreedAction
from handrail.cases.interviews import commands, queries, reflecting
from handrail.cases.interviews.codes import InterviewKind, StatementOf
from handrail.cases.interviews.commands import HeldInterview
from handrail.cases.interviews.errors import NotHeldHere, WordsChanged
from handrail.cases.interviews.patterns import SOON_DAYS, Ended, HalfYear, by_half_year
from handrail.cases.interviews.rules import Stage, build_up_problems, statement_problems
from handrail.cases.interviews.team_queries import talks_of_team, teams_of
from handrail.cases.rules.contacts import Channel
from handrail.cases.rules.participation import Decision
from handrail.frameworks.folder import base_layers
from handrail.frameworks.rules import resolve
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.errors import Invalid, NotFound
from handrail.kit.ids import new_id
from handrail.tenancy.models import Department, Team

TODAY = clock.today("Europe/Amsterdam")
ANSWERS = {
    "extent": "Two mornings a week, sitting and standing in turns.",
    "suitable_work": "Sorting the map room.",
    "goal": "The same work, in full.",
    "obstacles": "The stairs.",
    "what_if": "We meet within a week and change the plan.",
}
STAGES = (Stage(TODAY, Decimal(8), "The map room"), Stage(TODAY + timedelta(days=14), Decimal(16), "The desk"))


def held(**changes: Any) -> HeldInterview:
    values: dict[str, Any] = {
        "channel": Channel.IN_PERSON,
        "statement_by": StatementOf.OCCUPATIONAL,
        "statement_on": TODAY - timedelta(days=3),
        "answers": ANSWERS,
        "build_up": STAGES,
        "agreed": (AgreedAction(what="Free the map room", who="supervisor", by=TODAY, evaluated="by a look"),),
        "next_on": TODAY + timedelta(days=42),
    }
    return HeldInterview(**(values | changes))


@pytest.fixture(scope="module")
def world(database: object) -> World:
    del database
    return build_world()


@pytest.fixture(scope="module")
def absence_id(world: World) -> UUID:
    """An absence of four days that ended and never became a case."""
    return absence_of(world, world.employment_id)


def absence_of(world: World, employment_id: UUID) -> UUID:
    with world.session(Role.HR) as (session, actor):
        facts = AbsenceFacts(TODAY - timedelta(days=6), TODAY - timedelta(days=2), None, None, None)
        made = record_absence(
            session, actor, employment_id=employment_id, facts=facts, external_key=f"short-{employment_id}",
            origin=Origin("screen"),
        )  # fmt: skip
        return made.id


def record(world: World, role: Role = Role.SUPERVISOR, **changes: Any) -> UUID:
    with world.session(role) as (session, actor):
        found = commands.record_interview(
            session, actor, world.employment_id, kind=InterviewKind.REINTEGRATION, held=held(**changes)
        )
        return found.id


def record_back(world: World, absence_id: UUID, **changes: Any) -> UUID:
    values: dict[str, Any] = {"answers": {"support_wanted": "A quiet first week"}, "build_up": ()}
    values |= {"statement_by": None, "statement_on": None}
    with world.session(Role.SUPERVISOR) as (session, actor):
        found = commands.record_interview(
            session,
            actor,
            world.employment_id,
            kind=InterviewKind.RETURN_TO_WORK,
            held=held(**(values | changes)),
            absence_id=absence_id,
        )
        return found.id


# --- Reintegration ------------------------------------------------------------------------------------------------


@pytest.mark.rule("INT-2")
@pytest.mark.rule("INT-1")
def test_a_reintegration_interview_holds_all_its_topics_and_the_same_again_is_the_first(world: World) -> None:
    first = record(world)
    assert record(world) == first
    with world.session(Role.HR) as (session, _actor):
        results = queries.results_for_plan_of_action(session, employment_row(session, world))
    assert results is not None
    assert results.answers == ANSWERS
    assert results.build_up[1] == {
        "starts_on": STAGES[1].starts_on.isoformat(),
        "hours": "16",
        "activities": "The desk",
    }
    assert results.agreed[0] == {
        "what": "Free the map room", "who": "supervisor", "by": TODAY.isoformat(), "evaluated": "by a look",
    }  # fmt: skip
    assert (results.statement_by, results.next_on) == ("occupational", TODAY + timedelta(days=42))


@pytest.mark.rule("VOL-4")
@pytest.mark.rule("INT-2")
def test_it_is_held_whatever_the_worker_decides_about_support_and_reads_the_same(database: object) -> None:
    del database
    seen = []
    for choose in (None, "invited", "declined"):
        world = build_world()
        case_id = open_case(world)
        if choose:
            invite(world, case_id)
        if choose == "declined":
            hold_first_contact(world, case_id, Decision.DECLINED)
        record(world)
        with world.session(Role.HR) as (session, _actor):
            found = queries.results_for_plan_of_action(session, employment_row(session, world))
            assert found is not None
            seen.append((found.answers, found.agreed, found.build_up))
    assert seen[0] == seen[1] == seen[2]


@pytest.mark.rule("CON-4")
@pytest.mark.rule("INT-2")
@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"statement_by": None}, "/statement_by"),
        ({"statement_on": None}, "/statement_on"),
        ({"statement_by": StatementOf.NOT_YET, "statement_on": None}, "/answers/extent"),
        ({"answers": {"diagnosis": "none of ours"}}, "/answers/diagnosis"),
        ({"build_up": STAGES[::-1]}, "/build_up/1/starts_on"),
        ({"on": TODAY + timedelta(days=1)}, "/on"),
        ({"put_off": ("weather",)}, "/put_off"),
    ],
)
def test_what_is_possible_comes_from_a_physicians_statement_and_nothing_else_gets_in(
    world: World, changes: dict[str, Any], pointer: str
) -> None:
    with pytest.raises(Invalid) as refused:
        record(world, **changes)
    assert [problem.pointer for problem in refused.value.problems] == [pointer]


@pytest.mark.rule("CON-4")
def test_without_a_statement_the_talk_is_recorded_and_says_nothing_of_what_is_possible() -> None:
    told = {key: words for key, words in ANSWERS.items() if key != "extent"}
    assert statement_problems(InterviewKind.REINTEGRATION, StatementOf.NOT_YET, None, told, TODAY) == []
    assert build_up_problems(STAGES) == []


@pytest.mark.rule("INT-2")
@pytest.mark.parametrize("role", [Role.HR, Role.COORDINATOR])
def test_only_who_holds_it_by_the_framework_records_it(world: World, role: Role) -> None:
    open_case_once(world)
    with pytest.raises(NotHeldHere):
        record(world, role)


@pytest.mark.rule("CON-1")
@pytest.mark.parametrize("role", [Role.ABSENCE_ADMIN, Role.LEAD_COORDINATOR])
def test_the_statutory_track_reads_it_and_a_colleagues_supervisor_does_not(world: World, role: Role) -> None:
    record(world)
    with world.session(role) as (session, _actor):
        assert session.scalar(text("select count(*) from interview")) > 0
    other = build_world()
    with other.session(Role.SUPERVISOR) as (session, actor), pytest.raises(NotFound):
        commands.record_interview(session, actor, world.employment_id, kind=InterviewKind.REINTEGRATION, held=held())


@pytest.mark.rule("NEU-2")
def test_the_coordinator_of_a_case_under_way_and_the_worker_are_told_at_once(world: World) -> None:
    open_case_once(world)
    record(world, next_on=TODAY + timedelta(days=7))
    with world.engine() as session:
        told = session.scalars(
            text("select payload ->> 'person_id' from outbox where name = 'notifications.tell' "
                 "and idem_key like '%interview.recorded:%' and payload ->> 'compartment' = 'administrative'")
        ).all()  # fmt: skip
    assert {str(world.people[Role.COORDINATOR]), str(world.people[Role.WORKER])} <= set(told)


@pytest.mark.rule("INT-2")
@pytest.mark.rule("ACC-2")
def test_an_evaluation_held_in_the_talk_is_a_fact_for_the_obligations(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    employment_id = add_worker(world, "Invented Worker of HR")
    base = resolve(base_layers("nl"))
    guide = base.guides["reintegration_interview"]
    by_hr = _replaced(base, guide)
    monkeypatch.setattr(queries, "framework_here", lambda *_given: by_hr)
    with world.session(Role.HR) as (session, actor):
        commands.record_interview(
            session, actor, employment_id, kind=InterviewKind.REINTEGRATION, held=held(acts=("nl.plan_of_action",))
        )
        known = session.execute(
            text("select fields ->> 'rule' from fact where employment_id = :e and type = 'act_done'"),
            {"e": employment_id},
        ).scalars()
        assert list(known) == ["nl.plan_of_action"]


def _replaced(base: Any, guide: Any) -> Any:
    import msgspec  # noqa: PLC0415 - one test makes another framework

    guides = dict(base.guides) | {"reintegration_interview": msgspec.structs.replace(guide, held_by=Role.HR)}
    return msgspec.structs.replace(base, guides=guides)


# --- After an absence ---------------------------------------------------------------------------------------------


@pytest.mark.rule("INT-3")
@pytest.mark.rule("S1-1")
def test_after_any_absence_the_supervisor_records_wishes_and_adjustments_and_no_reason(
    world: World, absence_id: UUID
) -> None:
    record_back(world, absence_id)
    with world.session(Role.HR) as (session, _actor):
        found = queries.interviews_of(session, employment_row(session, world), InterviewKind.RETURN_TO_WORK)[0]
        assert json.loads(found.answers) == {"support_wanted": "A quiet first week"}
        assert found.absence_id == absence_id
    for question in ("own_words", "work_related"):
        with pytest.raises(Invalid) as refused:
            record_back(world, absence_id, answers={question: "the noise"})
        assert refused.value.problems[0].pointer == f"/answers/{question}"


@pytest.mark.rule("INT-3")
def test_it_comes_after_the_absence(world: World, absence_id: UUID) -> None:
    with pytest.raises(Invalid) as refused:
        record_back(world, absence_id, on=TODAY - timedelta(days=4))
    assert refused.value.problems[0].pointer == "/on"
    with pytest.raises(NotFound):
        record_back(world, uuid4())


@pytest.mark.rule("INT-3")
@pytest.mark.rule("CON-2")
def test_the_workers_own_words_are_read_by_nobody_until_they_release_them_one_by_one(
    world: World, absence_id: UUID
) -> None:
    with world.session(Role.WORKER) as (session, actor):
        reflecting.write_own_words(session, actor, absence_id, question="own_words", words="I could not sleep")
        reflecting.write_own_words(session, actor, absence_id, question="work_related", words="The night shifts")
    for role in (Role.SUPERVISOR, Role.HR, Role.COORDINATOR, Role.ABSENCE_ADMIN, Role.LEAD_COORDINATOR):
        assert released(world, role) == []
        with world.session(role) as (session, _actor):
            assert session.scalar(text("select count(*) from own_words")) == 0
    with world.session(Role.WORKER) as (session, actor):
        reflecting.release_own_words(session, actor, absence_id, question="work_related")
        reflecting.release_own_words(session, actor, absence_id, question="work_related")
    assert released(world, Role.SUPERVISOR) == ["The night shifts"]
    for role in (Role.HR, Role.COORDINATOR, Role.ABSENCE_ADMIN, Role.LEAD_COORDINATOR):
        assert released(world, role) == []
    with world.session(Role.WORKER) as (session, actor):
        reflecting.write_own_words(session, actor, absence_id, question="work_related", words="Changed since")
    assert released(world, Role.SUPERVISOR) == ["The night shifts"]
    with world.session(Role.WORKER) as (session, actor):
        reflecting.take_back_own_words(session, actor, absence_id, question="work_related")
    assert released(world, Role.SUPERVISOR) == []


def released(world: World, role: Role) -> list[str]:
    with world.session(role) as (session, _actor):
        return [each.words for each in queries.released_of(session, employment_row(session, world))]


@pytest.mark.rule("INT-3")
def test_words_changed_in_another_window_are_not_written_over_and_only_own_questions_are_kept(
    world: World, absence_id: UUID
) -> None:
    with world.session(Role.WORKER) as (session, actor):
        found = reflecting.write_own_words(session, actor, absence_id, question="own_words", words="one")
        assert found is not None
        with pytest.raises(WordsChanged):
            reflecting.write_own_words(
                session, actor, absence_id, question="own_words", words="two", revision=found.revision - 1
            )
        with pytest.raises(Invalid):
            reflecting.write_own_words(session, actor, absence_id, question="support_wanted", words="x")
        assert reflecting.write_own_words(session, actor, absence_id, question="own_words", words="") is None
    with world.session(Role.SUPERVISOR) as (session, actor), pytest.raises(NotFound):
        reflecting.write_own_words(session, actor, absence_id, question="own_words", words="not mine")


# --- Pages and API ------------------------------------------------------------------------------------------------


@pytest.mark.rule("INT-2")
@pytest.mark.rule("CON-4")
def test_the_page_asks_all_topics_and_says_beside_each_box_that_no_illness_goes_in(app: Flask, world: World) -> None:
    client = app.test_client()
    sign_in(client, world, Role.SUPERVISOR)
    path = f"/employments/{world.employment_id}/interviews/reintegration"
    page = client.get(path).text
    for name in ("answers-extent", "answers-suitable_work", "answers-goal", "answers-obstacles", "answers-what_if",
                 "build_up-0-hours", "build_up-0-activities", "agreed-0-what", "statement_by", "next_on"):  # fmt: skip
        assert f'name="{name}"' in page, name
    assert "no illness, no treatment, no reasons" in page
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.partition("<main")[2]))
    sent = client.post(
        path,
        data=hidden | {"channel": "in_person", "statement_by": "not_yet", "answers-goal": "Other work here"},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert sent.status_code == 303
    shown = client.get(sent.location).text
    assert "Other work here" in shown
    assert "There was none yet" in shown
    assert client.get(f"/employments/{world.employment_id}/interviews").status_code == 200


@pytest.mark.rule("INT-3")
def test_the_worker_writes_and_releases_on_their_own_page(app: Flask, world: World, absence_id: UUID) -> None:
    client = app.test_client()
    sign_in(client, world, Role.WORKER)
    assert client.get("/my-return/interviews").status_code == 200
    path = f"/my-return/absences/{absence_id}/own-words"
    page = client.get(path).text
    assert "Only you can read this." in page
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.partition("<main")[2]))
    same = {"Sec-Fetch-Site": "same-origin"}
    assert client.post(path, data=hidden | {"own_words": "page words"}, headers=same).status_code == 303
    stale = client.post(path, data=hidden | {"own_words": "late words"}, headers=same)
    assert stale.status_code == 409
    assert "There are two versions now" in stale.text
    release = f"{path}/own_words/release"
    assert client.post(release, data=hidden, headers=same).status_code == 303
    assert released(world, Role.SUPERVISOR) == ["page words"]
    assert client.post(f"{path}/own_words/take-back", data=hidden, headers=same).status_code == 303
    assert released(world, Role.SUPERVISOR) == []


@pytest.mark.rule("INT-2")
def test_the_results_are_fetched_over_the_api_and_a_changed_text_is_a_412_with_both(
    app: Flask, world: World, absence_id: UUID
) -> None:
    client = app.test_client()
    start = f"/api/v1/employments/{world.employment_id}"
    body = {"channel": "video", "statement_by": "treating", "statement_on": TODAY.isoformat(), "answers": ANSWERS}
    sent = client.post(f"{start}/interviews/reintegration", json=body, headers=bearer(world, Role.SUPERVISOR))
    assert sent.status_code == 201
    results = client.get(f"{start}/reintegration-results", headers=bearer(world, Role.HR)).json
    assert results is not None
    assert results["interview_id"] == sent.json["id"]  # type: ignore[index]
    assert client.get(f"{start}/interviews/{sent.json['id']}", headers=bearer(world, Role.WORKER)).status_code == 200  # type: ignore[index]
    mine = bearer(world, Role.WORKER)
    own = f"/api/v1/absences/{absence_id}/own-words"
    put = client.put(own, json={"question": "work_related", "words": "first"}, headers=mine)
    late = client.put(own, json={"question": "work_related", "words": "second"}, headers=mine | {"If-Match": '"0"'})
    assert (put.status_code, late.status_code) == (200, 412)
    assert (late.json["stored"], late.json["sent"]) == ("first", "second")  # type: ignore[index]
    assert client.get(own, headers=bearer(world, Role.SUPERVISOR)).status_code in {403, 404}


def open_case_once(world: World) -> None:
    with world.engine() as session:
        known = session.scalar(text("select count(*) from cases where employment_id = :e"), {"e": world.employment_id})
    if not known:
        start_absence(world, days_ago=0)
        open_case(world, absent=False)


# --- What a team's talks bring ------------------------------------------------------------------------------------


@pytest.mark.rule("INT-3")
def test_talks_are_counted_by_half_year_and_never_by_person() -> None:
    today = date(2026, 11, 22)
    autumn, spring = date(2026, 9, 1), date(2026, 6, 30)
    found = by_half_year(
        [
            Ended(fit_on=autumn, talked_on=autumn + timedelta(days=SOON_DAYS), wanted=True, agreed=True),
            Ended(fit_on=autumn, talked_on=autumn + timedelta(days=SOON_DAYS + 1), released=True),
            Ended(fit_on=spring, released=True),
        ],
        today,
    )
    assert [each.begins_on for each in found] == [
        date(2026, 7, 1), date(2026, 1, 1), date(2025, 7, 1), date(2025, 1, 1),
    ]  # fmt: skip
    assert found[0] == HalfYear(date(2026, 7, 1), ended=2, talked=2, soon=1, wanted=1, agreed=1, released=1)
    assert found[1] == HalfYear(date(2026, 1, 1), ended=1, talked=0, soon=0, wanted=0, agreed=0, released=1)
    assert found[2].ended == found[3].ended == 0


def in_a_team(world: World) -> UUID:
    """The worker's team, of a department."""
    owner = {"tenant_id": world.tenant_id, "employer_id": world.employer_id}
    with world.engine() as session:
        department = Department(**owner, id=new_id(), key="d", name="Invented department")
        team = Team(**owner, id=new_id(), key="t", name="Invented team", department_id=department.id)
        session.add(department)
        session.flush()
        session.add(team)
        session.flush()
        employment_row(session, world).team_id = team.id
        return team.id


@pytest.mark.rule("INT-3")
def test_a_team_sees_what_its_talks_brought_and_nothing_of_causes_that_were_not_released(app: Flask) -> None:
    world = build_world()
    absence_id = absence_of(world, world.employment_id)
    record_back(world, absence_id)
    with world.session(Role.WORKER) as (session, actor):
        reflecting.write_own_words(session, actor, absence_id, question="work_related", words="The shifts.")
    supervisor, staff = app.test_client(), app.test_client()
    sign_in(supervisor, world, Role.SUPERVISOR)
    sign_in(staff, world, Role.HR)

    def counted() -> dict[str, Any]:
        with world.session(Role.SUPERVISOR) as (session, actor):
            found = talks_of_team(session, actor, TODAY)
            assert [each.what for each in found.agreed] == ["Free the map room"]
            return {name: getattr(found.half_years[0], name) for name in ("ended", "talked", "wanted", "released")}

    def read() -> str:
        return re.sub(r'nonce="[^"]+"', "", supervisor.get("/talks").get_data(as_text=True))

    page = read()
    assert counted() == {"ended": 1, "talked": 1, "wanted": 1, "released": 0}
    with world.session(Role.WORKER) as (session, actor):
        reflecting.write_own_words(session, actor, absence_id, question="own_words", words="Kept to myself.")
    assert read() == page
    with world.session(Role.WORKER) as (session, actor):
        reflecting.release_own_words(session, actor, absence_id, question="work_related")
    assert counted()["released"] == 1
    team_id = in_a_team(world)
    with world.session(Role.HR) as (session, actor):
        assert teams_of(session, actor) == [(team_id, "Invented department, Invented team")]
        theirs = talks_of_team(session, actor, TODAY, team_id)
        assert (theirs.half_years[0].talked, theirs.half_years[0].released, theirs.reads_released) == (1, 0, False)
        with pytest.raises(NotFound):
            talks_of_team(session, actor, TODAY, uuid4())
    assert "Free the map room" in staff.get(f"/talks?team={team_id}").get_data(as_text=True)
    assert "The shifts." not in page
