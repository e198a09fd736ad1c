"""Any order of drafting, proposing, accepting and changing the supervisor: never a contract that is none (S5-6)."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select
from tests.builders import case_row
from tests.plans.steps import Journey, a_plan, accepted, at_the_table, proposed

from handrail.kit.codes import Role
from handrail.kit.settings import Settings
from handrail.obligations.models import Fact
from handrail.plans.errors import VersionMoved
from handrail.plans.models import Acceptance
from handrail.plans.queries.versions import standing_of_plan, versions_of
from handrail.plans.rules.codes import Party
from handrail.plans.rules.content import Content

ROLES = {Party.WORKER: Role.WORKER, Party.SUPERVISOR: Role.SUPERVISOR}


class Contract(RuleBasedStateMachine):
    """The machine keeps, beside the database, who accepted what when which version was the newest."""

    journey: Journey
    content: Content

    @initialize()
    def a_meeting_was_held(self) -> None:
        self.journey = at_the_table("Too many late orders.")
        self.content = a_plan(self.journey)
        self.proposed: list[Content] = []
        self.accepted: dict[int, set[Party]] = {}
        self.contract: int | None = None

    @rule(aim=st.sampled_from(["Own job", "Other job"]), with_question=st.booleans(), more=st.integers(1, 2))
    def propose(self, aim: str, *, with_question: bool, more: int) -> None:
        full = a_plan(self.journey)
        content = replace(
            full,
            aim=aim,
            actions=full.actions[:more],
            questions=full.questions if with_question else (),
        )
        number = proposed(self.journey, content)
        if self.proposed and self.proposed[-1] == content:
            assert number == len(self.proposed)
        else:
            self.proposed.append(content)
            assert number == len(self.proposed)

    @precondition(lambda self: self.proposed)
    @rule(party=st.sampled_from(list(Party)), back=st.integers(0, 2))
    def accept(self, party: Party, back: int) -> None:
        newest = len(self.proposed)
        number = max(newest - back, 1)
        if number != newest:
            with pytest.raises(VersionMoved) as refused:
                accepted(self.journey, number, ROLES[party])
            assert refused.value.members == {"meant": number, "newest": newest}
            return
        accepted(self.journey, number, ROLES[party])
        self.accepted.setdefault(number, set()).add(party)
        if self.accepted[number] == set(Party):
            self.contract = number

    @invariant()
    def the_contract_is_the_newest_that_both_accepted(self) -> None:
        if not hasattr(self, "journey"):
            return
        with self.journey.world.engine() as session:
            case = case_row(session, self.journey.case_id)
            standing = standing_of_plan(session, case)
            assert standing.contract == self.contract
            assert standing.newest == (len(self.proposed) or None)
            versions = versions_of(session, case)
            assert [version.number for version in versions.all] == list(range(1, len(self.proposed) + 1))
            assert {
                version.number: {each.party for each in version.signed} for version in versions.all if version.signed
            } == {number: parties for number, parties in self.accepted.items() if parties}
            contract = versions.contract
            assert (contract.number if contract else None) == self.contract
            rows = session.scalars(select(Acceptance).where(Acceptance.subject_id == case.id)).all()
            assert len(rows) == sum(len(parties) for parties in self.accepted.values())

    @invariant()
    def exactly_the_promises_of_the_contract_are_due(self) -> None:
        if not hasattr(self, "journey"):
            return
        with self.journey.world.engine() as session:
            case = case_row(session, self.journey.case_id)
            contract = versions_of(session, case).contract
            facts = session.scalars(
                select(Fact).where(
                    Fact.case_id == case.id,
                    Fact.type == "plan_promise",
                    Fact.replaced_by.is_(None),
                    Fact.void.is_(False),
                )
            ).all()
            wanted = {action.key for action in contract.content.actions} if contract else set()
            assert {fact.fields["promise"] for fact in facts} == wanted
            assert len(facts) == len(wanted)


@pytest.mark.slow
@pytest.mark.rule("S5-6")
@pytest.mark.rule("S7-3")
def test_no_order_of_acts_makes_a_contract_of_what_both_did_not_accept(database: Settings) -> None:
    del database
    Contract.TestCase.settings = settings(
        max_examples=12, stateful_step_count=8, deadline=None, suppress_health_check=list(HealthCheck)
    )
    Contract.TestCase("runTest").runTest()
