"""An absence that goes on long enough becomes a case by itself, overnight (S1-1)."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from tests.builders import World, add_worker

from handrail.cases.absence_rules import AbsenceFacts
from handrail.cases.absence_writing import Origin
from handrail.cases.absences import end_absence, record_absence
from handrail.cases.tasks import absent_without_case, open_cases_that_are_due
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.db import engine_context
from handrail.kit.jobs import OutboxRun
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
