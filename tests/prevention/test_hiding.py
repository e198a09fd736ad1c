"""When a theme may be asked for and shown, and what a reader of all releases can work out (OAP-2)."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.prevention.attacker import Group, Releases, learned

from handrail.prevention.rules import hiding
from handrail.prevention.rules.hiding import at_least, is_shown, may_ask

QUARTERS = 3


@st.composite
def organisations(draw: st.DrawFn) -> tuple[Releases, list[list[int]]]:
    """An organisation with its workers by department and quarter, and who of them told in which quarter."""
    able = st.tuples(*[st.booleans()] * QUARTERS).filter(any)
    group = st.builds(Group, department=st.sampled_from("AB"), size=st.integers(1, 8), able=able)
    groups = draw(st.lists(group, min_size=1, max_size=4))
    releases = Releases(groups, minimum=draw(st.integers(3, 4)), departments=draw(st.booleans()))
    told = st.lists(st.integers(0, 8), min_size=len(groups), max_size=len(groups))
    return releases, draw(st.lists(told, min_size=QUARTERS, max_size=QUARTERS))


@pytest.mark.rule("OAP-2")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(organisations())
def test_no_sequence_of_releases_says_of_anybody_that_they_told(world: tuple[Releases, list[list[int]]]) -> None:
    assert learned(*world) == {}


@pytest.mark.slow
@pytest.mark.rule("OAP-2")
@settings(max_examples=1500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(organisations())
def test_no_long_search_finds_releases_that_do(world: tuple[Releases, list[list[int]]]) -> None:
    assert learned(*world) == {}


@pytest.mark.rule("OAP-2")
@settings(max_examples=150, deadline=None)
@given(organisations())
def test_a_theme_is_never_shown_below_its_minimum(world: tuple[Releases, list[list[int]]]) -> None:
    releases, first_told = world
    for question in releases.run(first_told):
        assert not question.shown or question.at_least >= releases.minimum


def whoever_told_since(able: hiding.Heads, _since: hiding.Heads, minimum: int, *, departments: bool) -> bool:
    return may_ask(able, able, minimum, departments=departments)


def always(*_heads: object, **_how: object) -> bool:
    return True


def test_one_worker_who_could_tell_since_is_given_away_without_the_rule_about_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    many, one = Group("A", 7, (True, False)), Group("A", 1, (False, True))
    releases = Releases([many, one], minimum=3, departments=False)
    assert learned(releases, [[2, 0], [0, 1]]) == {}

    monkeypatch.setattr("tests.prevention.attacker.may_ask", whoever_told_since)
    assert list(learned(releases, [[2, 0], [0, 1]])) == [1]


def test_a_small_department_is_given_away_without_the_rule_about_departments(monkeypatch: pytest.MonkeyPatch) -> None:
    large, small = Group("A", 9, (True,)), Group("B", 3, (True,))
    releases = Releases([large, small], minimum=3, departments=True)
    assert learned(releases, [[3, 3]]) == {}

    monkeypatch.setattr("tests.prevention.attacker.may_ask", always)
    assert 1 in learned(releases, [[3, 3]])


def test_everybody_is_given_away_where_all_who_could_tell_are_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    releases = Releases([Group("A", 3, (True,))], minimum=3, departments=False)
    assert learned(releases, [[3]]) == {}

    monkeypatch.setattr("tests.prevention.attacker.may_ask", always)
    assert list(learned(releases, [[3]])) == [0]


@pytest.mark.rule("OAP-2")
def test_a_theme_needs_as_many_workers_as_the_framework_says() -> None:
    assert [is_shown({"A": told}, 5, departments=False) for told in (0, 4, 5, 6)] == [False, False, True, True]


@pytest.mark.rule("OAP-2")
def test_no_framework_shows_a_theme_of_fewer_than_three() -> None:
    assert not is_shown({"A": 2}, 1, departments=False)
    assert not may_ask({"A": 5}, {"A": 5}, 1, departments=False)
    assert is_shown({"A": 3}, 1, departments=False)


@pytest.mark.rule("OAP-2")
def test_a_theme_of_one_department_is_held_back_however_many_told() -> None:
    assert not is_shown({"A": 40, "B": 2}, 5, departments=True)
    assert is_shown({"A": 40, "B": 3}, 5, departments=True)
    assert not may_ask({"A": 40, "B": 5}, {"A": 40, "B": 5}, 5, departments=True)
    assert may_ask({"A": 40, "B": 6}, {"A": 40, "B": 6}, 5, departments=True)


def test_at_least_so_many_goes_up_in_wide_steps_and_never_near_all_who_could_tell() -> None:
    able = {"A": 60}
    assert [at_least({"A": told}, able, 5) for told in (5, 9, 10, 19, 20, 60)] == [5, 5, 10, 10, 20, 20]
    assert at_least({"A": 10}, {"A": 12}, 5) == 5
