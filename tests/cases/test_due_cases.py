"""An absence that goes on long enough becomes a case by itself, overnight (S1-1)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from psycopg import sql
from sqlalchemy import select
from tests.builders import World, add_worker

from handrail.cases.absence_rules import AbsenceFacts
from handrail.cases.absence_writing import Origin
from handrail.cases.absences import end_absence, record_absence
from handrail.cases.tasks import NotAllOpened, absent_without_case, open_cases_that_are_due
from handrail.entrypoints.scheduler import Scheduler
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.db import engine_context
from handrail.kit.jobs import OutboxRun, run_row
from handrail.kit.outbox import Outbox
from handrail.tenancy.models import Case


def run(world: World) -> None:
    context = engine_context(world.tenant_id)
    period = {"period": clock.today().isoformat()}
    made = OutboxRun(uuid4(), open_cases_that_are_due.name, period, "a key", 1, context)
    open_cases_that_are_due(made)


def absent(world: World, employment_id: UUID, days: int) -> UUID:
    first_day = clock.today("Europe/Amsterdam") - timedelta(days=days)
    with world.session(Role.HR) as (session, actor):
        return record_absence(
            session,
            actor,
            employment_id=employment_id,
            external_key=f"a-{uuid4()}",
            facts=AbsenceFacts(first_day),
            origin=Origin("screen"),
        ).id


def cases(world: World) -> list[UUID]:
    with world.engine() as session:
        return list(session.scalars(select(Case.employment_id).where(Case.tenant_id == world.tenant_id)))


@pytest.mark.rule("S1-1")
def test_the_night_opens_what_became_due_and_nothing_twice(world: World) -> None:
    absent(world, world.employment_id, 5)
    longer = add_worker(world)
    absent(world, longer, 10)
    assert cases(world) == []
    with clock.frozen(clock.now() + timedelta(days=4)):
        for _again in range(2):
            run(world)
        assert cases(world) == [longer]
    with clock.frozen(clock.now() + timedelta(days=9)):
        run(world)
        assert set(cases(world)) == {longer, world.employment_id}


@pytest.mark.rule("S1-1")
def test_whoever_is_fit_again_waits_for_no_case(world: World) -> None:
    absence_id = absent(world, world.employment_id, 5)
    with world.session(Role.HR) as (session, actor):
        today = clock.today("Europe/Amsterdam")
        end_absence(session, actor, absence_id=absence_id, first_day_fit=today, origin=Origin("screen"))
    with world.engine() as session:
        assert absent_without_case(session, world.tenant_id) == []


@pytest.mark.rule("S1-1")
def test_an_absence_that_grows_to_the_threshold_is_forwarded_that_morning_by_the_schedule(world: World) -> None:
    absent(world, world.employment_id, 5)
    for days, expected in ((7, []), (8, [world.employment_id]), (9, [world.employment_id])):  # the first day counts
        with clock.frozen(clock.now() + timedelta(days=days)):
            Scheduler().round()
            assert run_row(world.tenant_id, asked_for(world))
            assert cases(world) == expected


@pytest.mark.rule("S1-1")
def test_a_case_that_can_not_be_opened_holds_no_other_back_and_is_tried_again(world: World, superuser: Any) -> None:
    others = sorted([world.employment_id, *(add_worker(world) for _each in range(4))])
    stuck = others[1]
    for employment_id in others:
        absent(world, employment_id, 10)
    with clock.frozen(clock.now() + timedelta(days=4)):
        with refusing(superuser, stuck), pytest.raises(NotAllOpened):
            run(world)
        assert set(cases(world)) == {*others} - {stuck}
        run(world)
        assert set(cases(world)) == {*others}


def test_all_who_wait_are_reached_in_batches(world: World) -> None:
    waiting = sorted([world.employment_id, *(add_worker(world) for _each in range(4))])
    for employment_id in waiting:
        absent(world, employment_id, 5)
    with world.engine() as session:
        first = absent_without_case(session, world.tenant_id, limit=3)
        rest = absent_without_case(session, world.tenant_id, after=first[-1], limit=3)
    assert [*first, *rest] == waiting


def asked_for(world: World) -> UUID:
    """Return the newest row of the outbox that asks for these openings."""
    statement = select(Outbox.id).where(Outbox.tenant_id == world.tenant_id, Outbox.done_at.is_(None))
    with world.engine() as session:
        return session.scalars(statement.where(Outbox.name == open_cases_that_are_due.name)).one()


@contextmanager
def refusing(superuser: Any, employment_id: UUID) -> Iterator[None]:
    """Have PostgreSQL refuse the case of one employment, as a full disk or a broken index would."""
    superuser.execute("create function refuse() returns trigger language plpgsql as $$ begin raise 'refused'; end $$")
    superuser.execute(
        sql.SQL(
            "create trigger refuse before insert on cases for each row when (new.employment_id = {}) "
            "execute function refuse()"
        ).format(sql.Literal(employment_id))
    )
    yield
    superuser.execute("drop function refuse cascade")
