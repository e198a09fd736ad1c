"""When a callback is asked no more for a while: the rules, which are pure."""

from hypothesis import given
from hypothesis import strategies as st

from handrail.extensions.circuits import (
    FIRST_SECONDS,
    MOST_SECONDS,
    STRIKES,
    WINDOW_SECONDS,
    Circuit,
    name_of,
    tenants_open,
)


def struck(circuit: Circuit, *instants: float) -> Circuit:
    for each in instants:
        circuit = circuit.struck(each)
    return circuit


def test_five_faults_within_ten_minutes_open_it_for_five_minutes() -> None:
    four = struck(Circuit(), 0, 100, 200, 300)
    assert not four.is_open(300)
    opened = four.struck(WINDOW_SECONDS - 1)
    assert opened.is_open(WINDOW_SECONDS - 1 + FIRST_SECONDS - 1)
    assert not opened.is_open(WINDOW_SECONDS - 1 + FIRST_SECONDS)


def test_faults_that_lie_further_apart_do_not_open_it() -> None:
    assert not struck(Circuit(), *range(0, 20 * WINDOW_SECONDS, WINDOW_SECONDS // 4)).is_open(20 * WINDOW_SECONDS)


def test_the_first_fault_after_it_was_open_opens_it_for_twice_as_long_up_to_six_hours() -> None:
    circuit, at, lengths = struck(Circuit(), 1, 2, 3, 4), 5.0, []
    for _ in range(9):
        circuit = circuit.struck(at)
        lengths.append(circuit.open_until - at)
        at = circuit.open_until
    assert lengths[:4] == [300, 600, 1200, 2400]
    assert lengths[-1] == MOST_SECONDS


def test_it_starts_over_after_it_stayed_closed_for_ten_minutes() -> None:
    opened = struck(Circuit(), 1, 2, 3, 4, 5)
    later = opened.open_until + WINDOW_SECONDS
    assert opened.is_forgotten(later)
    assert not opened.struck(later).is_open(later)


def test_what_is_written_down_is_read_again() -> None:
    circuit = struck(Circuit(), 1.5, 2.5)
    assert Circuit.read(circuit.dumped()) == circuit
    assert Circuit.read(None) == Circuit()


def test_one_consultancy_counts_once_however_many_callbacks_are_open_there() -> None:
    opened = struck(Circuit(), 1, 2, 3, 4, 5)
    circuits = [(name_of("check", "a"), opened), (name_of("render", "a"), opened), (name_of("check", "b"), Circuit())]
    assert tenants_open(circuits, 10) == {"a"}


@given(st.lists(st.floats(0, 50_000), min_size=1, max_size=40))
def test_whatever_happens_it_is_never_open_for_longer_than_six_hours(instants: list[float]) -> None:
    circuit = Circuit()
    for at in sorted(instants):
        circuit = circuit.struck(at)
        assert circuit.open_until <= at + MOST_SECONDS
        assert len(circuit.strikes) < STRIKES
