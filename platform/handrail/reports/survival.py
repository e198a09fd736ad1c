"""How long it takes until something happens, where for some it has not happened yet: Kaplan-Meier. Pure.

Leaving out those who are not back yet would make every report look better than it is, so they count for as long as is
known of them (censored). An event and a censoring on one day: the event comes first.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

HALF: Final = 0.5
QUARTERS: Final = (0.25, 0.75)
_NEAR: Final = 1e-9  # of a probability: sums of fractions are not exact

Line = tuple[int, int, int]
"""Days, how many events on that day, how many censored."""


@dataclass(frozen=True, slots=True)
class Duration:
    """What can be said of a duration in days: half had the event within `median` days; None: fewer had it yet.

    `quartiles`: a quarter and three quarters had it within these.
    """

    events: int
    censored: int
    median: int | None
    quartiles: tuple[int, int] | None

    @property
    def base(self) -> int:
        """How many there are, known and censored."""
        return self.events + self.censored


def merged(groups: Iterable[Iterable[Sequence[int]]]) -> list[Line]:
    """Return several distributions as one: medians of parts have no sum, their days have."""
    events: Counter[int] = Counter()
    censored: Counter[int] = Counter()
    for lines in groups:
        for days, happened, left in lines:
            events[days] += happened
            censored[days] += left
    return [(days, events[days], censored[days]) for days in sorted({*events, *censored})]


def duration(lines: Iterable[Line]) -> Duration:
    """Return what can be said of lines in order of days."""
    ordered = list(lines)
    steps = list(_steps(ordered))
    low, high = (_reached(steps, part) for part in QUARTERS)
    return Duration(
        events=sum(line[1] for line in ordered),
        censored=sum(line[2] for line in ordered),
        median=_reached(steps, HALF),
        quartiles=(low, high) if low is not None and high is not None else None,
    )


_Step = tuple[int, float]
"""Days, and the part that had no event yet after them."""


def _steps(lines: Sequence[Line]) -> Iterable[_Step]:
    at_risk = sum(events + censored for _days, events, censored in lines)
    left = 1.0
    for days, events, censored in lines:
        if events:
            left *= 1 - events / at_risk
            yield days, left
        at_risk -= events + censored


def _reached(steps: Iterable[_Step], part: float) -> int | None:
    """Return the first day on which at least this part had the event."""
    return next((days for days, left in steps if 1 - left >= part - _NEAR), None)
