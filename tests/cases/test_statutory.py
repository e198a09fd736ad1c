"""Documents that the law asks for: complete, signed, put together, and apart from support (VOL-4, CON-4)."""

import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pikepdf
import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session
from tests.builders import (
    World,
    actor_for,
    add_worker,
    bearer,
    build_neighbour,
    build_person,
    build_world,
    employment_row,
    give_role,
    hold_first_contact,
    invite,
    open_case,
    sign_in,
    start_absence,
)

from handrail.cases.absence_rules import AbsenceFacts
from handrail.cases.absence_writing import Origin
from handrail.cases.absences import record_absence
from handrail.cases.rules.participation import Decision
from handrail.cases.statutory import commands, queries, rules
from handrail.cases.statutory.codes import Answer, Side
from handrail.cases.statutory.commands import Writing
from handrail.cases.statutory.errors import AnsweredAlready, NotComplete, OpenOne, WrittenMeanwhile
from handrail.cases.statutory.off_sick import off_sick
from handrail.cases.statutory.paper import render
from handrail.cases.statutory.printing import sheet_of
from handrail.entrypoints.app import create_app
from handrail.extensions.documents import declared_documents
from handrail.extensions.errors import PluginFault
from handrail.extensions.registry import registry
from handrail.identity.actor import Actor
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.kit.db import tenant_session
from handrail.kit.errors import Invalid, NotFound
from handrail.kit.i18n import use_locale
from handrail.obligations.models import Obligation
from handrail.sdk import DocumentSection, Field, StatutoryDocument
from handrail_nl import NETHERLANDS
from handrail_nl.documents import DOCUMENTS, PLAN_OF_ACTION

TODAY = clock.today("Europe/Amsterdam")
PLAN = {
    "own_job": "Keeper of maps.",
    "hours": "32",
    "case_manager": "Somebody invented",
    "end_goal": "own_work",
    "steps": [{"what": "Four hours in the map room", "who": "Both", "by": (TODAY + timedelta(days=20)).isoformat()}],
    "next_on": (TODAY + timedelta(days=42)).isoformat(),
}
ANALYSIS = {
    "possibilities": "Sitting work, some hours a day.",
    "limits": "No night work yet.",
    "prognosis": "full",
    "end_goal": "own_work",
    "contact_rhythm": "Every six weeks.",
}
TEXT = "Something that both were present for."


@pytest.fixture(scope="module")
def world(database: object) -> World:
    del database
    return build_world()


def fresh(world: World) -> UUID:
    """A worker of their own whose absence began ten weeks ago."""
    employment_id = add_worker(world)
    start_absence(world, days_ago=70, employment_id=employment_id)
    return employment_id


@pytest.fixture(scope="module")
def app(database: object) -> Flask:
    del database
    return create_app()


@contextmanager
def as_worker(world: World, employment_id: UUID) -> Iterator[tuple[Session, Actor]]:
    with world.engine() as session:
        person_id = employment_row(session, world, employment_id).person_id
    actor = actor_for(world.tenant_id, person_id, Role.WORKER)
    with tenant_session(actor.context()) as session:
        yield session, actor


def begin(
    world: World, employment_id: UUID, code: str, content: dict[str, Any] | None = None, role: Role = Role.HR
) -> UUID:
    with world.session(role) as (session, actor):
        writing = Writing(content=content or {}, on=TODAY)
        return commands.begin_document(session, actor, employment_id, code=code, writing=writing).document_id


def sign(world: World, employment_id: UUID, document_id: UUID, number: int = 1, **said: Any) -> None:
    """Have worker and employer answer on a version."""
    for door in (as_worker(world, employment_id), world.session(Role.HR)):
        with door as (session, actor):
            commands.answer_version(
                session, actor, employment_id, document_id, number=number, **({"answer": Answer.AGREED} | said)
            )


def made(world: World, employment_id: UUID, code: str) -> UUID:
    """A document with every field filled in, and signed where that is asked."""
    declared = registry().documents[code]
    document_id = begin(world, employment_id, code, filled(declared))
    if declared.signed_by:
        sign(world, employment_id, document_id)
    return document_id


def filled(declared: StatutoryDocument) -> dict[str, Any]:
    return {field.key: value_of(field) for field in declared.fields}


def value_of(field: Field) -> Any:
    if field.kind == "list":
        return [{each.key: value_of(each) for each in field.item}]
    values = {"text": TEXT, "int": 6, "decimal": "32", "bool": True, "date": TODAY.isoformat()}
    return field.choices[0] if field.kind == "choice" else values[field.kind]


def due(world: World, employment_id: UUID, rule: str) -> Obligation:
    with world.engine() as session:
        statement = select(Obligation).where(Obligation.employment_id == employment_id, Obligation.rule == rule)
        found = session.scalars(statement.order_by(Obligation.sequence)).first()
        assert found is not None, rule
        session.expunge(found)
        return found


def completed(world: World, document_id: UUID) -> Any:
    with world.engine() as session:
        asked = {"id": document_id}
        return session.execute(
            text("select completed_on, complete_number, newest from statutory_document where id = :id"), asked
        ).one()


# --- Complete: fields, signatures, and then the act ------------------------------------------------------------------


@pytest.mark.rule("VOL-4")
def test_a_plan_of_action_that_both_signed_meets_its_date_and_nothing_before_that_does(world: World) -> None:
    employment_id = fresh(world)
    document_id = begin(world, employment_id, "nl.plan_of_action", {**PLAN, "case_manager": ""})
    with world.session(Role.HR) as (session, actor), pytest.raises(NotComplete):
        commands.answer_version(session, actor, employment_id, document_id, number=1, answer=Answer.AGREED)
    with world.session(Role.HR) as (session, actor):
        commands.write_version(
            session, actor, employment_id, document_id, seen=1, writing=Writing(content=PLAN, on=TODAY)
        )
    assert due(world, employment_id, "nl.plan_of_action").met_on is None
    with as_worker(world, employment_id) as (session, actor):
        said = {"answer": Answer.NOT_AGREED, "words": "I want to begin with two hours."}
        answer = commands.answer_version(session, actor, employment_id, document_id, number=2, **said)
        assert (
            answer.digest
            == queries.version_of(
                session, queries.document_of(session, employment_row(session, world, employment_id), document_id)
            ).digest
        )
    assert due(world, employment_id, "nl.plan_of_action").met_on is None
    with world.session(Role.ABSENCE_ADMIN) as (session, actor):
        commands.answer_version(session, actor, employment_id, document_id, number=2, answer=Answer.AGREED)
    assert due(world, employment_id, "nl.plan_of_action").met_on == TODAY
    assert due(world, employment_id, "nl.plan_of_action").status == "met"
    assert tuple(completed(world, document_id)) == (TODAY, 2, 2)


def test_a_signature_is_not_dated_back() -> None:
    at = datetime.fromisoformat("2026-03-10T23:30:00+00:00")
    given = [rules.Given(Side.EMPLOYER, Side.EMPLOYER, Answer.AGREED, at - timedelta(days=9))]
    made_on = at.date() - timedelta(days=12)
    zone = "Europe/Amsterdam"
    assert rules.completed_on(PLAN_OF_ACTION, PLAN, made_on, given, zone) is None
    given.append(rules.Given(Side.WORKER, Side.WORKER, Answer.NOT_AGREED, at))
    assert rules.completed_on(PLAN_OF_ACTION, PLAN, made_on, given, zone) == at.date() + timedelta(days=1)
    assert rules.completed_on(PLAN_OF_ACTION, {**PLAN, "steps": [{"what": "Look"}]}, made_on, given, zone) is None
    report = registry().documents["nl.uwv_42_week_report"]
    assert rules.completed_on(report, filled(report), made_on, (), zone) == made_on


def test_reasons_are_asked_where_somebody_does_not_agree_and_an_answer_stays(world: World) -> None:
    employment_id = fresh(world)
    document_id = begin(world, employment_id, "nl.plan_of_action", PLAN)
    with as_worker(world, employment_id) as (session, actor):
        with pytest.raises(Invalid):
            commands.answer_version(session, actor, employment_id, document_id, number=1, answer=Answer.NOT_AGREED)
        first = commands.answer_version(session, actor, employment_id, document_id, number=1, answer=Answer.AGREED)
        again = commands.answer_version(session, actor, employment_id, document_id, number=1, answer=Answer.AGREED)
        assert again.id == first.id
        with pytest.raises(AnsweredAlready):
            commands.answer_version(
                session, actor, employment_id, document_id, number=1, answer=Answer.NOT_AGREED, words="No."
            )


def test_the_employer_notes_that_no_answer_came_only_after_a_week_and_the_worker_can_still_answer(
    world: World,
) -> None:
    employment_id = fresh(world)
    document_id = begin(world, employment_id, "nl.plan_of_action", PLAN)
    note = {"number": 1, "answer": Answer.UNANSWERED, "words": "Asked by letter and by telephone."}
    with world.session(Role.HR) as (session, actor):
        commands.answer_version(session, actor, employment_id, document_id, number=1, answer=Answer.AGREED)
        with pytest.raises(Invalid, match=r".*"):
            commands.answer_version(session, actor, employment_id, document_id, **note)
    later = clock.now() + timedelta(days=8)
    with clock.frozen(later), world.session(Role.HR) as (session, actor):
        commands.answer_version(session, actor, employment_id, document_id, **note)
    assert completed(world, document_id).completed_on == TODAY + timedelta(days=8)
    with clock.frozen(later), as_worker(world, employment_id) as (session, actor):
        commands.answer_version(session, actor, employment_id, document_id, number=1, answer=Answer.AGREED)


def test_each_side_writes_its_own_sections_and_nobody_writes_over_a_newer_version(world: World) -> None:
    employment_id = fresh(world)
    document_id = begin(world, employment_id, "nl.plan_of_action", PLAN)
    with world.session(Role.HR) as (session, actor):
        same = commands.write_version(
            session, actor, employment_id, document_id, seen=1, writing=Writing(content=PLAN, on=TODAY)
        )
        assert same.number == 1
        other = Writing(content=PLAN | {"own_job": "Reader of maps."}, on=TODAY)
        assert commands.write_version(session, actor, employment_id, document_id, seen=1, writing=other).number == 2
        late = Writing(content=PLAN | {"own_job": "Somebody else."}, on=TODAY)
        with pytest.raises(WrittenMeanwhile):
            commands.write_version(session, actor, employment_id, document_id, seen=1, writing=late)
        with pytest.raises(OpenOne):
            commands.begin_document(session, actor, employment_id, code="nl.plan_of_action", writing=Writing())
        with pytest.raises(Invalid):
            commands.begin_document(session, actor, employment_id, code="de.bem_invitation", writing=Writing())
        tomorrow = Writing(on=TODAY + timedelta(days=2))
        with pytest.raises(Invalid):
            commands.begin_document(session, actor, employment_id, code="nl.plan_evaluation", writing=tomorrow)
    for role in (Role.SUPERVISOR, Role.COORDINATOR):
        with world.session(role) as (session, actor), pytest.raises(NotFound):
            commands.begin_document(session, actor, employment_id, code="nl.plan_evaluation", writing=Writing())


@pytest.mark.rule("VOL-4")
@pytest.mark.rule("CON-4")
def test_occupational_health_states_its_part_in_an_absence_without_a_case_and_nothing_else(world: World) -> None:
    employment_id = fresh(world)
    doctor = build_person(world.tenant_id, "Invented Physician")
    give_role(world.tenant_id, doctor, Role.OCCUPATIONAL_HEALTH, world.employer_id)
    actor = actor_for(world.tenant_id, doctor, Role.OCCUPATIONAL_HEALTH)
    writing = Writing(content=ANALYSIS | {"own_job": "Not its own"}, on=TODAY)
    with tenant_session(actor.context()) as session:
        version = commands.begin_document(session, actor, employment_id, code="nl.problem_analysis", writing=writing)
        assert (version.made_as, version.compartment) == (Role.OCCUPATIONAL_HEALTH, Compartment.ADMINISTRATIVE)
        assert json.loads(version.content) == ANALYSIS
    assert due(world, employment_id, "nl.problem_analysis").met_on == TODAY
    with tenant_session(actor.context()) as session, pytest.raises(NotFound):
        commands.begin_document(session, actor, employment_id, code="nl.plan_of_action", writing=writing)
    elsewhere = build_neighbour(world)
    with tenant_session(actor.context()) as session, pytest.raises(NotFound):
        commands.begin_document(session, actor, elsewhere.employment_id, code="nl.problem_analysis", writing=writing)


@pytest.mark.rule("VOL-4")
def test_occupational_health_finds_who_is_off_with_what_is_due_of_them_and_nobody_of_elsewhere(
    app: Flask, world: World
) -> None:
    employment_id, elsewhere = add_worker(world), build_neighbour(world)
    lasting = AbsenceFacts(TODAY - timedelta(days=70), None, None, None, None)
    for place, who in ((world, employment_id), (elsewhere, elsewhere.employment_id)):
        with place.session(Role.HR) as (session, hr):
            record_absence(
                session, hr, employment_id=who, facts=lasting, external_key=f"off-{who}", origin=Origin("screen")
            )
    doctor = build_person(world.tenant_id, "Another Invented Physician")
    give_role(world.tenant_id, doctor, Role.OCCUPATIONAL_HEALTH, world.employer_id)
    actor = actor_for(world.tenant_id, doctor, Role.OCCUPATIONAL_HEALTH)
    with tenant_session(actor.context()) as session:
        found = {each.employment_id: each for each in off_sick(session, actor, TODAY)}
    assert elsewhere.employment_id not in found
    waiting = found[employment_id].due
    assert waiting is not None
    assert waiting.rule == "nl.problem_analysis"
    page = app.test_client().get("/api/v1/off-sick", headers=bearer(world, Role.OCCUPATIONAL_HEALTH, doctor)).get_json()
    assert str(employment_id) in {each["employment_id"] for each in page["items"]}


# --- The composed file -----------------------------------------------------------------------------------------------


@pytest.mark.rule("VOL-4")
def test_the_reintegration_report_names_what_is_missing_and_is_complete_with_its_parts(world: World) -> None:
    employment_id = fresh(world)
    document_id = begin(world, employment_id, "nl.reintegration_report")
    declared = registry().documents["nl.reintegration_report"]

    def lacks() -> list[str]:
        with world.session(Role.HR) as (session, _actor):
            employment = employment_row(session, world, employment_id)
            version = queries.version_of(session, queries.document_of(session, employment, document_id))
            return [part.key for part in rules.missing_parts(declared, json.loads(version.content))]

    assert lacks() == ["part_analysis", "part_plan", "part_first_year", "part_opinion", "part_final"]
    for name in ("problem_analysis", "plan_of_action", "first_year_evaluation", "current_opinion"):
        made(world, employment_id, f"nl.{name}")
    unsigned = begin(world, employment_id, "nl.final_evaluation", filled(registry().documents["nl.final_evaluation"]))
    again(world, employment_id, document_id)
    assert lacks() == ["part_final"]
    assert due(world, employment_id, "nl.reintegration_report").met_on is None
    sign(world, employment_id, unsigned)
    made(world, employment_id, "nl.plan_adjustment")
    again(world, employment_id, document_id)
    assert lacks() == []
    assert due(world, employment_id, "nl.reintegration_report").met_on == TODAY
    with world.session(Role.HR) as (session, _actor), use_locale("nl"):
        employment = employment_row(session, world, employment_id)
        sheet = sheet_of(session, employment, queries.document_of(session, employment, document_id), 3)
        printed = render(sheet)
        assert render(sheet) == printed
    assert [title for title, _inside in sheet.inside] == [
        "Probleemanalyse", "Plan van aanpak", "Bijstellingen van analyse en plan", "Eerstejaarsevaluatie",
        "Actueel oordeel van de bedrijfsarts", "Eindevaluatie, met de zienswijze van de werknemer",
    ]  # fmt: skip
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        assert pdf.Root.Lang == "nl"
        assert "/MarkInfo" in pdf.Root


def again(world: World, employment_id: UUID, document_id: UUID) -> None:
    with world.session(Role.HR) as (session, actor):
        row = queries.document_of(session, employment_row(session, world, employment_id), document_id)
        commands.write_version(session, actor, employment_id, document_id, seen=row.newest, writing=Writing(on=TODAY))


# --- Apart from support ----------------------------------------------------------------------------------------------


@pytest.mark.rule("VOL-4")
@pytest.mark.parametrize("decision", [None, Decision.DECLINED, Decision.PARTICIPATING])
def test_the_documents_are_the_same_whatever_the_worker_decided(world: World, decision: Decision | None) -> None:
    employment_id = add_worker(world)
    case_id = open_case(world, employment_id=employment_id)
    if decision is not None:
        invite(world, case_id)
        hold_first_contact(world, case_id, decision)
    made(world, employment_id, "nl.plan_of_action")
    assert due(world, employment_id, "nl.plan_of_action").met_on == TODAY


@pytest.mark.rule("VOL-4")
@pytest.mark.rule("CON-4")
def test_every_table_of_the_documents_is_administrative_and_hangs_on_the_employment(world: World) -> None:
    made(world, fresh(world), "nl.plan_of_action")
    with world.engine() as session:
        for table in ("statutory_document", "statutory_version", "statutory_answer"):
            found = session.execute(
                text(f"select distinct compartment, subject_id in (select id from employment) from {table}")  # noqa: S608 - names above
            ).all()
            assert found == [("administrative", True)], table


# --- Declarations ----------------------------------------------------------------------------------------------------


def refused(document: StatutoryDocument) -> str:
    with pytest.raises(PluginFault) as caught:
        declared_documents(lambda: [document], [NETHERLANDS])
    return str(caught.value)


@pytest.mark.rule("CON-4")
def test_a_document_that_asks_about_an_illness_keeps_the_plugin_from_being_used() -> None:
    def asking(**changes: Any) -> StatutoryDocument:
        field = Field(**({"key": "a", "kind": "text", "compartment": "administrative", "label": "A"} | changes))
        section = DocumentSection(key="s", title="S", authors=("hr",), fields=(field,))
        return replace(PLAN_OF_ACTION, sections=(section,))

    assert declared_documents(lambda: [asking()], [NETHERLANDS])
    assert "asks about an illness" in refused(asking(key="diagnosis"))
    assert "asks about an illness" in refused(asking(key="kind_of_treatment"))
    assert "the employer reads all" in refused(asking(compartment="medical"))
    assert "the employer reads all" in refused(asking(compartment="own"))
    assert "choices belong" in refused(asking(kind="choice"))
    row = Field(key="b", kind="text", compartment="medical", label="B")
    assert "the employer reads all" in refused(asking(kind="list", item=(row,)))


def test_a_declaration_names_a_rule_that_asks_an_act_and_parts_that_there_are() -> None:
    assert "no rule of its jurisdiction" in refused(replace(PLAN_OF_ACTION, proves="nl.wage_continuation_end"))
    assert "the code must be" in refused(replace(PLAN_OF_ACTION, code="de.plan"))
    report = registry().documents["nl.reintegration_report"]
    assert "there is no document nl.problem_analysis" in refused(report)


@pytest.mark.rule("CON-4")
def test_every_dutch_document_is_administrative_and_proves_a_rule_that_is_there() -> None:
    assert [each.code for each in DOCUMENTS] == [
        each.code for each in registry().documents.values() if each.jurisdiction == "nl"
    ]
    proven = {each.proves for each in DOCUMENTS} - {None}
    assert proven <= {rule.id for rule in NETHERLANDS.rules}
    inner = [one for each in DOCUMENTS for field in each.fields for one in (field, *field.item)]
    assert {each.compartment for each in inner} == {"administrative"}


# --- Pages and API ---------------------------------------------------------------------------------------------------


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.partition("<main")[2]))


SAME = {"Sec-Fetch-Site": "same-origin"}


@pytest.mark.rule("VOL-4")
@pytest.mark.rule("CON-4")
def test_a_document_is_written_signed_and_printed_on_its_pages(app: Flask, world: World) -> None:
    start_absence(world, days_ago=30)
    staff, worker = app.test_client(), app.test_client()
    sign_in(staff, world, Role.HR)
    sign_in(worker, world, Role.WORKER)
    start = f"/employments/{world.employment_id}/law/documents"
    assert "Plan of action" in staff.get(start).text
    path = f"{start}/new/nl.plan_of_action"
    page = staff.get(path).text
    assert page.count("Please put no health information here.") >= 4
    flat = {key: value for key, value in PLAN.items() if key != "steps"}
    row = PLAN["steps"][0]  # type: ignore[index]
    flat |= {f"steps-0-{key}": value for key, value in row.items()}  # type: ignore[attr-defined]
    kept = staff.post(path, data=hidden(page) | {"own_job": "Half a", "keep": "draft"}, headers=SAME)
    assert kept.status_code == 303
    assert "Half a" in staff.get(path).text
    sent = staff.post(path, data=hidden(page) | flat, headers=SAME)
    assert sent.status_code == 303, sent.text
    one = sent.location
    assert "Waiting for your answer" in worker.get(start).text
    for client in (worker, staff):
        page = client.get(f"{one}/answer").text
        body = hidden(page) | {"answer": "agreed", "words": "It is well as it is."}
        assert client.post(f"{one}/answer", data=body, headers=SAME).status_code == 303
    page = worker.get(one).text
    assert "Complete" in page
    assert page.count("It is well as it is.") == 2
    printed = worker.get(f"{one}/1.pdf?language=fr")
    assert printed.data.startswith(b"%PDF")
    assert "attachment" in printed.headers["Content-Disposition"]
    stale = staff.get(f"{one}/write").text
    data = hidden(stale) | flat | {"own_job": "First"}
    assert staff.post(f"{one}/write", data=data, headers=SAME).status_code == 303
    late = staff.post(f"{one}/write", data=data | {"own_job": "Second"}, headers=SAME)
    assert late.status_code == 409
    assert "There are two versions now" in late.text


def test_the_api_says_what_is_asked_refuses_beside_the_value_and_answers_a_stale_version_with_412(
    app: Flask, world: World
) -> None:
    client = app.test_client()
    employment_id = fresh(world)
    staff = bearer(world, Role.HR)
    start = f"/api/v1/employments/{employment_id}"
    kinds: Any = client.get(f"{start}/statutory-document-kinds", headers=staff).json
    assert [each["code"] for each in kinds["items"]] == [each.code for each in DOCUMENTS]
    wrong = {"code": "nl.plan_of_action", "content": PLAN | {"hours": "900", "diagnosis": "x"}}
    refused_: Any = client.post(f"{start}/statutory-documents", json=wrong, headers=staff)
    assert refused_.status_code == 422
    assert {each["pointer"] for each in refused_.json["errors"]} == {"/content/hours", "/content/diagnosis"}
    sent: Any = client.post(
        f"{start}/statutory-documents", json={"code": "nl.plan_of_action", "content": PLAN}, headers=staff
    )
    assert sent.status_code == 201
    assert (sent.json["newest"]["missing"], sent.json["newest"]["waits_for"]) == ([], ["worker", "hr"])
    one = f"{start}/statutory-documents/{sent.json['id']}"
    assert client.get(one, headers=staff).headers["ETag"] == '"1"'
    body = {"content": PLAN | {"own_job": "Other"}}
    assert client.put(one, json=body, headers=staff | {"If-Match": '"1"'}).status_code == 200
    assert client.put(one, json={"content": PLAN}, headers=staff | {"If-Match": '"1"'}).status_code == 412
    said: Any = client.post(f"{one}/answers", json={"number": 2, "answer": "agreed"}, headers=staff)
    assert said.json["newest"]["waits_for"] == ["worker"]
    assert client.get(f"{one}/versions/1", headers=staff).json["content"]["own_job"] == PLAN["own_job"]  # type: ignore[index]
    assert client.get(f"{one}/versions/2/paper?language=de", headers=staff).data.startswith(b"%PDF")
    assert len(client.get(f"{start}/statutory-documents", headers=staff).json["items"]) == 1  # type: ignore[index]
    assert client.get(one, headers=bearer(world, Role.WORKER)).status_code == 404
