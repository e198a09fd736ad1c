"""Times of two ways to do the same, taken in turns so that whatever else the machine does meets both."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

SLICES: Final = 5


@dataclass(frozen=True, slots=True)
class Measured:
    """Median seconds of the raw baseline and of ours; `low` and `high` bound the ratio over parts of the run."""

    baseline: float
    ours: float
    low: float
    high: float

    @property
    def ratio(self) -> float:
        """How many times the baseline ours takes."""
        return self.ours / self.baseline


def alternate(
    baseline: Callable[[], object], ours: Callable[[], object], *, seconds: float = 2.5, warm: int = 20, least: int = 25
) -> Measured:
    """Time both by turns, for so many seconds and at least so many turns each; who goes first alternates too."""
    for _turn in range(warm):
        baseline()
        ours()
    first: list[float] = []
    second: list[float] = []
    until = time.perf_counter() + seconds
    while len(first) < least or time.perf_counter() < until:
        if len(first) % 2:
            second.append(timed(ours))
            first.append(timed(baseline))
        else:
            first.append(timed(baseline))
            second.append(timed(ours))
    return compared(first, second)


def timed(act: Callable[[], object]) -> float:
    """Return how many seconds it takes."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def compared(baseline: Sequence[float], ours: Sequence[float]) -> Measured:
    """Return the medians, and the ratios of the medians of consecutive parts of the run."""
    size = max(1, len(baseline) // SLICES)
    parts = [slice(start, start + size) for start in range(0, len(baseline), size)]
    ratios = [median(ours[part]) / median(baseline[part]) for part in parts]
    return Measured(median(baseline), median(ours), min(ratios), max(ratios))
