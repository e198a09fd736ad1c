"""The case page leads to what is next, and offers every act once."""

import pytest

from handrail.cases.rules.participation import Participation
from handrail.cases.rules.steps import NextAct
from handrail.cases.views.doing import groups_of, next_form
from handrail.kit.codes import Role

PARTICIPATING = Participation.PARTICIPATING


@pytest.mark.parametrize(
    ("rule", "form"),
    [
        ("support.follow_up", "follow-up"),
        ("support.invitation_call", "first-contact"),
        ("support.follow_up_worker", "after-return"),
        ("support.call_acknowledgement", "calls"),
        (None, "first-meeting"),
    ],
)
def test_the_button_of_the_page_is_the_act_that_is_next(rule: str | None, form: str) -> None:
    following = NextAct("first_meeting" if rule is None else "obligation", Role.COORDINATOR, rule=rule)
    found = next_form(PARTICIPATING, following)
    assert found is not None
    assert found[1] == form


def test_what_somebody_else_owes_is_no_button_of_the_coordinator() -> None:
    assert next_form(PARTICIPATING, NextAct("confirm_measures", Role.SUPERVISOR)) is None
    assert next_form(PARTICIPATING, NextAct("obligation", Role.SUPERVISOR, rule="support.question")) is None
    assert next_form(Participation.UNDECIDED, None) is None


@pytest.mark.parametrize("participation", list(Participation), ids=str)
@pytest.mark.parametrize("step", range(1, 8))
def test_every_act_is_offered_once_and_the_case_can_always_be_closed(participation: Participation, step: int) -> None:
    forms = [form for group in groups_of(participation, step) for _words, form in group.acts]
    assert len(forms) == len(set(forms))
    assert "close" in forms
    assert ("plan" in forms) == (participation is PARTICIPATING)
