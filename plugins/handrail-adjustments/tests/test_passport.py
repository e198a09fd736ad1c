"""The passport is the worker's own; an adjustment says why where it is refused."""

import pytest

from handrail_adjustments import ADJUSTMENT, PASSPORT


@pytest.mark.rule("CON-2")
def test_all_that_the_worker_writes_in_the_passport_is_their_own() -> None:
    asked = {key for form in PASSPORT.forms for group in form.groups for key in group.fields}
    assert {field.compartment for field in PASSPORT.data if field.key in asked} == {"own"}
    assert PASSPORT.compartment == "own"
    assert {role for each in PASSPORT.permissions for role in each.roles} == {"worker"}


@pytest.mark.rule("CON-2")
def test_only_sharing_brings_anything_into_the_plan_and_only_lines_that_were_ticked() -> None:
    brings = [each for each in PASSPORT.machine.transitions if each.copies]
    assert [each.name for each in brings] == ["share"]
    lines, words = brings[0].copies
    assert (lines.where, words.source) == ("share", "for_manager")
    shared = PASSPORT.field("shared_adjustments")
    assert shared is not None
    assert "share" not in {each.key for each in shared.item}


def test_what_is_never_asked_for_is_not_required() -> None:
    condition = PASSPORT.field("condition")
    assert condition is not None
    assert not condition.required
    assert not any("condition" in copy.source for each in PASSPORT.machine.transitions for copy in each.copies)


def test_a_refusal_says_why() -> None:
    refuse = ADJUSTMENT.machine.transition("refuse")
    assert refuse is not None
    assert "refused_because" in refuse.requires
    assert ADJUSTMENT.roles(refuse.permission) == ("supervisor",)


def test_an_adjustment_that_is_in_place_has_a_day_on_which_it_is_looked_at_again() -> None:
    for name in ("put_in_place", "review"):
        transition = ADJUSTMENT.machine.transition(name)
        assert transition is not None
        assert [promise.field for promise in transition.promises] == ["review_on"]
