"""Who may see what, who looked, consents that end at once, corrections beside the record, texts that tell of others."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from tests.builders import World, build_world, case_row, open_informed_case, sign_in
from tests.privacy.conftest import take

from handrail.audit import read_log
from handrail.cases import commands as cases
from handrail.cases.commands import Held
from handrail.cases.rules.contacts import Channel
from handrail.consents.errors import ConsentMissing
from handrail.consents.queries import require_consent
from handrail.consents.rules import ConsentPurpose
from handrail.entrypoints.app import create_app
from handrail.identity import parts as case_parts
from handrail.identity.granting.models import SupportAccess, SupportLook
from handrail.identity.models import Assignment
from handrail.identity.policies import MATRIX
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.kit.db import tenant_session
from handrail.kit.errors import Invalid, NotFound
from handrail.kit.settings import Settings, configure, with_connections
from handrail.obligations.models import Obligation
from handrail.privacy.corrections import commands as corrections
from handrail.privacy.corrections import queries
from handrail.privacy.corrections.models import CorrectionNote, CorrectionState
from handrail.privacy.corrections.rules import About
from handrail.privacy.errors import AnsweredAlready
from handrail.privacy.mine import mine_of
from handrail.privacy.package import reviewing
from handrail.privacy.package.models import HeldState
from handrail.privacy.seeing.access import Part, parts_of
from handrail.privacy.seeing.disclosures import disclosures_of
from handrail.privacy.seeing.reads import apart_of, looks_of
from handrail.privacy.seeing.words import EMPLOYER_SIDE, NEVER, PARTS, WHY, never_of_the_employer
from handrail.sdk.calendars import add_months

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
NOTES = "Her colleague Invented Third said that it was too much."


@pytest.fixture(scope="module")
def world(database: Settings) -> World:
    configure(with_connections(database, smtp="smtp://127.0.0.1:9"))
    return build_world()


@pytest.fixture(scope="module")
def case_id(world: World) -> UUID:
    made = open_informed_case(world, call_wished=True)
    with world.session(Role.COORDINATOR) as (session, actor):
        cases.record_first_meeting(session, actor, made, held=Held(channel=Channel.IN_PERSON, notes=NOTES))
    return made


@pytest.fixture(scope="module")
def app(world: World) -> Flask:
    del world
    return create_app()


def client_of(app: Flask, world: World, role: Role) -> FlaskClient:
    client = app.test_client()
    sign_in(client, world, role)
    return client


def parts(world: World) -> dict[Compartment, Part]:
    with world.session(Role.WORKER) as (session, actor):
        return {part.compartment: part for part in parts_of(session, mine_of(session, actor), clock.today())}


# --- Who may see what ---------------------------------------------------------------------------------------------


@pytest.mark.rule("PRI-1")
def test_every_reason_to_read_that_the_matrix_gives_is_said_in_words() -> None:
    cells = {
        (role, part) for role, row in MATRIX.items() for part, cell in row.items() if cell.read and role != Role.WORKER
    }
    assert cells == WHY.keys()
    assert set(PARTS) == set(Compartment)


@pytest.mark.rule("CON-1")
def test_what_the_employer_never_sees_follows_from_the_matrix(monkeypatch: pytest.MonkeyPatch) -> None:
    never = set(never_of_the_employer())
    assert never == set(NEVER) == set(Compartment) - {Compartment.ADMINISTRATIVE, Compartment.PLAN}
    assert not {part for role in EMPLOYER_SIDE for part in MATRIX[role]} & never
    opened = {**MATRIX, Role.HR: {**MATRIX[Role.HR], Compartment.UNION: MATRIX[Role.UNION][Compartment.UNION]}}
    monkeypatch.setattr("handrail.privacy.seeing.words.MATRIX", opened)
    assert Compartment.UNION not in never_of_the_employer()


@pytest.mark.rule("PRI-1")
@pytest.mark.usefixtures("case_id")
def test_the_people_who_may_read_are_named_with_role_reason_and_time(world: World) -> None:
    found = parts(world)
    of = {part: {reader.role for reader in found[part].today} for part in found}
    assert of[Compartment.OWN] == set()
    assert of[Compartment.COORDINATION] == {Role.COORDINATOR, Role.LEAD_COORDINATOR}
    assert Role.SUPERVISOR in of[Compartment.PLAN]
    assert {Role.HR, Role.ABSENCE_ADMIN, Role.SUPERVISOR} <= of[Compartment.ADMINISTRATIVE]
    lead = next(each for each in found[Compartment.COORDINATION].today if each.role is Role.LEAD_COORDINATOR)
    assert lead.facts_only
    coordinator = next(each for each in found[Compartment.COORDINATION].today if each.role is Role.COORDINATOR)
    assert (coordinator.name, coordinator.since) == ("Invented Coordinator", clock.today())


# --- Who looked ---------------------------------------------------------------------------------------------------


@pytest.mark.rule("CON-5")
@pytest.mark.rule("CON-6")
def test_reads_are_shown_and_those_out_of_the_ordinary_apart(app: Flask, world: World, case_id: UUID) -> None:
    client_of(app, world, Role.COORDINATOR).get(f"/cases/{case_id}")
    with world.engine() as session:
        case = case_row(session, case_id)
        officer = world.actor(Role.CONSULTANCY_ADMIN)
        purpose = "break_glass: She could not be reached and may be in danger."
        read_log.record(session, officer, case.subject(), {Compartment.COORDINATION}, purpose)
        lent = SupportAccess(
            tenant_id=world.tenant_id,
            employer_id=world.employer_id,
            agent_id=world.people[Role.LEAD_COORDINATOR],
            lens=Role.HR,
            given_by=world.people[Role.CONSULTANCY_ADMIN],
            reason="A date is wrong.",
            starts_at=clock.now(),
            ends_at=clock.now() + timedelta(hours=1),
            ended_at=None,
        )
        session.add(lent)
        session.flush()
        session.add(
            SupportLook(
                tenant_id=world.tenant_id,
                employer_id=world.employer_id,
                access_id=lent.id,
                at=clock.now(),
                endpoint="cases.case",
                subject_id=case_id,
            )
        )
    with world.session(Role.WORKER) as (session, actor):
        mine = mine_of(session, actor)
        daily, more = looks_of(session, mine)
        apart = apart_of(session, mine)
    assert {(look.name, look.purpose) for look in daily} == {("Invented Coordinator", "case.overview")}
    assert not more
    assert [look.purpose for look in apart] == ["A date is wrong.", purpose]
    page = client_of(app, world, Role.WORKER).get("/my-return/privacy/looked").text
    assert page.index("Out of the ordinary") < page.index("To work on your case")
    assert "may be in danger" in page
    assert "out of the ordinary" in client_of(app, world, Role.WORKER).get("/my-return/privacy").text


# --- Consents and what was given ----------------------------------------------------------------------------------


@pytest.mark.rule("VOL-2")
@pytest.mark.rule("CON-7")
def test_a_withdrawal_counts_from_the_next_request_on_and_what_was_sent_stays_listed(
    app: Flask, world: World, case_id: UUID
) -> None:
    with world.engine() as session:
        case = case_row(session, case_id)
        consent_id = require_consent(session, case, ConsentPurpose.SUPERVISOR_CONTACT).id
    client = client_of(app, world, Role.WORKER)
    page = client.get("/my-return/privacy/consents").text
    assert f"/my-return/privacy/consents/{consent_id}/withdraw" in page
    answer = client.post(
        f"/my-return/privacy/consents/{consent_id}/withdraw", data={"csrf_token": token(page)}, headers=SAME_ORIGIN
    )
    assert answer.status_code == 303
    with pytest.raises(ConsentMissing), world.engine() as session:
        require_consent(session, case_row(session, case_id), ConsentPurpose.SUPERVISOR_CONTACT)
    given = client.get("/my-return/privacy/given").text
    assert "That they may call you." in given
    assert "Invented Supervisor" in given


def token(page: str) -> str:
    return page.split('name="csrf_token" value="')[1].split('"', maxsplit=1)[0]


# --- Corrections --------------------------------------------------------------------------------------------------


def ask(world: World, about: About, words: str, **more: Any) -> UUID:
    with world.session(Role.WORKER) as (session, actor):
        return corrections.ask(session, actor, about=about, words=words, **more).id


def listed(world: World, role: Role) -> set[UUID]:
    with world.session(role) as (session, actor):
        return {request.id for request, _person in queries.to_answer(session, actor)}


@pytest.mark.rule("PRI-1")
@pytest.mark.rule("CON-2")
@pytest.mark.usefixtures("case_id")
def test_a_correction_reaches_whoever_keeps_the_record_and_nobody_else(world: World) -> None:
    for_hr = ask(world, About.HOURS, "I work 28 hours.")
    for_coordinator = ask(world, About.TALK, "I never said that.")
    assert listed(world, Role.HR) == listed(world, Role.ABSENCE_ADMIN) == {for_hr}
    assert listed(world, Role.COORDINATOR) == {for_coordinator}
    for role in (Role.SUPERVISOR, Role.LEAD_COORDINATOR):
        with world.session(role) as (session, _actor):
            assert session.scalar(text("select count(*) from correction_request")) == 0
    with world.session(Role.HR) as (session, actor), pytest.raises(NotFound):
        corrections.decline(session, actor, for_coordinator, reason="No.")
    with world.session(Role.COORDINATOR) as (session, actor), pytest.raises(NotFound):
        corrections.decline(session, actor, for_hr, reason="No.")


def owed(world: World, role: Role) -> dict[str, tuple[str, str, bool]]:
    """Return the answers that a role sees to be owed: compartment, due day and whether it was given, by request."""
    with world.session(role) as (session, _actor):
        rows = session.scalars(select(Obligation).where(Obligation.rule.startswith("rights.")))
        return {str(row.about): (row.compartment, str(row.due_on), row.status == "met") for row in rows}


@pytest.mark.rule("PRI-1")
@pytest.mark.rule("ACC-2")
@pytest.mark.usefixtures("case_id")
def test_an_answer_is_owed_within_a_month_by_whoever_keeps_the_record_until_it_is_given(
    app: Flask, world: World
) -> None:
    today = clock.today("Europe/Amsterdam")
    due = str(add_months(today, 1))
    for_hr, for_coordinator = str(ask(world, About.HOURS, "30 hours.")), str(ask(world, About.TALK, "Not so."))
    assert owed(world, Role.WORKER).items() >= {
        for_hr: ("administrative", due, False), for_coordinator: ("coordination", due, False),
    }.items()  # fmt: skip
    assert for_coordinator in owed(world, Role.COORDINATOR)
    for role in (Role.HR, Role.ABSENCE_ADMIN, Role.SUPERVISOR):
        assert for_coordinator not in owed(world, role)
    assert owed(world, Role.HR)[for_hr] == ("administrative", due, False)
    title = "Answer to a request to put data right"
    assert title in client_of(app, world, Role.HR).get("/obligations").text
    with world.session(Role.HR) as (session, actor):
        corrections.accept(session, actor, UUID(for_hr), words="It is 30 hours.")
    with world.session(Role.COORDINATOR) as (session, actor):
        corrections.decline(session, actor, UUID(for_coordinator), reason="Both of us heard it.")
    given = owed(world, Role.WORKER)
    assert [given[each][2] for each in (for_hr, for_coordinator)] == [True, True]


@pytest.mark.rule("PRI-1")
def test_what_is_right_is_read_where_the_record_is_read_and_by_nobody_else(
    app: Flask, world: World, case_id: UUID
) -> None:
    for about, role, words in (
        (About.COORDINATOR_OTHER, Role.COORDINATOR, "It was raining on that day."),
        (About.JOB, Role.HR, "The job is gardener."),
    ):
        asked = ask(world, about, "Not so.")
        with world.session(role) as (session, actor):
            corrections.accept(session, actor, asked, words=words)
    case, home = f"/cases/{case_id}", "/my-return/privacy"
    seen = {
        (role, path): [words for words in ("It was raining", "is gardener") if words in page.text]
        for role, path in [(Role.WORKER, home), *((each, case) for each in world.people if each is not Role.WORKER)]
        if (page := client_of(app, world, role).get(path)).status_code == 200
    }
    assert seen[Role.WORKER, home] == ["It was raining", "is gardener"]
    assert seen[Role.COORDINATOR, case] == ["It was raining"]
    assert {who for who, found in seen.items() if found} == {(Role.WORKER, home), (Role.COORDINATOR, case)}


@pytest.mark.rule("PRI-1")
def test_what_is_right_stands_beside_the_old_record_which_stays(world: World, case_id: UUID) -> None:
    with world.engine() as session:
        contact, before = session.execute(
            text("select id, md5(t::text) from contact t where subject_id = :case and kind = 'first_meeting'"),
            {"case": case_id},
        ).one()
    asked = ask(world, About.TALK, "We met at the library.", record_id=contact)
    with world.session(Role.COORDINATOR) as (session, actor):
        corrections.accept(session, actor, asked, words="They met at the library.")
    with world.session(Role.WORKER) as (session, actor):
        request = next(each for each in queries.mine(session, mine_of(session, actor)) if each.id == asked)
        note = queries.notes_of(session, [request])[asked]
        assert (request.state, request.answer) == (CorrectionState.ACCEPTED, "They met at the library.")
        assert (note.object_table, note.object_id, note.words) == ("contact", contact, "They met at the library.")
    with world.engine() as session:
        after = session.scalar(text("select md5(t::text) from contact t where id = :id"), {"id": contact})
        assert after == before
        privileges = "select has_table_privilege('handrail_app', 'correction_note', :what)"
        assert not session.scalar(text(privileges), {"what": "update"})
        assert not session.scalar(text(privileges), {"what": "delete"})
    with world.session(Role.COORDINATOR) as (session, actor), pytest.raises(AnsweredAlready):
        corrections.decline(session, actor, asked, reason="No.")


@pytest.mark.rule("PRI-1")
@pytest.mark.usefixtures("case_id")
def test_a_refusal_says_why_and_the_worker_reads_it(app: Flask, world: World) -> None:
    asked = ask(world, About.JOB, "My job is another one.")
    client = client_of(app, world, Role.HR)
    page = client.get(f"/corrections/{asked}").text
    assert "My job is another one." in page
    reason = "It says so in your contract."
    form = {"csrf_token": token(page), "idempotency_key": str(asked), "state": "declined", "words": reason}
    answer = client.post(f"/corrections/{asked}", data=form, headers=SAME_ORIGIN)
    assert answer.status_code == 303, answer.text
    mine = client_of(app, world, Role.WORKER).get("/my-return/privacy/corrections").text
    assert reason in mine
    assert "Not changed" in mine


@pytest.mark.rule("PRI-1")
@pytest.mark.usefixtures("case_id")
def test_nobody_names_a_record_that_is_not_theirs(world: World) -> None:
    with world.engine() as session:
        absence = session.scalars(text("select id from cases")).first()
    with pytest.raises(NotFound):
        ask(world, About.TALK, "Something.", record_id=absence)


def test_without_a_coordinator_nobody_is_asked(database: Settings) -> None:
    del database
    alone = build_world()
    with pytest.raises(Invalid):
        ask(alone, About.PLAN, "Something.")
    assert ask(alone, About.ABSENCE, "I was there on Monday.")


# --- Texts that may tell of others --------------------------------------------------------------------------------


@pytest.mark.rule("PRI-1")
def test_a_text_that_may_tell_of_others_waits_for_the_coordinator_and_not_the_worker(
    app: Flask, world: World, case_id: UUID
) -> None:
    first = take(world)
    assert NOTES not in first.text
    held = [each for each in first.document["held_back"] if each["table"] == "contact"]
    assert held[0]["why"] == "may tell of somebody else"
    with world.session(Role.COORDINATOR) as (session, actor):
        waiting = {each.id: each for each, _person in reviewing.to_look_at(session, actor)}
        words = {held_id: reviewing.open_text(session, actor, held_id)[1] for held_id in waiting}
    held_id = next(each for each, found in words.items() if found == NOTES)
    for role in (Role.SUPERVISOR, Role.HR, Role.LEAD_COORDINATOR):
        with world.session(role) as (session, _actor):
            assert session.scalar(text("select count(*) from held_text")) == 0
    page = client_of(app, world, Role.COORDINATOR).get(f"/held-texts/{held_id}").text
    assert "Invented Third" in page
    with world.session(Role.COORDINATOR) as (session, actor):
        reviewing.redact(session, actor, held_id, words="A colleague said that it was too much.")
    second = take(world)
    assert NOTES not in second.text
    assert "A colleague said that it was too much." in second.text
    with world.session(Role.COORDINATOR) as (session, actor):
        assert reviewing.open_text(session, actor, held_id)[0].state is HeldState.REDACTED
        with pytest.raises(AnsweredAlready):
            reviewing.release(session, actor, held_id)
    del case_id


@pytest.mark.rule("CON-5")
def test_looking_at_such_a_text_is_logged(world: World, case_id: UUID) -> None:
    with world.engine() as session:
        statement = text("select count(*) from read_log where subject_id = :case and purpose = 'package.review'")
        assert session.scalar(statement, {"case": case_id})
        assert session.scalars(select(CorrectionNote.id)).all()
    with tenant_session(world.actor(Role.WORKER).context()) as session, pytest.raises(NotFound):
        reviewing.to_look_at(session, world.actor(Role.WORKER))


@pytest.mark.rule("PRI-1")
def test_who_may_not_read_any_more_stands_under_earlier(world: World, case_id: UUID) -> None:
    with clock.frozen(clock.now() + timedelta(days=40)):
        with world.engine() as session:
            case = case_row(session, case_id)
            assignment = next(
                each
                for each in session.scalars(select(Assignment))
                if each.case_id == case.id and each.role is Role.SUPERVISOR
            )
            case_parts.end_assignment(session, world.system(), case, assignment, clock.today())
        found = parts(world)[Compartment.PLAN]
        assert Role.SUPERVISOR not in {each.role for each in found.today}
        assert Role.SUPERVISOR in {each.role for each in found.before}


@pytest.mark.rule("PRI-1")
def test_a_withdrawal_of_everything_leaves_what_was_given_on_the_list(world: World, case_id: UUID) -> None:
    with world.session(Role.WORKER) as (session, actor):
        before = disclosures_of(session, mine_of(session, actor))
    assert {each.to for each in before} >= {"Invented Supervisor", ""}
    with world.session(Role.WORKER) as (session, actor):
        cases.withdraw(session, actor, case_id)
        session.flush()
        assert disclosures_of(session, mine_of(session, actor)) == before
