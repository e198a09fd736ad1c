"""What the tables of one report are made from: the sums of its client organisations, and who is meant by them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from handrail.kit.i18n import N_
from handrail.reports.codes import Kind, Measure, Side, measures_of
from handrail.reports.tables import Dimension, Member, Population, Words

Numbers = Mapping[str, Any]
"""What `measuring.measure` returned for one client organisation."""

AREAS = Words(N_("Client organisation"))


@dataclass(frozen=True, slots=True)
class Counted:
    """One client organisation with what was counted for it."""

    employer_id: UUID
    name: str
    numbers: Numbers


@dataclass(frozen=True, slots=True)
class Subject:
    """A report to be composed: what it is about, and all that was counted. `as_of`: its last day, or the cut."""

    kind: Kind
    side: Side
    first_day: date
    last_day: date
    cut_on: date
    counted: Sequence[Counted]
    tenant_id: UUID

    @property
    def as_of(self) -> date:
        """The day on which what is open is open."""
        return min(self.last_day, self.cut_on)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """What this report counts."""
        return measures_of(self.kind, self.side)

    @property
    def scope(self) -> str:
        """Whose cells these are, as releases remember it."""
        one = f"employer:{self.counted[0].employer_id}" if len(self.counted) == 1 else ""
        return one if self.side is Side.EMPLOYER else f"tenant:{self.tenant_id}"

    def population(self, what: str, *, on: date | None = None) -> Population:
        """Return whom a table counts: in the days of the report, or `on` one day."""
        return Population(what, self.scope, (on, on) if on else (self.first_day, self.as_of))

    def of(self, measure: Measure) -> Iterator[tuple[Counted, Any]]:
        """Yield each client organisation with one measure's sums."""
        for each in self.counted:
            yield each, each.numbers[measure.value]

    def employers(self) -> Dimension:
        """Return the client organisations as rows."""
        return Dimension("employer", AREAS, tuple(Member(str(each.employer_id), each.name) for each in self.counted))

    def grid(self, measure: Measure, line: Callable[[Any], Iterable[int]]) -> tuple[tuple[int, ...], ...]:
        """Return a line of numbers for each client organisation."""
        return tuple(tuple(line(sums)) for _each, sums in self.of(measure))


def added(lines: Iterable[Iterable[int]]) -> tuple[int, ...]:
    """Return the sums of columns."""
    return tuple(sum(column) for column in zip(*lines, strict=True))
