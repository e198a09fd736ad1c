"""Ranges are compared with every world there is, counted one by one."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handrail.reports.rules import worlds
from handrail.reports.rules.simplex import Undecided
from handrail.reports.rules.worlds import Equation, NoWorld, Worlds

MOST = 6


def every_world(least: list[int], equations: list[Equation]) -> list[tuple[int, ...]]:
    """Every world of a system whose last equation says what is left for the last unknown."""
    *others, bound = equations
    free = [
        (*world, bound.value - sum(world)) for world in product(*(range(low, bound.value + 1) for low in least[:-1]))
    ]
    return [
        world
        for world in free
        if world[-1] >= 0
        and all(sum(by * world[unknown] for unknown, by in line.terms.items()) == line.value for line in others)
    ]


@st.composite
def systems(draw: st.DrawFn) -> tuple[list[int], list[Equation]]:
    """Random equations that have at least one world, and sums that keep every unknown at MOST or below."""
    count = draw(st.integers(1, 4))
    truth = draw(st.lists(st.integers(0, 3), min_size=count, max_size=count))
    least = [draw(st.integers(0, min(1, number))) for number in truth]
    rows = draw(
        st.lists(st.dictionaries(st.integers(0, count - 1), st.integers(-2, 2), min_size=1), min_size=0, max_size=3),
    )
    # A sum over everything, with a rest of its own, gives the brute force an end.
    equations = [Equation(row, sum(by * truth[unknown] for unknown, by in row.items())) for row in rows]
    total = dict.fromkeys(range(count), 1)
    bound = Equation({**total, count: 1}, max(MOST, sum(truth)))
    return [*least, 0], [*equations, bound]


@settings(max_examples=200, deadline=None)
@given(systems())
def test_ranges_are_those_of_every_world(system: tuple[list[int], list[Equation]]) -> None:
    least, equations = system
    everyone = every_world(least, equations)
    asked = Worlds(least, equations)
    for unknown in range(len(least)):
        numbers = [world[unknown] for world in everyone]
        assert asked.smallest(unknown) == min(numbers)
        assert asked.greatest(unknown) == max(numbers)
        seen = asked.seen[unknown]
        assert seen is not None
        assert set(seen) <= set(numbers)


def test_a_number_without_a_limit_has_none() -> None:
    asked = Worlds([0, 0], [Equation({0: 1, 1: -1}, 2)])
    assert asked.greatest(0) is None
    assert asked.smallest(0) == 2


def test_a_corner_that_is_not_whole_is_not_taken_for_a_world() -> None:
    # A triangle of three pairs that are 1 each: only halves fit, and with a rest the best whole number is 1.
    pairs = [Equation({0: 1, 1: 1, 3: 1}, 1), Equation({1: 1, 2: 1, 4: 1}, 1), Equation({0: 1, 2: 1, 5: 1}, 1)]
    whole = [*pairs, Equation({0: 1, 1: 1, 2: 1, 6: -1}, 0)]
    assert Worlds([0] * 7, whole).greatest(6) == 1


@pytest.mark.parametrize(
    "equations",
    [
        [Equation({0: 1}, 1), Equation({0: 1}, 2)],
        [Equation({0: 1, 1: 1}, -1)],
        [Equation({0: 2, 1: 2}, 3)],  # halves fit, whole numbers do not
    ],
)
def test_what_no_world_fits_is_said(equations: list[Equation]) -> None:
    with pytest.raises(NoWorld):
        Worlds([0, 0], equations)


def test_too_much_work_is_said_and_not_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worlds, "_ROWS", 2)
    with pytest.raises(Undecided):
        Worlds([0] * 6, [Equation(dict.fromkeys(range(place, 6), 1), 9 - place) for place in range(5)])
