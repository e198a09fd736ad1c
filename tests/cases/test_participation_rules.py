"""The participation machine, as properties over every path (VOL-1, VOL-2)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.cases.rules import (
    Decision,
    Participation,
    after,
    ends_support,
    may_enter,
    require_participation,
)
from handrail.cases.rules.outcomes import Outcome, check_outcome
from handrail.cases.rules.participation import NEXT, after_withdrawal
from handrail.kit.errors import RuleBroken

TODAY = date(2026, 3, 2)
STATES = st.sampled_from(list(Participation))
DECISIONS = st.sampled_from(list(Decision))


class Process:
    def __init__(self, participation: Participation, outcome: Outcome | None = None) -> None:
        self.participation, self.outcome = participation, outcome


def say(
    now: Participation, decision: Decision, *, explained: bool = True, agreed: date | None = TODAY
) -> Participation:
    return after(now, decision, explained=explained, next_conversation_on=agreed, today=TODAY)


@pytest.mark.rule("VOL-1")
@given(now=STATES, decision=DECISIONS)
def test_a_decision_leads_where_the_machine_says_or_is_refused_by_name(now: Participation, decision: Decision) -> None:
    wanted = Participation(decision.value)
    if wanted is now or wanted in NEXT[now]:
        assert say(now, decision) is wanted
    else:
        with pytest.raises(RuleBroken) as refused:
            say(now, decision)
        assert refused.value.rule == "VOL-1"


@pytest.mark.rule("VOL-1")
@given(now=STATES)
def test_nobody_takes_part_before_everything_was_explained(now: Participation) -> None:
    with pytest.raises(RuleBroken) as refused:
        say(now, Decision.PARTICIPATING, explained=False)
    assert refused.value.rule in {"S2-1", "VOL-1"}


@pytest.mark.rule("VOL-1")
@given(now=st.sampled_from([Participation.INVITED, Participation.UNDECIDED]), days=st.integers(-400, 400))
def test_undecided_needs_a_day_that_is_not_over_and_stays_a_state_for_as_long_as_it_takes(
    now: Participation, days: int
) -> None:
    agreed = TODAY + timedelta(days=days)
    if days < 0:
        with pytest.raises(RuleBroken):
            say(now, Decision.UNDECIDED, agreed=agreed)
    else:
        assert say(now, Decision.UNDECIDED, agreed=agreed) is Participation.UNDECIDED
    with pytest.raises(RuleBroken):
        say(now, Decision.UNDECIDED, agreed=None)


@pytest.mark.rule("VOL-2")
@given(now=STATES)
def test_leaving_is_possible_from_every_state_and_twice_is_as_good_as_once(now: Participation) -> None:
    left = after_withdrawal(now)
    assert ends_support(left)
    assert after_withdrawal(left) is left


@pytest.mark.rule("S2-2")
@given(now=STATES, step=st.integers(1, 7), outcome=st.none() | st.sampled_from(list(Outcome)))
def test_no_step_beyond_the_second_is_entered_without_participation(
    now: Participation, step: int, outcome: Outcome | None
) -> None:
    process = Process(now, outcome)
    allowed = may_enter(step, process)
    assert allowed == (outcome is None and (step <= 2 or now is Participation.PARTICIPATING))
    if step > 2 and outcome is None:
        if allowed:
            require_participation(process)
        else:
            with pytest.raises(RuleBroken) as refused:
                require_participation(process)
            assert refused.value.rule == "S2-2"


@pytest.mark.rule("S7-5")
@given(now=STATES, outcome=st.sampled_from(list(Outcome)))
def test_an_outcome_never_says_that_support_was_used_where_it_was_not(now: Participation, outcome: Outcome) -> None:
    returns = outcome.value.startswith("sustained") or outcome is Outcome.PARTIAL_RETURN
    contradicts = (
        (returns and now is not Participation.PARTICIPATING)
        or (outcome is Outcome.WITHDRAWN and now is not Participation.WITHDRAWN)
        or (outcome is Outcome.NOT_TAKEN_UP and now is Participation.PARTICIPATING)
    )
    if contradicts:
        with pytest.raises(RuleBroken):
            check_outcome(outcome, now)
    else:
        check_outcome(outcome, now)
