"""The plan as a contract, through the commands (S5)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError
from tests.builders import build_person, case_row, employment_row, give_role
from tests.plans.conftest import statements
from tests.plans.steps import (
    Journey,
    a_plan,
    accepted,
    agreed,
    at_the_table,
    confirmed,
    drafted,
    meeting_planned,
    participating,
    proposed,
    shared,
)

from handrail.identity import parts
from handrail.identity.grants import project_employment
from handrail.identity.queries import current_assignment
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.kit.errors import Invalid, NotFound, RuleBroken
from handrail.obligations.models import Fact, Obligation
from handrail.plans import commands
from handrail.plans.errors import DraftMoved, OtherSupervisor, VersionMoved
from handrail.plans.models import Acceptance, PlanAction, PlanConcern, PlanVersion
from handrail.plans.queries.versions import draft_of, standing_of_plan, versions_of
from handrail.plans.queries.view import plan_view
from handrail.plans.rules.codes import Party, Standing
from handrail.plans.rules.content import from_json

pytestmark = pytest.mark.usefixtures("database")

MOST_STATEMENTS = 15
"""The context, the two keys of what is sealed, the framework's clauses, and the plan's own."""


def facts_in_force(journey: Journey, kind: str) -> list[Fact]:
    with journey.world.engine() as session:
        statement = select(Fact).where(
            Fact.case_id == journey.case_id, Fact.type == kind, Fact.replaced_by.is_(None), Fact.void.is_(False)
        )
        return list(session.scalars(statement.order_by(Fact.recorded_at, Fact.id)))


def obligations(journey: Journey, rule: str) -> list[Obligation]:
    with journey.world.engine() as session:
        statement = select(Obligation).where(Obligation.case_id == journey.case_id, Obligation.rule == rule)
        return list(session.scalars(statement.order_by(Obligation.due_on)))


@pytest.mark.rule("S5-6")
def test_a_plan_is_a_contract_once_both_accepted_the_same_version() -> None:
    journey = at_the_table()
    number = proposed(journey)
    accepted(journey, number, Role.SUPERVISOR)
    with journey.world.session(Role.WORKER) as (session, actor):
        case = case_row(session, journey.case_id)
        assert standing_of_plan(session, case).contract is None
        commands.accept_version(session, actor, journey.case_id, number=number)
        standing = standing_of_plan(session, case)
        assert (standing.contract, standing.newest) == (1, 1)
        assert standing.accepted == {Party.WORKER, Party.SUPERVISOR}


@pytest.mark.rule("S5-6")
def test_a_change_makes_a_new_version_that_both_must_accept_again() -> None:
    journey = agreed()
    changed = replace(a_plan(journey), aim="Own job, 28 hours")
    number = proposed(journey, changed)
    with journey.world.engine() as session:
        versions = versions_of(session, case_row(session, journey.case_id))
        assert [each.standing for each in versions.all] == [Standing.CONTRACT, Standing.PROPOSED]
        assert versions.all[1].signed == ()
    accepted(journey, number, Role.WORKER)
    with journey.world.engine() as session:
        assert standing_of_plan(session, case_row(session, journey.case_id)).contract == 1
    accepted(journey, number, Role.SUPERVISOR)
    with journey.world.engine() as session:
        versions = versions_of(session, case_row(session, journey.case_id))
        assert [each.standing for each in versions.all] == [Standing.REPLACED, Standing.CONTRACT]
        assert versions.all[0].content.aim == "Own job, 32 hours"


@pytest.mark.rule("S5-6")
def test_accepting_an_older_version_is_refused_and_names_both() -> None:
    journey = at_the_table()
    first = proposed(journey)
    second = proposed(journey, a_plan(journey, aim="Another aim"))
    with pytest.raises(VersionMoved) as refused:
        accepted(journey, first, Role.SUPERVISOR)
    assert refused.value.as_problem()["meant"] == first
    assert refused.value.as_problem()["newest"] == second
    assert refused.value.status == 409


@pytest.mark.rule("S5-6")
def test_accepting_twice_is_one_acceptance() -> None:
    journey = at_the_table()
    number = proposed(journey)
    accepted(journey, number, Role.SUPERVISOR, Role.SUPERVISOR)
    with journey.world.engine() as session:
        newest = versions_of(session, case_row(session, journey.case_id)).newest
        assert newest is not None
        assert [each.party for each in newest.signed] == [Party.SUPERVISOR]


@pytest.mark.rule("S5-6")
def test_proposing_the_same_words_again_keeps_the_acceptances() -> None:
    journey = agreed()
    revision = drafted(journey, None)
    with journey.world.session(Role.COORDINATOR) as (session, actor):
        assert commands.propose_version(session, actor, journey.case_id, revision=revision).number == 1
        assert standing_of_plan(session, case_row(session, journey.case_id)).contract == 1


@pytest.mark.rule("S5-6")
def test_nobody_but_worker_and_supervisor_can_accept() -> None:
    journey = at_the_table()
    proposed(journey)
    for role in (Role.COORDINATOR, Role.LEAD_COORDINATOR, Role.HR, Role.ABSENCE_ADMIN):
        with pytest.raises(NotFound):
            accepted(journey, 1, role)


@pytest.mark.rule("S5-6")
def test_the_database_lets_no_version_and_no_acceptance_be_changed() -> None:
    journey = agreed()
    for model in (PlanVersion, Acceptance, PlanAction, PlanConcern):
        for statement in (update(model).values(compartment=model.compartment), delete(model)):
            with pytest.raises(DBAPIError, match="permission denied"), journey.world.engine() as session:
                session.execute(statement)


@pytest.mark.rule("S5-6")
@pytest.mark.rule("S3-4")
def test_a_new_supervisor_does_not_inherit_the_acceptance_of_the_former_one() -> None:
    journey = at_the_table()
    proposed(journey)
    world = journey.world
    other = build_person(world.tenant_id, "Another Supervisor")
    give_role(world.tenant_id, other, Role.SUPERVISOR, world.employer_id)
    with world.session(Role.COORDINATOR) as (session, actor):
        case = case_row(session, journey.case_id)
        before = current_assignment(session, case, Role.SUPERVISOR)
        assert before is not None
        parts.end_assignment(session, actor, case, before, clock.today())
        parts.assign(session, actor, case, person_id=other, role=Role.SUPERVISOR, since=clock.today())
    with world.engine() as session:
        employment = employment_row(session, world)
        employment.supervisor_id = other
        project_employment(session, employment)
    with pytest.raises(NotFound):
        accepted(journey, 1, Role.SUPERVISOR)
    world.people[Role.SUPERVISOR] = other
    with pytest.raises(OtherSupervisor):
        accepted(journey, 1, Role.SUPERVISOR)
    assert proposed(journey) == 2
    accepted(journey, 2)


@pytest.mark.rule("S5-1")
def test_there_is_no_draft_before_the_meeting() -> None:
    journey = participating()
    meeting_planned(journey)
    with pytest.raises(RuleBroken) as refused:
        drafted(journey)
    assert refused.value.rule == "S5-1"


@pytest.mark.rule("S5-2")
def test_a_concern_without_an_action_says_why() -> None:
    journey = at_the_table("Too many late orders.", "I hear of changes last.")
    ids = list(shared(journey))
    plan = a_plan(journey)
    only_first = replace(plan, actions=tuple(replace(action, concerns=(ids[0],)) for action in plan.actions))
    with pytest.raises(Invalid) as refused:
        proposed(journey, only_first)
    assert [problem.pointer for problem in refused.value.problems] == ["/concerns/1/why_no_action"]
    whys = tuple(replace(entry, why_no_action="We try the first one first.") for entry in only_first.concerns)
    assert proposed(journey, replace(only_first, concerns=whys)) == 1


@pytest.mark.rule("S5-2")
def test_the_words_of_a_concern_are_the_workers_whatever_the_draft_says() -> None:
    journey = at_the_table("Too many late orders.")
    plan = a_plan(journey)
    proposed(journey, replace(plan, concerns=tuple(replace(each, words="Invented") for each in plan.concerns)))
    with journey.world.session(Role.SUPERVISOR) as (session, _actor):
        newest = versions_of(session, case_row(session, journey.case_id)).newest
        assert newest is not None
        assert [entry.words for entry in newest.content.concerns] == ["Too many late orders."]


@pytest.mark.rule("S5-3")
def test_a_question_is_due_from_the_proposal_on_and_met_by_its_answer() -> None:
    journey = at_the_table()
    proposed(journey)
    asked = obligations(journey, "support.question")
    assert [(row.owed_by, row.status) for row in asked] == [("supervisor", "pending")]
    assert asked[0].due_on == journey.today + timedelta(days=7)
    with journey.world.session(Role.SUPERVISOR) as (session, actor):
        commands.answer_question(session, actor, journey.case_id, key="q1", answer="Yes, until the end of January.")
        commands.answer_question(session, actor, journey.case_id, key="q1", answer="Yes, until the end of January.")
    assert [row.status for row in obligations(journey, "support.question")] == ["met"]
    assert len(facts_in_force(journey, "question_answered")) == 1


@pytest.mark.rule("S5-3")
def test_a_question_that_a_later_version_drops_is_not_due_any_more() -> None:
    journey = at_the_table()
    proposed(journey)
    proposed(journey, a_plan(journey, questions=()))
    assert facts_in_force(journey, "question_asked") == []
    with pytest.raises(NotFound), journey.world.session(Role.SUPERVISOR) as (session, actor):
        commands.answer_question(session, actor, journey.case_id, key="q1", answer="Yes")


def test_promises_fall_due_when_the_plan_is_a_contract_and_not_before() -> None:
    journey = at_the_table()
    number = proposed(journey)
    accepted(journey, number, Role.WORKER)
    assert obligations(journey, "support.plan_promise") == []
    accepted(journey, number, Role.SUPERVISOR)
    rows = obligations(journey, "support.plan_promise")
    assert [row.due_on for row in rows] == [journey.today + timedelta(days=11), journey.today + timedelta(days=21)]
    assert {row.compartment for row in rows} == {Compartment.PLAN}


def test_a_moved_date_is_the_same_promise_moved() -> None:
    journey = agreed()
    before = obligations(journey, "support.plan_promise")
    with journey.world.engine() as session:
        contract = versions_of(session, case_row(session, journey.case_id)).contract
        assert contract is not None
        content = contract.content
    first, second = content.actions
    assert first.due_on is not None
    later = replace(content, actions=(replace(first, due_on=first.due_on + timedelta(days=1)), second))
    accepted(journey, proposed(journey, later))
    after = obligations(journey, "support.plan_promise")
    assert [row.id for row in after] == [row.id for row in before]
    assert after[0].due_on == first.due_on + timedelta(days=1)


@pytest.mark.rule("S6-1")
def test_what_is_in_place_stays_so_until_its_promise_reads_differently() -> None:
    journey = agreed()
    confirmed(journey, "a1")
    with journey.world.engine() as session:
        contract = versions_of(session, case_row(session, journey.case_id)).contract
        assert contract is not None
        content = contract.content
    first, second = content.actions
    accepted(journey, proposed(journey, replace(content, aim="Another aim")))
    assert [fact.fields["promise"] for fact in facts_in_force(journey, "promise_confirmed")] == ["a1"]
    reworded = replace(content, actions=(replace(first, description="No orders at all after 14:00"), second))
    accepted(journey, proposed(journey, reworded))
    assert facts_in_force(journey, "promise_confirmed") == []


def test_a_draft_that_somebody_else_changed_is_refused() -> None:
    journey = at_the_table()
    revision = drafted(journey)
    drafted(journey, a_plan(journey, aim="Another aim"))
    with pytest.raises(DraftMoved) as refused, journey.world.session(Role.COORDINATOR) as (session, actor):
        commands.save_draft(session, actor, journey.case_id, content=a_plan(journey, aim="Third"), revision=revision)
    assert (refused.value.members["meant"], refused.value.members["current"]) == (revision, revision + 1)
    with pytest.raises(DraftMoved), journey.world.session(Role.COORDINATOR) as (session, actor):
        commands.propose_version(session, actor, journey.case_id, revision=revision)


def test_the_draft_is_closed_to_the_supervisor_and_the_version_is_not() -> None:
    journey = at_the_table()
    drafted(journey)
    with journey.world.session(Role.SUPERVISOR) as (session, _actor):
        assert session.scalar(text("select count(*) from plan_draft")) == 0
        assert session.scalar(text("select count(*) from plan_version")) == 0
    proposed(journey)
    with journey.world.session(Role.SUPERVISOR) as (session, _actor):
        assert session.scalar(text("select count(*) from plan_draft")) == 0
        assert session.scalar(text("select count(*) from plan_version")) == 1


def test_actions_of_a_version_are_counted_without_their_words() -> None:
    journey = agreed()
    with journey.world.engine() as session:
        rows = session.scalars(select(PlanAction).order_by(PlanAction.key)).all()
        assert [(row.key, row.since, row.before_return) for row in rows if row.subject_id == journey.case_id] == [
            ("a1", 1, True),
            ("a2", 1, False),
        ]


def test_a_draft_reads_back_as_it_was_written() -> None:
    journey = at_the_table()
    drafted(journey)
    with journey.world.session(Role.WORKER) as (session, _actor):
        row = draft_of(session, case_row(session, journey.case_id))
        assert row is not None
        assert from_json(row.content).weeks == a_plan(journey).weeks


def test_reading_a_plan_costs_the_same_statements_however_many_versions_there_are() -> None:
    journey = agreed()
    counts = []
    for number in range(3):
        with journey.world.session(Role.SUPERVISOR) as (session, actor), statements() as sent:
            plan_view(session, actor, journey.case_id)
        counts.append(len(sent))
        proposed(journey, a_plan(journey, aim=f"Aim {number}"))
    assert counts == [MOST_STATEMENTS] * 3
