"""A plugin that does what it must not, in an installation with people: the host serves on and dates stay."""

import importlib
from collections.abc import Iterator
from datetime import date
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import select
from tests.builders import World, build_world, start_absence
from tests.extensions.making import loaded

from handrail.extensions import breaker as circuits
from handrail.extensions.breaker import Breaker
from handrail.extensions.guard import BUDGETS, Budget
from handrail.obligations import projection
from handrail.obligations.models import Obligation

CODE = """
import sys
import time
from handrail.sdk import Citation, Jurisdiction, Milestone, Rule, hookimpl

MODE = "well"
RULE = Rule(id="zz.report", title="Report", owed_by="hr", source=Citation(act="An act"), confidence="low")

def obligations(facts, calendar):
    if MODE == "raises":
        raise RuntimeError("a name that nobody may read")
    if MODE == "exits":
        sys.exit(3)
    if MODE == "hangs":
        time.sleep(0.02)
    if MODE == "junk":
        return [object(), None, 7]
    if MODE == "no list":
        return 7
    if MODE == "floods":
        return [None] * 10**5
    return ()

@hookimpl
def handrail_jurisdictions():
    return [Jurisdiction(code="zz", label="Nowhere", rules=(RULE,), milestones=(Milestone(rule=RULE, days=30),),
                         obligations=obligations)]
"""
MANIFEST = '[plugin]\nname = "made"\napi = 1\ntitle = "Nowhere"\n'
MODULE = "made_to_break"


@pytest.fixture(scope="module")
def plugin(database: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:  # noqa: ARG001
    with loaded(tmp_path_factory.mktemp("made"), MODULE, manifest=MANIFEST, code=CODE) as registry:
        assert registry.owners["zz"] == "made"
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(projection, "registry", lambda: registry)
            yield importlib.import_module(MODULE)


@pytest.fixture
def world(plugin: ModuleType) -> Iterator[World]:
    circuits.use(Breaker(None))
    plugin.MODE = "well"  # type: ignore[attr-defined]
    made = build_world(jurisdiction="zz")
    start_absence(made)
    yield made
    circuits.use(None)


def reconciled(world: World) -> list[tuple[str, date | None, bool]]:
    with world.engine() as session:
        projection.reconcile(session, world.system(), world.employment_id)
    with world.engine() as session:
        rows = session.scalars(select(Obligation).where(Obligation.employment_id == world.employment_id))
        return sorted((row.rule, row.due_on, row.stale) for row in rows)


@pytest.mark.rule("VOL-4")
@pytest.mark.parametrize("mode", ["raises", "exits", "junk", "no list", "floods"])
def test_its_dates_stay_and_are_marked_and_come_back_with_it(world: World, plugin: ModuleType, mode: str) -> None:
    ((rule, due, stale),) = reconciled(world)
    assert (rule, stale) == ("zz.report", False)
    plugin.MODE = mode  # type: ignore[attr-defined]
    for _ in range(7):
        assert reconciled(world) == [(rule, due, True)]
    plugin.MODE = "well"  # type: ignore[attr-defined]
    assert reconciled(world) == [(rule, due, False)], "a fault of one person's absences stops nobody's dates"


def test_one_that_hangs_is_asked_no_more_and_another_consultancy_does_not_notice(
    world: World, plugin: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    neighbour = build_world(jurisdiction="zz")
    start_absence(neighbour)
    before = reconciled(world), reconciled(neighbour)
    monkeypatch.setattr(projection, "BUDGETS", {**BUDGETS, "obligations": Budget(0.01, pure=True, waits=0.015)})
    plugin.MODE = "hangs"  # type: ignore[attr-defined]
    for _ in range(5):
        assert reconciled(world) == before[0], "a late answer is an answer"
    plugin.MODE = "raises"  # type: ignore[attr-defined]
    ((rule, due, stale),) = reconciled(world)
    assert (rule, due, stale) == (*before[0][0][:2], True)
    plugin.MODE = "well"  # type: ignore[attr-defined]
    assert reconciled(world)[0][2] is True, "it is not asked"
    assert reconciled(neighbour) == before[1]


def test_stopped_by_the_operator_it_is_asked_nothing_and_its_dates_stay(world: World, plugin: ModuleType) -> None:
    ((rule, due, _stale),) = reconciled(world)
    circuits.breaker().quarantine("made", "operator")
    assert reconciled(world) == [(rule, due, True)]
    assert plugin.MODE == "well"
    circuits.breaker().resume("made")
    assert reconciled(world) == [(rule, due, False)]
