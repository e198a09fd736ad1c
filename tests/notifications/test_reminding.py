"""Who is reminded of what: those who owe it, on few days, and never of a step that is the worker's own choice."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, select

from handrail.extensions.registry import registry
from handrail.identity.models import Assignment
from handrail.kit import clock, outbox, schedules
from handrail.kit.codes import Compartment, Role
from handrail.kit.ids import new_id
from handrail.notifications import reminding
from handrail.notifications.codes import MessageKind, MessageStatus
from handrail.notifications.models import Message
from handrail.obligations.models import Obligation

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
TODAY = NOON.date()


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    with clock.frozen(NOON):
        yield


def owe(
    world: Any,
    owed_by: str,
    due_on: date,
    compartment: Compartment = Compartment.ADMINISTRATIVE,
    *,
    rule: str = "test.act",
    status: str = "pending",
) -> UUID:
    on_case = compartment is not Compartment.ADMINISTRATIVE
    made = Obligation(
        tenant_id=world.tenant_id,
        id=new_id(),
        employer_id=world.employer_id,
        subject_id=world.case.id if on_case else world.employment.id,
        compartment=compartment,
        employment_id=world.employment.id,
        case_id=world.case.id if on_case else None,
        key=f"{owed_by}|{due_on}|{compartment}|{rule}",
        rule=rule,
        sequence=1,
        due_on=due_on,
        status=status,
        owed_by=owed_by,
        basis="statutory",
        confidence="high",
        explanation=[],
        computed_at=NOON,
    )
    with world.engine() as session:
        session.add(made)
    return made.id


def remind(world: Any, day: date = TODAY) -> int:
    with world.engine() as session:
        return reminding.remind(session, world.tenant_id, day)


def reminded(world: Any) -> list[UUID]:
    with world.engine() as session:
        rows = session.scalars(
            select(Message).where(Message.tenant_id == world.tenant_id, Message.kind == MessageKind.REMINDER)
        )
        return sorted({row.person_id for row in rows})


@pytest.mark.rule("ACC-2")
@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.HR, Role.ABSENCE_ADMIN, Role.SUPERVISOR])
def test_whoever_owes_an_obligation_is_reminded_the_day_before(world: Any, role: Role) -> None:
    compartment = Compartment.COORDINATION if role is Role.COORDINATOR else Compartment.ADMINISTRATIVE
    owe(world, role.value, TODAY + timedelta(days=1), compartment)
    remind(world)
    assert reminded(world) == [world.people[role]]


def test_the_same_day_asks_once_however_often_the_job_runs(world: Any, desk: Any, catcher: Any) -> None:
    owe(world, "hr", TODAY + timedelta(days=1))
    remind(world)
    remind(world)
    desk.work_off()
    remind(world)
    desk.work_off()
    assert len(catcher.mails) == 1


@pytest.mark.rule("VOL-3")
def test_many_obligations_of_one_day_are_one_mail(world: Any, desk: Any, catcher: Any) -> None:
    for number in range(4):
        owe(world, "hr", TODAY + timedelta(days=1), rule=f"test.act{number}")
    assert remind(world) == 4
    desk.work_off()
    assert len(catcher.mails) == 1


@pytest.mark.rule("VOL-1")
@pytest.mark.rule("VOL-3")
def test_a_worker_hears_nothing_of_participation_nor_of_what_is_past(world: Any) -> None:
    for days in (-21, -7, -1, 0, 1, 3, 7):
        owe(world, "worker", TODAY + timedelta(days=days), Compartment.COORDINATION)
    for days in (-21, -7, -1, 0, 1, 7):
        owe(world, "worker", TODAY + timedelta(days=days))
    assert remind(world) == 0
    owe(world, "worker", TODAY + timedelta(days=3))
    remind(world)
    assert reminded(world) == [world.people[Role.WORKER]]


@pytest.mark.rule("VOL-2")
def test_line_management_alone_brings_no_reminder_of_the_support_process(world: Any) -> None:
    with world.engine() as session:
        session.execute(
            delete(Assignment).where(Assignment.case_id == world.case.id, Assignment.role == Role.SUPERVISOR)
        )
    owe(world, "supervisor", TODAY + timedelta(days=1), Compartment.PLAN)
    assert remind(world) == 0


@pytest.mark.parametrize("owed_by", ["authority", "treating_physician"])
def test_parties_outside_are_left_alone(world: Any, owed_by: str) -> None:
    owe(world, owed_by, TODAY + timedelta(days=1))
    assert remind(world) == 0


def test_what_asks_nobody_to_act_reminds_nobody(world: Any) -> None:
    waiting = [
        rule.id
        for jurisdiction in registry().jurisdictions.values()
        for rule in jurisdiction.rules
        if rule.kind != "act"
    ]
    assert waiting
    owe(world, "hr", TODAY + timedelta(days=1), rule=waiting[0])
    owe(world, "hr", TODAY + timedelta(days=1), rule="test.met", status="not_applicable")
    assert remind(world) == 0


def test_a_reminder_whose_obligation_was_met_meanwhile_does_not_go(world: Any, desk: Any, catcher: Any) -> None:
    obligation_id = owe(world, "hr", TODAY + timedelta(days=1))
    remind(world)
    with world.engine() as session:
        session.get_one(Obligation, (world.tenant_id, obligation_id)).closed_at = NOON
    desk.work_off()
    assert catcher.mails == []
    with world.engine() as session:
        found = session.scalars(select(Message).where(Message.tenant_id == world.tenant_id)).one()
    assert (found.status, found.why) == (MessageStatus.SUPPRESSED, "out_of_date")


@pytest.mark.rule("ACC-3")
def test_those_whose_date_moved_are_told(world: Any, desk: Any, catcher: Any) -> None:
    obligation_id = owe(world, "hr", TODAY + timedelta(days=30))
    payload: dict[str, outbox.JSON] = {"obligation_ids": [str(obligation_id)]}
    with world.engine() as session:
        outbox.publish(session, "notifications", "notifications.tell_dates_moved", payload, key="1")
    desk.work_off()
    (mail,) = catcher.messages()
    assert mail["To"].addresses[0].addr_spec == "hr@mail.example"


def test_the_job_runs_each_morning_and_leaves_a_day_that_is_past_alone(world: Any, desk: Any, catcher: Any) -> None:
    assert ("notifications.remind", "2026-03-10") in [
        (found.name, period) for found, period in schedules.due(NOON, "Europe/Amsterdam")
    ]
    owe(world, "hr", TODAY + timedelta(days=1))
    for period in ("2026-03-09", "2026-03-10"):
        with world.engine() as session:
            outbox.publish(session, "notifications", "notifications.remind", {"period": period}, key=period)
        desk.work_off()
        assert len(catcher.mails) == (period == "2026-03-10")
