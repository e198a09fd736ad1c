"""Handing a case over: until it is taken nothing changes, and from then on the one before keeps nothing of it."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from tests.builders import (
    World,
    actor_for,
    add_worker,
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
from werkzeug.test import TestResponse

from handrail.audit.models import TimelineEntry
from handrail.cases import commands as cases
from handrail.cases.drafts.commands import Place, keep, kept
from handrail.cases.errors import NotNeutral
from handrail.cases.handover import commands, moving, queries
from handrail.cases.handover.errors import AlreadyOffered, NotTheirs, OfferOver
from handrail.cases.handover.models import HandOver
from handrail.cases.handover.rules import NEXT, OfferState, Reason, Standing, Verdict, WhyNot, may_become, verdict_on
from handrail.cases.listing import CaseFilter, page_of_cases
from handrail.cases.queries import contacts_of
from handrail.cases.rules.contacts import Channel, ContactKind
from handrail.entrypoints.app import create_app
from handrail.identity import commands as identity
from handrail.identity.access import load_case, require
from handrail.identity.actor import Actor
from handrail.identity.granting import covering
from handrail.identity.granting.rules import Period
from handrail.identity.models import Assignment, CaseGrant, Membership
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound
from handrail.kit.ids import new_id
from handrail.kit.outbox import Outbox
from handrail.notifications import queries as told
from handrail.notifications.codes import MessageKind
from handrail.notifications.commands import About, notify
from handrail.obligations.listing import between
from handrail.tenancy.models import Case, Employment
from handrail.web.checks import assert_well_formed

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(scope="module")
def world(database: object) -> World:
    del database
    return build_world()


@pytest.fixture
def case_id(world: World) -> UUID:
    case_id = opened(world, "Invented Mover")
    invite(world, case_id)
    hold_first_contact(world, case_id)
    return case_id


def opened(world: World, name: str) -> UUID:
    """Open a case of a new worker whom the world's first coordinator gets."""
    employment_id = add_worker(world, name)
    start_absence(world, employment_id=employment_id)
    with world.session(Role.HR) as (session, actor):
        mine = world.people[Role.COORDINATOR]
        return cases.forward_file(session, actor, employment_id, coordinator_id=mine).id


@pytest.fixture(scope="module")
def colleague(world: World) -> Actor:
    return coordinator(world, "Invented Colleague")


def coordinator(world: World, name: str) -> Actor:
    person_id = build_person(world.tenant_id, name)
    give_role(world.tenant_id, person_id, Role.COORDINATOR, world.employer_id)
    return actor_for(world.tenant_id, person_id, Role.COORDINATOR)


def offered(world: World, case_id: UUID, to: Actor, reason: Reason = Reason.CASELOAD, **more: Any) -> UUID:
    with world.session(Role.COORDINATOR) as (session, actor):
        return commands.offer_case(session, actor, case_id, coordinator_id=to.person_id, reason=reason, **more).id


def taken(actor: Actor, offer_id: UUID) -> None:
    with tenant_session(actor.context()) as session:
        commands.accept_offer(session, actor, offer_id)


def may_read(actor: Actor, case_id: UUID) -> bool:
    with tenant_session(actor.context()) as session:
        try:
            load_case(session, case_id, require(actor, "contact.read"))
        except NotFound:
            return False
    return True


def coordinating(world: World, case_id: UUID) -> list[tuple[UUID, Any]]:
    statement = select(Assignment.person_id, Assignment.during).where(
        Assignment.case_id == case_id, Assignment.role == Role.COORDINATOR
    )
    with world.engine() as session:
        return [tuple(row) for row in session.execute(statement.order_by(Assignment.id))]


def verbs(world: World, case_id: UUID) -> list[str]:
    with world.engine() as session:
        statement = select(TimelineEntry.verb).where(TimelineEntry.subject_id == case_id).order_by(TimelineEntry.seq)
        return list(session.scalars(statement))


# --- Offered and answered -----------------------------------------------------------------------------------------


def test_an_offer_ends_once_and_for_good() -> None:
    ends = {OfferState.ACCEPTED, OfferState.REFUSED, OfferState.REVOKED, OfferState.LAPSED}
    assert {OfferState.OPEN: ends} == NEXT
    assert not any(may_become(one, other) for one in ends for other in OfferState)


def test_until_it_is_taken_nothing_changes(world: World, case_id: UUID, colleague: Actor) -> None:
    before = coordinating(world, case_id)
    offered(world, case_id, colleague)
    assert coordinating(world, case_id) == before
    assert not may_read(colleague, case_id)
    with tenant_session(colleague.context()) as session:
        seen = next(each for each in queries.offers_to(session, colleague) if each.offer.case_id == case_id)
        assert (seen.worker, seen.is_held) == ("Invented Mover", True)
        assert session.scalars(select(Case).where(Case.id == case_id)).all() == []


def test_taking_it_ends_one_part_and_begins_the_other_with_no_day_between(
    world: World, case_id: UUID, colleague: Actor
) -> None:
    with clock.frozen(clock.now() + timedelta(days=3)):
        offer_id = offered(world, case_id, colleague)
        taken(colleague, offer_id)
        taken(colleague, offer_id)  # again: no change
        mine = world.people[Role.COORDINATOR]
        (first, until), (second, since) = coordinating(world, case_id)
        assert (first, second) == (mine, colleague.person_id)
        assert until.upper == since.lower == clock.today()
        assert since.upper is None
        assert may_read(colleague, case_id)
        assert not may_read(world.actor(Role.COORDINATOR), case_id)
    assert verbs(world, case_id)[-5:] == [
        "hand_over.offered", "hand_over.accepted", "assignment.ended", "assignment.started", "case.assigned",
    ]  # fmt: skip


@pytest.mark.rule("S3-4")
def test_whoever_handed_over_keeps_nothing_in_lists_calendars_and_queued_mail(
    world: World, case_id: UUID, colleague: Actor
) -> None:
    before = world.actor(Role.COORDINATOR)
    message_id = queued(world, case_id, before)
    assert still_theirs(world, message_id)
    assert (listed(before, case_id), due(before, case_id)) == (True, True)
    taken(colleague, offered(world, case_id, colleague))
    assert (listed(before, case_id), due(before, case_id)) == (False, False)
    assert not still_theirs(world, message_id)
    assert (listed(colleague, case_id), due(colleague, case_id)) == (True, True)
    with tenant_session(before.context()) as session:
        assert session.scalars(select(HandOver).where(HandOver.case_id == case_id)).all() == []
        grants = select(CaseGrant).where(CaseGrant.subject_id == case_id, CaseGrant.during.contains(clock.today()))
        assert before.person_id not in {each.person_id for each in session.scalars(grants)}


def test_what_is_owed_goes_to_whoever_took_the_case(world: World, case_id: UUID, colleague: Actor) -> None:
    with world.session(Role.COORDINATOR) as (session, actor):
        cases.agree_follow_up(session, actor, case_id, interval_days=14, channel=Channel.TELEPHONE)
    taken(colleague, offered(world, case_id, colleague))
    with world.engine() as session:
        until = clock.today() + timedelta(days=400)
        owed = [
            each for each in told.open_obligations(session, world.tenant_id, until=until) if each.case_id == case_id
        ]
        ours = [each for each in owed if each.owed_by == Role.COORDINATOR]
        assert ours
        assert all(list(told.those_who_owe(session, world.tenant_id, each)) == [colleague.person_id] for each in ours)


def test_the_notes_of_the_one_before_are_there_for_the_next(world: World, case_id: UUID, colleague: Actor) -> None:
    with world.session(Role.COORDINATOR) as (session, actor):
        held = cases.Held(channel=Channel.TELEPHONE, notes="Prefers to be called before noon.")
        cases.record_contact(session, actor, case_id, kind=ContactKind.OTHER, held=held)
    taken(colleague, offered(world, case_id, colleague))
    with tenant_session(colleague.context()) as session:
        case = load_case(session, case_id, require(colleague, "contact.read"))
        assert "Prefers to be called before noon." in {each.notes for each in contacts_of(session, case)}


@pytest.mark.parametrize("along", [True, False], ids=["let go along", "kept back"])
def test_what_was_begun_goes_along_only_where_its_writer_says_so(
    world: World,
    case_id: UUID,
    colleague: Actor,
    along: bool,  # noqa: FBT001 - both ways
) -> None:
    with world.session(Role.COORDINATOR) as (session, actor):
        subject = session.scalars(select(Case).where(Case.id == case_id)).one().subject()
        place = Place("follow-up", subject)
        keep(session, actor, place, typed={"notes": ["Half a sentence"]}, form_key=new_id(), seen=0)
    taken(colleague, offered(world, case_id, colleague, with_drafts=along))
    for actor, sees in ((colleague, along), (world.actor(Role.COORDINATOR), False)):
        with tenant_session(actor.context()) as session:
            found = kept(session, actor, place)
            assert (found is not None) == sees
            assert found is None or found.typed["notes"] == ["Half a sentence"]


@pytest.mark.slow
def test_the_worker_and_the_next_are_told_without_a_word_of_the_case(
    world: World, case_id: UUID, colleague: Actor
) -> None:
    offer_id = offered(world, case_id, colleague)
    assert payloads(world, f"hand_over:{offer_id}") == [{"person_id": str(colleague.person_id), "kind": "news"}]
    taken(colleague, offer_id)
    with world.engine() as session:
        worker = session.scalars(
            select(Employment.person_id).join(Case, Case.employment_id == Employment.id).where(Case.id == case_id)
        ).one()
    for person_id, why in ((worker, "coordinator.changed"), (colleague.person_id, "case.assigned")):
        found = payloads(world, f"{why}:{person_id}:")
        assert [each["kind"] for each in found if each["subject_id"] == str(case_id)] == ["news"]


def test_a_refusal_names_a_reason_and_the_offer_is_gone_for_the_one_who_refused(
    world: World, case_id: UUID, colleague: Actor
) -> None:
    offer_id = offered(world, case_id, colleague)
    with tenant_session(colleague.context()) as session:
        commands.refuse_offer(session, colleague, offer_id, why_not=WhyNot.TOO_CLOSE)
    with tenant_session(colleague.context()) as session:
        assert offer_id not in {each.offer.id for each in queries.offers_to(session, colleague)}
        with pytest.raises(NotFound):
            commands.accept_offer(session, colleague, offer_id)
    with world.session(Role.COORDINATOR) as (session, actor):
        (seen,) = queries.offers_of(session, load_case(session, case_id, require(actor, "hand_over.offer")))
        assert (seen.offer.state, seen.offer.why_not) == (OfferState.REFUSED, WhyNot.TOO_CLOSE)
    assert may_read(world.actor(Role.COORDINATOR), case_id)


@pytest.mark.slow
def test_an_offer_that_was_taken_back_can_not_be_taken(world: World, case_id: UUID, colleague: Actor) -> None:
    offer_id = offered(world, case_id, colleague)
    for _twice in range(2):
        with world.session(Role.COORDINATOR) as (session, actor):
            commands.revoke_offer(session, actor, case_id)
    with tenant_session(colleague.context()) as session, pytest.raises(NotFound):
        commands.accept_offer(session, colleague, offer_id)
    assert verbs(world, case_id)[-1] == "hand_over.revoked"


def test_one_offer_at_a_time_and_the_same_again_is_the_same(world: World, case_id: UUID, colleague: Actor) -> None:
    other = coordinator(world, "Invented Third")
    first = offered(world, case_id, colleague)
    assert offered(world, case_id, colleague) == first
    with pytest.raises(AlreadyOffered):
        offered(world, case_id, other)


def test_an_offer_lapses_when_the_receiver_leaves(world: World, case_id: UUID) -> None:
    leaver, next_one = coordinator(world, "Invented Leaver"), coordinator(world, "Invented Stayer")
    offer_id = offered(world, case_id, leaver)
    with world.engine() as session:
        held = session.scalars(select(Membership).where(Membership.person_id == leaver.person_id)).one()
        identity.end_role(session, world.system(), held, clock.today())
    with tenant_session(leaver.context()) as session, pytest.raises((NotNeutral, NotFound)):
        commands.accept_offer(session, leaver, offer_id)
    with world.session(Role.COORDINATOR) as (session, actor):
        (seen,) = queries.offers_of(session, load_case(session, case_id, require(actor, "hand_over.offer")))
        assert not seen.is_held
    again = offered(world, case_id, next_one)
    with world.engine() as session:
        states = dict(session.execute(select(HandOver.id, HandOver.state).where(HandOver.case_id == case_id)).all())
    assert states == {offer_id: OfferState.LAPSED, again: OfferState.OPEN}


@pytest.mark.rule("NEU-1")
def test_a_case_goes_to_a_coordinator_of_the_employer_alone(world: World, case_id: UUID) -> None:
    neighbour = build_neighbour(world)
    strangers = (world.people[Role.HR], world.people[Role.SUPERVISOR], neighbour.people[Role.COORDINATOR])
    for person_id in strangers:
        with (
            world.session(Role.COORDINATOR) as (session, actor),
            pytest.raises(NotNeutral, match=r"coordinat"),
        ):
            commands.offer_case(session, actor, case_id, coordinator_id=person_id, reason=Reason.OTHER)


@pytest.mark.rule("NEU-1")
def test_neutrality_is_asked_again_when_the_offer_is_taken(world: World, case_id: UUID) -> None:
    """In between the receiver became the worker's line manager."""
    receiver = coordinator(world, "Invented Promoted")
    offer_id = offered(world, case_id, receiver)
    with world.engine() as session:
        case = session.scalars(select(Case).where(Case.id == case_id)).one()
        employment_row(session, world, case.employment_id).supervisor_id = receiver.person_id
    with pytest.raises(NotNeutral):
        taken(receiver, offer_id)
    assert may_read(world.actor(Role.COORDINATOR), case_id)


def test_nobody_else_sees_or_answers_an_offer(world: World, case_id: UUID, colleague: Actor) -> None:
    offer_id = offered(world, case_id, colleague)
    third = coordinator(world, "Invented Bystander")
    for role in (Role.SUPERVISOR, Role.HR, Role.ABSENCE_ADMIN):
        with world.session(role) as (session, _actor):
            assert session.scalars(select(HandOver)).all() == []
    with tenant_session(third.context()) as session:
        assert session.scalars(select(HandOver).where(HandOver.id == offer_id)).all() == []
        with pytest.raises(NotFound):
            commands.accept_offer(session, third, offer_id)
        with pytest.raises(NotFound):
            commands.refuse_offer(session, third, offer_id, why_not=WhyNot.OTHER)
        with pytest.raises(NotFound):
            commands.offer_case(session, third, case_id, coordinator_id=colleague.person_id, reason=Reason.OTHER)


@pytest.mark.slow
def test_whoever_covers_can_not_give_the_case_away(world: World, case_id: UUID, colleague: Actor) -> None:
    stand_in = coordinator(world, "Invented Stand-in")
    today = clock.today()
    with world.session(Role.COORDINATOR) as (session, actor):
        cover = covering.arrange_cover(
            session, actor, person_id=actor.person_id, by_id=stand_in.person_id, employer_id=world.employer_id,
            period=Period(today, today + timedelta(days=13)),
        ).id  # fmt: skip
    with tenant_session(stand_in.context()) as session, pytest.raises(NotTheirs):
        commands.offer_case(session, stand_in, case_id, coordinator_id=colleague.person_id, reason=Reason.OTHER)
    taken(colleague, offered(world, case_id, colleague))
    assert not may_read(stand_in, case_id)  # who covered for the one before goes with them
    with world.session(Role.COORDINATOR) as (session, actor):
        covering.end_cover(session, actor, cover)


def test_two_who_answer_at_once_follow_each_other(world: World, case_id: UUID, colleague: Actor) -> None:
    """The lead gives the case to somebody else while the offer is open: the offer is over."""
    offer_id = offered(world, case_id, colleague)
    third = coordinator(world, "Invented Chosen")
    with world.session(Role.LEAD_COORDINATOR) as (session, lead):
        cases.reassign_coordinator(session, lead, case_id, coordinator_id=third.person_id, reason=Reason.LANGUAGE)
    with tenant_session(colleague.context()) as session, pytest.raises((OfferOver, NotFound)):
        commands.accept_offer(session, colleague, offer_id)
    assert "hand_over.lapsed" in verbs(world, case_id)
    assert may_read(third, case_id)


# --- Many at once -------------------------------------------------------------------------------------------------


@pytest.mark.rule("NEU-1")
@pytest.mark.parametrize(
    ("worker", "supervisor", "coordinator_id", "employer", "verdict"),
    [
        (7, 8, 1, 5, Verdict.MOVES),
        (7, None, None, 5, Verdict.MOVES),
        (9, 8, 1, 5, Verdict.OWN_CASE),
        (7, 9, 1, 5, Verdict.LINE),
        (7, 8, 1, 6, Verdict.NOT_HERE),
        (7, 8, 9, 5, Verdict.THEIRS),
        (9, 8, 9, 6, Verdict.OWN_CASE),
    ],
)
def test_what_becomes_of_one_of_many_says_which_separation_forbids_it(
    worker: int, supervisor: int | None, coordinator_id: int | None, employer: int, verdict: Verdict
) -> None:
    def uid(number: int | None) -> UUID | None:
        return UUID(int=number) if number is not None else None

    standing = Standing(UUID(int=employer), UUID(int=worker), uid(supervisor), uid(coordinator_id))
    assert verdict_on(standing, UUID(int=9), {UUID(int=5)}) is verdict


@pytest.mark.rule("NEU-1")
def test_many_go_one_by_one_and_what_can_not_is_said(world: World) -> None:
    receiver = coordinator(world, "Invented Receiver")
    plain = [opened(world, f"Invented Many {number}") for number in range(3)]
    led = opened(world, "Invented Led")
    with world.engine() as session:
        case = session.scalars(select(Case).where(Case.id == led)).one()
        employment_row(session, world, case.employment_id).supervisor_id = receiver.person_id
    foreign = open_case(build_world())
    lead, chosen = world.actor(Role.LEAD_COORDINATOR), [*plain, led, foreign, plain[0]]
    with tenant_session(lead.context(read_only=True)) as session:
        before = moving.preview(session, lead, chosen, receiver.person_id)
    assert [each.verdict for each in before] == [Verdict.MOVES] * 3 + [Verdict.LINE, Verdict.UNKNOWN]
    assert before[-1].worker == ""
    assert not may_read(receiver, plain[0])
    first = moving.move_each(lead, chosen, receiver.person_id, Reason.CASELOAD)
    assert [each.verdict for each in first] == [Verdict.MOVED] * 3 + [Verdict.LINE, Verdict.UNKNOWN]
    assert all(may_read(receiver, each) for each in plain)
    entries = verbs(world, plain[0])
    again = moving.move_each(lead, chosen, receiver.person_id, Reason.CASELOAD)
    assert [each.verdict for each in again] == [Verdict.THEIRS] * 3 + [Verdict.LINE, Verdict.UNKNOWN]
    assert verbs(world, plain[0]) == entries


# --- Pages and API ------------------------------------------------------------------------------------------------


def test_the_pages_carry_an_offer_to_the_end(world: World, case_id: UUID, colleague: Actor) -> None:
    mine, theirs = (create_app().test_client() for _client in range(2))
    sign_in(mine, world, Role.COORDINATOR)
    sign_in(theirs, world, Role.COORDINATOR, colleague.person_id)
    page = mine.get(f"/cases/{case_id}/hand-over").text
    assert_well_formed(page)
    sent = send(mine, f"/cases/{case_id}/hand-over", page, coordinator_id=str(colleague.person_id), reason="caseload")
    assert sent.status_code == 303, sent.text
    assert "Offered to Invented Colleague" in mine.get(f"/cases/{case_id}/hand-over").text
    listed_there = theirs.get("/hand-overs").text
    assert_well_formed(listed_there)
    assert "Invented Mover" in listed_there
    offer_id = latest_offer(world, case_id)
    assert_well_formed(theirs.get(f"/hand-overs/{offer_id}/refuse").text)
    assert theirs.get(f"/cases/{case_id}").status_code == 404
    assert send(theirs, f"/hand-overs/{offer_id}/accept", listed_there).status_code == 303
    assert theirs.get(f"/cases/{case_id}").status_code == 200
    assert mine.get(f"/cases/{case_id}").status_code == 404


@pytest.mark.slow
def test_a_lead_chooses_sees_and_hands_over_without_script(world: World) -> None:
    receiver = coordinator(world, "Invented Bulk Receiver")
    chosen = [opened(world, f"Aaa Bulk {number}") for number in range(2)]
    client = create_app().test_client()
    sign_in(client, world, Role.LEAD_COORDINATOR)
    page = client.get("/cases/reassign?q=aaa").text
    assert_well_formed(page)
    given = {"case_ids": [str(each) for each in chosen], "coordinator_id": str(receiver.person_id), "reason": "away"}
    preview = send(client, "/cases/reassign?q=aaa", page, **given).text
    assert_well_formed(preview)
    assert "2 cases would change hands. The new coordinator: Invented Bulk Receiver." in preview
    assert not may_read(receiver, chosen[0])
    done = send(client, "/cases/reassign?q=aaa", preview)
    assert "2 cases changed hands." in done.text
    assert all(may_read(receiver, each) for each in chosen)


def send(client: FlaskClient, path: str, page: str, **values: Any) -> TestResponse:
    """Send a form of this page: its hidden values, and those that somebody filled in."""
    hidden: dict[str, Any] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.partition("<main")[2]):
        hidden.setdefault(name, []).append(value)
    hidden = {name: found if name == "case_ids" else found[0] for name, found in hidden.items()}
    return client.post(path, data=hidden | values, headers=SAME_ORIGIN)


@pytest.mark.slow
@pytest.mark.parametrize("role", [Role.WORKER, Role.SUPERVISOR, Role.HR, Role.ABSENCE_ADMIN])
def test_there_is_no_such_page_for_others(world: World, case_id: UUID, role: Role) -> None:
    client = create_app().test_client()
    sign_in(client, world, role)
    for path in ("/hand-overs", f"/cases/{case_id}/hand-over", "/cases/reassign", "/api/v1/hand-overs"):
        assert client.get(path).status_code == 404


# --- What the tests look at ---------------------------------------------------------------------------------------


def listed(actor: Actor, case_id: UUID) -> bool:
    with tenant_session(actor.context(read_only=True)) as session:
        rows, _further = page_of_cases(session, actor.tenant_id, CaseFilter(name="invented mover"), limit=200)
    return case_id in {row.id for row in rows}


def due(actor: Actor, case_id: UUID) -> bool:
    """Say whether the calendar holds something of the case."""
    today = clock.today()
    with tenant_session(actor.context(read_only=True)) as session:
        found = between(session, actor, today - timedelta(days=30), today + timedelta(days=400), 1000)
        return case_id in {each.case_id for each in found}


def queued(world: World, case_id: UUID, to: Actor) -> UUID:
    with world.engine() as session:
        subject = session.scalars(select(Case).where(Case.id == case_id)).one().subject()
        about = About(subject, Compartment.COORDINATION)
        return notify(session, world.tenant_id, to.person_id, MessageKind.NEWS, key=str(case_id), about=about).id


def still_theirs(world: World, message_id: UUID) -> bool:
    with world.engine() as session:
        message = told.locked_message(session, world.tenant_id, message_id)
        assert message is not None
        return told.is_still_theirs(session, message)


def payloads(world: World, key: str) -> list[dict[str, Any]]:
    with world.engine() as session:
        statement = select(Outbox.payload).where(Outbox.idem_key.contains(f":{key}")).order_by(Outbox.id)
        return list(session.scalars(statement))


def latest_offer(world: World, case_id: UUID) -> UUID:
    with world.engine() as session:
        return session.scalars(select(HandOver.id).where(HandOver.case_id == case_id)).one()
