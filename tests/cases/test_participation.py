"""Inviting, the first conversation, deciding and leaving, against the real database."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from tests.builders import (
    ALL_TICKS,
    World,
    build_world,
    case_row,
    hold_first_contact,
    inform_supervisor,
    invite,
    open_case,
    open_informed_case,
    open_participating_case,
)

from handrail.cases import commands, queries
from handrail.cases.commands import FirstContact, Held
from handrail.cases.rules import Decision, Participation
from handrail.cases.rules.contacts import Channel, Tick
from handrail.documents.models import Document
from handrail.identity import queries as identity
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.kit.errors import Invalid, NotFound, RuleBroken
from handrail.obligations import projection
from handrail.obligations.models import Obligation

PHONE = Held(channel=Channel.TELEPHONE)


@pytest.mark.rule("S1-4")
@pytest.mark.parametrize("locale", ["nl", "fr"])
def test_the_invitation_is_a_letter_in_the_workers_language_that_announces_a_call(
    locale: str, database: object
) -> None:
    del database
    world = build_world(locale=locale)
    case_id = open_case(world)
    with world.session(Role.COORDINATOR) as (session, actor):
        sent = commands.send_invitation(session, actor, case_id)
        today = clock.today("Europe/Amsterdam")
        assert sent.letter.locale == locale
        assert sent.letter.compartment is Compartment.COORDINATION
        assert sent.letter.size > 10_000
        assert sent.process.participation is Participation.INVITED
        assert sent.process.invited_on == today
        assert sent.process.call_by == today + timedelta(days=10)


@pytest.mark.rule("S1-4")
def test_nobody_is_invited_twice(world: World) -> None:
    case_id = open_case(world)
    letters = set()
    for _again in range(2):
        with world.session(Role.COORDINATOR) as (session, actor):
            letters.add(commands.send_invitation(session, actor, case_id).letter.id)
    assert len(letters) == 1
    with world.engine() as session:
        assert session.query(Document).count() >= 1
        told = session.scalar(
            text(
                "select count(*) from outbox where name = 'notifications.tell' "
                "and payload->>'kind' = 'invitation' and tenant_id = :t"
            ),
            {"t": world.tenant_id},
        )
        assert told == 1


@pytest.mark.rule("S1-4")
def test_whoever_answered_already_gets_no_invitation(world: World) -> None:
    case_id = open_case(world)
    with world.session(Role.COORDINATOR) as (session, actor):
        commands.decide_participation(session, actor, case_id, decision=Decision.DECLINED)
    with world.session(Role.COORDINATOR) as (session, actor), pytest.raises(RuleBroken) as refused:
        commands.send_invitation(session, actor, case_id)
    assert refused.value.rule == "S1-4"


@pytest.mark.rule("CON-3")
def test_what_the_outbox_holds_of_an_invitation_names_nobody(world: World) -> None:
    case_id = open_case(world)
    invite(world, case_id)
    with world.engine() as session:
        rows = session.execute(text("select payload::text from outbox where tenant_id = :t"), {"t": world.tenant_id})
        assert not [row for (row,) in rows if "Invented" in row]


@pytest.mark.rule("S2-1")
@pytest.mark.parametrize("missing", list(Tick))
def test_a_first_contact_says_which_tick_is_missing_and_records_nothing(world: World, missing: Tick) -> None:
    case_id = open_case(world)
    first = FirstContact(ticks=ALL_TICKS - {missing}, decision=Decision.PARTICIPATING)
    with pytest.raises(Invalid) as refused, world.session(Role.COORDINATOR) as (session, actor):
        commands.record_first_contact(session, actor, case_id, held=PHONE, first=first)
    assert [problem.pointer for problem in refused.value.problems] == [f"/{missing.value}"]
    with world.session(Role.COORDINATOR) as (session, _actor):
        assert queries.contacts_of(session, case_row(session, case_id)) == []


@pytest.mark.rule("S2-1")
def test_a_first_contact_needs_a_decision_or_the_day_of_the_next_conversation(world: World) -> None:
    case_id = open_case(world)
    with pytest.raises(Invalid) as refused, world.session(Role.COORDINATOR) as (session, actor):
        commands.record_first_contact(session, actor, case_id, held=PHONE, first=FirstContact(ticks=ALL_TICKS))
    assert refused.value.problems[0].pointer == "/decision"


@pytest.mark.rule("S2-1")
@pytest.mark.rule("INT-1")
def test_a_first_contact_keeps_what_was_explained_decided_and_preferred(world: World) -> None:
    case_id = open_case(world)
    invite(world, case_id)
    first = FirstContact(
        ticks=ALL_TICKS,
        decision=Decision.PARTICIPATING,
        preferred_channel=Channel.VIDEO,
        preferred_time="Mornings, never on Friday",
    )
    held = Held(channel=Channel.TELEPHONE, notes="Wants to take it slowly.", answers={"best_moment": "mornings"})
    ids = set()
    for _again in range(2):
        with world.session(Role.COORDINATOR) as (session, actor):
            ids.add(commands.record_first_contact(session, actor, case_id, held=held, first=first).id)
    assert len(ids) == 1
    with world.session(Role.WORKER) as (session, _actor):
        case = case_row(session, case_id)
        process = queries.required_process(session, case)
        contact = queries.contacts_of(session, case)[0]
        assert process.participation is Participation.PARTICIPATING
        assert process.preferred_channel is Channel.VIDEO
        assert process.preferred_time == "Mornings, never on Friday"
        assert contact.notes == "Wants to take it slowly."
        assert contact.ticks == [tick.value for tick in Tick]
        assert contact.participants == ["worker", "coordinator"]
        assert queries.stairs_of(session, case, process).step == 3


@pytest.mark.rule("VOL-1")
def test_an_undecided_worker_is_met_again_on_the_agreed_day_and_not_reminded_in_between(world: World) -> None:
    case_id = open_case(world)
    invite(world, case_id)
    agreed = clock.today("Europe/Amsterdam") + timedelta(days=12)
    hold_first_contact(world, case_id, Decision.UNDECIDED, agreed)
    with world.session(Role.COORDINATOR) as (session, actor):
        process = queries.required_process(session, case_row(session, case_id))
        assert process.participation is Participation.UNDECIDED
        assert process.next_conversation_on == agreed
        due = session.query(Obligation).filter(Obligation.closed_at.is_(None), Obligation.rule.like("support.%")).all()
        assert [(row.rule, row.owed_by, row.due_on) for row in due] == [
            ("support.next_conversation", "coordinator", agreed)
        ]
    with world.session(Role.COORDINATOR) as (session, actor), pytest.raises(Invalid):
        commands.decide_participation(session, actor, case_id, decision=Decision.UNDECIDED)


@pytest.mark.rule("VOL-1")
def test_the_worker_decides_themselves_once_everything_was_explained(world: World) -> None:
    case_id = open_case(world)
    with world.session(Role.WORKER) as (session, actor), pytest.raises(RuleBroken):
        commands.decide_participation(session, actor, case_id, decision=Decision.PARTICIPATING)
    agreed = clock.today("Europe/Amsterdam")
    invite(world, case_id)
    hold_first_contact(world, case_id, Decision.UNDECIDED, agreed)
    with world.session(Role.WORKER) as (session, actor):
        process = commands.decide_participation(session, actor, case_id, decision=Decision.PARTICIPATING)
        assert process.participation is Participation.PARTICIPATING


@pytest.mark.rule("VOL-1")
@pytest.mark.parametrize("role", [Role.HR, Role.ABSENCE_ADMIN, Role.SUPERVISOR, Role.LEAD_COORDINATOR])
def test_nobody_else_decides_for_the_worker(world: World, role: Role) -> None:
    case_id = open_case(world)
    with world.session(role) as (session, actor):
        with pytest.raises(NotFound):
            commands.decide_participation(session, actor, case_id, decision=Decision.DECLINED)
        with pytest.raises(NotFound):
            commands.withdraw(session, actor, case_id)


@pytest.mark.rule("S2-2")
def test_beyond_the_first_conversation_the_worker_takes_part_first(world: World) -> None:
    case_id = open_case(world)
    acts = (
        lambda session, actor: commands.record_first_meeting(session, actor, case_id, held=PHONE),
        lambda session, actor: commands.record_follow_up(session, actor, case_id, held=PHONE),
        lambda session, actor: commands.inform_supervisor(session, actor, case_id),
        lambda session, actor: commands.agree_follow_up(
            session, actor, case_id, interval_days=14, channel=Channel.TELEPHONE
        ),
    )
    for act in acts:
        with world.session(Role.COORDINATOR) as (session, actor), pytest.raises(RuleBroken) as refused:
            act(session, actor)
        assert refused.value.rule == "S2-2"


@pytest.mark.rule("VOL-2")
def test_leaving_needs_no_reason_and_ends_every_other_part_at_once(world: World) -> None:
    case_id = open_informed_case(world, call_wished=True)
    with world.session(Role.SUPERVISOR) as (session, _actor):
        assert queries.supervisor_notice_of(session, case_row(session, case_id)) is not None
    for _again in range(2):
        with world.session(Role.WORKER) as (session, actor):
            process = commands.withdraw(session, actor, case_id)
            assert process.participation is Participation.WITHDRAWN
    with world.session(Role.SUPERVISOR) as (session, actor):
        case = case_row(session, case_id)
        assert queries.supervisor_notice_of(session, case) is None
        assert identity.current_assignment(session, case, Role.SUPERVISOR) is None
        with pytest.raises(NotFound):
            commands.request_call(session, actor, case_id, channel=Channel.TELEPHONE)
    with world.engine() as session:
        live = session.scalar(
            text("select count(*) from consent where withdrawn_at is null and answer = 'given' and subject_id = :c"),
            {"c": case_id},
        )
        assert live == 0
        assert identity.current_assignment(session, case_row(session, case_id), Role.COORDINATOR) is not None


@pytest.mark.rule("VOL-4")
def test_leaving_changes_no_obligation_of_the_statutory_track(world: World) -> None:
    case_id = open_participating_case(world)
    before = _statutory(world)
    with world.session(Role.WORKER) as (session, actor):
        commands.withdraw(session, actor, case_id)
    assert _statutory(world) == before
    with world.engine() as session:  # nor when the night computes all of it again
        projection.reconcile(session, world.system(), world.employment_id)
    assert _statutory(world) == before
    with world.engine() as session:
        rules = session.scalars(
            text("select rule from obligation where closed_at is null and rule like 'support.%' and tenant_id = :t"),
            {"t": world.tenant_id},
        ).all()
        assert rules == []


def _statutory(world: World) -> list[tuple[object, ...]]:
    with world.engine() as session:
        rows = session.execute(
            text(
                "select key, due_on, status, closed_at is null from obligation "
                "where compartment = 'administrative' and tenant_id = :t order by key"
            ),
            {"t": world.tenant_id},
        )
        return [tuple(row) for row in rows]


@pytest.mark.rule("VOL-2")
def test_in_every_state_the_employers_side_finds_the_same(world: World) -> None:
    """Byte for byte: what HR can select of a worker who was never invited, declined, left or was closed."""
    case_id = open_case(world)
    seen = [_seen(world, Role.HR)]
    invite(world, case_id)
    seen.append(_seen(world, Role.HR))
    hold_first_contact(world, case_id, Decision.UNDECIDED, clock.today("Europe/Amsterdam"))
    seen.append(_seen(world, Role.HR))
    with world.session(Role.WORKER) as (session, actor):
        commands.decide_participation(session, actor, case_id, decision=Decision.PARTICIPATING)
    seen.append(_seen(world, Role.HR))
    with world.session(Role.WORKER) as (session, actor):
        commands.withdraw(session, actor, case_id)
    seen.append(_seen(world, Role.HR))
    assert all(each == seen[0] for each in seen)


@pytest.mark.rule("VOL-2")
def test_the_supervisor_finds_support_in_use_only_from_the_notice_to_the_end(world: World) -> None:
    case_id = open_case(world)
    before = _seen(world, Role.SUPERVISOR)
    invite(world, case_id)
    hold_first_contact(world, case_id)
    assert _seen(world, Role.SUPERVISOR) == before
    inform_supervisor(world, case_id, call_wished=True)
    assert _seen(world, Role.SUPERVISOR) != before
    with world.session(Role.WORKER) as (session, actor):
        commands.withdraw(session, actor, case_id)
    assert _seen(world, Role.SUPERVISOR) == before


SUBJECT_TABLES = (
    "case_process", "contact", "follow_up_agreement", "measure_view", "supervisor_notice", "milestone_reached",
    "contact_request", "contact_decision", "call_request", "consent", "fact", "obligation", "timeline_entry",
    "record_version", "document", "cases",
)  # fmt: skip


def _seen(world: World, role: Role) -> dict[str, list[str]]:
    with world.session(role) as (session, _actor):
        return {
            table: sorted(str(row) for row in session.execute(text(f"select * from {table}")).all())  # noqa: S608 - fixed names
            for table in SUBJECT_TABLES
        }


def test_an_unknown_case_and_a_foreign_one_answer_the_same(world: World) -> None:
    foreign = open_case(build_world())
    for wanted in (uuid4(), foreign):
        with world.session(Role.COORDINATOR) as (session, actor):
            for act in (
                lambda: commands.send_invitation(session, actor, wanted),  # noqa: B023 - called at once
                lambda: commands.withdraw(session, actor, wanted),  # noqa: B023 - same
                lambda: commands.decide_participation(session, actor, wanted, decision=Decision.DECLINED),  # noqa: B023 - same
                lambda: commands.record_follow_up(session, actor, wanted, held=PHONE),  # noqa: B023 - same
                lambda: commands.inform_supervisor(session, actor, wanted),  # noqa: B023 - same
            ):
                with pytest.raises(NotFound) as refused:
                    act()
                assert refused.value.as_problem() == NotFound().as_problem()
