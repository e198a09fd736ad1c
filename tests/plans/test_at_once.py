"""Two people at the same moment: one wins, and the other is told what the newest version is (S5-6)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select
from tests.builders import case_row
from tests.plans.steps import Journey, a_plan, at_the_table, drafted, proposed

from handrail.audit.queries import faults
from handrail.kit.codes import Role
from handrail.kit.errors import HandrailError
from handrail.obligations.models import Fact
from handrail.plans import commands
from handrail.plans.errors import DraftMoved, VersionMoved
from handrail.plans.models import Acceptance, PlanVersion
from handrail.plans.queries.versions import standing_of_plan

pytestmark = pytest.mark.usefixtures("database")

Outcome = Any


def at_once(*acts: Callable[[], Any]) -> list[Outcome]:
    """Start all acts at the same moment; each gives its result or its expected refusal."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Outcome:
        barrier.wait(timeout=30)
        try:
            return act()
        except HandrailError as refusal:
            return refusal

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def accepting(journey: Journey, role: Role, number: int) -> Callable[[], Outcome]:
    actor = journey.world.actor(role)

    def act() -> int:
        with journey.world.session(role) as (session, _actor):
            return commands.accept_version(session, actor, journey.case_id, number=number).number

    return act


def proposing(journey: Journey, revision: int) -> Callable[[], Outcome]:
    def act() -> int:
        with journey.world.session(Role.COORDINATOR) as (session, actor):
            return commands.propose_version(session, actor, journey.case_id, revision=revision).number

    return act


@pytest.mark.rule("S5-6")
@pytest.mark.parametrize("_turn", range(3))
def test_both_accept_at_once_and_it_is_a_contract_once(_turn: int) -> None:
    journey = at_the_table()
    proposed(journey)
    outcomes = at_once(accepting(journey, Role.WORKER, 1), accepting(journey, Role.SUPERVISOR, 1))
    assert outcomes == [1, 1]
    with journey.world.engine() as session:
        case = case_row(session, journey.case_id)
        assert standing_of_plan(session, case).contract == 1
        promised = select(Fact).where(Fact.case_id == case.id, Fact.type == "plan_promise")
        assert len(session.scalars(promised).all()) == 2
        assert list(faults(session, journey.world.tenant_id)) == []


@pytest.mark.rule("S5-6")
def test_one_person_accepting_many_times_at_once_accepts_once() -> None:
    journey = at_the_table()
    proposed(journey)
    assert at_once(*[accepting(journey, Role.WORKER, 1)] * 4) == [1] * 4
    with journey.world.engine() as session:
        rows = session.scalars(select(Acceptance).where(Acceptance.subject_id == journey.case_id)).all()
        assert len(rows) == 1


@pytest.mark.rule("S5-6")
@pytest.mark.parametrize("_turn", range(4))
def test_an_acceptance_and_a_new_version_at_once_have_one_winner(_turn: int) -> None:
    journey = at_the_table()
    proposed(journey)
    revision = drafted(journey, replace(a_plan(journey), aim="Another aim"))
    outcomes = at_once(accepting(journey, Role.WORKER, 1), proposing(journey, revision))
    assert outcomes[1] == 2
    with journey.world.engine() as session:
        rows = session.scalars(select(Acceptance).where(Acceptance.subject_id == journey.case_id)).all()
        standing = standing_of_plan(session, case_row(session, journey.case_id))
    assert standing.contract is None
    assert standing.accepted == frozenset()
    if isinstance(outcomes[0], VersionMoved):
        assert (outcomes[0].members["meant"], outcomes[0].members["newest"]) == (1, 2)
        assert rows == []
    else:
        assert outcomes[0] == 1
        assert [row.number for row in rows] == [1]


def test_two_proposals_of_one_draft_at_once_are_one_version() -> None:
    journey = at_the_table()
    revision = drafted(journey)
    assert at_once(proposing(journey, revision), proposing(journey, revision)) == [1, 1]
    with journey.world.engine() as session:
        assert len(session.scalars(select(PlanVersion).where(PlanVersion.subject_id == journey.case_id)).all()) == 1


def test_two_drafts_at_once_have_one_winner_and_the_other_is_told_both_revisions() -> None:
    journey = at_the_table()
    drafted(journey)

    def saving(aim: str) -> Callable[[], Outcome]:
        content = a_plan(journey, aim=aim)

        def act() -> int:
            with journey.world.session(Role.COORDINATOR) as (session, actor):
                return commands.save_draft(session, actor, journey.case_id, content=content, revision=1).revision

        return act

    outcomes = at_once(saving("One"), saving("Two"))
    refused = [each for each in outcomes if isinstance(each, DraftMoved)]
    assert [each for each in outcomes if each == 2] == [2]
    assert [(each.members["meant"], each.members["current"]) for each in refused] == [(1, 2)]
