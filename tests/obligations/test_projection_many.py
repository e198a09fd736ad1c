"""Many employments at once are reconciled as one by one, in as few statements as one alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.exc import NoResultFound
from tests.builders import World, add_worker, build_world

from handrail.kit import clock
from handrail.kit.settings import Settings
from handrail.obligations import facts, projection
from handrail.obligations.errors import FactsContradict
from handrail.obligations.facts import NewFact
from handrail.obligations.models import Fact, Obligation, ObligationChange
from handrail.tenancy.models import Employment

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
FIRST = date(2026, 10, 1)
_LASTING = ("rule", "due_on", "status", "owed_by", "compartment", "for_absence", "explanation")


@pytest.fixture
def world(database: Settings) -> Iterator[World]:  # noqa: ARG001 - the rows lie there
    with clock.frozen(NOW):
        yield build_world()


@contextmanager
def statements() -> Iterator[list[str]]:
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def start(world: World, ids: list[UUID]) -> None:
    with world.engine() as session:
        by_id = {each.id: each for each in session.scalars(select(Employment).where(Employment.id.in_(ids)))}
        given = [
            NewFact(by_id[employment_id], "absence_started", FIRST + timedelta(days=place), {"percent": 100})
            for place, employment_id in enumerate(ids)
        ]
        made = facts.append_all(session, world.system(), given, source="test")
        found = session.scalars(select(Fact).where(Fact.id.in_(made)))
        assert {fact.id: fact.on for fact in found} == dict(zip(made, [each.on for each in given], strict=True))


def rows(world: World, employment_id: UUID) -> list[tuple[Any, ...]]:
    with world.engine() as session:
        found = session.scalars(select(Obligation).where(Obligation.employment_id == employment_id))
        return sorted((tuple(getattr(row, name) for name in _LASTING) for row in found), key=repr)


def test_many_at_once_become_what_each_alone_becomes(world: World) -> None:
    together, alone = ([add_worker(world) for _number in range(3)] for _half in range(2))
    start(world, together)
    start(world, alone)
    with world.engine() as session:
        changes = projection.reconcile_all(session, world.system(), together)
        one_by_one = [projection.reconcile(session, world.system(), each) for each in alone]
    assert len(changes) == sum(map(len, one_by_one)) > 0
    assert [rows(world, each) for each in together] == [rows(world, each) for each in alone]
    with world.engine() as session:
        assert projection.reconcile_all(session, world.system(), together) == []
        assert len(session.scalars(select(ObligationChange)).all()) == 2 * len(changes)


def test_the_statements_are_as_many_for_twenty_as_for_two(world: World) -> None:
    counted = []
    for many in (2, 20):
        ids = [add_worker(world) for _number in range(many)]
        start(world, ids)
        with world.engine() as session, statements() as said:
            projection.reconcile_all(session, world.system(), ids)
        counted.append(len(said))
    assert counted[0] == counted[1] <= 8


def test_whose_facts_contradict_is_named_and_nobody_unknown_is_passed_over(world: World) -> None:
    good, bad = add_worker(world), add_worker(world)
    start(world, [good, bad])
    with world.engine() as session:
        employment = session.scalars(select(Employment).where(Employment.id == bad)).one()
        facts.append_all(session, world.system(), [NewFact(employment, "recovered", FIRST)], source="test")
    with pytest.raises(FactsContradict) as told, world.engine() as session:
        projection.reconcile_all(session, world.system(), [good, bad])
    assert told.value.employment_id == bad
    with pytest.raises(NoResultFound), world.engine() as session:
        projection.reconcile_all(session, world.system(), [good, world.tenant_id])
