"""The committee makes actions from themes, follows them, and sees whether a theme recedes (OAP-3)."""

import pytest

from handrail.kit.errors import RuleBroken
from handrail.prevention.rules.actions import NEXT, ActionState, moved
from handrail.prevention.rules.quarters import Quarter
from handrail.prevention.rules.receding import Shown, Tendency, tendency

FIRST = Quarter(2026 * 4)
SECOND, THIRD, FOURTH = (Quarter(FIRST.number + number) for number in (1, 2, 3))


@pytest.mark.rule("OAP-3")
def test_an_action_goes_where_the_machine_says_and_ends_with_a_sentence() -> None:
    for now in ActionState:
        for wanted in ActionState:
            if wanted in NEXT[now]:
                assert moved(now, wanted, "It helped.") is wanted
            else:
                with pytest.raises(RuleBroken, match="can not go there"):
                    moved(now, wanted, "It helped.")
    with pytest.raises(RuleBroken):
        moved(ActionState.PLANNED, ActionState.DONE, "  ")
    assert moved(ActionState.PLANNED, ActionState.UNDER_WAY, "") is ActionState.UNDER_WAY


@pytest.mark.rule("OAP-3")
def test_no_state_of_an_action_is_without_a_way_on() -> None:
    assert all(NEXT[state] for state in ActionState)


@pytest.mark.rule("OAP-3")
def test_a_theme_recedes_where_fewer_workers_a_year_tell_of_it() -> None:
    many, few = Shown(FIRST, FIRST, 10), Shown(SECOND, SECOND, 5)
    assert tendency([many], FIRST) is Tendency.NEW
    assert tendency([many, few], SECOND) is Tendency.LESS
    assert tendency([few, Shown(THIRD, THIRD, 10)], THIRD) is Tendency.MORE
    assert tendency([few, Shown(THIRD, THIRD, 5)], THIRD) is Tendency.AGAIN
    # As many in twice the time is half as many a year.
    assert tendency([Shown(FIRST, FIRST, 5), Shown(SECOND, THIRD, 5)], THIRD) is Tendency.LESS


@pytest.mark.rule("OAP-3")
def test_a_theme_that_is_not_shown_is_first_waited_for_and_then_called_quiet() -> None:
    times = [Shown(FIRST, FIRST, 10)]
    assert tendency(times, SECOND) is Tendency.WAITING
    assert tendency(times, THIRD) is Tendency.QUIET
    assert tendency(times, FOURTH) is Tendency.QUIET
