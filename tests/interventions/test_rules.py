"""Referrals and mediation, as rules."""

import itertools

import pytest

from handrail.consents.rules import ConsentPurpose
from handrail.interventions.rules import (
    OVER,
    AskedBy,
    HelpKind,
    Progress,
    State,
    after_answers,
    consent_for,
    following,
    is_released,
    progress_of,
    require_request,
)
from handrail.kit.errors import RuleBroken


@pytest.mark.rule("IVN-3")
def test_a_mediation_begins_only_when_both_agreed_and_that_is_theirs_to_say() -> None:
    for worker, supervisor in itertools.product((None, True, False), repeat=2):
        state = after_answers(worker=worker, supervisor=supervisor)
        assert (state is State.AGREED) == (worker is True and supervisor is True)
        assert (state is State.NOT_WANTED) == (False in (worker, supervisor))
    assert State.AGREED not in following(HelpKind.MEDIATION, State.OFFERED)
    assert State.UNDER_WAY not in following(HelpKind.MEDIATION, State.OFFERED)
    assert State.UNDER_WAY in following(HelpKind.MEDIATION, State.AGREED)


def test_help_always_comes_to_an_end_and_stays_there() -> None:
    for kind in HelpKind:
        reached, at = set(), {State.OFFERED, State.AGREED} if kind is HelpKind.MEDIATION else {State.OFFERED}
        while at:
            reached |= at
            at = {to for state in at for to in following(kind, state)} - reached
        assert reached & OVER
        assert all(following(kind, state) or state in OVER or state is State.OFFERED for state in reached)
        assert not any(following(kind, state) for state in OVER)


@pytest.mark.rule("IVN-3")
def test_the_coordinator_learns_that_it_goes_on_and_ended_and_not_how() -> None:
    assert {progress_of(state) for state in OVER} == {Progress.ENDED}
    assert progress_of(State.OFFERED) is Progress.MADE
    assert progress_of(State.AGREED) is progress_of(State.UNDER_WAY) is Progress.UNDER_WAY


@pytest.mark.rule("IVN-3")
def test_an_agreement_leaves_the_mediation_only_with_both() -> None:
    both = [pair for pair in itertools.product((None, True, False), repeat=2)
            if is_released(worker=pair[0], supervisor=pair[1])]  # fmt: skip
    assert both == [(True, True)]


@pytest.mark.rule("S3-2")
def test_the_treating_physician_is_contacted_when_one_of_the_two_asks() -> None:
    with pytest.raises(RuleBroken) as refused:
        require_request(HelpKind.PHYSICIAN, None)
    assert refused.value.rule == "S3-2"
    for asked_by in AskedBy:
        require_request(HelpKind.PHYSICIAN, asked_by)
    for kind in set(HelpKind) - {HelpKind.PHYSICIAN}:
        require_request(kind, None)


@pytest.mark.rule("CON-7")
def test_the_treating_physician_has_a_consent_of_their_own() -> None:
    assert consent_for(HelpKind.PHYSICIAN) is ConsentPurpose.TREATING_PHYSICIAN
    assert {consent_for(kind) for kind in set(HelpKind) - {HelpKind.PHYSICIAN}} == {ConsentPurpose.REFERRAL}
